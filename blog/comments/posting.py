"""Takes a comment: the rules that need the database, under locks that all workers share.

Source of the answers: WordPress, ``wp_handle_comment_submission()`` and ``wp_allow_comment()``.
"""

import math
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django_comments.signals import comment_was_posted, comment_will_be_posted

from blog.comments import akismet, blocking, confirmation, followups, moderation, proof
from blog.comments.facts import BURST, Facts, gather, questions_about
from blog.comments.forms import CommentForm
from blog.comments.judging import judge
from blog.comments.models import LARGEST_ID, STANDING, BlogComment, State
from blog.comments.models.block import BLOCKING
from blog.comments.models.opinion import Opinion
from blog.comments.models.place import NEXT_ID, SHARE_PARENT, put_at
from blog.comments.people import Visitor
from blog.comments.scoring import Circumstances
from blog.models import Article, Page
from blog.models.prepared import IS_PLANNED
from blog.outbox import queue_unwritten
from blog.subscriptions.models import Source, Subscriber
from blog.untrusted import whole_number

# The reasons to hold a doubtful comment beside which a proof of work still changes something.
WORTH_ASKING = {moderation.Reason.DOUBTFUL, moderation.Reason.FIRST}


@dataclass
class RefusedError(Exception):
    """A comment that was not taken, and the answer that says why."""

    status: int
    message: str
    retry_after: int = 0  # seconds
    existing: BlogComment | None = None


@dataclass
class DoubtfulError(Exception):
    """A comment that is taken when its browser has answered the challenge."""

    challenge: str


def refuse_closed(item: Article | Page) -> None:
    """Raise when the item takes no comments; one behind a password takes none either."""
    if not item.is_open_for_comments or item.is_protected:
        raise RefusedError(403, _("Sorry, comments are closed for this item."))


def refuse_blocked(visitor: Visitor, email: str, website: str) -> None:
    """Raise when a moderator has blocked the account, the e-mail address, its domain or the IP address."""
    if visitor.is_blocked(email=email, website=website):
        raise _blocked()


def find_parent(item: Article | Page, number: str) -> BlogComment | None:
    """Return the comment that is answered, None for a new thread; raise when it cannot be."""
    if number in ("", "0"):
        return None
    known = whole_number(number, most=LARGEST_ID)
    parent = BlogComment.objects.find_parent(item, known) if known else None
    if parent is None:
        raise _unapproved_parent()
    return parent


@dataclass
class _UnaskedError(Exception):
    """Akismet is to be asked first, when the transaction is over."""

    comment: BlogComment


def store(form: CommentForm, item: Article | Page, visitor: Visitor, request: HttpRequest) -> BlogComment:
    """Store a valid form's comment and its mails, all or nothing; raise RefusedError for WordPress's reasons.

    Raise DoubtfulError where the browser can be asked for a proof of work, and should be. When this returns,
    the comment is there exactly once: two posts of one person wait for each other.
    """
    try:
        return _store(form, item, visitor, request, None if akismet.is_on() else Opinion.NONE)
    except _UnaskedError as unasked:
        opinion = akismet.ask(unasked.comment, request.headers.get("Referer", ""))
    return _store(form, item, visitor, request, opinion)


@transaction.atomic
def _store(
    form: CommentForm, item: Article | Page, visitor: Visitor, request: HttpRequest, opinion: Opinion | None
) -> BlogComment:
    """Store it; raise _UnaskedError where the ``opinion`` of Akismet is missing."""
    if form.parent_number is None:
        raise _unapproved_parent()
    comment: BlogComment = form.get_comment_object()
    comment.render()
    is_moderator = visitor.may_moderate(item)
    number, is_planned = _wait_for_turn(comment, visitor, limit_address=not is_moderator)
    if not visitor.holds_account():
        raise RefusedError(403, _("Your account was deleted in the meantime, so this was not posted."))
    marks = visitor.blockable(email=comment.user_email, website=comment.user_url)
    facts = gather(comment, marks, is_planned=is_planned)
    if facts.is_blocked:
        raise _blocked()
    if form.parent_number and facts.parent is None:
        raise _unapproved_parent()
    if facts.duplicate:
        raise _duplicate(facts.duplicate)
    if not is_moderator and settings.BLOG_COMMENT_INTERVAL:
        _refuse_haste(facts)
    if facts.is_proven:
        comment.confirmed_at = timezone.now()
    if is_moderator:  # what moderators and the text's author write is public at once
        comment.state = State.PUBLIC
    else:
        _decide(comment, visitor, form, facts, opinion)
    for _receiver, answer in comment_will_be_posted.send(BlogComment, comment=comment, request=request):
        if answer is False:
            raise RefusedError(400, _("This comment was not taken."))
    put_at(comment, number, facts.parent)
    comment.save()
    comment_was_posted.send(BlogComment, comment=comment, request=request)
    _write_mails(comment, facts)
    return comment


