"""The last step: only these elements, attributes and addresses leave the renderer."""

import re
from collections import Counter

import nh3

LINK_SCHEMES = {"http", "https", "mailto"}
ARTICLE_TAGS = nh3.ALLOWED_TAGS - {"area", "map"} | {
    "figure", "figcaption", "picture", "source", "section", "audio", "video", "del", "ins",
}  # fmt: skip
ARTICLE_ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir", "title"},
    "a": {"href", "hreflang", "title"},
    "img": {"src", "srcset", "sizes", "alt", "title", "width", "height", "loading", "decoding"},
    "source": {"src", "srcset", "sizes", "type"},
    "audio": {"src", "controls", "preload"},
    "video": {"src", "controls", "preload", "width", "height", "poster"},
    "div": {"tabindex"},
    "ol": {"start", "type", "reversed"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "scope", "align"},
    "time": {"datetime"},
    "blockquote": {"cite"},
    "q": {"cite"},
}
# Ids and classes that an author may not claim: the page's own behaviour hangs on them.
OWN_NAMES = re.compile(
    r"(?:respond|reply-title|cancel-comment-reply-link|commentform|author|email|url|comment(?:s|-.*)?"
    r"|comment_.*|main|content|top|like.*|search.*|js-.*)",
    re.IGNORECASE,
)
# nh3 takes quadratic time for boxes within boxes; no text that means something has so many.
MOST_BOXES = 200
FEW_TAGS = 2_000
SHOWING = {"img", "source", "audio", "video"}  # what these name is loaded without a click
IGNORED = re.compile(r"^[\x00-\x20]+|[\t\n\r]")  # of an address; source: WHATWG URL, basic URL parser
BOX = re.compile(
    r"<(?P<end>/?)(?P<name>address|article|aside|blockquote|center|details|dir|div|dl|fieldset|figcaption|figure"
    r"|footer|form|h[1-6]|header|hgroup|listing|main|menu|nav|ol|pre|search|section|summary|table|ul)"
    r"(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
FEW_HARD_SPACES = 2_000
HARD_SPACE = re.compile("\xa0|&nbsp;|&#(?:0*160|[xX]0*[aA]0);")
STAND_IN = "\ufdd2"  # no character, by Unicode's definition
COMMENT_TAGS = {"p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr"}


def clean_article(html: str, *, is_imported: bool = False) -> str:
    """Return the HTML with what authors may use; what was imported shows nothing from elsewhere."""
    cleaner = _IMPORTED if is_imported else _ARTICLE
    if html.count("<") > FEW_TAGS:
        html = _Levels().cut(html)
    if html.count("\xa0") + html.count("&nbsp;") + html.count("&#") <= FEW_HARD_SPACES:
        return cleaner.clean(html)
    # nh3 writes long runs of no-break spaces in quadratic time; another character takes their place.
    marked = HARD_SPACE.sub(STAND_IN, html.replace(STAND_IN, ""))
    return cleaner.clean(marked).replace(STAND_IN, "&nbsp;")


def clean_comment(html: str) -> str:
    """Return the HTML with what readers may use; links tell search engines not to follow."""
    return _COMMENT.clean(html)


def clean_kept_comment(html: str) -> str:
    """Return well-formed HTML of a comment from elsewhere, to be written anew and cleaned last."""
    return _KEPT_COMMENT.clean(html)


def unlink(html: str) -> str:
    """Return a comment's HTML with the words of its links, but nothing to follow."""
    return _UNLINKED_COMMENT.clean(html)


class _Levels:
    """Drops the tags of boxes that lie too deep; what they hold stays."""

    def __init__(self) -> None:
        self.open: Counter[str] = Counter()  # by name, so that the end of nothing counts for nothing
        self.dropped: Counter[str] = Counter()

    def cut(self, html: str) -> str:
        """Return the HTML with at most MOST_BOXES levels of boxes."""
        return BOX.sub(self._meet, html)

    def _meet(self, found: re.Match[str]) -> str:
        name = found["name"].lower()
        if not found["end"]:
            is_too_deep = self.open.total() >= MOST_BOXES
            (self.dropped if is_too_deep else self.open)[name] += 1
            return "" if is_too_deep else found[0]
        if self.dropped[name]:
            self.dropped[name] -= 1
            return ""
        if self.open[name]:
            self.open[name] -= 1
        return found[0]


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "id":
        return None if OWN_NAMES.fullmatch(value) else value
    if name == "class":
        kept = [word for word in value.split() if not OWN_NAMES.fullmatch(word)]
        return " ".join(kept) or None
    if name == "tabindex":
        return value if value == "0" else None
    if name in {"cite", "poster"}:  # nh3 looks at href and src only
        return value if _is_linkable(value.strip()) else None
    if name == "srcset":
        return value if all(_is_linkable(part.strip()) for part in value.split(",")) else None
    return value


def _keep_own(tag: str, name: str, value: str) -> str | None:
    """Keep an attribute as for articles; what the browser would load by itself lies on this site."""
    kept = _keep_attribute(tag, name, value)
    if kept is None or tag not in SHOWING or name not in {"src", "srcset", "poster"}:
        return kept
    addresses = value.split(",") if name == "srcset" else [value]
    return kept if all(map(_is_here, addresses)) else None


def _is_here(address: str) -> bool:
    """Whether a browser, which drops tabs and ends of lines, reads it as a path or a relative address."""
    return not re.match(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", IGNORED.sub("", address), re.IGNORECASE)


def _is_linkable(address: str) -> bool:
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", address, re.IGNORECASE)
    return not scheme or scheme[1].lower() in LINK_SCHEMES


_FOCUSABLE_CODE = {"pre": {"tabindex": "0"}}  # long lines scroll, and must do so by keyboard too
_ARTICLE, _IMPORTED = (
    nh3.Cleaner(
        tags=ARTICLE_TAGS,
        attributes=ARTICLE_ATTRIBUTES,
        attribute_filter=keep,
        set_tag_attribute_values=_FOCUSABLE_CODE,
        link_rel=None,
        url_schemes=LINK_SCHEMES,
    )
    for keep in (_keep_attribute, _keep_own)
)
_COMMENT = nh3.Cleaner(
    tags=COMMENT_TAGS,
    attributes={"a": {"href", "title"}},
    set_tag_attribute_values=_FOCUSABLE_CODE,
    link_rel="external nofollow ugc",
    url_schemes=LINK_SCHEMES,
)
_KEPT_COMMENT = nh3.Cleaner(  # with the older names of tags that readers may use
    tags=COMMENT_TAGS | {"b", "i", "cite", "strike", "del"},
    attributes={"a": {"href", "title"}},
    link_rel=None,
    url_schemes=LINK_SCHEMES,
)
_UNLINKED_COMMENT = nh3.Cleaner(
    tags=COMMENT_TAGS - {"a"}, attributes={}, set_tag_attribute_values=_FOCUSABLE_CODE
)
