"""The cells of the queue's rows, and the read-only fields of a comment's page."""

from typing import Any

from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from blog.comments.admin.acts import SEEN
from blog.comments.editing import seen_version
from blog.comments.models import BlogComment, State
from blog.comments.scoring import explain_signals
from blog.models import Article

EXCERPT_CHARACTERS = 400
MOST_VERSIONS = 20


class Cells:
    """Methods that ``CommentAdmin`` names in ``list_display`` and ``readonly_fields``."""

    @admin.display(description=_("writer"))
    def writer(self, comment: BlogComment) -> SafeString:
        """Name, e-mail address and IP address, which are shown nowhere else, and the person's history."""
        return _render("_writer.html", {"comment": comment, "history": getattr(comment, "history", None)})

    @admin.display(description=_("comment"))
    def said(self, comment: BlogComment) -> SafeString:
        """The first words, what spoke against them, and the buttons."""
        context = {
            "comment": comment,
            "excerpt": Truncator(comment.words[: EXCERPT_CHARACTERS * 2]).chars(EXCERPT_CHARACTERS),
            "doubts": [] if comment.state == State.PUBLIC else comment.reasons,
            "signals": explain_signals(comment.signals),
            "reports": getattr(comment, "open_reports", []),
            "back": getattr(comment, "back", ""),
            "seen_name": f"{SEEN}{comment.pk}",
            "seen": seen_version(comment),
        }
        return _render("_said.html", context)

    @admin.display(description=_("on"))
    def place(self, comment: BlogComment) -> SafeString:
        """The time, and the article or page, with links to where it is edited and to its other comments."""
        kind = "article" if isinstance(comment.item, Article) else "page"
        url = reverse(f"admin:blog_{kind}_change", args=[comment.item.pk])
        others = f"{reverse('admin:comments_blogcomment_changelist')}?state=all&{kind}={comment.item.pk}"
        at = timezone.localtime(comment.submit_date)
        time = format_html(
            '<time datetime="{}">{}</time>', at.isoformat(), date_format(at, "DATETIME_FORMAT")
        )
        link = '{} <a href="{}">{}</a><br><a class="quiet" href="{}">{}</a>'
        return format_html(link, time, url, comment.item, others, _("All its comments"))

    @admin.display(description=_("held because"))
    def why_held(self, comment: BlogComment) -> SafeString:
        """Every reason on a line."""
        return _lines(comment.reasons)

    @admin.display(description=_("score"))
    def scored(self, comment: BlogComment) -> SafeString:
        """The score, and what it comes from."""
        return _lines([str(comment.score), *explain_signals(comment.signals)])

    @admin.display(description=_("reports"))
    def reported(self, comment: BlogComment) -> SafeString:
        """What readers reported, the newest first."""
        newest = comment.reports.order_by("-pk")[:MOST_VERSIONS]
        return _lines([f"{report.created_at:%Y-%m-%d %H:%M} {report}" for report in newest])

    @admin.display(description=_("earlier versions"))
    def earlier(self, comment: BlogComment) -> SafeString:
        """The texts it had, the newest first."""
        versions = comment.versions.all()[:MOST_VERSIONS]
        return _lines([f"{version.replaced_at:%Y-%m-%d %H:%M} {version.text}" for version in versions])


def _render(name: str, context: dict[str, Any]) -> SafeString:
    return render_to_string(f"admin/comments/blogcomment/{name}", context)


def _lines(texts: list[str]) -> SafeString:
    return format_html_join(SafeString("<br>"), "{}", ((text,) for text in texts if text))
