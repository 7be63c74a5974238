"""The site's settings: one row, so the list leads straight to its form."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.models import SiteSettings


@admin.register(SiteSettings)
class SiteSettingsAdmin(admin.ModelAdmin[SiteSettings]):
    """What the operator can set without touching the machine."""

    fieldsets = (
        (None, {"fields": ("title", "tagline", "time_zone")}),
        (_("Addresses and lists"), {"fields": ("permalink_structure", "articles_per_page")}),
        (
            _("At the foot of each page"),
            {
                "fields": (
                    "footer_credit",
                    "footer_credit_url",
                    "call_to_action_text",
                    "call_to_action_button",
                    "call_to_action_url",
                )
            },
        ),
        (
            _("Comments"),
            {
                "fields": (
                    "comments_close_after_days",
                    "comment_edit_minutes",
                    "comment_threads_per_page",
                    "mail_about_comments",
                    "follow_form_is_shown",
                )
            },
        ),
        (
            _("Comments that wait for a moderator"),
            {
                "fields": (
                    "first_comment_is_held",
                    "all_comments_are_held",
                    "comment_links_held_from",
                    "moderation_words",
                    "disallowed_words",
                )
            },
        ),
        (
            _("Comments that look like spam"),
            {
                "description": _(
                    "Each comment gets 0 to 100 points for what looks like spam; the queue shows for what. "
                    "Put the three numbers in rising order."
                ),
                "fields": ("score_doubtful_from", "score_held_from", "score_spam_from"),
            },
        ),
        (_("Privacy"), {"fields": ("privacy_page", "comment_traces_kept_days")}),
        (_("Copies"), {"fields": ("exports", "exports_kept")}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one, always."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """There is one, always."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the form of the one row, made with the defaults when it is not there yet."""
        if self.has_change_permission(request):
            SiteSettings.objects.get_or_create(pk=1)
        return HttpResponseRedirect(reverse("admin:blog_sitesettings_change", args=[1]))

    def response_post_save_change(self, request: HttpRequest, obj: SiteSettings) -> HttpResponseRedirect:
        """Stay on the form."""
        return HttpResponseRedirect(request.path)
