"""Who wrote a file: found by login name, address part or shown name, and made when missing."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from blog.markdown import slug_from
from blog.publishing.front_matter import PublishError


def find_author(name: str, known: Any = None) -> Any:
    """Return the person; without a name the one known so far, else the first owner.

    A person made here cannot sign in until somebody sets a password. Raises PublishError.
    """
    people = get_user_model()._default_manager
    if not name:
        author = known or people.filter(is_superuser=True, is_active=True).order_by("pk").first()
        if author is None:
            raise PublishError("author: nobody is named, and the blog has no owner yet: add an author.")
        return author
    for condition in (Q(username=name), Q(username__iexact=name), Q(nicename=name), Q(display_name=name)):
        if found := people.filter(condition).order_by("pk").first():
            return found
    username = slug_from(name)[:60]
    if not username:
        raise PublishError(f"author: {name!r} is no name: use letters.")
    display_name = "" if name == username else name[:245]
    return people.create_user(username, display_name=display_name)
