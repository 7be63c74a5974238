"""A million comments in a database of their own, which is kept: filled once in some minutes, asked often.

The distributions are hostile: values that nearly all comments have and values that three have, and values
that never meet, so that a search for both walks in vain.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from blog.comments.models import BlogComment
from blog.models import Article
from tests import factories

COMMENTS = 1_000_000

# Of 1,000: 900 public, 50 spam, 30 trash, 20 pending; every fifth of these held for its links.
STATE = """CASE WHEN n % 1000 < 900 THEN 'public' WHEN n % 1000 < 950 THEN 'spam'
           WHEN n % 1000 < 980 THEN 'trash' ELSE 'pending' END"""
# 25 of 8,192 words; in 300,000 public comments "harbour", in 10,000 "lantern", in the oldest 100,000
# "archive", in three "zanzibar".
TEXT = """concat('Thought ', n, ' ',
    (SELECT string_agg('w' || (hashint8(n * 37 + i) & 8191), ' ') FROM generate_series(1, 25) AS i),
    CASE WHEN n % 10 < 3 AND n % 1000 < 900 THEN ' harbour' END, CASE WHEN n % 100 = 7 THEN ' lantern' END,
    CASE WHEN n <= 100000 THEN ' archive' END, CASE WHEN n IN (7, 500000, 999999) THEN ' zanzibar' END)"""
EMAIL = """CASE WHEN n <= 20000 THEN 'old@example.info' WHEN n % 50 = 0 THEN 'often@example.net'
    WHEN n % 50 = 1 THEN 'known@example.com' WHEN n % 300000 = 299999 THEN 'seldom@tiny.example'
    ELSE 'reader' || n % 50000 || '@example.org' END"""
ADDRESS = """CASE WHEN n % 10 = 4 THEN '203.0.113.9'
    ELSE '10.' || n % 200 || '.' || n / 200 % 250 || '.1' END"""
REASON = f"""CASE WHEN {STATE} = 'public' THEN '[]'::jsonb WHEN n % 300000 = 299999
    THEN '[["disallowed", "x"]]'::jsonb WHEN n % 5 = 0 THEN '[["links", "3"]]'::jsonb
    ELSE '[["first", ""]]'::jsonb END"""
FILL = (
    """INSERT INTO django_comments (id, object_pk, user_name, user_email, user_url, comment, submit_date,
           ip_address, is_public, is_removed, content_type_id, site_id, user_id)
       SELECT n, %(busy)s, 'Reader ' || n %% 50000, {email}, '', {text},
           now() - (%(count)s - n) * interval '1 minute', ({address})::inet, {state} = 'public',
           {state} = 'trash', %(kind)s, 1, CASE WHEN n %% 50 = 1 AND n > 20000 THEN %(known)s END
       FROM generate_series(1, %(count)s) AS n""",
    """INSERT INTO django_comments_xtd_xtdcomment
           (comment_ptr_id, thread_id, parent_id, level, "order", followup, nested_count)
       SELECT n, n, n, 0, 1, false, 0 FROM generate_series(1, %(count)s) AS n""",
    """INSERT INTO comments_blogcomment (xtdcomment_ptr_id, path, state, author_name, comment_html,
           renderer_version, user_agent, service, held_because, like_count, wants_posts, article_id, page_id,
           report_count)
       SELECT n, lpad(n::text, 10, '0'), {state}, user_name, '<p>' || comment || '</p>', 1, '', '', {reason},
           0, false, CASE WHEN n %% 1000 <> 500 THEN CASE WHEN n %% 100 = 1 THEN %(rare)s
               WHEN n %% 10 = 3 THEN %(own)s ELSE %(busy)s END END,
           CASE WHEN n %% 1000 = 500 THEN %(page)s::bigint END, CASE WHEN n %% 5000 = 0 THEN 1 ELSE 0 END
       FROM (SELECT id AS n, user_name, comment FROM django_comments) AS stored""",
)


def fill(count: int = COMMENTS) -> None:
    """Make authors, articles and comments, unless they are there; the slow index comes last."""
    if BlogComment.objects.filter(pk=count).exists():
        return
    author, others = factories.make_author("zoe", display_name="Zoe Writer"), factories.make_author("yann")
    own = factories.make_article(author, title="Own")
    busy, rare = (factories.make_article(others, title=title) for title in ("Busy", "Rare"))
    values = {
        "count": count,
        "own": own.pk,
        "busy": busy.pk,
        "rare": rare.pk,
        "page": factories.make_page(others).pk,
        "kind": ContentType.objects.get_for_model(Article).pk,
        "known": factories.make_user("known").pk,
    }
    parts = {"state": STATE, "text": TEXT, "email": EMAIL, "address": ADDRESS, "reason": REASON}
    with connection.cursor() as cursor:
        index = _drop_index(cursor)
        for statement in FILL:
            named = {name: part.replace("%", "%%") for name, part in parts.items()}
            cursor.execute(statement.format(**named), values)
        cursor.execute(index)
        cursor.execute("VACUUM ANALYZE")


def _drop_index(cursor: Any) -> str:
    """Drop the index of the words; return the statement that makes it again."""
    cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'comment_searched'")
    (made,) = cursor.fetchone()
    cursor.execute("DROP INDEX comment_searched")
    return str(made)
