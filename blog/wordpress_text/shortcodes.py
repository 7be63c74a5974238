"""The shortcodes of WordPress and WordPress.com that show something here; others stay visible as text."""

import re
from collections.abc import Sequence
from html import escape, unescape
from urllib.parse import quote

from blog.wordpress_text import galleries
from blog.wordpress_text.embeds import embedded, figure
from blog.wordpress_text.grammar import Shortcode, replace
from blog.wordpress_text.library import Attachment, Library, Wish
from blog.wordpress_text.markup import is_address, is_ours, link, tag
from blog.wordpress_text.shield import Shield
from blog.wordpress_text.typography import texturize

MOST_ATTACHMENTS = 2_000  # that all galleries of a page show together
_PICTURE = re.compile(r"((?:<a\s[^<>]*>\s*)?<img\s[^<>]*>(?:\s*</a>)?)(.*)", re.DOTALL)
_EDGES = re.compile(r"^(?:\s|<br\s*/?>|</?p>)+|(?:\s|<br\s*/?>|</?p>)+$")
_ALIGNMENT = re.compile(r"align(?:left|right|center|none)")
_ID = re.compile(r"[\w.:-]+", re.ASCII)
# Languages that are shortcodes themselves on WordPress.com; the others have ``language`` or ``lang``.
_LANGUAGES = frozenset({
    "actionscript3", "as3", "bash", "clojure", "coldfusion", "cpp", "csharp", "css", "delphi", "diff",
    "erlang", "fsharp", "go", "groovy", "html", "java", "javafx", "javascript", "js", "latex", "matlab",
    "objc", "pascal", "perl", "php", "plain", "powershell", "python", "r", "ruby", "scala", "shell", "sql",
    "swift", "vb", "xml", "yaml",
})  # fmt: skip
_CODE = frozenset({"code", "sourcecode"}) | _LANGUAGES
_SOUND = ("src", "mp3", "m4a", "ogg", "oga", "wav", "flac", "opus", "aac", "wma")
_FILM = ("src", "mp4", "m4v", "webm", "ogv", "mov", "flv", "wmv")
# What is embedded from elsewhere: by shortcode, how its number becomes an address ({} stands for it).
_SERVICES = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "wpvideo": "https://videopress.com/v/{}",
    "videopress": "https://videopress.com/v/{}",
    "ted": "https://www.ted.com/talks/{}",
    "soundcloud": "https://soundcloud.com/{}",
    "spotify": "https://open.spotify.com/{}",
    "mixcloud": "https://www.mixcloud.com/{}",
    "tweet": "https://twitter.com/i/status/{}",
    "twitter": "https://twitter.com/i/status/{}",
    "twitter-timeline": "https://twitter.com/{}",
    "twitter-follow": "https://twitter.com/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "facebook": "https://www.facebook.com/{}",
    "flickr": "https://www.flickr.com/photo.gne?id={}",
    "pinterest": "https://www.pinterest.com/pin/{}/",
    "gist": "https://gist.github.com/{}",
    "slideshare": "https://www.slideshare.net/slideshow/embed_code/{}",
    "scribd": "https://www.scribd.com/doc/{}",
    "archiveorg": "https://archive.org/details/{}",
    "archiveorg-book": "https://archive.org/details/{}",
    "crowdsignal": "https://poll.fm/{}",
    "polldaddy": "https://poll.fm/{}",
    "kickstarter": "https://www.kickstarter.com/projects/{}",
    "googlemaps": "https://www.google.com/maps?q={}",
    "googlemap": "https://www.google.com/maps?q={}",
    "vine": "https://vine.co/v/{}",
    "bandcamp": "https://bandcamp.com/EmbeddedPlayer/{}",
    "embed": "",
}
_ADDRESSES = ("url", "src", "href", "link", "photo", "video")
_NUMBERS = (
    "id", "v", "video_id", "video", "guid", "tweet", "poll", "doc", "talk", "shortcode", "user",
    "screen_name", "username", "album", "track",
)  # fmt: skip
_ENCLOSING = frozenset({"caption", "wp_caption", "audio", "video"}) | _CODE | _SERVICES.keys()
_ALONE = frozenset({"gallery", "playlist", "slideshow"})


