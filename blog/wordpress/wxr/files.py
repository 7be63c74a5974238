"""Makes records of an item that is a file of the media library."""

import html
import re
from urllib.parse import unquote, urlsplit

from blog.importing.records import Attachment
from blog.wordpress.wxr.context import Context, Telling
from blog.wordpress.wxr.elements import Elements
from blog.wordpress.wxr.head import read_number
from blog.wordpress.wxr.own import complete_attachment
from blog.wordpress.wxr.times import read_time

UPLOADS = "/wp-content/uploads/"
MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")


def make_attachment(key: str, elements: Elements, context: Context, tell: Telling) -> Attachment | None:
    """Return the attachment; None, told, when nothing says where it lay."""
    get = elements.fields.get
    meta = dict(elements.meta)
    url = (get("wp:attachment_url") or "").strip() or get("guid", "").strip()
    path = find_path(url, meta.get("_wp_attached_file", ""))
    if not path:
        tell("no-address", f"file {key}", "Nothing says where this file lay; it was left out.")
        return None
    parent = get("wp:post_parent", "").strip()
    attachment = Attachment(
        key=key,
        url=url,
        path=path,
        number=read_number(key),
        title=to_line(get("title", "")),
        alt=html.unescape(meta.get("_wp_attachment_image_alt", "")).strip(),
        caption=get("excerpt:encoded", "").strip(),
        author=get("dc:creator", "").strip(),
        parent="" if parent == "0" else parent,
        link=get("link", "").strip(),
        published_at=read_time(
            get("wp:post_date_gmt", ""), get("wp:post_date", ""), context.zone, get("pubDate", "")
        ),
        menu_order=read_order(get("wp:menu_order", "")),
    )
    return complete_attachment(attachment, elements)


def find_path(url: str, attached: str) -> str:
    """Return what stands below ``/wp-content/uploads/``; empty when there is nothing safe to keep it by.

    The address decides, since blogs of a network have folders in it that ``_wp_attached_file`` does not tell.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    whole = unquote(parts.path)
    if UPLOADS in whole:
        path = whole.split(UPLOADS, 1)[1]
    elif (parts.hostname or "").endswith(".files.wordpress.com"):
        path = whole
    else:
        path = attached.rsplit(UPLOADS, 1)[-1] if attached else whole.rsplit("/", 1)[-1]
    steps = [step for step in path.replace("\\", "/").split("/") if step not in {"", "."}]
    return "" if ".." in steps or "\0" in path else "/".join(steps)


def to_line(text: str) -> str:
    """Return a title as plain text: without markup, entities read, on one line."""
    return " ".join(html.unescape(MARKUP.sub("", text)).split())


def read_order(text: str) -> int:
    """Return a ``menu_order``; 0 for what is no number."""
    text = text.strip()
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else 0
