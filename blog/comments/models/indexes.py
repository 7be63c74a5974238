"""The indexes of the comments: what a page reads in its order, and what the queue can be narrowed to.

Those of the queue end with the number, the newest first, so that a page of it is read and no more.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from blog.comments.models.opinion import TO_REPORT
from blog.comments.models.queryset import HEAD, IS_HEAD
from blog.comments.models.searched import SEARCHED
from blog.comments.models.state import Kind, State
from blog.comments.models.word import TO_LEARN
from blog.comments.moderation import Reason

_NEWEST = ("state", "-xtdcomment_ptr")

INDEXES: list[models.Index] = [
    # All that counting threads and finding a page of them needs, so that no comment is read for it.
    models.Index("article", HEAD, "path", "state", name="comment_threads_of_article"),
    models.Index("page", HEAD, "path", "state", name="comment_threads_of_page"),
    # The best threads, in their order.
    *(
        models.Index(
            fields=[item, "-like_count", "path"],
            name=f"comment_best_of_{item}",
            condition=IS_HEAD & Q(**{f"{item}__isnull": False}),
        )
        for item in ("article", "page")
    ),
    models.Index(fields=_NEWEST, name="comment_by_state"),
    models.Index(
        fields=["article", *_NEWEST],
        name="comment_article_by_state",
        condition=Q(article__isnull=False),
    ),
    models.Index(fields=["page", *_NEWEST], name="comment_page_by_state", condition=Q(page__isnull=False)),
    # The mentions of other blogs: few.
    models.Index(fields=_NEWEST, name="comment_mentions", condition=~Q(kind=Kind.COMMENT)),
    models.Index(fields=["-xtdcomment_ptr"], name="comment_reported_newest", condition=Q(report_count__gt=0)),
    models.Index(
        fields=["announced_at"],
        name="comment_to_announce",
        condition=Q(state=State.PUBLIC, announced_at__isnull=True),
    ),
    # What became public lately, for pages that are open.
    models.Index(
        fields=["article", "announced_at"],
        name="comment_news_of_article",
        condition=Q(state=State.PUBLIC, article__isnull=False),
    ),
    models.Index(
        fields=["page", "announced_at"],
        name="comment_news_of_page",
        condition=Q(state=State.PUBLIC, page__isnull=False),
    ),
    models.Index(fields=["xtdcomment_ptr"], name="comment_to_learn", condition=TO_LEARN),
    models.Index(fields=["xtdcomment_ptr"], name="comment_to_report", condition=TO_REPORT),
    GinIndex(SEARCHED, name="comment_searched"),
    # One for each reason: small, for few comments were ever held, and in the order of the queue.
    *(
        models.Index(
            fields=_NEWEST,
            name=f"comment_held_{reason.value}",
            condition=Q(held_because__contains=[[reason.value]]),
        )
        for reason in Reason
    ),
]
