"""What is exported, in the order of the ids, each query read through a cursor of the server."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import F, Q
from django.utils import timezone

from blog.comments.models import BlogComment, CommentLike, State
from blog.exporting.choices import Choices
from blog.exporting.numbers import Numbers
from blog.models import Article, File, Image, Like, Page, Redirect, Status

CHUNK = 200  # texts
ROWS = 2000  # of narrow tables


class CommentRow(NamedTuple):
    """One comment with what its file says; in the order of the columns that are asked for."""

    item_id: int
    path: str
    pk: int
    wordpress_id: int | None
    parent_id: int
    kind: str
    state: str
    comment_format: str
    comment: str
    comment_html: str
    author_name: str
    user_id: int | None
    user_wordpress_id: int | None
    username: str | None
    display_name: str | None
    account_email: str | None
    account_website: str | None
    user_email: str
    user_url: str
    ip_address: str | None
    user_agent: str
    submit_date: Any
    service: str
    picture: str
    like_count: int

    @property
    def name(self) -> str:
        """The name that readers see."""
        return self.display_name or self.username or self.author_name

    @property
    def email(self) -> str:
        """The address of the account, or the one typed."""
        return self.user_email or self.account_email or ""

    @property
    def url(self) -> str:
        """The website of the account, or the one typed."""
        return self.user_url or self.account_website or ""


COLUMNS = (
    "path", "pk", "wordpress_id", "parent_id", "kind", "state", "comment_format", "comment",
    "comment_html", "author_name", "user_id", "user__wordpress_id", "user__username",
    "user__display_name", "user__email", "user__website", "user_email", "user_url", "ip_address",
    "user_agent", "submit_date", "service", "picture", "like_count",
)  # fmt: skip


def texts_of(model: type[Article | Page], choices: Choices) -> Any:
    """Return the articles or pages that are chosen, by id, with what addresses and files need."""
    rows: Any = model._default_manager.exclude(_left_out(choices)).order_by("pk")
    rows = rows.select_related("author").defer("search_document")
    if model is Article:
        rows = rows.annotate(
            featured_wordpress_id=F("featured_image__wordpress_id"), featured_file=F("featured_image__file")
        )
        rows = rows.prefetch_related("categories", "tags")
    else:
        rows = rows.select_related("parent")
    return rows


def comments_of(model: type[Article | Page], choices: Choices) -> Iterator[CommentRow]:
    """Yield the chosen comments of all articles or pages, by the id of these, in the order of threads."""
    if "comments" in choices.exclude:
        return
    words = {"held-comments": State.PENDING, "spam": State.SPAM, "trash": State.TRASH}
    states = [state for word, state in words.items() if word in choices.exclude]
    item = f"{model._meta.model_name}_id"
    rows = BlogComment.objects.filter(**{f"{item}__isnull": False}).exclude(state__in=states)
    found = rows.order_by(item, "path").values_list(item, *COLUMNS)
    yield from map(CommentRow._make, found.iterator(ROWS))


class LibraryRow(NamedTuple):
    """One picture or other file; no row of ``Image``, which would open a file whose size is not known.

    ``uploaded_to`` is the number of an article or page.
    """

    pk: int
    wordpress_id: int | None
    file: str  # its place below the media folder
    original_path: str
    title: str
    caption: str
    uploaded_to: int | None
    menu_order: int
    created_at: Any
    login: str | None
    description: str  # of a picture: its alternative text; of a file: what a download is called
    model: type[Image | File]


def library() -> Iterator[LibraryRow]:
    """Yield the pictures, then the other files, by id."""
    names = LibraryRow._fields[:9]
    for model, description in ((Image, "alt"), (File, "name")):
        rows: Any = model._default_manager.order_by("pk")
        for row in rows.values_list(*names, "uploaded_by__username", description).iterator(ROWS):
            yield LibraryRow._make((*row, model))


def count(choices: Choices) -> int:
    """Return about how many texts, comments and files there are to write, for the progress."""
    models: tuple[type[Article | Page], ...] = (Article,) if "pages" in choices.exclude else (Article, Page)
    number: int = sum(texts_of(model, choices).count() for model in models)
    comments = 0 if "comments" in choices.exclude else BlogComment.objects.count()
    return (
        number
        + comments
        + (0 if "media" in choices.exclude else Image.objects.count() + File.objects.count())
    )


def numbered(rows: Iterable[CommentRow], numbers: Numbers) -> Iterator[tuple[CommentRow, int, int]]:
    """Yield the comments of one item, each with its number and that of what it answers, 0 for none.

    Parents come before their replies, as ``comments_of`` has them.
    """
    others: dict[int, int] = {}  # id → number, where they differ
    for row in rows:
        number = numbers.of_key(BlogComment, row.pk, row.wordpress_id)
        if number != row.pk:
            others[row.pk] = number
        yield row, number, 0 if row.parent_id in (0, row.pk) else others.get(row.parent_id, row.parent_id)


def likes_of_articles() -> Iterator[tuple[int, str]]:
    """Yield the id of the article and the like, by article: a login name, or the key of a visitor."""
    rows = Like.objects.order_by("article_id", "pk").values_list(
        "article_id", "user__username", "visitor_key"
    )
    return ((article, login or key) for article, login, key in rows.iterator(ROWS))


def likes_of_comments(model: type[Article | Page]) -> Iterator[tuple[tuple[int, str], str]]:
    """Yield item and path of the comment, and the like, in the order of ``comments_of``."""
    item = f"comment__{model._meta.model_name}_id"
    rows = CommentLike.objects.filter(**{f"{item}__isnull": False}).order_by(item, "comment__path", "pk")
    found = rows.values_list(item, "comment__path", "user__username", "visitor_key")
    return (((number, path), login or key) for number, path, login, key in found.iterator(ROWS))


def old_paths_of(model: type[Article | Page]) -> Iterator[tuple[int, str]]:
    """Yield the id of the article or page and an address that it had, by that id."""
    item = f"{model._meta.model_name}_id"
    rows = Redirect.objects.filter(**{f"{item}__isnull": False}).order_by(item, "pk")
    return iter(rows.values_list(item, "old_path").iterator(ROWS))


def _left_out(choices: Choices) -> Q:
    words = {
        "drafts": Q(status=Status.DRAFT),
        "pending": Q(status=Status.PENDING),
        "private": Q(status=Status.PRIVATE),
        "scheduled": Q(status=Status.PUBLISHED, published_at__gt=timezone.now()),
        "protected": ~Q(password=""),
    }
    left_out = Q(pk=None)
    for word, condition in words.items():
        if word in choices.exclude:
            left_out |= condition
    return left_out
