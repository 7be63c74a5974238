"""Replies written by eight threads at once: no error, no deadlock, exact order."""

import random
import threading

from django.db import connection

from blog.comments.models import BlogComment
from blog.models import Article
from tests import factories
from tests.benchmarks import content
from tests.benchmarks.report import Report

THREADS, REPLIES = 8, 200


def measure(report: Report) -> None:
    """Write 200 replies to random comments of one thread, and look at their order."""
    article = content.make_article("A crowded thread")
    ids = [factories.make_comment(article).pk]
    errors: list[Exception] = []

    def write(seed: int) -> None:
        chance = random.Random(seed)
        try:
            for _number in range(REPLIES // THREADS):
                parent = BlogComment.objects.get(pk=chance.choice(ids))
                ids.append(factories.make_comment(article, parent).pk)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(seed,)) for seed in range(THREADS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=60)
    report.add(f"errors of {THREADS} threads writing {REPLIES} replies", len(errors), 0)
    report.add("comments out of place", _out_of_place(article), 0)
    report.add("replies missing", REPLIES + 1 - article.comments.count(), 0)


def _out_of_place(article: Article) -> int:
    """Count comments that do not stand where walking the tree from its root would put them."""
    shown = list(BlogComment.objects.filter(article=article).in_thread_order())
    children: dict[int, list[BlogComment]] = {}
    for comment in sorted(shown, key=lambda comment: comment.pk):
        children.setdefault(comment.parent_id if comment.is_reply else 0, []).append(comment)

    def walk(parent: int) -> list[BlogComment]:
        return [found for child in children.get(parent, []) for found in (child, *walk(child.pk))]

    return sum(one.pk != other.pk for one, other in zip(shown, walk(0), strict=True))
