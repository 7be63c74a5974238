"""Feeds of comments: of the whole site, and of one article or page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blog import markdown, syndication
from blog.addresses import absolute
from blog.comments.models import BlogComment, CommentQuerySet
from blog.models import Article, Page, SiteSettings


@require_safe
def site(request: HttpRequest, kind: str = "rss") -> HttpResponse:
    """Feed of the newest comments on what any visitor may see."""
    title = _("Comments for %(title)s") % {"title": SiteSettings.current().title}
    comments = BlogComment.objects.public().on_published()
    return _respond(kind, title, "/", "/comments/feed/", comments)


def of_item(item: Article | Page, kind: str) -> HttpResponse:
    """Feed of the comments of one article or page; a closed one has none."""
    if not item.is_published or item.is_protected:
        raise Http404
    title = _("Comments on: %(title)s") % {"title": item.title}
    path = item.get_absolute_url()
    return _respond(kind, title, path, f"{path.rstrip('/')}/feed/", BlogComment.objects.public().on(item))


def _respond(kind: str, title: str, path: str, feed_path: str, comments: CommentQuerySet) -> HttpResponse:
    head = syndication.Head(
        title=title,
        url=absolute(path),
        feed_url=absolute(feed_path) + ("atom/" if kind == "atom" else ""),
        description=SiteSettings.current().tagline,
        language=settings.LANGUAGE_CODE,
    )
    newest = comments.select_related("article__author", "page", "user").order_by("-submit_date", "-pk")[
        : syndication.MOST_ENTRIES
    ]
    found = list(newest)
    Article.objects.prefetch_permalink_parts([comment.article for comment in found if comment.article])
    return syndication.respond(kind, head, (_entry(comment) for comment in found))


def _entry(comment: BlogComment) -> syndication.Entry:
    item = comment.item
    return syndication.Entry(
        title=_("Comment on %(title)s by %(name)s") % {"title": item.title, "name": comment.name},
        url=absolute(comment.get_absolute_url()),
        uid=f"{absolute(item.get_short_url())}#comment-{comment.public_id}",
        author=comment.name,
        html=comment.comment_html,
        summary=markdown.plain_text(comment.comment_html, characters=300),
        published_at=comment.submit_date,
        updated_at=comment.edited_at or comment.submit_date,
    )
