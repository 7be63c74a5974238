"""The text that is commented on."""

from django.db import models
from django.urls import reverse


class Post(models.Model):
    """A text with a title."""

    title = models.CharField(max_length=200)
    body = models.TextField()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return its address, which nobody asks for here."""
        return reverse("post-detail", args=[self.pk])
