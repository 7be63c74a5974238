"""Where a path leads that is nothing's address: to what it was, or what was most likely meant."""

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from blog import permalinks
from blog.models import Article, File, Image, Page, Redirect, SiteSettings, uploads
from blog.models.article import ArticleQuerySet
from blog.views import places
from blog.views.moved import moved

LONGEST_PATH = 1000  # characters; the columns hold no more
FEWEST_OF_PREFIX = 4  # characters; less is a guess
DATED = re.compile(r"/([0-9]{4})/([0-9]{1,2})/(?:[0-9]{1,2}/)?([^/]+)/?")
ARCHIVE = re.compile(r"/(?:(?:category|tag|author)/[^/]|[0-9]{4}/)")
MOVED_ARCHIVE = re.compile(
    r"(?P<archive>/(?:category|tag|author)/.+?/)(?P<rest>(?:page/[0-9]+|feed(?:/[a-z0-9]+)?)/)?"
)
# What a careless paste leaves around an address.
LITTER = " \t\r\n\u00a0\u200b.,;:!?…\"'“”‘’«»„<>()[]{}*_|\\`"


def find_again(request: HttpRequest) -> HttpResponse:
    """Answer 301 to where the path leads now; raises Http404 when nothing fits."""
    path = request.path_info
    if len(path) > LONGEST_PATH:
        raise Http404
    found = (
        _kept(path)
        or _with_slash(path)
        or _below_front(path)
        or _upload(path, request.GET)
        or _meant(request, path)
    )
    if found is None:
        raise Http404
    return moved(request, found)


def find_archive(path: str) -> str | None:
    """Return where an archive has gone that was another's address here, with its page or feed."""
    found = MOVED_ARCHIVE.fullmatch(path)
    base = _kept(found["archive"]) if found else None
    return base + (found["rest"] or "") if found and base else None


def _with_slash(path: str) -> str | None:
    """Return the path with the slash it lacks, or without ``/index.php``, where an address is that."""
    if path.startswith(places.INDEX + "/"):
        return path.removeprefix(places.INDEX)
    if path.endswith("/") or not _is_own_route(path + "/"):
        return None
    return path + "/"


def _below_front(path: str) -> str | None:
    """Return the archive that lay below what all addresses of articles began with, as in ``/archives/``."""
    bare = path.removeprefix(places.INDEX)
    front = permalinks.front(SiteSettings.current().permalink_structure).removeprefix(places.INDEX)
    for beginning in (front, bare[: bare.find("/", 1) + 1]):
        rest = "/" + bare.removeprefix(beginning).removeprefix("date/")
        rest = rest if rest.endswith("/") else f"{rest}/"
        if len(beginning) > 1 and bare.startswith(beginning) and ARCHIVE.match(rest) and _is_own_route(rest):
            return rest
    return None


def _is_own_route(path: str) -> bool:
    """Whether one of the exact routes, and not the last one for everything, answers ``path``."""
    try:
        return resolve(path).url_name != "anything"
    except Resolver404:
        return False


def _kept(path: str) -> str | None:
    """Return where a stored redirect leads, if a visitor may go there."""
    paths = {path, path.rstrip("/"), path.rstrip("/") + "/"}
    paths |= {places.INDEX + each for each in paths}
    rows = Redirect.objects.filter(old_path__in=paths).select_related("article__author", "page")
    for row in rows:
        item = row.article or row.page
        if (item is None or item.is_published) and row.get_target_url() not in paths:
            return row.get_target_url()
    return None


def _upload(path: str, query: Mapping[str, str]) -> str | None:
    """Return the imported file for a path below WordPress's uploads; sizes lead to the nearest rendition."""
    if not path.startswith(uploads.FOLDER):
        return None
    if image := Image.objects.find_upload(quote(path)):
        width = uploads.wanted_width(uploads.normal(quote(path)), query)
        return image.rendition_for(width).url + "?"
    file = File.objects.find_upload(quote(path))
    return file.get_absolute_url() + "?" if file else None


def _meant(request: HttpRequest, path: str) -> str | None:
    """Return what a badly pasted or half-remembered path most likely meant."""
    clean = _cleaned(path)
    if clean != path and (_is_own_route(clean) or places.find_place(request, clean)):
        return clean
    if divided := places.SUFFIX.fullmatch(clean):
        clean = divided["base"] + "/"
    return _kept(clean) or _by_slug(clean)


def _cleaned(path: str) -> str:
    """Return the path without litter and double slashes; what was encoded twice is decoded."""
    decoded = unquote(path).replace("\0", "")
    parts = [part.strip(LITTER) for part in decoded.split("/")]
    clean = "/" + "/".join(part for part in parts if part)
    return (
        clean
        if clean == "/" or (not path.rstrip(LITTER).endswith("/") and "." in clean)
        else clean.rstrip("/") + "/"
    )


def _by_slug(path: str) -> str | None:
    """Return the article with the path's slug at another date, else the only one whose slug begins so."""
    slug = _slug_in(path)
    if not slug:
        return None
    published = Article.objects.published().select_related("author")
    same = _in_same_month(published.filter(slug=slug), path).newest_first().first()
    page = None if same else Page.objects.published().filter(slug=slug).first()
    found = same or page or _only_one_beginning(published, slug)
    return found.get_absolute_url() if found else None


def _slug_in(path: str) -> str:
    """Return what stands where an article's slug would, lower-case."""
    structure = permalinks.parse(SiteSettings.current().permalink_structure)
    values = structure.match(path) or {}
    if slug := values.get("postname"):
        return slug.lower()
    if dated := DATED.fullmatch(path):
        return dated[3].lower()
    return path.rstrip("/").rsplit("/", 1)[1].lower()


def _in_same_month(articles: ArticleQuerySet, path: str) -> ArticleQuerySet:
    """Prefer the year and month that the path names, where one of the articles is of them."""
    if dated := DATED.fullmatch(path):
        try:
            near = articles.in_period(int(dated[1]), int(dated[2]))
        except ValueError:
            return articles
        return near if near.exists() else articles
    return articles


def _only_one_beginning(articles: ArticleQuerySet, slug: str) -> Article | None:
    if len(slug) < FEWEST_OF_PREFIX:
        return None
    few = list(articles.filter(slug__startswith=slug).order_by("pk")[:2])
    return few[0] if len(few) == 1 else None
