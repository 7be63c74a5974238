"""Queries of WordPress's front page, ``/?p=123`` and their like, and where they lead."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from accounts.models import User
from blog import search
from blog.models import Article, Category, File, Image, Page, Tag
from blog.models.visibility import LARGEST_ID
from blog.untrusted import whole_number
from blog.views import places
from blog.views.articles import show_item
from blog.views.legacy import gone
from blog.views.moved import is_noise, moved

FEEDS = {"atom": "atom/", "comments-rss2": "", "comments-atom": "atom/"}


def answer_query(request: HttpRequest) -> HttpResponse | None:
    """Answer a query of the front page; None when it has none that we know. Raises Http404."""
    for key, answer in ANSWERS.items():
        if key in request.GET:
            return answer(request, request.GET[key])
    if any(is_noise(key) for key in request.GET):
        return moved(request, request.path_info)
    return None


def _number(text: str) -> int:
    """Return a positive id; raises Http404."""
    number = whole_number(text, most=LARGEST_ID)
    if not number:
        raise Http404
    return number


def _article(request: HttpRequest, text: str) -> HttpResponse:
    number = _number(text)
    article = places.complete_articles(request).with_public_id(number).first()
    if article is None:
        if Page.objects.readable_by(request.user).with_public_id(number).exists():
            return _page(request, text)
        return _attachment(request, text)
    return _show_or_lead(request, article)


def _page(request: HttpRequest, text: str) -> HttpResponse:
    pages = Page.objects.readable_by(request.user).select_related("author")
    page = pages.with_public_id(_number(text)).first()
    if page is None:
        raise Http404
    return _show_or_lead(request, page)


def _show_or_lead(request: HttpRequest, item: Article | Page) -> HttpResponse:
    """Preview what is not published or asked for as a preview by its people; else lead to its address."""
    may_edit = item.is_editable_by(request.user)
    if may_edit and (not item.is_published or request.GET.get("preview") == "true"):
        return show_item(request, item, is_preview=True)
    if not item.is_published:
        raise Http404
    kept = "&".join(
        f"replytocom={value}" for value in request.GET.getlist("replytocom")[:1] if value.isdigit()
    )
    return moved(
        request,
        places.with_suffix(item, _suffix(request.GET)) + (f"?{kept}" if kept else ""),
        keep_query=False,
    )


def _suffix(query: QueryDict) -> str:
    """Return what stands behind an address for the feed, page of comments or page that the query names."""
    if feed := query.get("feed"):
        return "feed/atom" if feed == "atom" else "feed"
    if number := whole_number(query.get("cpage", ""), most=LARGEST_ID):
        return f"comment-page-{number}"
    number = whole_number(query.get("page", ""), most=LARGEST_ID)
    return str(number) if number and number > 1 else ""


def _attachment(request: HttpRequest, text: str) -> HttpResponse:
    number = _number(text)
    upload = (
        Image.objects.filter(wordpress_id=number).first() or File.objects.filter(wordpress_id=number).first()
    )
    if upload is None:
        raise Http404
    return moved(request, upload.get_absolute_url(), keep_query=False)


def _by_public_id(model: type[Any]) -> Callable[[HttpRequest, str], HttpResponse]:
    """Make the answer that finds a category, tag or author by its old number and leads to its archive."""

    def answer(request: HttpRequest, text: str) -> HttpResponse:
        number = _number(text)
        item = model.objects.filter(wordpress_id=number).first()
        item = item or model.objects.filter(wordpress_id=None, pk=number).first()
        if item is None:
            raise Http404
        return _archive(request, item.get_absolute_url())

    return answer


def _archive(request: HttpRequest, path: str) -> HttpResponse:
    """Lead to an archive, its page N or its feed."""
    feed, page = request.GET.get("feed"), request.GET.get("paged", "")
    if feed:
        path += "feed/" + FEEDS.get(feed, "")
    elif page.isascii() and page.isdigit() and int(page[:9]) > 1:
        path += f"page/{int(page[:9])}/"
    return moved(request, path, keep_query=False)


def _tag(request: HttpRequest, text: str) -> HttpResponse:
    """``?tag=`` is a slug; the number of a tag is taken too."""
    tag = Tag.objects.filter(slug=text).first()
    if tag is None:
        return _by_public_id(Tag)(request, text)
    return _archive(request, tag.get_absolute_url())


def _author(request: HttpRequest, text: str) -> HttpResponse:
    """Only of people who published, so that numbers do not tell who has an account."""
    number = _number(text)
    people = User.objects.filter(articles__in=Article.objects.published()).distinct()
    author = people.filter(wordpress_id=number).first() or people.filter(wordpress_id=None, pk=number).first()
    if author is None:
        raise Http404
    return _archive(request, author.get_absolute_url())


def _month(request: HttpRequest, text: str) -> HttpResponse:
    """``?m=`` is 2019, 201905 or 20190515."""
    if not (text.isascii() and text.isdigit() and len(text) in {4, 6, 8}):
        raise Http404
    return _archive(request, "/" + "".join(f"{part}/" for part in (text[:4], text[4:6], text[6:8]) if part))


def _date(request: HttpRequest, text: str) -> HttpResponse:
    year, month, day = (request.GET.get(key, "") for key in ("year", "monthnum", "day"))
    parts = [part for part in (year, month, day) if part]
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts) or (day and not month):
        raise Http404
    if name := request.GET.get("name"):
        return _name(request, name)
    return _archive(request, f"/{year:0>4}/" + "".join(f"{part:0>2}/" for part in parts[1:]))


def _name(request: HttpRequest, text: str) -> HttpResponse:
    article = Article.objects.reachable().filter(slug=text.lower()).newest_first().first()
    if article is None:
        raise Http404
    return moved(request, article.get_absolute_url(), keep_query=False)


def _page_name(request: HttpRequest, text: str) -> HttpResponse:
    page = Page.objects.reachable().filter(path=text.strip("/")).first()
    if page is None:
        raise Http404
    return moved(request, page.get_absolute_url(), keep_query=False)


def _category_name(request: HttpRequest, text: str) -> HttpResponse:
    bare = text.strip("/")
    category = Category.objects.filter(path=bare).first() or Category.objects.filter(slug=bare).first()
    if category is None:
        raise Http404
    return _archive(request, category.get_absolute_url())


def _author_name(request: HttpRequest, text: str) -> HttpResponse:
    return moved(request, f"/author/{text}/", keep_query=False)


def _feed(request: HttpRequest, text: str) -> HttpResponse:
    if words := search.tidy(request.GET.get("s", "").replace("/", " ")):
        return moved(request, reverse("search-words", args=[words]) + "feed/", keep_query=False)
    path = "/comments/feed/" if text.startswith("comments-") or "withcomments" in request.GET else "/feed/"
    return moved(request, path + FEEDS.get(text, ""), keep_query=False)


def _paged(request: HttpRequest, text: str) -> HttpResponse:
    return _archive(request, "/")


# In the order that WordPress lets one query parameter win over another.
ANSWERS: dict[str, Callable[[HttpRequest, str], HttpResponse]] = {
    "rsd": lambda request, _text: gone(request),
    "attachment_id": _attachment,
    "p": _article,
    "page_id": _page,
    "pagename": _page_name,
    "year": _date,
    "name": _name,
    "cat": _by_public_id(Category),
    "category_name": _category_name,
    "tag": _tag,
    "author": _author,
    "author_name": _author_name,
    "m": _month,
    "feed": _feed,
    "paged": _paged,
}
