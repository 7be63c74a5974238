"""Acts on everything that the list is narrowed to, and taking them back: portion by portion.

Each portion is a transaction of its own. A request works for some seconds; a page then says how far it is,
and goes on with the next request, by itself where there is JavaScript.
"""

import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from blog.comments.admin import acts
from blog.comments.models import LARGEST_ID, BlogComment
from blog.comments.sifting import find_all
from blog.comments.undo import undo
from blog.untrusted import whole_number

MOST_SECONDS = 3.0  # of one request; a portion that has begun is finished
ALL_FITTING = "all_fitting"
ACTIONS = {"approve": "approve", "mark_spam": "spam", "move_to_trash": "trash", "restore": "hold"}


class Sweeping:
    """What ``CommentAdmin`` does with more comments than a page shows."""

    admin_site: Any
    get_changelist_instance: Any

    def is_sweep(self, request: HttpRequest) -> bool:
        """Whether everything that fits is meant, not what is ticked."""
        return ALL_FITTING in request.POST and request.POST.get("action") in ACTIONS

    def sweep(self, request: HttpRequest) -> HttpResponse | None:
        """Move what fits, from where the last request ended; return None when all is through."""
        name = ACTIONS[request.POST["action"]]
        batch = batch_of(request) or uuid4()
        question = self.get_changelist_instance(request).question(request)
        moves = (
            (last, acts.move_found(request, numbers, name, batch))
            for last, numbers in find_all(question, _number(request, "last"))
        )
        done, last = _work(moves, _number(request, "done") or 0)
        if last is None:
            acts.tell_moved(request, name, done, batch)
            return None
        fields = {"action": request.POST["action"], ALL_FITTING: "1", "batch": batch}
        return self._so_far(request, done, fields | {"last": last, "done": done})

    def take_back(self, request: HttpRequest, batch: UUID) -> HttpResponse | None:
        """Undo a batch, from where the last request ended; return None when all is back."""
        theirs = BlogComment.objects.moderated_by(request.user)
        backs = undo(batch, theirs, request.user, after=_number(request, "last") or 0)
        done, last = _work(backs, _number(request, "done") or 0)
        if last is None:
            acts.tell_taken_back(request, done)
            return None
        return self._so_far(request, done, {"batch": batch, "last": last, "done": done})

    def _so_far(self, request: HttpRequest, done: int, fields: dict[str, Any]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Comments"),
            "done": done,
            "fields": fields,
        }
        return TemplateResponse(request, "admin/comments/blogcomment/sweep.html", context)


def batch_of(request: HttpRequest) -> UUID | None:
    """Return the batch that the form names; None for none, and for what is no batch."""
    try:
        return UUID(request.POST.get("batch", ""))
    except ValueError:
        return None


def _work(portions: Iterator[tuple[int, int]], done: int) -> tuple[int, int | None]:
    """Go through portions while there is time; return how many are done, and where to go on."""
    end = time.monotonic() + MOST_SECONDS
    for last, count in portions:
        done += count
        if time.monotonic() > end:
            return done, last
    return done, None


def _number(request: HttpRequest, name: str) -> int | None:
    return whole_number(request.POST.get(name, ""), most=LARGEST_ID)
