"""Teaches the spam filter what moderators decided. The worker does so, so that no click waits for it."""

from collections import Counter

from django.db import transaction

from blog.comments import bayes
from blog.comments.models import BlogComment, State
from blog.comments.models.word import TO_LEARN, TOTALS, SpamWord

LEARNT = (State.SPAM, State.PUBLIC)


def words_of(comment: BlogComment) -> set[str]:
    """Return what the filter knows a comment by; never who wrote it."""
    return bayes.tokens(comment.user_url, comment.comment)


@transaction.atomic
def learn_due(limit: int = 50) -> int:
    """Learn up to ``limit`` decisions, unlearning what they change; return how many.

    Each comment counts once, whatever happened to it before: what was learnt is kept in ``trained_as``.
    """
    due = BlogComment.objects.filter(TO_LEARN).order_by().select_for_update(of=("self",), skip_locked=True)
    comments = list(due[:limit])
    changes: Counter[tuple[str, str]] = Counter()
    for comment in comments:
        wanted = comment.state if comment.state in LEARNT else ""
        for word in {TOTALS, *words_of(comment)}:
            changes[word, wanted] += 1
            changes[word, comment.trained_as] -= 1
        BlogComment.objects.filter(pk=comment.pk).update(trained_as=wanted)
    words = {word for word, _state in changes}
    if words:
        SpamWord.objects.add(
            {word: bayes.Counts(*(changes[word, state] for state in LEARNT)) for word in words}
        )
    return len(comments)
