"""Turns what people write into safe HTML. Pure: no models, no settings, no requests.

Articles are written by trusted authors, comments by anyone; both pass the same last step, nh3, after
every other transformation. Time is bounded: markdown-it-py is linear, and lengths are checked first.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin

VERSION = 1  # raise it when the output changes: stored HTML is then rendered anew
NEXT_PAGE = "<!--nextpage-->"
COMMENT_CHARACTERS = 65_525  # WordPress's limit
LINK_SCHEMES = {"http", "https", "mailto"}


@dataclass(frozen=True)
class Rendition:
    """One size of a picture: address, width and height in pixels."""

    url: str
    width: int
    height: int


type FindImage = Callable[[str], Sequence[Rendition]]


def render_article(text: str, find_image: FindImage = lambda _url: ()) -> str:
    """Return the HTML of an article; pages are divided by NEXT_PAGE."""
    parser = _article_parser()
    pages = _split_outside_code(text)
    html = [_clean_article(parser.render(page, {"find_image": find_image})) for page in pages]
    return NEXT_PAGE.join(html)


def sanitise_article(html: str) -> str:
    """Return HTML that was written elsewhere (imports) with only what articles may hold."""
    return NEXT_PAGE.join(_clean_article(page) for page in re.split(r"<!--\s*nextpage\s*-->", html))


def render_comment(text: str) -> str:
    """Return the HTML of a reader's comment: Markdown without HTML, headings, pictures or tables.

    Raises ValueError when the text is longer than COMMENT_CHARACTERS.
    """
    if len(text) > COMMENT_CHARACTERS:
        raise ValueError(f"a comment holds at most {COMMENT_CHARACTERS} characters")
    return nh3.clean(
        _COMMENT_PARSER.render(text),
        tags=COMMENT_TAGS,
        attributes={"a": {"href", "title"}},
        link_rel="external nofollow ugc",
        url_schemes=LINK_SCHEMES,
    )


def render_promo(text: str) -> str:
    """Return the HTML of an author's promo block, with its e-mail addresses protected."""
    return protect_addresses(_clean_article(_article_parser().render(text, {}))) if text else ""


def split_pages(html: str) -> list[str]:
    """Return the pages of rendered HTML, at least one."""
    return html.split(NEXT_PAGE)


def plain_text(html: str, characters: int) -> str:
    """Return the text of ``html`` without markup, cut at a word's end with an ellipsis."""
    bare = nh3.clean(html[: characters * 20], tags=set(), clean_content_tags={"script", "style"})
    text = " ".join(unescape(bare).split())
    if len(text) <= characters:
        return text
    return text[:characters].rsplit(" ", 1)[0].rstrip(",;:–— ") + "…"


def slug_from(title: str) -> str:
    """Return the lower-case, hyphenated form of a title; letters of every script are kept."""
    folded = unicodedata.normalize("NFKC", title).lower().replace("ß", "ss")
    plain = unicodedata.normalize("NFKD", folded)
    if plain.encode("ascii", "ignore").strip():
        ascii_only = "".join(char for char in plain if not unicodedata.combining(char))
        folded = ascii_only if ascii_only.isascii() else folded
    return re.sub(r"[\W_]+", "-", re.sub(r"[’'ʼ]", "", folded)).strip("-")


