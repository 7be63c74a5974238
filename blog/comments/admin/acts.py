"""What a moderator does with comments in the queue: moves that look at what was seen, and can be undone."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.comments import editing
from blog.comments.models import MOVES, BlogComment

SEEN = "seen-"  # and the number of the comment: what the moderator's page showed


def move(request: HttpRequest, numbers: list[int], name: str) -> None:
    """Move these comments, those left out that changed since they were seen, and tell what became of it."""
    batch, by = uuid4(), request.user
    theirs = BlogComment.objects.moderated_by(by)
    with transaction.atomic():
        unchanged = _unchanged(theirs, numbers, request.POST)
        count = BlogComment.objects.filter(pk__in=unchanged).move_to(MOVES[name], by, batch)
    changed = len(numbers) - len(unchanged)
    _warn_of_changed(request, changed)
    if count:
        tell_moved(request, name, count, batch)
    elif not changed:
        messages.info(request, _("Nothing to do: that was done already."))


def tell_moved(request: HttpRequest, name: str, count: int, batch: UUID) -> None:
    """Say how many comments were moved, with a button that takes it back."""
    messages.success(request, _with_undo(_told(name, count), batch))


def settle(request: HttpRequest, numbers: list[int]) -> None:
    """Settle the reports of these comments, those left out that changed since they were seen."""
    with transaction.atomic():
        unchanged = _unchanged(BlogComment.objects.moderated_by(request.user), numbers, request.POST)
        count = BlogComment.objects.filter(pk__in=unchanged).settle_reports(by=request.user)
    _warn_of_changed(request, len(numbers) - len(unchanged))
    if count:
        told = ngettext("Reports of %d comment settled.", "Reports of %d comments settled.", count)
        messages.success(request, told % count)
    elif len(unchanged) == len(numbers):
        messages.info(request, _("Nothing to do: that was done already."))


def move_found(request: HttpRequest, numbers: list[int], name: str, batch: UUID) -> int:
    """Move comments that nobody looked at one by one; return how many changed."""
    if not numbers:
        return 0
    return BlogComment.objects.filter(pk__in=numbers).move_to(MOVES[name], request.user, batch)


def tell_taken_back(request: HttpRequest, count: int) -> None:
    """Say how many comments are back."""
    if count:
        told = ngettext("%d comment is back where it was.", "%d comments are back where they were.", count)
        messages.success(request, told % count)
    else:
        messages.info(request, _("Nothing to undo: it was undone, or moved on since."))


def _warn_of_changed(request: HttpRequest, count: int) -> None:
    if count:
        told = ngettext(
            "%d comment was left alone: it changed since you saw it. Read it again.",
            "%d comments were left alone: they changed since you saw them. Read them again.",
            count,
        )
        messages.warning(request, told % count)


def _unchanged(theirs: Any, numbers: list[int], posted: Mapping[str, str]) -> list[int]:
    allowed = theirs.filter(pk__in=numbers).order_by().values_list("pk", flat=True)
    return editing.lock_unchanged({number: posted.get(f"{SEEN}{number}") for number in allowed})


def _told(name: str, count: int) -> str:
    told = {
        "approve": ngettext("%d comment approved.", "%d comments approved.", count),
        "spam": ngettext("%d comment marked as spam.", "%d comments marked as spam.", count),
        "trash": ngettext("%d comment moved to the trash.", "%d comments moved to the trash.", count),
        "hold": ngettext("%d comment waits for a decision.", "%d comments wait for a decision.", count),
    }
    return told[name] % count


def _with_undo(text: str, batch: UUID) -> str:
    """Return the message with a button of the form that stands in the page of the queue."""
    button = '{} <button type="submit" form="undo-form" name="batch" value="{}" class="undo">{}</button>'
    return format_html(button, text, batch, _("Undo"))
