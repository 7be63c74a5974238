"""What articles and pages share: text, state, times, and what may be done with them."""

from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models, transaction
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from blog import markdown
from blog.models.library import MediaLibrary, markdown_of
from blog.models.media import Image
from blog.models.redirect import Redirect
from blog.models.site import SiteSettings
from blog.models.visibility import ContentQuerySet, Status
from blog.wordpress_text import Rendered

# A tsvector holds at most 1 MiB; this many characters stay below it whatever the text is.
SEARCHED_CHARACTERS = 200_000
LONGEST_TEASER = 2000  # characters, as many as an excerpt may have


class BodyFormat(models.TextChoices):
    """How a text is written. All but Markdown comes from imports only; what is shown is always sanitised.

    WordPress's own is HTML with paragraphs by blank lines, block comments and shortcodes.
    """

    MARKDOWN = "markdown", _("Markdown")
    HTML = "html", _("HTML")
    WORDPRESS = "wordpress", _("HTML as WordPress keeps it")


def _search_document() -> Any:
    text = partial(SearchVector, config="english")
    return (
        text("title", weight="A")
        + text("excerpt", weight="B")
        + text(Left("body", SEARCHED_CHARACTERS), weight="D")
    )


class Content(models.Model):
    """One text with its state. ``body`` is what was written, ``body_html`` what is shown."""

    title = models.CharField(_("title"), max_length=500)
    slug = models.SlugField(
        _("slug"),
        max_length=200,
        allow_unicode=True,
        blank=True,
        help_text=_("The last part of the address; made from the title when left empty."),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="%(class)ss", verbose_name=_("author")
    )
    body = models.TextField(_("text"), blank=True, max_length=1_000_000)
    body_format = models.CharField(
        max_length=9, choices=BodyFormat.choices, default=BodyFormat.MARKDOWN, editable=False
    )
    body_html = models.TextField(editable=False, blank=True)
    renderer_version = models.PositiveSmallIntegerField(editable=False, default=0)
    excerpt = models.TextField(_("excerpt"), blank=True, max_length=2000)
    status = models.CharField(
        _("status"), max_length=9, choices=Status.choices, default=Status.DRAFT, db_index=True
    )
    password = models.CharField(
        _("password"), max_length=128, blank=True, help_text=_("Readers must give it to see the text.")
    )
    published_at = models.DateTimeField(
        _("published at"),
        null=True,
        blank=True,
        help_text=_("A time in the future schedules it; empty means now."),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    comments_open = models.BooleanField(_("allow comments"), default=True)
    wordpress_id = models.PositiveBigIntegerField(null=True, blank=True, unique=True, editable=False)
    search_document = models.GeneratedField(
        expression=_search_document(), output_field=SearchVectorField(), db_persist=True
    )

    number_parameter = "p"  # WordPress's name of it, in the query of the short address

    class Meta:
        abstract = True
        indexes = [GinIndex(fields=["search_document"], name="%(class)s_search")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status=Status.PUBLISHED) | models.Q(published_at__isnull=False),
                name="%(class)s_published_has_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Render the text and complete slug and time before storing."""
        if self.status == Status.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()
        self.slug = self.slug or self.free_slug()
        self.render()
        with transaction.atomic():
            old_path = self._stored_path()
            super().save(*args, **kwargs)
            self._keep_old_path(old_path)

    def get_absolute_url(self) -> str:
        """Return the address; each kind has its own rule."""
        raise NotImplementedError

    def get_short_url(self) -> str:
        """Return ``/?p=NUMBER``, which leads to the address and stays the same for ever."""
        return f"/?{self.number_parameter}={self.public_id}"

    @property
    def public_id(self) -> int:
        """The number in the short address: WordPress's where it was imported, else ours."""
        return self.wordpress_id or self.pk

    def render(self, library: MediaLibrary | None = None) -> Rendered:
        """Set ``body_html`` from ``body``; called by every save. Returns what was made of it.

        ``library`` is for who renders many: it knows their media without a question each.
        """
        if self.body_format == BodyFormat.MARKDOWN:
            find = library.find_image if library else Image.objects.find_renditions
            made = Rendered(markdown.render_article(self.body, find_image=find))
        else:
            library = library or MediaLibrary.for_texts([(self.body, self.wordpress_id)])
            is_html = self.body_format == BodyFormat.HTML
            made = library.render(self.body, self.wordpress_id, is_html=is_html)
        self.body_html = made.html
        self.renderer_version = markdown.VERSION
        return made

    def publish(self, at: datetime | None = None) -> None:
        """Make it visible now, or schedule it for ``at``."""
        self.status = Status.PUBLISHED
        self.published_at = at or self.published_at or timezone.now()
        self.save()

    def free_slug(self) -> str:
        """Return a slug made from the title that nothing else of this kind uses."""
        stem = markdown.slug_from(self.title)[:190] or "untitled"
        others = type(self)._default_manager.exclude(pk=self.pk)
        taken = set(others.filter(slug__startswith=stem).values_list("slug", flat=True))
        return markdown.free_slug(stem, taken)

    @property
    def is_scheduled(self) -> bool:
        """Whether it will appear by itself at a time to come."""
        return self.status == Status.PUBLISHED and bool(self.published_at) and not self._time_has_come

    @property
    def is_published(self) -> bool:
        """Whether it answers at its address; ``published()`` and ``reachable()`` for one object."""
        return self.status == Status.PUBLISHED and self._time_has_come

    @property
    def is_protected(self) -> bool:
        """Whether a password closes the text."""
        return bool(self.password)

    @property
    def pages_html(self) -> list[str]:
        """The text divided at ``<!--nextpage-->``; at least one page."""
        return markdown.split_pages(self.body_html)

    @property
    def summary(self) -> str:
        """The excerpt, else the text before ``<!--more-->``, else the first words; without markup."""
        if self.excerpt:
            return self.excerpt
        if teaser := markdown.teaser(self.body_html):
            return markdown.plain_text(teaser, characters=LONGEST_TEASER)
        return markdown.plain_text(self.body_html, characters=300)

    @property
    def comment_page_count(self) -> int:
        """The number of pages that its public threads fill."""
        threads: int = self.comments.public().count_threads()  # type: ignore[attr-defined]
        return -(-threads // SiteSettings.current().comment_threads_per_page)

    def is_right_password(self, given: str) -> bool:
        """Compare in constant time; hashed passwords are understood too."""
        if self.password.startswith(("pbkdf2_", "argon2", "scrypt")):
            return check_password(given, self.password)
        return constant_time_compare(given, self.password)

    def unlock_token(self) -> str:
        """Return what a browser that gave the password keeps; changing the password ends it."""
        text = f"{self._meta.label}:{self.pk}:{self.password}"
        return salted_hmac("blog.content.password", text, algorithm="sha256").hexdigest()

    def is_editable_by(self, user: Any) -> bool:
        """Whether ``user`` may change it: an editor any, an author their own."""
        may_change: bool = user.has_perm(f"blog.change_{self._meta.model_name}")
        return may_change and bool(self.author_id == user.pk or user.has_perm("blog.edit_others"))

    def as_markdown(self) -> str | None:
        """Return the text in Markdown; None when it could not say all that the text says."""
        if self.body_format == BodyFormat.MARKDOWN:
            return self.body
        return markdown_of(self.body, is_html=self.body_format == BodyFormat.HTML)

    def _stored_path(self) -> str:
        """Return the decoded address that readers know it by; empty when they never saw it."""
        if self.pk is None:
            return ""
        kept: ContentQuerySet[Content] = type(self)._default_manager.reachable()  # type: ignore[attr-defined]
        old = kept.filter(pk=self.pk).defer("body", "body_html", "search_document").first()
        return unquote(old.get_absolute_url()) if old else ""

    def _keep_old_path(self, old_path: str) -> None:
        """Let the old address lead here, and no redirect stand in the way of the new one."""
        new_path = unquote(self.get_absolute_url())
        if old_path and old_path != new_path:
            nothing = {"article": None, "page": None, "new_path": ""}
            target = nothing | {str(self._meta.model_name): self}
            Redirect.objects.update_or_create(old_path=old_path, defaults=target)
            Redirect.objects.filter(old_path=new_path).delete()

    @property
    def _time_has_come(self) -> bool:
        return self.published_at is not None and self.published_at <= timezone.now()
