"""Makes records of an item that is an article or a page."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import unquote

from blog.importing.records import Text, TextKind
from blog.wordpress.links import localise
from blog.wordpress.wxr.blocks import put_blocks
from blog.wordpress.wxr.context import Context, Telling
from blog.wordpress.wxr.elements import Elements, Fields
from blog.wordpress.wxr.files import read_order, to_line
from blog.wordpress.wxr.head import make_slug, read_number
from blog.wordpress.wxr.own import complete_text
from blog.wordpress.wxr.times import is_set, read_time

KINDS = {"post": TextKind.ARTICLE, "page": TextKind.PAGE}
STATUSES = {
    **{"publish": "published", "future": "published", "inherit": "published", "draft": "draft"},
    **{"pending": "pending", "private": "private"},
}
OWN_META = frozenset(("_thumbnail_id", "_wp_old_slug"))
EVERYDAY_META = re.compile(
    r"_(broadside|edit_|wp_old_date|wp_page_template|oembed_|encloseme|pingme|publicize|wpas_|jetpack_|rest_api_"
    r"|wp_trash_|wp_desired_|last_editor|elasticsearch)"
)


def make_text(key: str, elements: Elements, context: Context, tell: Telling) -> Text:
    """Return the article or page."""
    get = elements.fields.get
    kind = KINDS[get("wp:post_type", "post").strip() or "post"]
    subject = f"{kind} {key}"
    number = read_number(key)
    if read_number(get("wp:post_id", "")) is None:
        tell("no-id", subject, "It has no id of its own; it gets one here.")
    if elements.has_markup:
        tell("bare-markup", subject, "HTML stands bare in its fields; only its words could be read.")
    status, published_at = _find_status(elements.fields, context, tell, subject)
    thumbnail, old_slugs = _read_meta(elements.meta, tell, subject)
    categories, tags = find_terms(elements.terms, context)
    written_at = read_time(get("wp:post_date_gmt", ""), get("wp:post_date", ""), context.zone)
    text = Text(
        key=key,
        kind=kind,
        title=to_line(get("title", "")),
        slug=unquote(get("wp:post_name", "").strip()),
        body=localise(put_blocks(get("content:encoded", ""), context.blocks, tell, subject), context.hosts),
        body_format="wordpress",
        number=number,
        link=get("link", "").strip(),
        author=get("dc:creator", "").strip(),
        excerpt=get("excerpt:encoded", "").strip(),
        status=status,
        password=get("wp:post_password", ""),
        published_at=published_at,
        created_at=written_at or published_at,
        updated_at=read_time(get("wp:post_modified_gmt", ""), get("wp:post_modified", ""), context.zone),
        comments_open=get("wp:comment_status", "open").strip() == "open",
        parent=_find_parent(key, get("wp:post_parent", "").strip(), tell) if kind is TextKind.PAGE else "",
        menu_order=read_order(get("wp:menu_order", "")),
        is_sticky=get("wp:is_sticky", "").strip() == "1",
        featured=thumbnail,
        categories=categories,
        tags=tags,
        old_slugs=old_slugs,
    )
    return complete_text(text, elements)


def _find_parent(key: str, parent: str, tell: Telling) -> str:
    if parent == key:
        tell("own-parent", f"page {key}", "It is its own parent; it was put on the first level.")
    return "" if parent in {"0", key} else parent


def find_terms(
    terms: Iterable[tuple[str, str, str]], context: Context
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the keys of an item's categories and tags, each once, in the file's order.

    WXR 1.0 writes each twice, once without a domain or a nicename; then the name tells the term.
    """
    categories: dict[str, None] = {}
    tags: dict[str, None] = {}
    for domain, nicename, name in terms:
        if domain in {"category", ""}:
            categories[term_key(nicename, name, context.category_keys)] = None
        elif domain in {"tag", "post_tag"}:
            tags[term_key(nicename, name, context.tag_keys)] = None
    categories.pop("", None)
    tags.pop("", None)
    return tuple(categories), tuple(tags)


def term_key(nicename: str, name: str, keys: Mapping[str, str]) -> str:
    """Return the slug of a term; by its name where the file gives no slug."""
    if nicename:
        return unquote(nicename.strip())
    return keys.get(to_line(name).lower()) or make_slug(name)


def _find_status(
    fields: Fields, context: Context, tell: Telling, subject: str
) -> tuple[str, datetime | None]:
    """Return the state and the time of publication; a draft has none unless WordPress had set it."""
    get = fields.get
    given = get("wp:status", "publish").strip() or "publish"
    status = STATUSES.get(given)
    if status is None:
        tell("unknown-state", subject, f"The state “{given[:40]}” is not known; it is a draft here.")
        status = "draft"
    gmt, local, shown = get("wp:post_date_gmt", ""), get("wp:post_date", ""), get("pubDate", "")
    if status in {"draft", "pending"}:
        return status, read_time(gmt, "", context.zone)
    for text in (gmt, local):
        if is_set(text) and read_time(text, "", context.zone) is None:
            tell("impossible-date", subject, f"{text[:40]} is no time; another one of the item was taken.")
            break
    published_at = read_time(gmt, local, context.zone, shown)
    if published_at is None:
        published_at = read_time(get("wp:post_modified_gmt", ""), get("wp:post_modified", ""), context.zone)
        if published_at is None:
            tell("no-date", subject, "It has no time of publication; it is a draft here.")
            return "draft", None
        tell("no-date", subject, "It has no time of publication; that of its last change was taken.")
    return status, published_at


def _read_meta(meta: Iterable[tuple[str, str]], tell: Telling, subject: str) -> tuple[str, tuple[str, ...]]:
    """Return the key of the featured picture and the old slugs."""
    thumbnail = ""
    old_slugs: dict[str, None] = {}
    for name, value in meta:
        if name == "_thumbnail_id":
            thumbnail = value.strip() if read_number(value) else ""
        elif name == "_wp_old_slug" and value.strip():
            old_slugs[unquote(value.strip())] = None
        elif name not in OWN_META and not EVERYDAY_META.match(name):
            tell("custom-field", f"{name[:80]}", f"The custom field of {subject} was left out.")
    return thumbnail, tuple(old_slugs)
