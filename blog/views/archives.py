"""Lists of articles: home, and the archives by date, category, tag and author."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.generic import ListView

from accounts.models import User
from blog.models import Article, Category, SiteSettings, Tag
from blog.models.article import ArticleQuerySet
from blog.views import metadata, queries
from blog.views.moved import moved
from blog.views.paging import page_context
from blog.views.search import show_results


class ArticleList(ListView[Article]):
    """Pages of articles, newest first; page 1 has no number in its address."""

    http_method_names = ["get", "head"]
    template_name = "blog/article_archive.html"
    heading = ""
    description = ""
    path = "/"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead ``page/1/`` to the list itself; refuse a page beyond the last."""
        self.select()
        if self.kwargs.get("page") == 1:
            return moved(request, self.path)
        return super().get(request, *args, **kwargs)

    def select(self) -> None:
        """Set what the list is about: ``path``, ``heading``, ``articles``; raises Http404."""
        self.articles = Article.objects.published().newest_first()

    def get_queryset(self) -> ArticleQuerySet:
        """Return the articles with what a list shows of each."""
        return self.articles.with_parts()

    def get_paginate_by(self, queryset: Any) -> int:
        """Return the number that the site's settings say."""
        return SiteSettings.current().articles_per_page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template its page of articles and its head."""
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        path = self.path if page.number == 1 else f"{self.path}page/{page.number}/"
        title = self.heading or SiteSettings.current().title
        robots = "" if page.object_list or self.path == "/" else "noindex"
        head = metadata.of_list(path, title, description=self.description, robots=robots)
        if self.path != "/":
            feed = metadata.feed_link(_("%(title)s » Feed") % {"title": title}, f"{self.path}feed/")
            head["feeds"] = [*head["feeds"], feed]
        return (
            context
            | head
            | page_context(self.request, page)
            | {
                "articles": page,
                "heading": self.heading,
                "description": self.description,
            }
        )


class Home(ArticleList):
    """The newest articles, the sticky ones in front; old addresses with a query are answered first."""

    template_name = "blog/article_list.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Look for ``/?p=``, ``/?s=`` and their like before showing the list."""
        if "s" in request.GET and not (set(request.GET) & {"feed"}):
            return show_results(request, page=kwargs.get("page", 1))
        return queries.answer_query(request) or super().dispatch(request, *args, **kwargs)

    def select(self) -> None:
        """Take everything that is published."""
        self.articles = Article.objects.published().sticky_first()
        self.description = SiteSettings.current().tagline


class Period(ArticleList):
    """The articles of a year, a month or a day; one without articles is not there.

    Those behind a password are not listed, but keep its address, which WordPress had too.
    """

    def select(self) -> None:
        """Take what was published then."""
        year, month, day = (self.kwargs.get(part) for part in ("year", "month", "day"))
        try:
            self.articles = Article.objects.published().in_period(year, month, day).newest_first()
            is_there = Article.objects.reachable().in_period(year, month, day).exists()
            start = date(year, month or 1, day or 1)
        except ValueError as error:
            raise Http404 from error
        style = "DATE_FORMAT" if day else "YEAR_MONTH_FORMAT" if month else "Y"
        self.heading = date_format(start, style)
        parts = [part for part in (month, day) if part]
        self.path = "/" + "/".join([f"{year:04}", *(f"{part:02}" for part in parts)]) + "/"
        if not is_there:
            raise Http404


class OfCategory(ArticleList):
    """The articles of a category and those below it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead from a category's own slug to where it lies in the tree."""
        if category := Category.moved_from(self.kwargs["path"]):
            return moved(request, category.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def select(self) -> None:
        """Take what is filed there."""
        category = get_object_or_404(Category, path=self.kwargs["path"])
        self.articles = Article.objects.published().in_category(category).newest_first()
        self.heading, self.description, self.path = (
            category.name,
            category.description,
            category.get_absolute_url(),
        )


class OfTag(ArticleList):
    """The articles that carry a tag."""

    def select(self) -> None:
        """Take what is tagged so."""
        tag = get_object_or_404(Tag, slug=self.kwargs["slug"])
        self.articles = Article.objects.published().with_tag(tag).newest_first()
        self.heading, self.description, self.path = tag.name, tag.description, tag.get_absolute_url()


class ByAuthor(ArticleList):
    """What one person wrote; people who only read have no such page."""

    def select(self) -> None:
        """Take what this author published."""
        author = get_object_or_404(User, nicename=self.kwargs["nicename"])
        self.articles = Article.objects.published().by(author).newest_first()
        self.heading, self.description = str(author), author.bio
        self.path = reverse("archive-author", args=[author.nicename])
        self.extra_context = {"author": author}
        if not Article.objects.reachable().by(author).exists():
            raise Http404
