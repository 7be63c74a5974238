"""The page behind the approve, spam and trash links of a moderator's mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from blog.comments import deciding
from blog.comments.models import BlogComment
from blog.mail_links import keep_secret, link_of_mail
from blog.markdown import unlink
from blog.untrusted import whole_number

LARGEST_EDITION = 2**63 - 1
STATUS = {"expired": 410, "gone": 410, "decided": 409, "changed": 409}


@link_of_mail
def decide(request: HttpRequest, word: str, token: str) -> HttpResponse:
    """Show the comment with a button, or do what the link is for; doing it twice is doing it once."""
    asked = deciding.read(deciding.Decision(word), token)
    if asked is None:
        return _answer(request, None, "expired")
    try:
        if request.method == "POST":
            return _answer(request, asked, asked.decide(_seen(request, asked)))
    except BlogComment.DoesNotExist:  # it was deleted for ever in this very moment
        return _answer(request, None, "expired")
    return _answer(request, asked, asked.standing(asked.edition))


def _seen(request: HttpRequest, asked: deciding.Asked) -> int:
    """Return the edition that the page with the button showed; without one, the mail's."""
    given = whole_number(request.POST.get("seen", ""), most=LARGEST_EDITION)
    return asked.edition if given is None else given


def _answer(request: HttpRequest, asked: deciding.Asked | None, state: str) -> HttpResponse:
    comment = asked.comment if asked else None
    is_get = request.method != "POST"
    context = {
        "comment": comment,
        "item": comment.item if comment else None,
        "comment_html": mark_safe(unlink(comment.comment_html)) if comment else "",  # noqa: S308 - clean
        "word": asked.decision.value if asked else "",
        "move": asked.last_move if asked and state in ("done", "decided") else None,
        "state": state,
        "robots": "noindex",
    }
    # To look at what changed is no mistake; to decide about what was not seen is refused.
    status = 200 if is_get and state in ("changed", "decided") else STATUS.get(state, 200)
    return keep_secret(render(request, "comments/decide.html", context, status=status))
