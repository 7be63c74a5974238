"""The one row that holds what the operator can set in the admin."""

import time
import zoneinfo
from functools import cached_property
from typing import Any, ClassVar

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from blog import permalinks

MOST_MENU_PAGES = 12
WORDS_HELP = _(
    "One a line. Looked for in text, name, e-mail, web and IP address and browser, inside words too."
)
FRESH_SECONDS = 1.0  # how long a process may go on with the row it read


def validate_time_zone(name: str) -> None:
    """Refuse names that the time zone database does not know."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is no time zone; write it like Europe/Berlin."), params={"name": name}
        )


def validate_permalinks(structure: str) -> None:
    """Refuse a structure that cannot be told apart from other addresses."""
    try:
        permalinks.parse(structure)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class Exports(models.TextChoices):
    """How often the blog exports itself into its data folder."""

    NEVER = "never", _("never")
    DAILY = "daily", _("every day")
    WEEKLY = "weekly", _("every week")


class SiteSettings(models.Model):
    """Title, addresses, footer and comment rules. There is exactly one, with primary key 1."""

    title = models.CharField(_("title"), max_length=200, default="Broadside")
    tagline = models.CharField(_("tagline"), max_length=300, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="UTC",
        validators=[validate_time_zone],
        help_text=_("As the time zone database calls it, like Europe/Berlin."),
    )
    permalink_structure = models.CharField(
        _("permalink structure"),
        max_length=200,
        default=permalinks.DEFAULT_STRUCTURE,
        validators=[validate_permalinks],
        help_text=_(
            "The tags of WordPress, between slashes: %year%, %monthnum%, %day%, %postname% and others."
        ),
    )
    articles_per_page = models.PositiveSmallIntegerField(
        _("articles per page"), default=10, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    footer_credit = models.CharField(_("footer credit"), max_length=300, blank=True)
    footer_credit_url = models.URLField(_("footer credit's address"), blank=True)
    call_to_action_text = models.CharField(
        _("call to action"),
        max_length=200,
        blank=True,
        help_text=_("A bar at the foot of the window, until a reader closes it. Empty, there is none."),
    )
    call_to_action_button = models.CharField(_("button of the call to action"), max_length=60, blank=True)
    call_to_action_url = models.CharField(_("where that button leads"), max_length=300, blank=True)
    privacy_page = models.ForeignKey(
        "blog.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("privacy page"),
        help_text=_("Named at the comment form once it is published."),
    )

    first_comment_is_held = models.BooleanField(
        _("hold a person's first comment"),
        default=True,
        help_text=_("Until an account or a confirmed address has a public comment."),
    )
    all_comments_are_held = models.BooleanField(_("hold every comment"), default=False)
    comment_links_held_from = models.PositiveSmallIntegerField(
        _("hold comments with this many links or more"), default=2, help_text=_("0 switches it off.")
    )
    moderation_words = models.TextField(_("words that hold a comment"), blank=True, help_text=WORDS_HELP)
    disallowed_words = models.TextField(
        _("words that send a comment to the trash"), blank=True, help_text=WORDS_HELP
    )
    comments_close_after_days = models.PositiveSmallIntegerField(
        _("close comments after this many days"),
        default=0,
        help_text=_("0 leaves them open. An article may have a number of its own."),
    )
    score_doubtful_from = models.PositiveSmallIntegerField(
        _("doubt comments with this score or more"),
        default=20,
        db_default=20,
        validators=[MaxValueValidator(101)],
        help_text=_(
            "The browser of somebody unknown is then asked for a proof of work; without one, the comment is "
            "held. 101 switches it off."
        ),
    )
    score_held_from = models.PositiveSmallIntegerField(
        _("hold comments with this score or more"),
        default=40,
        validators=[MaxValueValidator(101)],
        help_text=_("101 switches it off."),
    )
    score_spam_from = models.PositiveSmallIntegerField(
        _("mark comments with this score or more as spam"),
        default=85,
        validators=[MaxValueValidator(101)],
        help_text=_("101 switches it off."),
    )
    comment_edit_minutes = models.PositiveSmallIntegerField(
        _("let people edit their comments for this many minutes"),
        default=15,
        help_text=_("Or until somebody has replied. 0 switches it off."),
    )
    mail_about_comments = models.CharField(
        _("mail to authors about comments"),
        max_length=4,
        help_text=_("On their own articles."),
        choices=[("all", _("about every comment")), ("held", _("about held ones")), ("none", _("none"))],
        default="all",
    )
    follow_form_is_shown = models.BooleanField(
        _("offer “Follow Blog via Email”"),
        default=True,
        help_text=_("A form below each article."),
    )
    comment_threads_per_page = models.PositiveSmallIntegerField(
        _("threads per page"),
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
        help_text=_("A thread is a comment with all its replies."),
    )
    comment_traces_kept_days = models.PositiveSmallIntegerField(
        _("forget IP addresses and browsers of commenters after this many days"),
        default=30,
        help_text=_("Say the same number on your privacy page."),
    )
    exports = models.CharField(
        _("keep a copy of everything"),
        max_length=6,
        choices=Exports.choices,
        default=Exports.NEVER,
        db_default=Exports.NEVER,
        help_text=_(
            "An archive with all texts, comments and files, in the folder “exports” of the blog's data."
        ),
    )
    exports_kept = models.PositiveSmallIntegerField(
        _("keep this many copies"),
        default=4,
        db_default=4,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
        help_text=_("The oldest one goes when there are more."),
    )

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="site_settings_is_one_row")]

    _current: ClassVar[tuple[float, "SiteSettings"] | None] = None

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the row and let this process see it at once."""
        self.pk = 1
        super().save(*args, **kwargs)
        type(self).forget()

    @classmethod
    def current(cls) -> "SiteSettings":
        """Return the row, read at most FRESH_SECONDS ago; the defaults when there is none yet."""
        kept = cls._current
        if kept is None or time.monotonic() - kept[0] > FRESH_SECONDS:
            rows = cls.objects.filter(pk=1).annotate(menu=_menu(), privacy=_privacy())
            kept = (time.monotonic(), rows.first() or cls(pk=1))
            cls._current = kept
        return kept[1]

    @classmethod
    def forget(cls) -> None:
        """Read the row again at the next use."""
        cls._current = None

    @property
    def menu_pages(self) -> list[Any]:
        """The top pages for the menu, read together with the row."""
        return [apps.get_model("blog.Page")(**fields) for fields in getattr(self, "menu", [])]

    @property
    def privacy_url(self) -> str:
        """The address of the privacy page, read together with the row; empty unless it is published."""
        found = [apps.get_model("blog.Page")(**fields) for fields in getattr(self, "privacy", [])]
        return str(found[0].get_absolute_url()) if found else ""

    @cached_property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone that dates and addresses are told in."""
        return zoneinfo.ZoneInfo(self.time_zone)


def _menu() -> ArraySubquery:
    return _pages(_published().filter(parent=None).in_menu_order()[:MOST_MENU_PAGES])


def _privacy() -> ArraySubquery:
    return _pages(_published().filter(pk=models.OuterRef("privacy_page_id")))


def _published() -> Any:
    return apps.get_model("blog.Page")._default_manager.published()


def _pages(pages: Any) -> ArraySubquery:
    return ArraySubquery(pages.values(fields=JSONObject(title="title", path="path")))
