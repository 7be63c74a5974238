"""The moderation queue with a million comments: what PostgreSQL needs for each filter and search."""

from typing import Any

from django.db import connection

from accounts.models import User
from blog.comments import history
from blog.comments.admin.filters import ALL, REPORTED, in_state
from blog.comments.admin.paging import MOST_COUNTED, capped_counts
from blog.comments.models import BlogComment, State
from blog.comments.search import matching
from tests import factories
from tests.benchmarks.report import Report

COMMENTS = 1_000_000
MOST_MILLISECONDS = 50
PER_PAGE = 50

# Of 1,000: 900 public, 50 spam, 30 trash, 20 pending; every fifth of these held for its links.
STATE = """CASE WHEN n % 1000 < 900 THEN 'public' WHEN n % 1000 < 950 THEN 'spam'
           WHEN n % 1000 < 980 THEN 'trash' ELSE 'pending' END"""
TEXT = "'Thought ' || n || ' of the harbour' || CASE WHEN n % 100 = 7 THEN ' lantern' ELSE '' END"
FILL = (
    """INSERT INTO django_comments (id, object_pk, user_name, user_email, user_url, comment, submit_date,
           ip_address, is_public, is_removed, content_type_id, site_id)
       SELECT n, %(article)s, 'Reader ' || n % 50000,
           CASE WHEN n % 50 = 0 THEN 'often@example.net' ELSE 'reader' || n % 50000 || '@example.org' END,
           '', {text}, now() - (%(count)s - n) * interval '1 minute',
           ('10.' || n % 200 || '.' || n / 200 % 250 || '.1')::inet, {state} = 'public', {state} = 'trash',
           %(kind)s, 1
       FROM generate_series(1, %(count)s) AS n""",
    """INSERT INTO django_comments_xtd_xtdcomment
           (comment_ptr_id, thread_id, parent_id, level, "order", followup, nested_count)
       SELECT n, n, n, 0, 1, false, 0 FROM generate_series(1, %(count)s) AS n""",
    """INSERT INTO comments_blogcomment (xtdcomment_ptr_id, path, state, author_name, comment_html,
           renderer_version, user_agent, service, held_because, like_count, wants_posts, article_id,
           report_count)
       SELECT n, lpad(n::text, 10, '0'), {state}, 'Reader ' || n % 50000, '<p>' || {text} || '</p>', 1, '',
           '',
           CASE WHEN {state} = 'public' THEN '[]'::jsonb WHEN n % 5 = 0 THEN '[["links", "3"]]'::jsonb
                ELSE '[["first", ""]]'::jsonb END, 0, false,
           CASE WHEN n % 100 = 1 THEN %(rare)s WHEN n % 10 = 3 THEN %(own)s ELSE %(article)s END,
           CASE WHEN n % 5000 = 0 THEN 1 ELSE 0 END
       FROM generate_series(1, %(count)s) AS n""",
    "ANALYZE",
)


def measure(report: Report) -> None:
    """Fill the tables and ask for the plan of everything that the queue can be narrowed to."""
    own = _fill(COMMENTS)
    slowest = 0.0
    for name, queryset in _questions(own).items():
        page = queryset.newest_first().values_list("pk", flat=True)[:PER_PAGE]
        last = queryset.newest_first().values_list("pk", flat=True)[MOST_COUNTED - PER_PAGE : MOST_COUNTED]
        count = queryset.order_by().values("pk")[:MOST_COUNTED]
        for part, question in (("first page", page), ("page 200", last), ("count", count)):
            took, plan = _explain(*question.query.sql_with_params())
            slowest = max(slowest, took)
            report.note(f"{took:8.2f} ms  {name}, {part}: {plan}")
    for name, whose in (("a moderator", None), ("an author", own)):
        took = _counts(whose)
        report.add(f"the states' counts for {name}", took, MOST_MILLISECONDS, "ms")
    rows = list(BlogComment.objects.filter(state=State.PENDING).newest_first()[:PER_PAGE])
    people = [(row.user_id, row.user_email) for row in rows]
    limit = history.MOST_COUNTED + 1
    values = [[None for _person in people], [email for _account, email in people], limit, limit]
    report.add("the histories of a page", _explain(history.QUERY, values)[0], MOST_MILLISECONDS, "ms")
    report.add(f"the slowest of them, {COMMENTS:,} comments", slowest, MOST_MILLISECONDS, "ms")
    _empty()


