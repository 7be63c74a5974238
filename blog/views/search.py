"""The page of search results."""

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blog import search
from blog.models import SiteSettings
from blog.views import metadata
from blog.views.moved import moved
from blog.views.paging import page_context


@require_safe
def show_results(request: HttpRequest, words: str | None = None, page: int = 1) -> HttpResponse:
    """Show what ``words`` or ``?s=`` find; a page beyond the last is not there."""
    if words is None and request.path_info != "/" and page == 1:
        return moved(request, "/")
    results = search.Results(request.GET.get("s", "") if words is None else words)
    try:
        articles: Page[Any] = Paginator(results, SiteSettings.current().articles_per_page).page(page)  # type: ignore[arg-type]
    except InvalidPage as error:
        raise Http404 from error
    heading = _("Search results for “%(words)s”") % {"words": results.words} if results.words else _("Search")
    context = metadata.of_list(request.path, heading, robots="noindex") | {
        "articles": articles,
        "query": results.words,
        "heading": heading,
    }
    context |= page_context(request, articles, words=results.words)
    return render(request, "blog/search.html", context)
