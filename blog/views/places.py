"""Finds what a path means: an article by the permalink structure, or a page, and what is asked of it."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest

from blog import permalinks
from blog.models import Article, Page, SiteSettings
from blog.models.article import ArticleQuerySet
from blog.visitor import visitor_key

SUFFIX = re.compile(
    r"(?P<base>.*)/(?P<suffix>[0-9]{1,6}|comment-page-[0-9]{1,6}|feed(?:/(?:rss|rss2|rdf|atom))?|amp|embed|trackback)/?"
)
INDEX = "/index.php"
MOST_NAMESAKES = 10


@dataclass(frozen=True)
class Place:
    """An article or page, the rest of the path, and whether the path is written as it should be."""

    item: Article | Page
    suffix: str
    is_canonical: bool

    @property
    def canonical_path(self) -> str:
        """The encoded path with the suffix."""
        return with_suffix(self.item, self.suffix)


def with_suffix(item: Article | Page, suffix: str) -> str:
    """Return the item's address with more behind it, ending as the address itself does."""
    address = item.get_absolute_url()
    if not suffix:
        return address
    return f"{address.rstrip('/')}/{suffix}" + ("/" if address.endswith("/") else "")


def find_place(request: HttpRequest, path: str) -> Place | None:
    """Return what the decoded ``path`` means to this visitor, or None."""
    base, suffix = path, ""
    item = find_article(request, path) or find_page(request, path)
    if item is None and (divided := SUFFIX.fullmatch(path)):
        base, suffix = divided["base"], divided["suffix"]
        item = find_article(request, base) or find_page(request, base)
    if item is None:
        return None
    return Place(item, suffix, _is_canonical(item, base, path))


def find_article(request: HttpRequest, path: str) -> Article | None:
    """Return the article at ``path`` by the permalink structure, with or without ``/index.php``."""
    structure = permalinks.parse(SiteSettings.current().permalink_structure)
    has_index = structure.text.startswith(INDEX + "/")
    values = structure.match(INDEX + path if has_index and not path.startswith(INDEX) else path)
    if values is None:
        return None
    try:
        found = list(complete_articles(request).at(values)[:MOST_NAMESAKES])
    except ValueError:  # 31 February
        return None
    same = (article for article in found if _is_canonical(article, path, path))
    return next(same, found[0] if found else None)


def find_page(request: HttpRequest, path: str) -> Page | None:
    """Return the page at ``path``."""
    pages = Page.objects.readable_by(request.user).select_related("author").defer("body", "search_document")
    return pages.filter(path=path.strip("/")).first()


def complete_articles(request: HttpRequest) -> ArticleQuerySet:
    """Return what the visitor may open, with everything that an article's page shows."""
    readable = Article.objects.readable_by(request.user).with_parts()
    return readable.with_likes(user=request.user, visitor_key=visitor_key(request)).with_comment_count()


def _is_canonical(item: Article | Page, base: str, path: str) -> bool:
    """Whether ``base`` is the address, months and days with one digit or two, and ``path`` ends like it."""
    address = unquote(item.get_absolute_url())
    if path.endswith("/") != address.endswith("/"):
        return False
    return bool(_comparable(item, base) == _comparable(item, address))


def _comparable(item: Article | Page, path: str) -> Any:
    bare = path.rstrip("/")
    if isinstance(item, Page):
        return bare
    values = permalinks.parse(SiteSettings.current().permalink_structure).match(bare)
    if values is None:
        return bare
    return {
        tag: int(value) if value.isdigit() and tag != "postname" else value for tag, value in values.items()
    }
