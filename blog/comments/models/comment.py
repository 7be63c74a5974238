"""One comment: its state, who wrote it. A long file: what one comment is and does stands in one place."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _
from django_comments.abstracts import CommentAbstractModel

from blog import markdown
from blog.comments.marks import marks_of_writer
from blog.comments.models.block import Block
from blog.comments.models.gone import GoneComment
from blog.comments.models.indexes import INDEXES
from blog.comments.models.place import take_place
from blog.comments.models.queryset import CommentQuerySet
from blog.comments.models.rendering import as_words, rendered
from blog.comments.models.state import STANDING, Kind, State
from blog.comments.models.stock import XtdComment
from blog.comments.moderation import Reason, explain
from blog.models import Article, Page, SiteSettings
from blog.models.content import BodyFormat
from blog.models.insertion import insert
from blog.subscriptions.models import Source, Subscriber


class BlogComment(XtdComment):  # type: ignore[django-manager-missing]  # norel_objects has no types
    """One comment. Order is ``path``: the parent's path and the own zero-padded id.

    ``parent_id`` is the stock package's plain integer: the own id where a thread begins. ``state`` is
    the truth; the stock ``is_public`` and ``is_removed`` follow it at every save.
    """

    article = models.ForeignKey(Article, models.CASCADE, null=True, blank=True, related_name="comments")
    page = models.ForeignKey(Page, models.CASCADE, null=True, blank=True, related_name="comments")
    path = models.TextField(db_collation="C", editable=False)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.PENDING)
    author_name = models.CharField(_("name"), max_length=245, blank=True)
    comment_format = models.CharField(
        max_length=9,
        choices=BodyFormat.choices,
        default=BodyFormat.MARKDOWN,
        db_default=BodyFormat.MARKDOWN,
        editable=False,
    )
    comment_html = models.TextField(editable=False, blank=True)
    renderer_version = models.PositiveSmallIntegerField(editable=False, default=0)
    user_agent = models.CharField(_("browser"), max_length=500, blank=True)
    service = models.CharField(max_length=20, blank=True)  # the login it was written with; empty for guests
    kind = models.CharField(  # the mentions of other blogs came with an import
        max_length=9, choices=Kind.choices, default=Kind.COMMENT, db_default=Kind.COMMENT, editable=False
    )
    # The picture that an imported guest had, below the media folder.
    picture = models.CharField(max_length=200, default="", db_default="", blank=True, editable=False)
    held_because = models.JSONField(_("held because"), default=list, blank=True)  # pairs of Reason and detail
    like_count = models.PositiveIntegerField(default=0, editable=False)
    wants_posts = models.BooleanField(_("wants mail about new posts"), default=False)
    confirmed_at = models.DateTimeField(_("address confirmed at"), null=True, blank=True)
    moderated_at = models.DateTimeField(null=True, blank=True, editable=False)
    announced_at = models.DateTimeField(null=True, blank=True, editable=False)  # its follow-ups are queued
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)  # its writer deleted it
    # From 0, fine, to 100, spam. Defaults in the database too: an older release may still write into it.
    score = models.SmallIntegerField(_("score"), default=0, db_default=0, editable=False)
    signals = models.JSONField(  # lists of signal, points, detail
        default=list, db_default=models.Value([], models.JSONField()), blank=True, editable=False
    )
    trained_as = models.CharField(  # the state that the filter has learnt it as
        max_length=6, default="", db_default="", blank=True, editable=False
    )
    akismet_said = models.CharField(max_length=5, default="", db_default="", blank=True, editable=False)
    report_count = models.PositiveIntegerField(  # reports that nobody has settled
        default=0, db_default=0, editable=False
    )
    # The digest of what an import stored; None where it was written here. See ``importing.comments``.
    imported_as = models.BinaryField(max_length=16, null=True, editable=False)
    wordpress_id = models.PositiveBigIntegerField(null=True, blank=True, unique=True, editable=False)

    # Not the stock manager: its joins and order would be paid for by every count and every change.
    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [("moderate", _("Can moderate comments"))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(article__isnull=False, page__isnull=True)
                | models.Q(article__isnull=True, page__isnull=False),
                name="comment_is_on_one_item",
            ),
            models.UniqueConstraint(fields=["path"], name="comment_path_is_unique"),
        ]
        indexes = INDEXES

    def __str__(self) -> str:
        return f"{self.name}: {self.comment[:50]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it without the stock package's renumbering; a new one gets id, place and HTML first."""
        if self.pk is None:
            take_place(self)
        self.is_public = self.state == State.PUBLIC
        self.is_removed = self.state == State.TRASH
        self.user_name = self.author_name[:50]
        if self.renderer_version != markdown.VERSION or not self.comment_html:
            self.render()
        if self._state.adding:
            insert(self)
        else:
            CommentAbstractModel.save(self, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete it for ever, and keep that no import is to bring it back."""
        with transaction.atomic():
            GoneComment.note(type(self).objects.filter(pk=self.pk))
            return super().delete(*args, **kwargs)

    def render(self) -> None:
        """Set ``comment_html`` from ``comment``."""
        self.comment_html = rendered(self.comment, self.comment_format)
        self.renderer_version = markdown.VERSION

    def approve(self, by: Any = None) -> None:
        """Make it public; ``by`` is the moderator, for the log."""
        self.move_to(State.PUBLIC, by)

    def hold(self, by: Any = None) -> None:
        """Put it back into the moderation queue."""
        self.move_to(State.PENDING, by)

    def mark_spam(self, by: Any = None) -> None:
        """Take it out of sight as spam."""
        self.move_to(State.SPAM, by)

    def move_to_trash(self, by: Any = None) -> None:
        """Take it out of sight."""
        self.move_to(State.TRASH, by)

    def move_to(self, state: State, by: Any = None) -> None:
        """Change its state, whichever way."""
        type(self).objects.filter(pk=self.pk).move_to(state, by=by)
        self.refresh_from_db(fields=["state", "is_public", "is_removed", "moderated_at", "held_because"])

    def lock(self) -> None:
        """Wait for whoever changes it, and read it anew; raise DoesNotExist when it is gone."""
        type(self).objects.select_for_update(of=("self",)).only("pk").get(pk=self.pk)
        self.refresh_from_db()

    def withdraw(self) -> bool:
        """Delete it in its writer's name; return False when it had been removed before.

        It goes to the trash; where replies are left, readers see that something stood there.
        """
        with transaction.atomic():
            self.lock()
            is_standing = self.state in STANDING
            if is_standing:
                type(self).objects.filter(pk=self.pk).update(
                    state=State.TRASH, is_public=False, is_removed=True, withdrawn_at=timezone.now()
                )
                type(self).objects.filter(pk=self.pk).settle_reports()  # nothing is left to decide
                self.refresh_from_db(fields=["state", "is_public", "is_removed", "withdrawn_at"])
        return is_standing

    def confirm(self) -> None:
        """Record that its writer has the address.

        It becomes public when nothing else holds it and that person has a public comment already. What
        a moderator decided stays.
        """
        everybody = type(self).objects
        with transaction.atomic():
            self.lock()
            is_new = everybody.filter(pk=self.pk, confirmed_at=None).update(confirmed_at=timezone.now())
            self.refresh_from_db()
            is_blocked = Block.objects.covers(marks_of_writer(self))
            if is_new and self.wants_posts and not is_blocked:
                Subscriber.objects.start(self.user_email, Source.COMMENT)
            waits_for = {code for code, _detail in self.held_because}
            waits_for_this = self.state == State.PENDING and waits_for == {Reason.FIRST}
            if waits_for_this and not is_blocked and self.is_by_known_person:
                everybody.filter(pk=self.pk).update(state=State.PUBLIC, is_public=True)
                self.refresh_from_db()

    def rewrite(self, text: str) -> None:
        """Give it another text, without storing it; ``editing.edit`` does, and keeps the old one."""
        self.comment = text
        self.edited_at = timezone.now()
        self.render()

    @property
    def editable_until(self) -> datetime:
        """When the time for changes is over, if nobody replies before."""
        return self.submit_date + timedelta(minutes=SiteSettings.current().comment_edit_minutes)

    @property
    def is_editable(self) -> bool:
        """Whether its writer may still change the text: for some minutes, and until somebody replied."""
        is_standing = self.state in STANDING
        return is_standing and timezone.now() < self.editable_until and not self.has_replies

    @property
    def has_replies(self) -> bool:
        """Whether somebody answered; what went to spam or trash is no answer."""
        replies = type(self).objects.filter(parent_id=self.pk, state__in=STANDING)
        return replies.exclude(pk=self.pk).exists()

    @property
    def is_by_known_person(self) -> bool:
        """Whether its account, or its address once it is proven, has a public comment."""
        email = self.user_email if self.confirmed_at else ""
        return type(self).objects.public().by_person(user=self.user_id, email=email).exists()

    @property
    def edition(self) -> int:
        """A number that changes with each change of its writer's: what a moderator has seen."""
        changes = [moment for moment in (self.edited_at, self.withdrawn_at) if moment]
        return int(max(changes).timestamp() * 1_000_000) if changes else 0

    @property
    def item(self) -> Article | Page:
        """The article or page it stands under."""
        return cast("Article | Page", self.article or self.page)  # one of them, by comment_is_on_one_item

    @property
    def is_reply(self) -> bool:
        """Whether it answers another comment."""
        return self.parent_id not in (0, self.pk)

    @property
    def name(self) -> str:
        """The name readers see: the account's, else the one typed."""
        return str(self.user) if self.user_id else self.author_name

    @property
    def words(self) -> str:
        """What was written, for where no HTML can be."""
        return as_words(self.comment, self.comment_html, self.comment_format)

    @property
    def reasons(self) -> list[str]:
        """Why it was held, as sentences for the moderator."""
        return [explain(code, detail) for code, detail in self.held_because]

    @property
    def moderation_hash(self) -> str:
        """What its writer's browser shows to see it while it is held."""
        value = f"{self.pk}:{self.submit_date.timestamp()}"
        return salted_hmac("blog.comments.own", value, algorithm="sha256").hexdigest()[:32]

    def is_right_hash(self, given: str) -> bool:
        """Whether ``given`` is this comment's ``moderation_hash``; compared in constant time."""
        return constant_time_compare(given, self.moderation_hash)

    def get_absolute_url(self, anchor_pattern: str = "#comment-%(id)s") -> str:
        """Return the item's address with the anchor; ``threads.url_of`` finds the page of comments."""
        return self.item.get_absolute_url() + anchor_pattern % {"id": self.public_id}

    @property
    def public_id(self) -> int:
        """The number in ``#comment-ID``: WordPress's where it was imported, else ours."""
        return int(self.wordpress_id or self.pk)