def _questions(author: User) -> dict[str, Any]:
    everything = BlogComment.objects.all()
    pending, public = (in_state(everything, state) for state in (State.PENDING, State.PUBLIC))
    article = author.articles.get()
    often, seldom = (BlogComment.objects.get(pk=number) for number in (50, 51))
    theirs = everything.moderated_by(author)
    asked = {value: in_state(everything, value) for value in (*State.values, REPORTED, ALL)}
    asked |= {f"{value}, an author's": in_state(theirs, value) for value in (*State.values, REPORTED, ALL)}
    for name, among in (("pending", pending), ("public", public), ("all", everything)):
        asked |= {f"{name}, article": among.filter(article=article)}
        asked |= {f"{name}, one in a hundred": among.filter(article__title="Rare")}
        asked |= {f"{name}, person of 20,000": among.of_same_person(often)}
        asked |= {f"{name}, person of 20": among.of_same_person(seldom)}
        asked |= {f"{name}, reason": among.held_for("links")}
        for text in ("harbour", "lantern", "4711", "harb lant", "nowhere", "reader17@example.org", "reader17",
                     "@example.org", "@example.net", "10.7.3.1", "10.7.0.0/16"):  # fmt: skip
            asked |= {f"{name}, search for {text}": matching(among, text)}
    return asked


def _counts(author: User | None) -> float:
    comments = BlogComment.objects.all()
    theirs = comments if author is None else comments.moderated_by(author)
    with _Recorder() as recorder:
        capped_counts({value: in_state(theirs, value) for value in (*State.values, REPORTED, ALL)})
    return _explain(recorder.sql, recorder.params)[0]


class _Recorder:
    """Keeps the last statement, for its plan."""

    def __enter__(self) -> "_Recorder":
        self._wrapped = connection.execute_wrapper(self)
        self._wrapped.__enter__()
        return self

    def __exit__(self, *args: Any) -> None:
        self._wrapped.__exit__(*args)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.sql, self.params = sql, params
        return execute(sql, params, many, context)


def _explain(sql: str, params: Any) -> tuple[float, str]:
    """Return the milliseconds of the third run, with a warm cache, and the plan's nodes."""
    with connection.cursor() as cursor:
        for _run in range(3):
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
            (plan,) = cursor.fetchone()[0]
    return float(plan["Execution Time"]), " < ".join(_nodes(plan["Plan"]))


def _nodes(plan: dict[str, Any]) -> list[str]:
    name = " ".join(filter(None, [plan["Node Type"], plan.get("Index Name")]))
    return [name, *(node for part in plan.get("Plans", []) for node in _nodes(part))]


def _fill(count: int) -> User:
    author = factories.make_author("zoe", display_name="Zoe Writer")
    own = factories.make_article(author, title="Own")
    others = factories.make_author("yann")
    busy, rare = (factories.make_article(others, title=title) for title in ("Busy", "Rare"))
    one = factories.make_comment(busy)
    kind = one.content_type_id
    _empty()
    values = {"count": count, "article": busy.pk, "own": own.pk, "rare": rare.pk, "kind": kind}
    with connection.cursor() as cursor:
        for statement in FILL:
            cursor.execute(statement.format(text=TEXT, state=STATE).replace("% ", "%% "), values)
        cursor.execute("VACUUM ANALYZE comments_blogcomment")
    return author


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE django_comments CASCADE")
