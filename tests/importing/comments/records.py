"""Makes comments as a reader of files makes them, and writes them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from blog.comments.models import BlogComment
from blog.importing.comments import CommentWriter, Outcome, Target
from blog.importing.models import Source
from blog.importing.numbers import Numbers
from blog.importing.records import Comment, TextKind
from blog.models import Article

MAY_16 = datetime(2019, 5, 16, 12, 0, tzinfo=UTC)


def make_source(address: str = "https://harbour.example") -> Source:
    """Make a WordPress blog that things come from."""
    return Source.objects.create(system="wordpress", address=address)


def make_writer(source: Source) -> CommentWriter:
    """Return what writes the comments of the source."""
    return CommentWriter(source.pk, Numbers(is_trial=False))


def make_record(number: int | None, parent: int | str = "", **fields: Any) -> Comment:
    """Make a comment of a file under the text ``1``."""
    values: dict[str, Any] = {
        "text": "1",
        "body": f"Comment {number}",
        "body_format": "wordpress",
        "author_name": "Gustav Guest",
        "email": "gustav@example.org",
        "ip_address": "192.0.2.7",
        "submitted_at": MAY_16,
    }
    key = fields.pop("key", str(number))
    return Comment(key=key, number=number, parent=str(parent), **(values | fields))


def write(
    source: Source,
    article: Article,
    records: Iterable[Comment],
    people: dict[str, int] | None = None,
    **others: Article,
) -> Outcome:
    """Write one portion; ``1`` is the article, others by their name without the first letter."""
    texts = {"1": Target(TextKind.ARTICLE, article.pk, article.published_at)}
    texts |= {name[1:]: Target(TextKind.ARTICLE, other.pk) for name, other in others.items()}
    return make_writer(source).write(list(records), texts, people or {})


def paths() -> dict[int, tuple[str, int, int, int]]:
    """Return path, thread, parent and level of every comment."""
    rows = BlogComment.objects.order_by("pk").values_list("pk", "path", "thread_id", "parent_id", "level")
    return {pk: (path, thread, parent, level) for pk, path, thread, parent, level in rows}


def codes(outcome: Outcome) -> list[str]:
    """Return the codes of what was odd."""
    return sorted(oddity.code for oddity in outcome.oddities)
