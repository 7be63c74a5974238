"""The states of a comment."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """State of a comment. WordPress: approve, hold, spam, trash."""

    PENDING = "pending", _("Pending")
    PUBLIC = "public", _("Public")
    SPAM = "spam", _("Spam")
    TRASH = "trash", _("Trash")
