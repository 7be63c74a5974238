"""Markdown from HTML, where Markdown can say the same: shown again, it must be the same HTML."""

import re
from functools import cache
from typing import Any

from blog import markdown
from blog.wordpress_text.markup import attributes_of, tag

_MORE = '<span id="more"></span>'
_TAG = re.compile(r'(</?[a-z][a-z0-9]*(?:\s[^<>"]*(?:"[^"]*"[^<>"]*)*)?>)')  # in cleaned HTML
_BLOCK = (
    "p|ul|ol|li|h[1-6]|blockquote|pre|table|thead|tbody|tr|td|th|div|figure|figcaption|hr|br|section|span"
)
_AROUND_BLOCKS = re.compile(rf" ?(</?(?:{_BLOCK})\b[^<>]*>) ?")
_SPACE = re.compile(r"[ \t\n]+")  # no-break spaces are shown
_PRE = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
_LONE = re.compile(r"<(p|figure)>((?:<a [^<>]*>)?<img [^<>]*>(?:</a>)?)</\1>")
_EMBED = re.compile(r"<figure>(<a [^<>]*>[^<>]*</a>)</figure>")
# Classes that change nothing here: a figure of ours stands in the middle as these do.
_PLAIN_CLASS = re.compile(
    r"(?:align(?:none|center)|size-\w+|wp-(?:image-\d+|caption|caption-text|element-caption|block-[\w-]+))"
)
# Ids that Markdown's headings get, and captions had, by the name of the element.
_IDS = {f"h{level}": "h-" for level in range(1, 7)} | {"figure": "attachment_"}
_FILLS_THE_COLUMN = 640  # pixels of width, from which on a picture is as wide as without a width


def to_markdown(html: str) -> str | None:
    """Return Markdown that shows the same as ``html``, which is clean; None when something would be lost.

    White space, the order of attributes, and classes and ids that nothing here depends on may differ.
    """
    pages = [_converted(page) for page in markdown.split_pages(html)]
    text = f"\n\n{markdown.NEXT_PAGE}\n\n".join(pages)
    shown = markdown.render_article(text)
    return text if _normal(shown) == _normal(html) else None


def _converted(html: str) -> str:
    try:
        text: str = _converter().convert(html)
    except RecursionError:
        return ""
    return text.strip()


@cache
def _converter() -> Any:
    """Return the converter; it is loaded when first needed, as few ever do."""
    from markdownify import MarkdownConverter

    class Converter(MarkdownConverter):
        """Writes what this blog's Markdown has beyond the usual: captions, the mark after the teaser."""

        def convert_span(self, element: Any, text: str, parent_tags: Any) -> str:
            return "\n\n<!--more-->\n\n" if element.get("id") == "more" else text

        def convert_figure(self, element: Any, text: str, parent_tags: Any) -> str:
            image, words = element.find("img"), element.find("figcaption")
            if not image or not words or words.find(True) or element.find("a"):
                return f"\n\n{text.strip()}\n\n"
            caption = re.sub(r'([\\"])', r"\\\1", " ".join(words.get_text().split()))
            alt = re.sub(r"([\\\[\]*_`])", r"\\\1", image.get("alt", ""))
            return f'\n\n![{alt}](<{image.get("src", "")}> "{caption}")\n\n'

    return Converter(
        heading_style="ATX",
        bullets="-",
        escape_misc=True,
        code_language_callback=_language_of,
    )


def _language_of(element: Any) -> str:
    code = element.find("code")
    names = [name for name in (code.get("class") or [] if code else []) if name.startswith("language-")]
    return str(names[0].removeprefix("language-")) if names else ""


def _normal(html: str) -> str:
    """Return HTML without the differences that show nothing."""
    parts = []
    for part in _PRE.split(html):
        plain = "".join(_plain(piece) if piece.startswith("<") else piece for piece in _TAG.split(part))
        if part.startswith("<pre"):
            parts.append(plain.replace("\n</code>", "</code>"))
        else:
            parts.append(_AROUND_BLOCKS.sub(r"\1", _SPACE.sub(" ", plain)).strip(" "))
    return _EMBED.sub(r"<p>\1</p>", _LONE.sub(r"<p>\2</p>", "".join(parts)))


def _plain(piece: str) -> str:
    """Return a tag with its attributes in order, without those that show nothing."""
    if piece.startswith("</") or " " not in piece:
        return piece
    name = piece[1:].split(" ", 1)[0].rstrip(">")
    given = attributes_of(piece)
    names = [word for word in given.pop("class", "").split() if not _PLAIN_CLASS.fullmatch(word)]
    if names:
        given["class"] = " ".join(sorted(names))
    if given.get("id", "").startswith(_IDS.get(name, "-")):
        del given["id"]
    if name == "img":
        for key in ("loading", "decoding"):
            given.pop(key, None)
        if int("0" + re.sub(r"\D.*", "", given.get("width", ""))[:6]) >= _FILLS_THE_COLUMN:
            given.pop("width", None)
            given.pop("height", None)
    return tag(name, dict(sorted(given.items())))
