"""The sitemap: an index, and sections of at most SECTION_SIZE addresses. Source: sitemaps.org."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from blog.addresses import absolute
from blog.models import Article, Category, Page, Tag

SECTION_SIZE = 1000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
type Row = tuple[str, datetime | None]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the sections that hold anything."""
    rows: list[Row] = []
    for name, (items, _rows) in SECTIONS.items():
        found = items().aggregate(count=models.Count("pk"))["count"]
        pages = max(-(-found // SECTION_SIZE), 1 if name == "pages" else 0)
        rows += [(reverse("sitemap-section", args=[name, page]), None) for page in range(1, pages + 1)]
    return _respond("sitemapindex", "sitemap", rows)


@require_safe
def section(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """List one section's addresses; raises Http404 beyond its last."""
    if name not in SECTIONS or not 1 <= number <= 10_000:
        raise Http404
    items, rows = SECTIONS[name]
    found = list(items().order_by("pk")[(number - 1) * SECTION_SIZE : number * SECTION_SIZE])
    listed = [("/", None)] if name == "pages" and number == 1 else []
    if not found and not listed:
        raise Http404
    return _respond("urlset", "url", [*listed, *rows(found)])


def _respond(root: str, element: str, rows: Iterable[Row]) -> HttpResponse:
    parts = [f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">\n']
    for path, changed_at in rows:
        changed = f"<lastmod>{changed_at.isoformat(timespec='seconds')}</lastmod>" if changed_at else ""
        parts.append(f"<{element}><loc>{escape(absolute(path))}</loc>{changed}</{element}>\n")
    parts.append(f"</{root}>\n")
    return HttpResponse("".join(parts), content_type="application/xml; charset=utf-8")


def _articles() -> Any:
    shown = ("title", "slug", "published_at", "updated_at", "wordpress_id", "author")
    return Article.objects.published().only(*shown)


def _article_rows(found: list[Article]) -> list[Row]:
    Article.objects.prefetch_permalink_parts(found)
    return [(article.get_absolute_url(), article.updated_at) for article in found]


def _pages() -> Any:
    return Page.objects.published().only("path", "updated_at")


def _page_rows(found: list[Page]) -> list[Row]:
    return [(page.get_absolute_url(), page.updated_at) for page in found]


def _with_articles(model: type[models.Model]) -> Callable[[], Any]:
    """Make the chain that keeps those which a published article has."""
    return lambda: model._default_manager.filter(
        models.Exists(Article.objects.published().filter(**{_reverse_name(model): models.OuterRef("pk")}))
    )


def _reverse_name(model: type[models.Model]) -> str:
    return {Category: "categories", Tag: "tags", User: "author"}[model]


def _plain_rows(found: list[Any]) -> list[Row]:
    return [(item.get_absolute_url(), None) for item in found]


SECTIONS: dict[str, tuple[Callable[[], Any], Callable[[list[Any]], list[Row]]]] = {
    "articles": (_articles, _article_rows),
    "pages": (_pages, _page_rows),
    "categories": (_with_articles(Category), _plain_rows),
    "tags": (_with_articles(Tag), _plain_rows),
    "authors": (_with_articles(User), _plain_rows),
}
