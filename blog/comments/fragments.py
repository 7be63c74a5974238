"""The list of comments as HTML: each comment is rendered once and kept as long as nothing in it changes."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.core.files.storage import default_storage
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from accounts.login_services import SERVICES, service_of
from accounts.names import hue_of, initials
from blog.comments.models import Kind, State
from blog.comments.rows import Row, nest
from blog.markdown import unlink
from blog.models.like import LikeSummary

LIKE_FORM_ID = "comment-likes"
END_REPLIES = "</ol></details></li>"
KEPT_FRAGMENTS, KEPT_CHARACTERS = 4096, 4000  # longer comments are rendered each time


class Scene(NamedTuple):
    """What the comments of one page have in common."""

    author_id: int  # of the article
    can_reply: bool
    language: str | None
    zone: str

    @classmethod
    def now(cls, author_id: int, *, can_reply: bool) -> "Scene":
        """Return the scene in the language and time zone of this request."""
        return cls(author_id, can_reply, get_language(), str(timezone.get_current_timezone()))


@dataclass(frozen=True)
class CommentView:
    """One comment as ``_comment.html`` sees it."""

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
    is_edited: bool
    is_own: bool
    service_name: str
    like_form_id: str = LIKE_FORM_ID

    @property
    def initial(self) -> str:
        """The letters for where there is no picture."""
        return initials(self.name)

    @property
    def hue(self) -> int:
        """A number that is the same for the same name."""
        return hue_of(self.name)

    @property
    def reply_url(self) -> str:
        """Address that brings the form for an answer, on the page of threads being read."""
        return f"?replytocom={self.pk}#respond"

    @property
    def like_url(self) -> str:
        """Where its Like button posts to."""
        return reverse("comment-like", args=[self.pk])

    @property
    def likes(self) -> LikeSummary:
        """What is said about its likes."""
        return LikeSummary(self.like_count, self.is_liked)

    @property
    def people_url(self) -> str:
        """Where those who like it are listed."""
        return reverse("comment-likes", args=[self.pk])

    @property
    def report_url(self) -> str:
        """Where somebody else reports it."""
        return reverse("comment-report", args=[self.pk])

    @property
    def own_url(self) -> str:
        """Where its writer edits or deletes it."""
        return reverse("comment-own", args=[self.pk])

    @property
    def permalink(self) -> str:
        """Its anchor on this page."""
        return f"#comment-{self.id}"


def list_html(
    rows: Iterable[Row], scene: Scene, liked: Collection[int], reader_id: int | None = None
) -> SafeString:
    """Return the nested list items; a list opens where the level rises and closes where it falls.

    What stands below a comment can be folded away, which needs no script.
    """
    parts: list[str] = []
    nested = list(nest(rows))
    below = _count_below([depth for _row, depth in nested])
    level = 0
    for place, (row, depth) in enumerate(nested):
        if depth > level:
            parts.append(_begin_replies(below[place - 1], scene.language) if level else "")
        else:
            parts.append("</li>" + END_REPLIES * (level - depth))
        level = depth
        is_own = reader_id is not None and row.user_id == reader_id
        parts.append(_begin_item(row, depth, scene))
        parts.append(_content(row, depth, scene, row.pk in liked, is_own))
    parts.append("</li>" + END_REPLIES * (level - 1) if level else "")
    return mark_safe("".join(parts))  # noqa: S308 - templates escape, numbers are ours


def item_html(row: Row, depth: int, scene: Scene) -> str:
    """Return the list item of one comment as everybody sees it, without what stands below."""
    return _begin_item(row, depth, scene) + _content(row, depth, scene, False, False) + "</li>"


def fold_html(count: int, language: str | None) -> str:
    """Return what replies are folded into, empty, for so many of them."""
    return _begin_replies(count, language) + END_REPLIES.removesuffix("</li>")


def _begin_item(row: Row, depth: int, scene: Scene) -> str:
    by_author = " bypostauthor" if row.user_id == scene.author_id and not row.withdrawn_at else ""
    kind = "" if row.kind == Kind.COMMENT else f" {row.kind}"
    return f'<li id="comment-{row.public_id}" class="comment depth-{depth}{by_author}{kind}">'


def _content(row: Row, depth: int, scene: Scene, is_liked: bool, is_own: bool) -> str:
    render = _kept_inside if len(row.comment_html) <= KEPT_CHARACTERS else _inside
    return render(row, depth, scene, is_liked, is_own)


def _count_below(depths: list[int]) -> list[int]:
    """Return for each comment of the flat list how many stand below it."""
    counts = [0] * len(depths)
    above: list[int] = []
    for place, depth in enumerate(depths):
        while above and depths[above[-1]] >= depth:
            above.pop()
        for ancestor in above:
            counts[ancestor] += 1
        above.append(place)
    return counts


@lru_cache(maxsize=KEPT_FRAGMENTS)
def _begin_replies(count: int, language: str | None) -> str:
    """Return what opens a list of replies; the language is the one that the template speaks now."""
    return str(get_template("comments/_replies.html").render({"count": count}))


def _inside(row: Row, depth: int, scene: Scene, is_liked: bool, is_own: bool) -> str:
    if row.withdrawn_at:
        return str(get_template("comments/_tombstone.html").render())
    if row.kind != Kind.COMMENT:
        context = {"label": Kind(row.kind).label, "name": row.author_name, "website": row.user_url}
        return str(get_template("comments/_mention.html").render(context))
    view = _view(row, depth, scene, is_liked, is_own)
    return str(get_template("comments/_comment.html").render({"comment": view}))


# The arguments are all that the HTML depends on, so what is kept is never out of date.
_kept_inside: Callable[[Row, int, Scene, bool, bool], str] = lru_cache(maxsize=KEPT_FRAGMENTS)(_inside)


def _service_name(service: str) -> str:
    """Return what people call a service: the oldest comments have allauth's word for it."""
    known = SERVICES.get(service) or service_of(service)
    return known.name if known else ""


def _view(row: Row, depth: int, scene: Scene, is_liked: bool, is_own: bool) -> CommentView:
    is_public = row.state == State.PUBLIC
    html = row.comment_html if is_public else unlink(row.comment_html)
    return CommentView(
        pk=row.pk,
        id=row.public_id,
        name=row.display_name or row.username or row.author_name,
        website=row.user_url,
        avatar_url=default_storage.url(row.avatar or row.picture) if row.avatar or row.picture else "",
        submitted_at=row.submit_date,
        html=mark_safe(html),  # noqa: S308 - cleaned by blog.markdown when it was stored
        depth=depth,
        is_pending=not is_public,
        is_author=row.user_id == scene.author_id,
        like_count=row.like_count,
        is_liked=is_liked,
        can_reply=scene.can_reply and is_public,
        is_edited=row.edited_at is not None,
        is_own=is_own,
        service_name=_service_name(row.service),
    )
