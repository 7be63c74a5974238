"""What the templates of the conversation get; ``templatetags.discussion`` says it in words."""

import zlib
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.files.storage import default_storage
from django.http import HttpRequest
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from blog.comments import threads
from blog.comments.forms import CommentForm
from blog.comments.models import BlogComment, CommentLike, State
from blog.comments.people import Identity, Visitor
from blog.markdown import unlink
from blog.models import Article, Page
from blog.visitor import visitor_key

LIKE_FORM_ID = "comment-likes"
HUES = 8
KEPT_FRAGMENTS, KEPT_CHARACTERS = 4096, 4000  # of HTML; longer comments are rendered each time


class CommentView(NamedTuple):
    """One comment as ``_comment.html`` sees it. Equal ones look equal, so their HTML is kept."""

    pk: int
    id: int
    name: str
    website: str
    avatar_url: str
    submitted_at: datetime
    html: SafeString
    depth: int
    is_pending: bool
    is_author: bool
    like_count: int
    is_liked: bool
    can_reply: bool

    @property
    def like_form_id(self) -> str:
        """The form that its Like button belongs to."""
        return LIKE_FORM_ID

    @property
    def initial(self) -> str:
        """One letter for where there is no picture."""
        return self.name.strip()[:1].upper() or "?"

    @property
    def hue(self) -> int:
        """A number that is the same for the same name."""
        return zlib.crc32(self.name.encode()) % HUES

    @property
    def reply_url(self) -> str:
        """Address that brings the form for an answer, on the page of threads being read."""
        return f"?replytocom={self.pk}#respond"

    @property
    def like_url(self) -> str:
        """Where its Like button posts to."""
        return reverse("comment-like", args=[self.pk])

    @property
    def permalink(self) -> str:
        """Its anchor on this page."""
        return f"#comment-{self.id}"


def describe(request: HttpRequest, item: Article | Page, wanted: int | None = None) -> dict[str, Any]:
    """Return the context of ``_discussion.html``."""
    page = threads.read_page(item, wanted, own_ids=_own_ids(request), user=request.user)
    is_open = item.is_open_for_comments and not item.is_protected
    views = _views(page.rows, item, _liked(request, page), can_reply=is_open)
    parent = _asked_parent(request, item) if is_open else None
    form = CommentForm(item, Visitor.of(request), parent=parent)
    last = page.page_count
    older = threads.page_url(item, page.number - 1, last) if page.number > 1 else ""
    newer = threads.page_url(item, page.number + 1, last) if page.number < last else ""
    return {
        "item": item,
        "count": page.count,
        "heading": _heading(item, page.count),
        "comments_html": _list_html(views),
        "older": older,
        "newer": newer,
        "page_number": page.number,
        "page_count": page.page_count,
        "is_open": is_open,
        "closed_message": _("Comments are closed.") if page.count and not is_open else "",
        "like_form_id": LIKE_FORM_ID,
        **describe_form(request, item, form, parent),
    }


def describe_form(
    request: HttpRequest, item: Article | Page, form: CommentForm, parent: BlogComment | None
) -> dict[str, Any]:
    """Return the context of ``_form.html``."""
    title = _("Leave a Reply to %(name)s") % {"name": parent.name} if parent else _("Leave a Reply")
    return {
        "form": form,
        "form_action": reverse("comment-post"),
        "reply_to": {"id": parent.public_id, "pk": parent.pk, "name": parent.name} if parent else None,
        "reply_title": title,
        "cancel_url": f"{item.get_absolute_url()}#respond" if parent else "",
        "identity": Identity.of(request),
    }


def _own_ids(request: HttpRequest) -> list[int]:
    """Return the held comment that the address shows the right hash of: its writer was sent there."""
    number, given = request.GET.get("unapproved", ""), request.GET.get("moderation-hash", "")
    if not (given and number.isascii() and number.isdigit() and len(number) <= 10):
        return []
    comment = BlogComment.objects.filter(pk=int(number)).only("submit_date").first()
    return [comment.pk] if comment and comment.is_right_hash(given) else []


def _liked(request: HttpRequest, page: threads.ThreadPage) -> set[int]:
    """Return which comments of the page this visitor likes; not asked for a visitor without a key."""
    user, key = request.user, visitor_key(request)
    if not page.rows or not (user.is_authenticated or key):
        return set()
    mine = CommentLike.objects.filter(comment__in=[row.pk for row in page.rows])
    mine = mine.filter(user=user) if user.is_authenticated else mine.filter(user=None, visitor_key=key)
    return set(mine.values_list("comment_id", flat=True))


def _asked_parent(request: HttpRequest, item: Article | Page) -> BlogComment | None:
    number = request.GET.get("replytocom", "")
    if not (number.isascii() and number.isdigit() and len(number) <= 10):
        return None
    return BlogComment.objects.public().on(item).select_related("user").filter(pk=int(number)).first()


def _heading(item: Article | Page, count: int) -> str:
    if not count:
        return ""
    text = ngettext("One thought on “%(title)s”", "%(count)d thoughts on “%(title)s”", count)
    return text % {"title": item.title, "count": count}


def _views(
    rows: Iterable[threads.Row], item: Article | Page, liked: Collection[int], *, can_reply: bool
) -> Iterator[CommentView]:
    for row, depth in threads.nest(rows):
        is_public = row.state == State.PUBLIC
        html = row.comment_html if is_public else unlink(row.comment_html)
        yield CommentView(
            pk=row.pk,
            id=row.wordpress_id or row.pk,
            name=row.display_name or row.username or row.author_name,
            website=row.user_url,
            avatar_url=default_storage.url(row.avatar) if row.avatar else "",
            submitted_at=row.submit_date,
            html=mark_safe(html),  # noqa: S308 - cleaned by blog.markdown when it was stored
            depth=depth,
            is_pending=not is_public,
            is_author=row.user_id is not None and row.user_id == item.author_id,
            like_count=row.like_count,
            is_liked=row.pk in liked,
            can_reply=can_reply and is_public,
        )


def _list_html(views: Iterable[CommentView]) -> SafeString:
    """Return the nested list items; a list opens where the level rises and closes where it falls."""
    parts: list[str] = []
    level = 0
    template = get_template("comments/_comment.html")
    for view in views:
        if view.depth > level:
            parts.append('<ol class="children">' if level else "")
        else:
            parts.append("</li>" + "</ol></li>" * (level - view.depth))
        level = view.depth
        by_author = " bypostauthor" if view.is_author else ""
        parts.append(f'<li id="comment-{view.id}" class="comment depth-{view.depth}{by_author}">')
        parts.append(_inside(view, template))
    parts.append("</li>" + "</ol></li>" * (level - 1) if level else "")
    return mark_safe("".join(parts))  # noqa: S308 - templates escape, numbers are ours


def _inside(view: CommentView, template: Any) -> str:
    if len(view.html) > KEPT_CHARACTERS:
        return str(template.render({"comment": view}))
    return _kept_inside(view, get_language(), str(timezone.get_current_timezone()))


@lru_cache(maxsize=KEPT_FRAGMENTS)
def _kept_inside(view: CommentView, language: str | None, zone: str) -> str:
    """Render once what is asked for on every page view; the arguments are all that it depends on."""
    return str(get_template("comments/_comment.html").render({"comment": view}))
