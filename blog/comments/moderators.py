"""Who may moderate what: the one rule that the queue, the comment form and the querysets ask."""

from typing import Any

from django.db.models import Q


def moderates_all(user: Any) -> bool:
    """Whether this person may moderate every comment: staff with “Can moderate comments”, or the owner."""
    is_staff = user is not None and user.is_active and user.is_staff
    return bool(is_staff and user.has_perm("comments.moderate"))


def works_here(user: Any) -> bool:
    """Whether this person writes or moderates here, and so cannot be blocked."""
    return bool(user is not None and (user.is_staff or user.is_superuser))


def moderates(user: Any, item: Any) -> bool:
    """Whether this person may moderate what stands under ``item``: moderators, and the text's author."""
    if user is None or not user.is_active:
        return False
    return item.author_id == user.pk or moderates_all(user)


def moderates_any(user: Any) -> bool:
    """Whether the queue is open to this person: staff who moderate, or write texts of their own."""
    return bool(user.is_active and user.is_staff and (moderates_all(user) or user.is_author))


def moderated_items(user: Any, articles: Any, pages: Any) -> Q:
    """Return ``moderates`` as a condition on comments; ``articles`` and ``pages`` are querysets of all.

    The numbers are asked for first: with them PostgreSQL knows how many comments to expect, and whether
    to come by the article or by the state.
    """
    if moderates_all(user):
        return Q()
    own = [
        list(items.filter(author=user).order_by().values_list("pk", flat=True)) for items in (articles, pages)
    ]
    return Q(article__in=own[0]) | Q(page__in=own[1])
