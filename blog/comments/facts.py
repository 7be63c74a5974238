"""Everything that the database knows about a comment that is being posted, asked for in one statement."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.verified import proven_addresses
from blog.comments import confirmation
from blog.comments.bayes import Verdict
from blog.comments.marks import BlockKind, Marks
from blog.comments.models import Block, BlogComment, State
from blog.comments.models.place import Place
from blog.comments.models.word import TOTALS, SpamWord
from blog.comments.training import words_of
from blog.models.prepared import Given, Questions, count

# Guests who share one address may write this many comments within as many intervals.
BURST = 10


@dataclass(frozen=True)
class Facts:
    """What was found, while the person's other posts wait."""

    is_blocked: bool  # the person, by an account, an address, a domain or a network
    duplicate: int | None  # the number of the comment that says the same
    last_at: datetime | None  # when the person wrote before, within the interval
    burst_at: list[datetime]  # when the address did, the newest first; of guests
    parent: Place | None
    is_proven: bool  # the account's address
    public_count: int  # comments of the account, and of its proven address
    spam_count: int
    verdict: Verdict | None  # of what was learnt about the words
    unanswered_count: int  # confirmation mails to the address


def gather(comment: BlogComment, marks: Marks, *, is_planned: bool) -> Facts:
    """Return the facts about a comment that is not stored yet, by somebody with these marks, if any.

    ``is_planned``: whether PostgreSQL knows the plan of ``questions_about``.
    """
    now = timezone.now()
    interval = timedelta(seconds=settings.BLOG_COMMENT_INTERVAL)
    found = questions_about(comment).ask_planned(
        is_planned=is_planned,
        item=comment.article_id or comment.page_id,
        user=comment.user_id,
        email=comment.user_email,
        text=comment.comment,
        parent=comment.parent_id,
        interval=now - interval,
        burst=now - interval * BURST,
        address=comment.ip_address,
        day=now - confirmation.UNANSWERED_FOR,
        words=[TOTALS, *words_of(comment)],
        **{f"{kind} marks": list(marks.get(kind, ())) for kind in BlockKind},
    )
    path, thread_id = found["path"], found["thread_id"]
    return Facts(
        is_blocked=bool(found["block"]),
        duplicate=next(iter(found["duplicate"]), None),
        last_at=next(iter(found["last_at"]), None),
        burst_at=found.get("burst_at", []),
        parent=Place(path[0], thread_id[0]) if path else None,
        is_proven=bool(found.get("proven")),
        public_count=sum(found.get("public_count", [])),
        spam_count=sum(found.get("spam_count", [])),
        unanswered_count=sum(found["unanswered_count"]),
        verdict=SpamWord.verdict(found["words"]),
    )


def questions_about(comment: BlogComment) -> Questions:
    """Return what is asked about a comment on such an item by such a person."""
    return _questions("article" if comment.article_id else "page", is_account=comment.user_id is not None)


@cache
def _questions(item: str, *, is_account: bool) -> Questions:
    comments = BlogComment.objects.order_by()
    on_item = comments.filter(**{item: Given("item", models.BigIntegerField())})
    user, email = Given("user", models.BigIntegerField()), Given("email", models.TextField())
    same_person = models.Q(user=user) if is_account else models.Q(user=None, user_email=email)
    recent = comments.order_by("-submit_date").values_list("submit_date")
    parent = on_item.public().by_people().filter(pk=Given("parent", models.IntegerField()))
    unanswered = confirmation.unanswered(email, since=_time("day"))
    marks = {kind: Given(f"{kind} marks", ArrayField(models.TextField())) for kind in BlockKind}
    questions = {
        "block": Block.objects.covering(marks).order_by().values_list("pk")[:1],
        "duplicate": on_item.filter(same_person, comment=Given("text", models.TextField())).values_list("pk"),
        "last_at": recent.filter(same_person, submit_date__gt=_time("interval"))[:1],
        "path": parent.values_list("path"),
        "thread_id": parent.values_list("thread_id"),
        "unanswered_count": unanswered.values_list(count()),
        "words": SpamWord.objects.counts_of(Given("words", ArrayField(models.TextField()))),
    }
    if is_account:
        proven = proven_addresses(user, email)
        theirs = comments.by_person(user=user, email=models.Subquery(proven.values(own=Lower("email"))[:1]))
        questions |= {
            "proven": proven.values_list("pk"),
            "public_count": theirs.public().values_list(count()),
            "spam_count": theirs.filter(state=State.SPAM).values_list(count()),
        }
    else:
        near = recent.filter(user=None, ip_address=Given("address", models.GenericIPAddressField()))
        questions["burst_at"] = near.filter(submit_date__gt=_time("burst"))[:BURST]
    return Questions(questions)


def _time(name: str) -> Any:
    return Given(name, models.DateTimeField())
