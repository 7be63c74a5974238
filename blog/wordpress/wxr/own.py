"""What our own exports hold beyond WordPress's format: see ``blog.wordpress.own_fields``.

A file could hold anything there, so every value is looked at; what is not as we write it is passed over.
"""

import html
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from blog.importing import values
from blog.importing.records import Attachment, Comment, Term, Text
from blog.wordpress import own_fields as own
from blog.wordpress.wxr.elements import Elements
from blog.wordpress.wxr.times import is_set

FORMATS = {"markdown", "html"}
MOST_DAYS = 32_767

type Meta = Iterable[tuple[str, str]]


def complete_text(text: Text, elements: Elements) -> Text:
    """Return the article or page as it was when it was exported here; another one's as it is."""
    meta = dict(elements.meta)
    more = own.load(meta.get(own.MORE, ""))
    if not more:
        return text
    fields = elements.fields
    changes = _body(fields.get("content:encoded", ""), meta, more)
    changes |= _times(text, more, ("published_at", "updated_at"))
    if created_at := values.moment(values.mapping(more, own.TIMES), "created_at"):
        changes["created_at"] = created_at
    if not is_set(fields.get("wp:post_date_gmt", "")) and "published_at" not in values.mapping(
        more, own.TIMES
    ):
        changes["published_at"] = None
    if title := values.text(more, own.TITLE):
        changes["title"] = title
    return replace(
        text,
        number=_number(more, text.number),
        excerpt=html.unescape(fields.get("excerpt:encoded", "")),
        likes=values.texts(more, own.LIKES),
        old_paths=values.texts(more, own.OLD_PATHS),
        old_slugs=(),  # they are among the old paths
        source_name=meta.get(own.SOURCE_NAME, ""),
        source_url=meta.get(own.SOURCE_URL, ""),
        source_title=meta.get(own.SOURCE_TITLE, ""),
        comments_close_after_days=values.number(more, own.CLOSE_AFTER, 0, MOST_DAYS),
        **changes,
    )


def complete_comment(comment: Comment, meta: Meta) -> Comment:
    """Return the comment as it was when it was exported here; another one's as it is."""
    known = dict(meta)
    more = own.load(known.get(own.MORE, ""))
    if not more:
        return comment
    changes = _body(comment.body, known, more) | _times(comment, more, ("submitted_at",))
    return replace(comment, likes=values.texts(more, own.LIKES), **changes)


def complete_attachment(attachment: Attachment, elements: Elements) -> Attachment:
    """Return the file as it was when it was exported here; another one's as it is."""
    meta = dict(elements.meta)
    more = own.load(meta.get(own.MORE, ""))
    path = values.text(more, own.PATH)
    if not path:
        return attachment
    title = "" if more.get(own.UNTITLED) else html.unescape(elements.fields.get("title", ""))
    return replace(
        attachment,
        number=_number(more, attachment.number),
        title=title,
        alt=meta.get("_wp_attachment_image_alt", ""),
        caption=html.unescape(elements.fields.get("excerpt:encoded", "")),
        path=attachment.path if meta.get("_wp_attached_file") else "",
        media_path=path,
        **_times(attachment, more, ("published_at",)),
    )


def complete_term(term: Term, more: str) -> Term:
    """Return the category or tag as it was; ``more`` is its field of that name."""
    said = own.load(more)
    return replace(term, number=_number(said, term.number), slug=values.text(said, own.SLUG))


def _body(content: str, meta: Mapping[str, str], more: Mapping[str, Any]) -> dict[str, Any]:
    """Return format and source of a text; nothing when it has been edited in WordPress since."""
    if own.DIGEST not in more or more[own.DIGEST] != own.digest(content):
        return {}
    body_format = values.text(more, own.FORMAT)
    source = values.text(more, own.BODY) or (
        meta.get(own.MARKDOWN, "") if body_format == "markdown" else content
    )
    return {"body": source, "body_format": body_format if body_format in FORMATS else "wordpress"}


def _times(record: Any, more: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return the exact times of those that are, to the second, what the file says elsewhere."""
    times = values.mapping(more, own.TIMES)
    exact = {name: moment for name in names if (moment := values.moment(times, name))}
    return {
        name: moment
        for name, moment in exact.items()
        if moment.replace(microsecond=0) == getattr(record, name)
    }


def _number(more: Mapping[str, Any], number: int | None) -> int | None:
    return values.number(more, own.NUMBER, 1) or number
