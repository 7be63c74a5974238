"""Puts new comments into their three tables, and what goes with them, by PostgreSQL's COPY.

A row is one f-string: COPY's text format with what is the same for all imported comments written in.
While PostgreSQL stores one chunk, the next is rendered here, so that both have work all the time.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from blog import markdown
from blog.comments.models import State
from blog.comments.models.place import Place
from blog.comments.models.rendering import rendered
from blog.importing.comments.columns import Columns
from blog.importing.ledger import short
from blog.importing.records import Comment, TextKind
from blog.models import Article, Page

CHUNK = 100  # rows
NULL = r"\N"
BLOG_COLUMNS = (
    "xtdcomment_ptr_id, path, state, author_name, comment_html, renderer_version, user_agent, service, "
    "held_because, like_count, wants_posts, confirmed_at, moderated_at, announced_at, wordpress_id, "
    "article_id, page_id, comment_format, kind, imported_as"
)
XTD_COLUMNS = 'comment_ptr_id, thread_id, parent_id, level, "order", followup, nested_count'
STOCK_COLUMNS = (
    "id, object_pk, user_name, user_email, user_url, comment, submit_date, ip_address, is_public, "
    "is_removed, content_type_id, site_id, user_id"
)


@dataclass(slots=True)
class NewComment:
    """A comment that is to be stored; what has a default is found out step by step."""

    record: Comment
    kind: TextKind  # of what it stands under
    item: int  # its primary key
    number: int | None  # the source's, where it may keep it
    likes: list[tuple[int | None, str]]  # account, or key of a visitor without one
    columns: Columns | None = None
    pk: int = 0
    parent: int = 0  # the primary key of what it answers; 0 at the head of a thread
    place: Place | None = None
    missing: str = ""  # the key of the parent that is in no file so far


def copy_comments(comments: Sequence[NewComment], columns_of: Callable[[NewComment], Columns]) -> None:
    """Store them; the places of all of them are known, ``columns_of`` is asked once for each."""
    types = {
        TextKind.ARTICLE: ContentType.objects.get_for_model(Article).pk,
        TextKind.PAGE: ContentType.objects.get_for_model(Page).pk,
    }
    site = settings.SITE_ID
    # The one that takes PostgreSQL longest comes first: foreign keys are looked at when all is done.
    _copy("comments_blogcomment", BLOG_COLUMNS, (_blog_row(each, columns_of(each)) for each in comments))
    _copy("django_comments_xtd_xtdcomment", XTD_COLUMNS, (_xtd_row(comment) for comment in comments))
    _copy("django_comments", STOCK_COLUMNS, (_stock_row(each, types[each.kind], site) for each in comments))


def copy_imported(source_id: int, rows: Iterable[tuple[str, int, str]]) -> None:
    """Store which comments of the source became which: key, primary key, key of a missing parent."""
    _copy(
        "importing_imported",
        "source_id, kind, key, object_id, digest, written, counts, missing",
        (
            f"{source_id}\tcomment\t{escaped(short(key))}\t{pk}\t\\\\x\t\\\\x\t{{}}\t{_missing(parent)}\n"
            for key, pk, parent in rows
        ),
    )


def copy_likes(rows: Iterable[tuple[int, int | None, str, datetime]]) -> None:
    """Store likes: comment, account or None, key of a visitor without one, time."""
    _copy(
        "comments_commentlike",
        "comment_id, user_id, visitor_key, created_at",
        (f"{pk}\t{user or NULL}\t{key}\t{moment.isoformat(' ')}\n" for pk, user, key, moment in rows),
    )


def copy_wanted_pictures(source_id: int, rows: Iterable[tuple[int, str]]) -> None:
    """Store which comments still want a picture: primary key, address."""
    _copy(
        "importing_wantedpicture",
        "source_id, comment, url",
        (f"{source_id}\t{pk}\t{escaped(url)}\n" for pk, url in rows),
    )


def escaped(text: str) -> str:
    """Return text as COPY's text format has it."""
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if "\n" in text:
        text = text.replace("\n", "\\n")
    if "\t" in text:
        text = text.replace("\t", "\\t")
    return text.replace("\r", "\\r") if "\r" in text else text


def _missing(parent: str) -> str:
    return escaped(json.dumps([["parent", parent]])) if parent else "[]"


def _copy(table: str, columns: str, rows: Iterator[str]) -> None:
    with connection.cursor() as cursor:
        stock: Any = cursor
        with stock.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for chunk in batched(rows, CHUNK):
                copy.write("".join(chunk).encode())


def _blog_row(comment: NewComment, columns: Columns) -> str:
    comment.columns = columns
    place: Any = comment.place
    moment = columns.submitted_at.isoformat(" ")
    is_standing = columns.state in {State.PUBLIC, State.PENDING}
    confirmed = moment if is_standing and columns.is_mailable else NULL
    moderated = moment if columns.state == State.TRASH else NULL
    html = rendered(columns.text, columns.body_format)
    on = f"{comment.item}\t{NULL}" if comment.kind == TextKind.ARTICLE else f"{NULL}\t{comment.item}"
    number = NULL if comment.number is None else comment.number
    return (
        f"{comment.pk}\t{place.path}\t{columns.state}\t{escaped(columns.author_name)}\t{escaped(html)}"
        f"\t{markdown.VERSION}\t{escaped(columns.user_agent)}\t{escaped(columns.service)}\t[]"
        f"\t{len(comment.likes)}\tf\t{confirmed}\t{moderated}\t{moment}\t{number}\t{on}"
        f"\t{columns.body_format}\t{columns.kind}\t\\\\x{columns.digest().hex()}\n"
    )


def _xtd_row(comment: NewComment) -> str:
    place: Any = comment.place
    return f"{comment.pk}\t{place.thread_id}\t{comment.parent or comment.pk}\t{place.level}\t1\tf\t0\n"


def _stock_row(comment: NewComment, content_type: int, site: int) -> str:
    columns: Any = comment.columns
    return (
        f"{comment.pk}\t{comment.item}\t{escaped(columns.author_name[:50])}\t{escaped(columns.email)}"
        f"\t{escaped(columns.url)}\t{escaped(columns.text)}\t{columns.submitted_at.isoformat(' ')}"
        f"\t{columns.ip_address or NULL}\t{'t' if columns.state == State.PUBLIC else 'f'}"
        f"\t{'t' if columns.state == State.TRASH else 'f'}"
        f"\t{content_type}\t{site}\t{columns.user_id or NULL}\n"
    )
