"""Posts comments as a browser's form does, from a page of the blog unless told otherwise."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from blog.models import Article, Page

ADDRESS = "/wp-comments-post.php"
OURS = {"Sec-Fetch-Site": "same-origin"}


def fields(item: Article | Page | None = None, **changed: Any) -> dict[str, Any]:
    """Return a guest's filled-in form; ``without=("email",)`` leaves fields out."""
    given = {
        "author": "Gustav Guest",
        "email": "gustav@example.org",
        "url": "",
        "comment": "A fine walk.",
        "comment_post_ID": str(item.pk) if item else "",
        "comment_parent": "0",
    }
    without = changed.pop("without", ())
    return {name: value for name, value in (given | changed).items() if name not in without}


def post(
    item: Article | Page | None,
    client: Any = None,
    headers: Any = OURS,
    **changed: Any,
) -> HttpResponse:
    """Post it and return the answer; tokens are checked as for a browser."""
    client = client or Client(enforce_csrf_checks=True)
    response: HttpResponse = client.post(ADDRESS, fields(item, **changed), headers=headers)
    return response


def sign_in(user: Any, *, enforce_csrf_checks: bool = False) -> Client:
    """Return a browser in which ``user`` is signed in."""
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
