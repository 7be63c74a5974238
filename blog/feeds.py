"""Feeds of articles: of the whole site, of an archive, of a search."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from blog import search, syndication
from blog.addresses import absolute
from blog.models import Article, Category, SiteSettings, Tag
from blog.models.article import ArticleQuerySet


@require_safe
def site(request: HttpRequest, kind: str = "rss") -> HttpResponse:
    """Feed of the newest articles."""
    return _respond(kind, "", "/", Article.objects.published())


@require_safe
def category(request: HttpRequest, path: str, kind: str) -> HttpResponse:
    """Feed of a category and those below it; from where it lay before, to where it lies now."""
    if category := Category.moved_from(path):
        end = "atom/" if kind == "atom" else ""
        return HttpResponsePermanentRedirect(f"{category.get_absolute_url()}feed/{end}")
    wanted = get_object_or_404(Category, path=path)
    articles = Article.objects.published().in_category(wanted)
    return _respond(kind, wanted.name, wanted.get_absolute_url(), articles)


@require_safe
def tag(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Feed of a tag."""
    wanted = get_object_or_404(Tag, slug=slug)
    return _respond(
        kind, wanted.name, wanted.get_absolute_url(), Article.objects.published().with_tag(wanted)
    )


@require_safe
def author(request: HttpRequest, nicename: str, kind: str) -> HttpResponse:
    """Feed of what one person wrote; readers with an account have none."""
    wanted = get_object_or_404(User, nicename=nicename)
    if not Article.objects.reachable().by(wanted).exists():
        raise Http404
    return _respond(kind, str(wanted), wanted.get_absolute_url(), Article.objects.published().by(wanted))


@require_safe
def period(
    request: HttpRequest, year: int, kind: str, month: int | None = None, day: int | None = None
) -> HttpResponse:
    """Feed of a year, month or day."""
    try:
        articles = Article.objects.published().in_period(year, month, day)
    except ValueError as error:
        raise Http404 from error
    parts = [part for part in (month, day) if part is not None]
    path = "/".join([f"{year:04}", *(f"{part:02}" for part in parts)])
    return _respond(kind, path.replace("/", "-"), f"/{path}/", articles)


@require_safe
def results(request: HttpRequest, words: str, kind: str) -> HttpResponse:
    """Feed of the newest articles that hold the words."""
    return _respond(kind, words, reverse("search-words", args=[words]), search.articles_with(words))


def _respond(kind: str, title: str, path: str, articles: ArticleQuerySet) -> HttpResponse:
    site = SiteSettings.current()
    head = syndication.Head(
        title=f"{title} – {site.title}" if title else site.title,
        url=absolute(path),
        feed_url=absolute(f"{path}feed/") + ("atom/" if kind == "atom" else ""),
        description=site.tagline,
        language=settings.LANGUAGE_CODE,
    )
    newest = articles.with_parts().newest_first()[: syndication.MOST_ENTRIES]
    return syndication.respond(kind, head, (_entry(article) for article in newest))


def _entry(article: Article) -> syndication.Entry:
    url = absolute(article.get_absolute_url())
    return syndication.Entry(
        title=article.title,
        url=url,
        uid=absolute(article.get_short_url()),
        author=str(article.author),
        html=syndication.absolute_html("\n".join(article.pages_html), settings.BLOG_SITE_URL, url),
        summary=article.summary,
        published_at=article.published_at,
        updated_at=article.updated_at,
        categories=[*map(str, article.categories.all()), *map(str, article.tags.all())],
        comments_url=f"{url}#comments",
    )
