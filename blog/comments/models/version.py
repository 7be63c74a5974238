"""Earlier texts of comments, for moderators."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.comments.models.comment import BlogComment


class CommentVersion(models.Model):
    """A text that a comment had until ``replaced_at``."""

    comment = models.ForeignKey(BlogComment, models.CASCADE, related_name="versions")
    text = models.TextField(_("text"))
    written_at = models.DateTimeField(_("written at"))
    replaced_at = models.DateTimeField(_("replaced at"), auto_now_add=True)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )  # None: a guest, by the link of the mail

    class Meta:
        verbose_name = _("earlier version")
        verbose_name_plural = _("earlier versions")
        ordering = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.text[:50]}"