class Expander:
    """Puts what shortcodes show in their place, for one text; remembers the names that it does not know."""

    def __init__(self, shield: Shield, library: Library) -> None:
        self.shield, self.library = shield, library
        self.unknown: dict[str, None] = {}  # an ordered set
        self.room = MOST_ATTACHMENTS

    def expand(self, text: str) -> str:
        """Return the text with a mark in the place of each shortcode that is known."""
        if "[" not in text:
            return text
        return replace(text, _ENCLOSING, _ALONE, self._make, self._meet_unknown)

    def _meet_unknown(self, name: str) -> None:
        self.unknown[name] = None

    def _make(self, shortcode: Shortcode, source: str) -> str:
        name = shortcode.name
        if name in _CODE:
            html = self._code(shortcode)
        elif name in {"caption", "wp_caption"}:
            return self._caption(shortcode)
        elif name in {"gallery", "slideshow"}:
            html = galleries.gallery(shortcode, self._find)
        elif name == "playlist":
            html = galleries.playlist(shortcode, self._find)
        elif name in {"audio", "video"}:
            html = self._player(shortcode)
        else:
            html = figure(self._embedded(shortcode)) if name in _SERVICES else ""
        if html is None or (not html and name not in _ALONE):
            self._meet_unknown(name)
            return source
        return self.shield.keep(html, is_block=True)

    def _find(self, wish: Wish) -> Sequence[Attachment]:
        """Ask for attachments; a text of many galleries is not longer than its page can be."""
        found = self.library.gallery(wish)[: self.room] if self.room else ()
        self.room -= len(found)
        return found

    def _code(self, shortcode: Shortcode) -> str | None:
        """Show source text as it is; WordPress.com keeps it with its brackets encoded already."""
        if shortcode.content is None:
            return None
        text = self.shield.restore(shortcode.content).strip("\n").rstrip()
        if "<" in text or ">" in text:
            text = escape(text, quote=False)
        fallback = shortcode.name if shortcode.name in _LANGUAGES else ""
        language = shortcode.first("language", "lang") or fallback
        name = language if _ID.fullmatch(language) else None
        return f"<pre>{tag('code', {'class': f'language-{name}' if name else None})}{text}</code></pre>"

    def _caption(self, shortcode: Shortcode) -> str:
        """Make a figure of a picture and the words below it."""
        content = self.expand(shortcode.content or "")
        words = shortcode.first("caption")
        if not words and (found := _PICTURE.match(content.strip())):
            content, words = found[1], found[2]
        words = texturize(_EDGES.sub("", words))
        if not words:
            return content
        alignment = shortcode.first("align")
        shown = alignment if _ALIGNMENT.fullmatch(alignment) else "alignnone"
        number = shortcode.first("id")
        opening = tag(
            "figure", {"id": number if _ID.fullmatch(number) else None, "class": f"wp-caption {shown}"}
        )
        lines = re.sub(r"(?<!<br>)(?<!<br />)\n", "<br />\n", words)
        caption = f'<figcaption class="wp-caption-text">{lines}</figcaption>'
        picture = _EDGES.sub("", content)
        return self.shield.keep(f"{opening}{picture}{caption}</figure>", is_block=True)

    def _player(self, shortcode: Shortcode) -> str | None:
        """Play a file of ours, lead to one elsewhere."""
        is_sound = shortcode.name == "audio"
        given = shortcode.first(*(_SOUND if is_sound else _FILM)) or next(iter(shortcode.values), "")
        if not given and (inner := re.search(r"(?:https?:/)?/[^\s\"'<>\[\]]+", shortcode.content or "")):
            given = unescape(inner[0])
        address = given.partition("|")[0].strip()  # [audio ADDRESS|titles=…], the oldest form
        if not is_address(address):
            return None
        if not is_ours(address):
            name = address.rstrip("/").rsplit("/", 1)[-1]
            return figure(link(address, f"{'Listen' if is_sound else 'Watch'}: {name}"))
        attributes: dict[str, object] = {"src": address}
        if not is_sound:
            attributes |= {key: shortcode.attributes.get(key) for key in ("width", "height", "poster")}
        kind = shortcode.name
        return f'<figure class="wp-block-{kind}">{tag(kind, attributes)}</{kind}></figure>'

    def _embedded(self, shortcode: Shortcode) -> str:
        """Return the link to what a service would show."""
        given = self.shield.restore(shortcode.content or "").strip() or shortcode.first(*_ADDRESSES)
        given = unescape(given) or shortcode.first(*_NUMBERS) or next(iter(shortcode.values), "")
        given = given.strip("= ")
        if given.startswith(("//", "www.")):
            given = f"https://{given.lstrip('/')}"
        if is_address(given):
            return embedded(self.library.find_file(given) or given)
        if given.startswith("spotify:"):
            given = given.removeprefix("spotify:").replace(":", "/")
        pattern = _SERVICES[shortcode.name]
        if not pattern or not given or not re.fullmatch(r"[\w.,:/@ +-]+", given):
            return ""
        return embedded(pattern.replace("{}", quote(given.lstrip("@"), safe="/:,@")))
