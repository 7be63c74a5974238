"""Old addresses that an article or page once had."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Redirect(models.Model):
    """``old_path`` (no query, begins with a slash) leads to an article, a page, or a path."""

    old_path = models.CharField(_("old address"), max_length=1000, unique=True)
    article = models.ForeignKey(
        "blog.Article", models.CASCADE, null=True, blank=True, related_name="redirects"
    )
    page = models.ForeignKey("blog.Page", models.CASCADE, null=True, blank=True, related_name="redirects")
    new_path = models.CharField(_("new address"), max_length=1000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(article__isnull=False)
                | models.Q(page__isnull=False)
                | ~models.Q(new_path=""),
                name="redirect_has_a_target",
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_path} → {self.get_target_url()}"

    def get_target_url(self) -> str:
        """Return where the old address leads now."""
        target = self.article or self.page
        return target.get_absolute_url() if target else self.new_path
