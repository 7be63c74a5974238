"""One article or page, at its address or as a preview."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from blog.models import Article, Page
from blog.models.nearby import find_nearby
from blog.views import lost, metadata, passwords, places
from blog.views.moved import is_noise, moved

DROPPED = {"amp", "embed", "trackback"}
# Queries that show the same text: with the form for a reply, a held comment, or comments in another order.
VARIANTS = {"replytocom", "unapproved", "moderation-hash", "comments"}

type CommentFeed = Callable[[Article | Page, str], HttpResponse]


@require_safe
def article_or_page(request: HttpRequest, path: str, comment_feed: CommentFeed) -> HttpResponse:
    """Show what the permalink structure or a page's path leads to; else look where it has gone."""
    place = places.find_place(request, request.path_info)
    if place is None:
        return lost.find_again(request)
    item = place.item
    if place.suffix in DROPPED:
        return moved(request, item.get_absolute_url())
    if not place.is_canonical or any(is_noise(key) for key in request.GET):
        return moved(request, place.canonical_path)
    if place.suffix.startswith("feed"):
        return comment_feed(item, "atom" if place.suffix.endswith("atom") else "rss")
    if place.suffix.startswith("comment-page-"):
        return _show_comment_page(request, item, int(place.suffix.removeprefix("comment-page-")))
    return show_item(request, item, page_number=int(place.suffix) if place.suffix else None)


def show_item(
    request: HttpRequest,
    item: Article | Page,
    *,
    page_number: int | None = None,
    comment_page: int | None = None,
    is_preview: bool = False,
) -> HttpResponse:
    """Render it; page numbers that it does not have lead to its first page."""
    if item.is_protected and not passwords.is_unlocked(request, item):
        return passwords.ask(request, item)
    pages = item.pages_html
    if page_number is not None and not 2 <= page_number <= len(pages):
        return moved(request, item.get_absolute_url())
    number = page_number or 1
    is_preview = is_preview or not item.is_published
    context = _item_context(request, item, number, is_preview) | {
        "body_page": metadata.trusted(pages[number - 1]),
        "page_number": number,
        "page_count": len(pages),
        "page_links": [(each, _page_url(item, each)) for each in range(1, len(pages) + 1)]
        if len(pages) > 1
        else [],
        "comment_page": comment_page,
    }
    template = "blog/article_detail.html" if isinstance(item, Article) else "blog/page_detail.html"
    response = render(request, template, context)
    if is_preview or item.is_protected:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _item_context(
    request: HttpRequest, item: Article | Page, number: int, is_preview: bool
) -> dict[str, Any]:
    is_variant = not VARIANTS.isdisjoint(request.GET)
    robots = "noindex" if is_preview or is_variant or item.is_protected else ""
    context = metadata.of_item(item, path=_page_url(item, number), robots=robots, is_closed=item.is_protected)
    context |= {
        "article" if isinstance(item, Article) else "page": item,
        "item": item,
        "is_preview": is_preview,
    }
    if isinstance(item, Article):
        nearby = find_nearby(item)
        context |= {
            "previous_article": nearby.previous,
            "next_article": nearby.next,
            "related": nearby.related,
            "likes": item.like_summary,
        }
    return context


def _show_comment_page(request: HttpRequest, item: Article | Page, number: int) -> HttpResponse:
    if not 1 <= number <= item.comment_page_count:
        return moved(request, item.get_absolute_url())
    return show_item(request, item, comment_page=number)


def _page_url(item: Article | Page, number: int) -> str:
    return places.with_suffix(item, str(number) if number > 1 else "")
