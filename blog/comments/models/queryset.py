"""What each outlet may show of the comments, and how moderators move many at once."""

from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db import models, transaction
from django.db.models.functions import Concat, Left
from django.utils import timezone

from blog.comments.models.gone import GoneComment
from blog.comments.models.place import ID_DIGITS
from blog.comments.models.record import Act, ModerationRecord
from blog.comments.models.report import CommentReport
from blog.comments.models.state import Kind, State
from blog.comments.moderation import Reason
from blog.comments.moderators import moderated_items
from blog.models import Article, Page

if TYPE_CHECKING:
    from blog.comments.models.comment import BlogComment

HEAD = Left("path", ID_DIGITS)
IS_HEAD = models.Q(path=HEAD)


# What is shown to its writer alone: held, or in the trash by a rule, which nobody is told of.
_WAITING = (models.Q(state=State.PENDING) | models.Q(state=State.TRASH, moderated_at=None)) & models.Q(
    withdrawn_at=None
)


def same_person(comment: "BlogComment") -> models.Q:
    """Return what the comments of one person have in common, in the stock package's table too."""
    if comment.user_id:
        return models.Q(user=comment.user_id)
    return models.Q(user=None, user_email=comment.user_email) if comment.user_email else models.Q(pk=None)


class CommentQuerySet(models.QuerySet["BlogComment"]):
    """Chains that every outlet uses, and the named changes of state."""

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete them for ever; of imported ones it is kept that they are not wanted."""
        with transaction.atomic():
            GoneComment.note(self)
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def public(self) -> Self:
        """Keep what every visitor may see; the one definition."""
        return self.filter(state=State.PUBLIC)

    def by_people(self) -> Self:
        """Keep what somebody said; the mentions of other blogs are neither answered, liked nor reported."""
        return self.filter(kind=Kind.COMMENT)

    def present_to(self, *, own_ids: Collection[int] = (), user: Any = None) -> Self:
        """Keep the public ones and this visitor's own that wait for a moderator."""
        return self.filter(self._is_present(own_ids, user))

    def visible_to(self, *, own_ids: Collection[int] = (), user: Any = None) -> Self:
        """Keep what is present to this visitor, and tombstones.

        A tombstone stands where its writer deleted a comment that has public replies, so every thread
        with one has something present.
        """
        # In this order PostgreSQL looks for replies of what was deleted, and of nothing else.
        tombstone = models.Q(withdrawn_at__isnull=False) & models.Q(self._has_public_replies())
        return self.filter(self._is_present(own_ids, user) | tombstone)

    def waiting(self) -> Self:
        """Keep what is shown to its writer alone."""
        return self.filter(_WAITING)

    def on(self, item: Article | Page) -> Self:
        """Keep the comments of one article or page."""
        return self.filter(article=item) if isinstance(item, Article) else self.filter(page=item)

    def find_parent(self, item: Article | Page, number: int) -> "BlogComment | None":
        """Return the comment with that id if it can be answered there: public, and on the same item.

        Behind a password nothing is answered, so that no form names whom it would have answered.
        """
        if item.is_protected:
            return None
        return self.public().by_people().on(item).select_related("user").filter(pk=number).first()

    def on_published(self) -> Self:
        """Keep those whose article or page any visitor may see."""
        return self.filter(
            models.Q(article__in=Article.objects.published()) | models.Q(page__in=Page.objects.published())
        )

    def by_person(self, *, user: Any = None, email: Any = "") -> Self:
        """Keep those of one proven identity: the account, or a guest's address that was confirmed."""
        whose = models.Q(user_email=email, confirmed_at__isnull=False) if email else models.Q(pk=None)
        if user is not None:
            whose |= models.Q(user=user)
        return self.filter(whose)

    def moderated_by(self, user: Any) -> Self:
        """Keep what ``user`` may moderate: everything, or what stands under their own texts."""
        return self.filter(moderated_items(user, Article.objects.all(), Page.objects.all()))

    def reported(self) -> Self:
        """Keep those with reports that nobody has settled."""
        return self.filter(report_count__gt=0)

    def held_for(self, reason: str) -> Self:
        """Keep those that were held for that reason, whatever its detail."""
        return self.filter(held_because__contains=[[reason]])

    def of_same_person(self, comment: "BlogComment") -> Self:
        """Keep those with the account of ``comment``, or with its e-mail address where there is none."""
        return self.filter(same_person(comment))

    def newest_first(self) -> Self:
        """Order by the number: the order that the index of the states has."""
        return self.order_by("-pk")

    def with_item(self) -> Self:
        """Fetch article, page and account along."""
        return self.select_related("article", "page", "user")

    def with_head(self) -> Self:
        """Annotate ``head``, the path of the first comment of the thread."""
        return self.annotate(head=HEAD)

    def of_threads(self, heads: Any) -> Self:
        """Keep the comments of the threads with these first comments."""
        return self.alias(head=HEAD).filter(head__in=heads)

    def count_threads(self) -> int:
        """Return the number of threads that have one of these comments."""
        return int(self.aggregate(threads=models.Count(HEAD, distinct=True))["threads"])

    def in_thread_order(self) -> Self:
        """Order threads oldest first, replies under their parent."""
        return self.order_by("path")

    def move_to(self, state: State, by: Any = None, batch: UUID | None = None) -> int:
        """Change state, whichever way, in one transaction; return how many changed.

        Rows are locked in one order, so that no two moves collide. What its writer has deleted stays where
        it is, for moderators too. ``by`` is the moderator, for the log; what has one ``batch`` is undone at
        once.
        """
        rows = self.model._base_manager.filter(pk__in=self.order_by().values("pk"), withdrawn_at=None)
        changes = {"held_because": [[Reason.MODERATOR, ""]]} if state == State.PENDING else {}
        due = models.Q(moderated_at=None) | ~models.Q(state=state) | models.Q(report_count__gt=0)
        with transaction.atomic():
            found = rows.filter(due).order_by("pk").select_for_update(of=("self",))
            locked = list(found.only("state", "held_because", "moderated_at", "report_count"))
            moved = [comment for comment in locked if not comment.moderated_at or comment.state != state]
            self.model._base_manager.filter(pk__in=[comment.pk for comment in moved]).update(
                state=state,
                is_public=state == State.PUBLIC,
                is_removed=state == State.TRASH,
                moderated_at=timezone.now(),
                **changes,
            )
            # Of what is held somebody is still to decide, and should know of the reports.
            reported = [comment.pk for comment in locked if comment.report_count and state != State.PENDING]
            settled = self._settle(reported, by)
            ModerationRecord.note_moves(moved, state, by, batch=batch, settled=settled)
        return len(moved)

    def approve(self, by: Any = None, batch: UUID | None = None) -> int:
        """Make them public."""
        return self.move_to(State.PUBLIC, by, batch)

    def hold(self, by: Any = None, batch: UUID | None = None) -> int:
        """Put them back into the moderation queue, from public, spam or trash alike."""
        return self.move_to(State.PENDING, by, batch)

    def mark_spam(self, by: Any = None, batch: UUID | None = None) -> int:
        """Take them out of sight as spam."""
        return self.move_to(State.SPAM, by, batch)

    def move_to_trash(self, by: Any = None, batch: UUID | None = None) -> int:
        """Take them out of sight."""
        return self.move_to(State.TRASH, by, batch)

    def settle_reports(self, by: Any = None) -> int:
        """Take note that a moderator looked at their reports; return how many comments had any."""
        rows = self.model._base_manager.filter(pk__in=self.order_by().values("pk"), report_count__gt=0)
        with transaction.atomic():
            locked = rows.order_by("pk").select_for_update(of=("self",))
            reported = list(locked.values_list("pk", flat=True))
            self._settle(reported, by)
        return len(reported)

    def forget_traces(self, days: int) -> int:
        """Erase addresses and browsers of comments older than that; return how many had any."""
        old = self.filter(submit_date__lt=timezone.now() - timedelta(days=days))
        traced = old.filter(models.Q(ip_address__isnull=False) | ~models.Q(user_agent=""))
        return traced.update(ip_address=None, user_agent="")

    def _settle(self, numbers: list[int], by: Any) -> dict[int, list[int]]:
        """Settle the reports of these comments, which are locked; return the reports by comment."""
        if not numbers:
            return {}
        ModerationRecord.note_act(Act.SETTLE, numbers, by)
        return CommentReport.settle(numbers)

    def _is_present(self, own_ids: Collection[int], user: Any) -> models.Q:
        is_public = models.Q(state=State.PUBLIC)
        whose = models.Q(pk__in=own_ids)
        if user is not None and user.is_authenticated:
            # Not ``user=user``: it stands in another table, which would be read for every comment.
            whose |= models.Q(pk__in=self.model._base_manager.filter(user=user).values("pk"))
        elif not own_ids:
            return is_public
        return is_public | (_WAITING & whose)

    def _has_public_replies(self) -> models.Exists:
        """Return whether anything public stands below; a path's descendants lie between ``/`` and ``0``."""
        path = models.OuterRef("path")
        below = self.model._base_manager.filter(
            state=State.PUBLIC,
            path__gt=Concat(path, models.Value("/")),
            path__lt=Concat(path, models.Value("0")),
        )
        return models.Exists(below)