def protect_addresses(html: str) -> str:
    """Write e-mail addresses so that people and browsers read them, and simple harvesters do not.

    Each character becomes a character reference and the @ is followed by a hidden word break.
    """
    linked = re.sub(
        r'<a href="mailto:([^"]+)"[^>]*>([^<]+)</a>',
        lambda found: f'<a href="{_encode("mailto:" + unescape(found[1]))}">{_encode(unescape(found[2]))}</a>',
        html,
    )
    bare = re.compile(r"(?<![\w.;:/+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
    parts = re.split(r"(<[^>]*>)", linked)
    return "".join(
        part if part.startswith("<") else bare.sub(_protected_link, part) for part in parts
    )


def _protected_link(found: re.Match[str]) -> str:
    address = found[0]
    return f'<a href="{_encode("mailto:" + address)}">{_encode(address)}</a>'


def _encode(text: str) -> str:
    return "".join(f"&#{ord(char)};" if index % 2 else f"&#x{ord(char):x};" for index, char in enumerate(text))


ARTICLE_TAGS = nh3.ALLOWED_TAGS - {"area", "map"} | {
    "figure", "figcaption", "picture", "source", "section", "audio", "video", "del", "ins",
}  # fmt: skip
ARTICLE_ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir", "title"},
    "a": {"href", "hreflang", "title"},
    "img": {"src", "srcset", "sizes", "alt", "title", "width", "height", "loading", "decoding"},
    "source": {"src", "srcset", "sizes", "type"},
    "audio": {"src", "controls"},
    "video": {"src", "controls", "width", "height", "poster"},
    "ol": {"start", "type", "reversed"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "scope", "align"},
    "time": {"datetime"},
    "blockquote": {"cite"},
    "q": {"cite"},
}
# Ids and classes that an author may not claim: the page's own behaviour hangs on them.
OWN_NAMES = re.compile(
    r"^(respond|reply-title|commentform|comment|author|email|url|comment-submit|comments|main|top|js-.*)$"
)
COMMENT_TAGS = {"p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr"}


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "id":
        return None if OWN_NAMES.match(value) else value
    if name == "class":
        kept = [word for word in value.split() if not OWN_NAMES.match(word)]
        return " ".join(kept) or None
    return value


def _clean_article(html: str) -> str:
    return nh3.clean(
        html,
        tags=ARTICLE_TAGS,
        attributes=ARTICLE_ATTRIBUTES,
        attribute_filter=_keep_attribute,
        link_rel=None,
        url_schemes=LINK_SCHEMES,
    )


def _split_outside_code(text: str) -> list[str]:
    """Divide at lines that hold nothing but the mark; those within a fence or an indent stay."""
    pages: list[list[str]] = [[]]
    fence = ""
    for line in text.splitlines(keepends=True):
        opening = re.match(r" {0,3}(`{3,}|~{3,})", line)
        if opening and not fence:
            fence = opening[1]
        elif fence and re.fullmatch(r" {0,3}" + re.escape(fence[0]) + "{" + str(len(fence)) + r",}\s*", line):
            fence = ""
        if not fence and re.fullmatch(r" {0,3}<!--\s*nextpage\s*-->\s*", line):
            pages.append([])
        else:
            pages[-1].append(line)
    return ["".join(page) for page in pages]


def _article_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "typographer": False})
    parser.enable(["table", "strikethrough"]).use(footnote_plugin)
    parser.add_render_rule("image", _render_image)
    parser.add_render_rule("paragraph_open", _render_paragraph_open)
    parser.add_render_rule("paragraph_close", _render_paragraph_close)
    return parser


_COMMENT_PARSER = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("strikethrough")
_COMMENT_PARSER.disable(["heading", "lheading", "image", "html_block", "html_inline", "reference"])


def _is_figure(tokens: Sequence[Token], index: int) -> bool:
    """Whether the paragraph around ``index`` holds one picture and nothing else."""
    inline = tokens[index + 1] if tokens[index].type == "paragraph_open" else tokens[index - 1]
    children = inline.children or []
    return len(children) == 1 and children[0].type == "image"


def _render_paragraph_open(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return "<figure>" if _is_figure(tokens, index) else self.renderToken(tokens, index, options, env)


def _render_paragraph_close(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    if not _is_figure(tokens, index):
        return self.renderToken(tokens, index, options, env)
    caption = (tokens[index - 1].children or [])[0].attrGet("title")
    return f"<figcaption>{escape(str(caption))}</figcaption></figure>\n" if caption else "</figure>\n"


def _render_image(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    address = str(token.attrGet("src") or "")
    find_image: FindImage = env.get("find_image", lambda _url: ())
    attributes: dict[str, Any] = {
        "src": address,
        "alt": self.renderInlineAsText(token.children or [], options, env),
        "loading": "lazy",
        "decoding": "async",
    }
    if renditions := find_image(address):
        widest = renditions[-1]
        attributes |= {"width": widest.width, "height": widest.height}
        if len(renditions) > 1:
            attributes["srcset"] = ", ".join(f"{size.url} {size.width}w" for size in renditions)
            attributes["sizes"] = "(min-width: 46rem) 42rem, 100vw"
    return "<img " + " ".join(f'{name}="{escape(str(value))}"' for name, value in attributes.items()) + ">"