def _blocked() -> RefusedError:
    return RefusedError(403, blocking.refusal())


def _unapproved_parent() -> RefusedError:
    return RefusedError(403, _("Sorry, replies to unapproved comments are not allowed."))


def _wait_for_turn(comment: BlogComment, visitor: Visitor, *, limit_address: bool) -> tuple[int, bool]:
    """Lock the person, the guest's address and what is answered, until the transaction ends; in one order.

    Posts share the lock of the blocks: no block is made while one is under way. Return a number for the
    comment, and whether PostgreSQL has planned how to find the facts.
    """
    names = [f"account {comment.user_id}" if comment.user_id else f"email {comment.user_email}"]
    if limit_address and visitor.user is None and settings.BLOG_COMMENT_INTERVAL:
        names.append(f"address {visitor.address}")
    numbers = sorted(
        int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True) for name in names
    )
    locks = ["pg_advisory_xact_lock_shared(%s)", *["pg_advisory_xact_lock(%s)"] * len(numbers)]
    with connection.cursor() as cursor:  # from left to right
        wanted = [f"({NEXT_ID})", IS_PLANNED, *locks, f"({SHARE_PARENT})"]
        plan = questions_about(comment).plan_name
        cursor.execute(f"SELECT {', '.join(wanted)}", [plan, BLOCKING, *numbers, comment.parent_id])
        number, is_planned, *_rest = cursor.fetchone()
        return number, is_planned


def _duplicate(number: int) -> RefusedError:
    message = _("Duplicate comment detected; it looks as though you’ve already said that!")
    return RefusedError(409, message, existing=BlogComment.objects.with_item().get(pk=number))


def _refuse_haste(facts: Facts) -> None:
    interval = timedelta(seconds=settings.BLOG_COMMENT_INTERVAL)
    now = timezone.now()
    if facts.last_at:
        raise _too_quick(facts.last_at + interval - now)
    if len(facts.burst_at) == BURST:
        raise _too_quick(facts.burst_at[-1] + interval * BURST - now)


def _too_quick(wait: timedelta) -> RefusedError:
    seconds = max(1, math.ceil(wait.total_seconds()))
    return RefusedError(429, _("You are posting comments too quickly. Slow down."), retry_after=seconds)


def _decide(
    comment: BlogComment, visitor: Visitor, form: CommentForm, facts: Facts, opinion: Opinion | None
) -> None:
    """Set state and reasons."""
    about = _described(comment, visitor)
    around = Circumstances(
        akismet=opinion or Opinion.NONE,
        has_worked=bool(form.proof) and proof.is_proven(str(form.proof), *about),
        is_trapped=bool(form.cleaned_data.get("honeypot")),
        seconds=_seconds(form.data.get("open_ms", "")),
        is_guest=visitor.user is None,
        public_count=facts.public_count,
        spam_count=facts.spam_count,
        verdict=facts.verdict,
    )
    is_known = around.public_count > 0
    comment.state, comment.held_because = judge(comment, is_known=is_known, around=around)
    waits_for = {code for code, _detail in comment.held_because}
    if form.proof is not None and moderation.Reason.DOUBTFUL in waits_for <= WORTH_ASKING:
        raise DoubtfulError(proof.challenge(*about))
    if opinion is None and not is_known and comment.state in STANDING:
        raise _UnaskedError(comment)
    comment.akismet_said = opinion or Opinion.NONE


def _described(comment: BlogComment, visitor: Visitor) -> tuple[str, ...]:
    """Return what a proof of work is good for: this text, there, by this person from this address."""
    item, person = comment.item, comment.user_id or comment.user_email
    place = f"{item._meta.label} {item.pk} {comment.parent_id}"
    return place, str(person), visitor.address, comment.author_name, comment.user_url, comment.comment


def _write_mails(comment: BlogComment, facts: Facts) -> None:
    """Queue what a new comment causes: the confirmation, the mail to the author, a subscription."""
    if comment.wants_posts and comment.confirmed_at:
        Subscriber.objects.start(comment.user_email, Source.COMMENT)
    letters = [followups.letter_to_author(comment)]
    if comment.user_id is None or comment.followup or comment.wants_posts:
        letters.insert(0, confirmation.letter_to_confirm(comment, facts.unanswered_count))
    queue_unwritten([letter for letter in letters if letter])


def _seconds(milliseconds: str) -> float | None:
    """Return how long the form was open, as its script told; None when it did not."""
    known = whole_number(milliseconds, most=2**31 - 1)
    return None if known is None else known / 1000
