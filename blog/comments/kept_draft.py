"""A draft that waits in the session while its writer logs in: for browsers without JavaScript.

With JavaScript the browser keeps drafts itself, and nothing of this is used. One draft is kept, the last one.
"""

from typing import Any

from django.http import HttpRequest

from blog.comments.forms import CommentForm, number_of
from blog.models import Article, Page

KEY = "comment_draft"
LEFT_OUT = {"honeypot", "comment_post_ID"}


def keep(request: HttpRequest, item: Article | Page, form: CommentForm) -> None:
    """Put what was typed into the session; what is too long for a comment is not kept."""
    names = [name for name in form.fields if name not in LEFT_OUT and name not in form.too_long]
    fields = {name: value for name in names if (value := form[name].value())}
    request.session[KEY] = {"item": number_of(item), "fields": fields}


def kept(request: HttpRequest, item: Article | Page) -> dict[str, Any]:
    """Return the fields of the draft for ``item``, by name; empty when there is none."""
    draft = request.session.get(KEY, {})
    return draft["fields"] if draft.get("item") == number_of(item) else {}


def forget(request: HttpRequest) -> None:
    """Drop the draft: the comment exists."""
    if KEY in request.session:
        del request.session[KEY]
