"""The states and kinds of a comment."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """State of a comment. WordPress: approve, hold, spam, trash."""

    PENDING = "pending", _("Pending")
    PUBLIC = "public", _("Public")
    SPAM = "spam", _("Spam")
    TRASH = "trash", _("Trash")


class Kind(models.TextChoices):
    """What a comment is: somebody's words, or another blog's mention. WordPress: ``comment_type``."""

    COMMENT = "comment", _("Comment")
    PINGBACK = "pingback", _("Pingback")
    TRACKBACK = "trackback", _("Trackback")


# Neither spam nor removed: its writer owns it, answers to it count, mails about it go out.
STANDING = (State.PENDING, State.PUBLIC)

# WordPress's words for the moves, as buttons, links of mails and the command have them.
MOVES = {"approve": State.PUBLIC, "hold": State.PENDING, "spam": State.SPAM, "trash": State.TRASH}
