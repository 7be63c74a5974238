"""Threads that somebody who asked for new comments wants to hear no more of."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class MutedThreadQuerySet(models.QuerySet["MutedThread"]):
    """Finds, and mutes."""

    def of(self, email: str) -> Self:
        """Keep those of one address."""
        return self.filter(email=email) if email else self.none()

    def mute(self, thread: int, email: str) -> None:
        """Send this address nothing more about the thread; doing it twice is doing it once."""
        self.bulk_create([MutedThread(thread=thread, email=email)], ignore_conflicts=True)


class MutedThread(models.Model):
    """One address hears no more of one thread, while it still does of the others under the same text."""

    # The number that every comment of the thread has. It stays when the first of them is deleted for ever.
    thread = models.PositiveIntegerField()
    email = models.EmailField(_("e-mail address"), max_length=254, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MutedThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("muted thread")
        verbose_name_plural = _("muted threads")
        constraints = [models.UniqueConstraint(fields=["thread", "email"], name="muted_thread_once")]

    def __str__(self) -> str:
        return f"{self.email}: {self.thread}"
