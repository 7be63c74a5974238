"""Reader comments: ``BlogComment`` on top of django-comments-xtd, and likes of comments."""

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_comments.abstracts import CommentAbstractModel
from django_comments_xtd.models import XtdComment, XtdCommentManager

from blog import markdown
from blog.models import Article, Page

ID_DIGITS = 10  # comment ids are 32-bit integers
MOST_LEVELS_SHOWN = 5


class State(models.TextChoices):
    """State of a comment. WordPress: approve, hold, spam, trash."""

    PENDING = "pending", _("Pending")
    PUBLIC = "public", _("Public")
    SPAM = "spam", _("Spam")
    TRASH = "trash", _("Trash")


class CommentQuerySet(models.QuerySet["BlogComment"]):
    """Chains that every outlet uses."""

    def public(self) -> Self:
        """Keep what every visitor may see; the one definition."""
        return self.filter(state=State.PUBLIC)

    def visible_to(self, *, own_ids: list[int]) -> Self:
        """Keep the public ones and this visitor's own held ones."""
        return self.filter(models.Q(state=State.PUBLIC) | models.Q(state=State.PENDING, pk__in=own_ids))

    def on(self, item: Article | Page) -> Self:
        """Keep the comments of one article or page."""
        return self.filter(article=item) if isinstance(item, Article) else self.filter(page=item)

    def on_published(self) -> Self:
        """Keep those whose article or page any visitor may see."""
        return self.filter(
            models.Q(article__in=Article.objects.published()) | models.Q(page__in=Page.objects.published())
        )

    def in_thread_order(self) -> Self:
        """Order threads oldest first, replies under their parent."""
        return self.order_by("path")


class BlogComment(XtdComment):  # type: ignore[misc]
    """One comment. Order is ``path``: the parent's path and the own zero-padded id.

    ``parent_id`` is the stock package's plain integer: the own id where a thread begins. ``state`` is
    the truth; the stock ``is_public`` and ``is_removed`` follow it at every save.
    """

    article = models.ForeignKey(Article, models.CASCADE, null=True, blank=True, related_name="comments")
    page = models.ForeignKey(Page, models.CASCADE, null=True, blank=True, related_name="comments")
    path = models.TextField(db_collation="C", editable=False)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.PENDING)
    author_name = models.CharField(_("name"), max_length=245, blank=True)
    comment_html = models.TextField(editable=False, blank=True)
    renderer_version = models.PositiveSmallIntegerField(editable=False, default=0)
    user_agent = models.CharField(_("browser"), max_length=500, blank=True)
    service = models.CharField(max_length=20, blank=True)  # the login it was written with; empty for guests
    held_because = models.JSONField(_("held because"), default=list, blank=True)
    like_count = models.PositiveIntegerField(default=0, editable=False)
    confirmed_at = models.DateTimeField(_("address confirmed at"), null=True, blank=True)
    moderated_at = models.DateTimeField(null=True, blank=True, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    wordpress_id = models.PositiveBigIntegerField(null=True, blank=True, unique=True, editable=False)

    objects = XtdCommentManager.from_queryset(CommentQuerySet)()

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
        indexes = [
            models.Index(fields=["article", "path"], name="comment_on_article"),
            models.Index(fields=["page", "path"], name="comment_on_page"),
            models.Index(fields=["state"], name="comment_state"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.comment[:50]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it without the stock package's renumbering; a new one gets id, place and HTML first."""
        if self.pk is None:
            self._take_place()
        self.is_public = self.state == State.PUBLIC
        self.is_removed = self.state == State.TRASH
        self.user_name = self.author_name[:50]
        if self.renderer_version != markdown.VERSION or not self.comment_html:
            self.render()
        CommentAbstractModel.save(self, *args, **kwargs)

    def render(self) -> None:
        """Set ``comment_html`` from ``comment``."""
        self.comment_html = markdown.render_comment(self.comment)
        self.renderer_version = markdown.VERSION

    @property
    def item(self) -> Article | Page:
        """The article or page it stands under."""
        found = self.article or self.page
        assert found is not None, "guaranteed by comment_is_on_one_item"  # noqa: S101
        return found

    @property
    def depth(self) -> int:
        """Level in the thread from 1, as in the class ``depth-N``; deeper ones stay at the fifth."""
        return min(self.level + 1, MOST_LEVELS_SHOWN)

    @property
    def is_reply(self) -> bool:
        """Whether it answers another comment."""
        return self.parent_id not in (0, self.pk)

    @property
    def name(self) -> str:
        """The name readers see: the account's, else the one typed."""
        return str(self.user) if self.user_id else self.author_name

    def get_absolute_url(self, anchor_pattern: str = "#comment-%(id)s") -> str:
        """Return the item's address with the anchor; the page of comments is found by the view."""
        return self.item.get_absolute_url() + anchor_pattern % {"id": self.public_id}

    @property
    def public_id(self) -> int:
        """The number in ``#comment-ID``: WordPress's where it was imported, else ours."""
        return self.wordpress_id or self.pk

    def _take_place(self) -> None:
        """Draw an id and derive place, level and content type from parent and item."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('django_comments', 'id'))")
            self.pk = self.id = self.comment_ptr_id = self.xtdcomment_ptr_id = cursor.fetchone()[0]
        parent = type(self).objects.get(pk=self.parent_id) if self.parent_id else None
        own = f"{self.pk:0{ID_DIGITS}}"
        self.path = f"{parent.path}/{own}" if parent else own
        self.thread_id = parent.thread_id if parent else self.pk
        self.level = parent.level + 1 if parent else 0
        self.parent_id = parent.pk if parent else self.pk
        self.content_type = ContentType.objects.get_for_model(self.item)
        self.object_pk = str(self.item.pk)
        self.site_id = self.site_id or settings.SITE_ID
        self.submit_date = self.submit_date or timezone.now()


class CommentLike(models.Model):
    """One visitor likes one comment."""

    comment = models.ForeignKey(BlogComment, models.CASCADE, related_name="likes")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="comment_likes"
    )
    visitor_key = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "user"],
                condition=models.Q(user__isnull=False),
                name="comment_like_once_per_person",
            ),
            models.UniqueConstraint(
                fields=["comment", "visitor_key"],
                condition=models.Q(user__isnull=True),
                name="comment_like_once_per_visitor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.visitor_key[:8]} likes comment {self.comment_id}"
