"""Which article has been announced, and which goes to whom: once, by the constraints."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.models import Article, OutgoingMail
from blog.subscriptions.models.subscriber import Subscriber


class Announcement(models.Model):
    """That an article's deliveries have been written; an article without one may still be announced."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="announcement")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")

    def __str__(self) -> str:
        return str(self.article)


class Delivery(models.Model):
    """One article for one follower: waits until ``due_at``, then has a mail in the outbox."""

    # No index of its own: the constraint's begins with it.
    article = models.ForeignKey(Article, models.CASCADE, related_name="deliveries", db_index=False)
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="deliveries")
    due_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True, blank=True)
    # Without a constraint, because sent mail is deleted by the ten thousand after a while: it may be gone.
    mail = models.ForeignKey(
        OutgoingMail,
        models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="deliveries",
    )

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["article", "subscriber"], name="delivery_once_per_follower")
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="delivery_waiting", condition=models.Q(queued_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.subscriber_id}"
