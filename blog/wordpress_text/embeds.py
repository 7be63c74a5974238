"""What WordPress would embed from elsewhere is a link here: pages ask no third party for anything."""

import re
from urllib.parse import SplitResult, parse_qs, urlsplit

from blog.wordpress_text.markup import is_address, is_ours, link, tag

LONGEST_WORDS = 70  # characters of an address that is shown

# By the end of the host: the name of the service, and what one does there.
_SERVICES = {
    "youtube.com": "Watch on YouTube",
    "youtu.be": "Watch on YouTube",
    "youtube-nocookie.com": "Watch on YouTube",
    "vimeo.com": "Watch on Vimeo",
    "dailymotion.com": "Watch on Dailymotion",
    "dai.ly": "Watch on Dailymotion",
    "videopress.com": "Watch on VideoPress",
    "video.wordpress.com": "Watch on VideoPress",
    "ted.com": "Watch on TED",
    "twitch.tv": "Watch on Twitch",
    "tiktok.com": "Watch on TikTok",
    "vine.co": "Watch on Vine",
    "wordpress.tv": "Watch on WordPress.tv",
    "soundcloud.com": "Listen on SoundCloud",
    "spotify.com": "Listen on Spotify",
    "mixcloud.com": "Listen on Mixcloud",
    "bandcamp.com": "Listen on Bandcamp",
    "podcasts.apple.com": "Listen on Apple Podcasts",
    "music.apple.com": "Listen on Apple Music",
    "twitter.com": "Read on Twitter",
    "x.com": "Read on X",
    "facebook.com": "See on Facebook",
    "instagram.com": "See on Instagram",
    "threads.net": "Read on Threads",
    "bsky.app": "Read on Bluesky",
    "reddit.com": "Read on Reddit",
    "tumblr.com": "Read on Tumblr",
    "pinterest.com": "See on Pinterest",
    "flickr.com": "See on Flickr",
    "flic.kr": "See on Flickr",
    "imgur.com": "See on Imgur",
    "giphy.com": "See on Giphy",
    "slideshare.net": "See on SlideShare",
    "speakerdeck.com": "See on Speaker Deck",
    "scribd.com": "Read on Scribd",
    "issuu.com": "Read on Issuu",
    "archive.org": "See in the Internet Archive",
    "gist.github.com": "See the code on GitHub",
    "codepen.io": "See the code on CodePen",
    "maps.google.com": "See the map on Google Maps",
    "google.com/maps": "See the map on Google Maps",
    "goo.gl/maps": "See the map on Google Maps",
    "openstreetmap.org": "See the map on OpenStreetMap",
    "poll.fm": "Vote on Crowdsignal",
    "polldaddy.com": "Vote on Crowdsignal",
    "crowdsignal.com": "Vote on Crowdsignal",
    "kickstarter.com": "See on Kickstarter",
    "docs.google.com": "Open in Google Docs",
}
_YOUTUBE = re.compile(r"/(?:embed|v|shorts|live)/([\w-]{6,20})", re.ASCII)
_YOUTUBES = {
    "youtube.com": _YOUTUBE,
    "youtube-nocookie.com": _YOUTUBE,
    "youtu.be": re.compile(r"/([\w-]{6,20})", re.ASCII),
}
# End of the host, beginning of the path of a player, and of the page that shows the same.
_FRAMES = (
    ("player.vimeo.com", "/video/", "https://vimeo.com/"),
    ("dailymotion.com", "/embed/", "https://www.dailymotion.com/"),
    ("open.spotify.com", "/embed/", "https://open.spotify.com/"),
    ("videopress.com", "/embed/", "https://videopress.com/v/"),
    ("video.wordpress.com", "/embed/", "https://videopress.com/v/"),
)
_SIZE = re.compile(r"&(?:w|h)=\d+", re.ASCII)  # how WordPress.com wrote the size of the player
_SOUNDS = (".mp3", ".ogg", ".oga", ".m4a", ".wav", ".flac", ".aac", ".opus")
_FILMS = (".mp4", ".m4v", ".webm", ".ogv", ".mov")


def embedded(address: str) -> str:
    """Return what stands in the place of something embedded: a player of our own file, else a link.

    An empty text when it is no address.
    """
    address = address.strip()
    if not is_address(address):
        return ""
    if is_ours(address):
        name = urlsplit(address).path.lower()
        if name.endswith(_SOUNDS):
            return tag("audio", {"controls": "", "src": address}) + "</audio>"
        if name.endswith(_FILMS):
            return tag("video", {"controls": "", "src": address}) + "</video>"
    shown = watchable(address)
    return link(shown, words_for(shown))


def figure(html: str) -> str:
    """Return the figure that an embedded thing alone on its line is."""
    return f'<figure class="wp-block-embed">{html}</figure>' if html else ""


def words_for(address: str) -> str:
    """Return the words of a link to an address: what one does there, else the address, shortened."""
    parts = _split(address)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    labels = host.split(".")
    first = parts.path.split("/", 2)[1] if parts.path.count("/") else ""
    names = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    for name in names:
        if words := _SERVICES.get(f"{name}/{first}") or _SERVICES.get(name):
            return words
    plain = re.sub(r"^https?://(?:www\.)?", "", address, flags=re.IGNORECASE).rstrip("/") or address
    return plain if len(plain) <= LONGEST_WORDS else plain[: LONGEST_WORDS - 1] + "…"


def watchable(address: str) -> str:
    """Return the page of a service's player: what a reader opens is not the frame that pages hold."""
    parts = _split(address)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if host in _YOUTUBES:
        found = _YOUTUBES[host].match(parts.path)
        return _youtube(found[1], parts.query) if found else _SIZE.sub("", address)
    for end, frame, page in _FRAMES:
        if host.endswith(end) and parts.path.startswith(frame):
            return page + parts.path.removeprefix(frame)
    return f"https:{address}" if address.startswith("//") else address


def _youtube(number: str, query: str) -> str:
    asked = parse_qs(query)
    start = (asked.get("start") or asked.get("t") or [""])[0].removesuffix("s")
    return f"https://www.youtube.com/watch?v={number}" + (f"&t={start}s" if start.isdecimal() else "")


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:  # brackets that are no IPv6 address
        return urlsplit("")
