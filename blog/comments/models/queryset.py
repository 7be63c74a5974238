"""What each outlet may show of the comments, and how moderators move many at once."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.utils import timezone

from blog.comments.models.record import ModerationRecord
from blog.comments.models.state import State
from blog.comments.moderation import Reason
from blog.models import Article, Page

if TYPE_CHECKING:
    from blog.comments.models.comment import BlogComment


class CommentQuerySet(models.QuerySet["BlogComment"]):
    """Chains that every outlet uses, and the named changes of state."""

    def public(self) -> Self:
        """Keep what every visitor may see; the one definition."""
        return self.filter(state=State.PUBLIC)

    def visible_to(self, *, own_ids: list[int], user: Any = None) -> Self:
        """Keep the public ones and this visitor's own that wait for a moderator."""
        whose = models.Q(pk__in=own_ids)
        if user is not None and user.is_authenticated:
            whose |= models.Q(user=user)
        elif not own_ids:
            return self.public()
        waiting = models.Q(state=State.PENDING) | models.Q(state=State.TRASH, moderated_at=None)
        return self.filter(models.Q(state=State.PUBLIC) | (waiting & whose))

    def on(self, item: Article | Page) -> Self:
        """Keep the comments of one article or page."""
        return self.filter(article=item) if isinstance(item, Article) else self.filter(page=item)

    def find_parent(self, item: Article | Page, number: int) -> "BlogComment | None":
        """Return the comment with that id if it can be answered there: public, and on the same item."""
        return self.public().on(item).select_related("user").filter(pk=number).first()

    def on_published(self) -> Self:
        """Keep those whose article or page any visitor may see."""
        return self.filter(
            models.Q(article__in=Article.objects.published()) | models.Q(page__in=Page.objects.published())
        )

    def by_person(self, *, user: Any = None, email: str = "") -> Self:
        """Keep those of one proven identity: the account, or a guest's address that was confirmed."""
        whose = models.Q(user_email=email, confirmed_at__isnull=False) if email else models.Q(pk=None)
        if user is not None:
            whose |= models.Q(user=user)
        return self.filter(whose)

    def moderated_by(self, user: Any) -> Self:
        """Keep what ``user`` may moderate: everything, or what stands under their own texts."""
        if user.is_superuser or user.has_perm("comments.moderate"):
            return self
        return self.filter(models.Q(article__author=user) | models.Q(page__author=user))

    def with_item(self) -> Self:
        """Fetch article, page and account along."""
        return self.select_related("article", "page", "user")

    def in_thread_order(self) -> Self:
        """Order threads oldest first, replies under their parent."""
        return self.order_by("path")

    def approve(self, by: Any = None) -> int:
        """Make them public; return how many changed. ``by`` is the moderator, for the log."""
        return self._move_to(State.PUBLIC, by)

    def hold(self, by: Any = None) -> int:
        """Put them back into the moderation queue, from public, spam or trash alike."""
        return self._move_to(State.PENDING, by, held_because=[[Reason.MODERATOR, ""]])

    def mark_spam(self, by: Any = None) -> int:
        """Take them out of sight as spam; return how many changed."""
        return self._move_to(State.SPAM, by)

    def move_to_trash(self, by: Any = None) -> int:
        """Take them out of sight; return how many changed."""
        return self._move_to(State.TRASH, by)

    def forget_traces(self, days: int) -> int:
        """Erase addresses and browsers of comments older than that; return how many had any."""
        old = self.filter(submit_date__lt=timezone.now() - timedelta(days=days))
        traced = old.filter(models.Q(ip_address__isnull=False) | ~models.Q(user_agent=""))
        return traced.update(ip_address=None, user_agent="")

    def _move_to(self, state: State, by: Any, **changes: Any) -> int:
        """Change state in one transaction; rows are locked in one order, so that no two moves collide."""
        rows = self.model._base_manager.filter(pk__in=self.order_by().values("pk"))
        moderated = models.Q(moderated_at__isnull=False)
        with transaction.atomic():
            moving = rows.exclude(moderated, state=state).order_by("pk").select_for_update(of=("self",))
            old_states = dict(moving.values_list("pk", "state"))
            self.model._base_manager.filter(pk__in=list(old_states)).update(
                state=state,
                is_public=state == State.PUBLIC,
                is_removed=state == State.TRASH,
                moderated_at=timezone.now(),
                withdrawn_at=None,
                **changes,
            )
            ModerationRecord.note_moves(old_states, state, by)
        return len(old_states)
