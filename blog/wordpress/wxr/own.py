"""What our own exports hold beyond WordPress's format: see ``blog.wordpress.own_fields``.

A file could hold anything there, so every value is looked at; what is not as we write it is passed over.
"""

import html
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from blog.importing.records import Attachment, Comment, Term, Text
from blog.wordpress import own_fields as own
from blog.wordpress.wxr.elements import Elements
from blog.wordpress.wxr.times import is_set

FORMATS = {"markdown", "html"}
LARGEST_NUMBER = 2**63 - 1
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
    if created_at := _moment(_of(more, own.TIMES, dict).get("created_at")):
        changes["created_at"] = created_at
    if not is_set(fields.get("wp:post_date_gmt", "")) and not _of(more, own.TIMES, dict).get("published_at"):
        changes["published_at"] = None
    if title := _of(more, own.TITLE, str):
        changes["title"] = title
    days = _of(more, own.CLOSE_AFTER, int, -1)
    return replace(
        text,
        number=_number(more, text.number),
        excerpt=html.unescape(fields.get("excerpt:encoded", "")),
        likes=_texts(more, own.LIKES),
        old_paths=_texts(more, own.OLD_PATHS),
        old_slugs=(),  # they are among the old paths
        source_name=meta.get(own.SOURCE_NAME, ""),
        source_url=meta.get(own.SOURCE_URL, ""),
        source_title=meta.get(own.SOURCE_TITLE, ""),
        comments_close_after_days=days if 0 <= days <= MOST_DAYS else None,
        **changes,
    )


def complete_comment(comment: Comment, meta: Meta) -> Comment:
    """Return the comment as it was when it was exported here; another one's as it is."""
    known = dict(meta)
    more = own.load(known.get(own.MORE, ""))
    if not more:
        return comment
    changes = _body(comment.body, known, more) | _times(comment, more, ("submitted_at",))
    return replace(comment, likes=_texts(more, own.LIKES), **changes)


def complete_attachment(attachment: Attachment, elements: Elements) -> Attachment:
    """Return the file as it was when it was exported here; another one's as it is."""
    meta = dict(elements.meta)
    more = own.load(meta.get(own.MORE, ""))
    path = _of(more, own.PATH, str)
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
    values = own.load(more)
    return replace(term, number=_number(values, term.number), slug=_of(values, own.SLUG, str))


def _body(content: str, meta: Mapping[str, str], more: Mapping[str, Any]) -> dict[str, Any]:
    """Return format and source of a text; nothing when it has been edited in WordPress since."""
    if own.DIGEST not in more or more[own.DIGEST] != own.digest(content):
        return {}
    body_format = _of(more, own.FORMAT, str)
    source = _of(more, own.BODY, str) or (
        meta.get(own.MARKDOWN, "") if body_format == "markdown" else content
    )
    return {"body": source, "body_format": body_format if body_format in FORMATS else "wordpress"}


def _times(record: Any, more: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return the exact times of those that are, to the second, what the file says elsewhere."""
    times = _of(more, own.TIMES, dict)
    exact = {name: moment for name in names if (moment := _moment(times.get(name)))}
    return {
        name: moment
        for name, moment in exact.items()
        if moment.replace(microsecond=0) == getattr(record, name)
    }


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (TypeError, ValueError, OverflowError):
        return None


def _number(more: Mapping[str, Any], number: int | None) -> int | None:
    given = _of(more, own.NUMBER, int)
    return given if 0 < given <= LARGEST_NUMBER else number


def _texts(more: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(value for value in _of(more, name, list) if isinstance(value, str) and value)


def _of(more: Mapping[str, Any], name: str, kind: type[Any], default: Any = None) -> Any:
    """Return the value where it is of that kind, else the default, else that kind's empty one."""
    value = more.get(name)
    if isinstance(value, kind) and not isinstance(value, bool):
        return value
    return kind() if default is None else default
