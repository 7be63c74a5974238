"""The states of a comment."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """State of a comment. WordPress: approve, hold, spam, trash."""

    PENDING = "pending", _("Pending")
    PUBLIC = "public", _("Public")
    SPAM = "spam", _("Spam")
    TRASH = "trash", _("Trash")


# Neither spam nor removed: its writer owns it, answers to it count, mails about it go out.
STANDING = (State.PENDING, State.PUBLIC)

# WordPress's words for the moves, as buttons, links of mails and the command have them.
MOVES = {"approve": State.PUBLIC, "hold": State.PENDING, "spam": State.SPAM, "trash": State.TRASH}
