"""What Akismet said of a comment."""

from django.db import models

from blog.comments.models.state import State


class Opinion(models.TextChoices):
    """Its answer; none where it was not asked, or said nothing that could be understood."""

    NONE = "", ""
    HAM = "ham", "ham"
    SPAM = "spam", "spam"
    WORST = "worst", "worst"  # which it advises not even to keep


# What a moderator decided otherwise.
TO_REPORT = models.Q(moderated_at__isnull=False) & (
    models.Q(state=State.PUBLIC, akismet_said__in=[Opinion.SPAM.value, Opinion.WORST.value])
    | models.Q(state=State.SPAM, akismet_said=Opinion.HAM.value)
)
