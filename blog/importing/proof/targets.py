"""What the old addresses must lead to: the rows that texts and comments of a source became."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from blog.comments import threads
from blog.comments.models import BlogComment, State
from blog.importing.models import Imported
from blog.importing.texts.here import STANDS_UNDER
from blog.models import Article, Page


@dataclass(frozen=True, slots=True)
class Target:
    """An article or page as it is now; None where it was deleted here."""

    item: Article | Page | None

    @property
    def is_shown(self) -> bool:
        """Whether any visitor may open it."""
        return bool(self.item and self.item.is_published)

    @property
    def path(self) -> str:
        """Its address."""
        return self.item.get_absolute_url() if self.item else ""

    def comment_pages(self) -> Iterator[str]:
        """Yield the addresses of its pages of comments."""
        if self.item:
            count = self.item.comment_page_count
            for number in range(1, count + 1):
                yield threads.page_url(self.item, number, count)


def find_texts(source_id: int, keys: Collection[str]) -> dict[str, Target]:
    """Return the targets by key; those that were never imported are missing."""
    kinds = {"article": "article", "page": "page"} | {name: str(kind) for kind, name in STANDS_UNDER.items()}
    rows = Imported.objects.filter(source=source_id, kind__in=kinds, key__in=keys)
    found = [(kinds[kind], key, pk) for kind, key, pk in rows.values_list("kind", "key", "object_id")]
    articles = Article.objects.select_related("author").defer("body", "body_html", "search_document")
    of_kind: dict[str, dict[int, Article | Page]] = {
        "article": dict(articles.in_bulk([number for kind, _key, number in found if kind == "article"])),
        "page": dict(Page.objects.in_bulk([number for kind, _key, number in found if kind == "page"])),
    }
    Article.objects.prefetch_permalink_parts(
        [item for item in of_kind["article"].values() if isinstance(item, Article)]
    )
    return {key: Target(of_kind[kind].get(number)) for kind, key, number in found}


def find_comments(source_id: int, keys: Collection[str]) -> dict[str, int]:
    """Return the number in ``#comment-NUMBER`` by key; 0 where it is not public here (any more)."""
    moved = dict(
        Imported.objects.filter(source=source_id, kind="comment", key__in=keys).values_list(
            "key", "object_id"
        )
    )
    numbers = [int(key) for key in keys if key not in moved and key.isascii() and key.isdigit()]
    comments = BlogComment.objects.all()
    rows = [*comments.filter(wordpress_id__in=numbers), *comments.filter(pk__in=moved.values())]
    by_pk = {row.pk: row for row in rows}
    by_number = {str(row.wordpress_id): row for row in rows}
    found = {}
    for key in keys:
        row = by_pk.get(moved[key]) if key in moved else by_number.get(key)
        if row or key in moved:
            found[key] = row.public_id if row and row.state == State.PUBLIC else 0
    return found
