"""An article with 10,000 comments beside one with 100: a page of comments, wherever it stands."""

import statistics
import time
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from blog.comments import conversation
from blog.models import Article, SiteSettings
from tests import factories
from tests.benchmarks import content
from tests.benchmarks.report import Report

ROUNDS = 30
# Every other comment begins a thread, the next one answers it. Of 100, one is spam and two are held; the
# writer of one has deleted it, and its reply is left.
FILL = (
    """INSERT INTO django_comments (id, object_pk, user_name, user_email, user_url, comment, submit_date,
           is_public, is_removed, content_type_id, site_id)
       SELECT %(after)s + n, %(article)s, 'Reader ' || n, '', '', 'Thought ' || n,
           now() - (%(count)s - n) * interval '1 minute', true, false, %(kind)s, 1
       FROM generate_series(1, %(count)s) AS n""",
    """INSERT INTO django_comments_xtd_xtdcomment
           (comment_ptr_id, thread_id, parent_id, level, "order", followup, nested_count)
       SELECT id, id - 1 + n % 2, id - 1 + n % 2, 1 - n % 2, 1, false, 0
       FROM (SELECT %(after)s + n AS id, n FROM generate_series(1, %(count)s) AS n) AS numbers""",
    """INSERT INTO comments_blogcomment (xtdcomment_ptr_id, path, state, author_name, comment_html,
           renderer_version, user_agent, service, held_because, like_count, wants_posts, article_id,
           withdrawn_at)
       SELECT id, CASE WHEN n % 2 = 0 THEN lpad((id - 1)::text, 10, '0') || '/' ELSE '' END
               || lpad(id::text, 10, '0'),
           CASE n % 100 WHEN 1 THEN 'trash' WHEN 8 THEN 'spam' WHEN 9 THEN 'pending' WHEN 10 THEN 'pending'
                ELSE 'public' END,
           'Reader ' || n, '<p>Thought number ' || n || ': a sentence or two about the harbour.</p>', 1, '',
           '', '[]'::jsonb, n % 7, false, %(article)s, CASE n % 100 WHEN 1 THEN now() END
       FROM (SELECT %(after)s + n AS id, n FROM generate_series(1, %(count)s) AS n) AS numbers""",
    "SELECT setval(pg_get_serial_sequence('django_comments', 'id'), %(after)s + %(count)s)",
    "ANALYZE",
)


def measure(report: Report) -> None:
    """Take the median of alternating readings, in one process."""
    few, many = (_make_article(count) for count in (100, 10_000))
    SiteSettings.current()
    visitors = {"": AnonymousUser(), ", signed in": factories.make_user("walter")}
    pages = {"100": (few, None, ""), "first": (many, 1, ""), "middle": (many, 50, "")}
    pages |= {"newest": (many, None, ""), "best": (many, None, "?comments=best")}
    for who, user in visitors.items():
        times: dict[str, list[float]] = {name: [] for name in pages}
        for _round in range(ROUNDS):
            for name, page in pages.items():
                start = time.perf_counter()
                _read(*page, user)
                times[name].append(time.perf_counter() - start)
        taken = {name: statistics.median(each) * 1000 for name, each in times.items()}
        for name in list(pages)[1:]:
            ratio = taken[name] / taken["100"]
            report.add(f"10,000 comments : 100 comments, {name} page{who}", ratio, 2.0, "times")
        report.note("  ".join(f"{name}: {each:.1f} ms" for name, each in taken.items()))
        with CaptureQueriesContext(connection) as queries:
            _read(many, 50, "", user)
        report.add(f"queries of a page of 10,000 comments{who}", len(queries), 3)


def _read(article: Article, wanted: int | None, query: str, user: Any) -> None:
    request: Any = RequestFactory().get(f"/{query}")
    request.user, request.session = user, {}
    assert conversation.describe(request, article, wanted)["comments_html"]


def _make_article(count: int) -> Article:
    article = content.make_article(f"An article with {count:,} comments")
    last = factories.make_comment(article)
    values = {"after": last.pk, "article": article.pk, "count": count, "kind": last.content_type_id}
    last.delete()
    with connection.cursor() as cursor:
        for statement in FILL:
            cursor.execute(statement.replace("% ", "%% "), values)
    return article
