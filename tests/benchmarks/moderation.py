"""The moderation queue with a million comments: what PostgreSQL needs for everything it can be narrowed to.

``python -m tests.benchmarks moderation`` prints what is slowest; with ``--each`` every question, with
``--plans`` the plans of its statements too.
"""

import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.contrib import admin
from django.core.management import call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from blog.comments.admin.filters import ALL, REPORTED
from blog.comments.admin.listing import PER_PAGE, QueueList
from blog.comments.models import BlogComment, State
from blog.comments.sifting import Question, find
from blog.models import Article, Page
from tests import factories
from tests.benchmarks import million
from tests.benchmarks.report import Report

LIST = "/admin/comments/blogcomment/"
MOST_MILLISECONDS = 50
MOST_PAGE_MILLISECONDS = 250
MOST_STATEMENTS = 30
STATES = (*State.values, REPORTED, ALL)
# By what many, some, few and none fit: words, parts of addresses, networks.
TEXTS = (
    "harbour", "lantern", "zanzibar", "archive", "thought", "w17", "harbour archive", "harbour lantern w17",
    "Reader 17", "nowhere", "reader17@example.org", "reader17@", "old@", "@example.org", "@example.net",
    "@tiny.example", "10.7.3.1", "10.7.0.0/16", "10.0.0.0/8", "203.0.113.9",
)  # fmt: skip
type Asked = dict[str, Any]


def measure(report: Report, options: set[str]) -> None:
    """Ask everything; fill the database first, where that has not been done."""
    million.fill()
    moderator = User.objects.filter(is_superuser=True).first() or factories.make_user(
        "moderator", is_staff=True, is_superuser=True
    )
    taken = []
    for name, user in (("a moderator", moderator), ("an author", User.objects.get(username="zoe"))):
        for asked in _everything(user):
            took, statements = _ask(user, asked)
            taken.append((took, name, asked))
            if options & {"--each", "--plans"} or took > MOST_MILLISECONDS:
                report.note(f"{took:8.2f} ms  {name}: {asked}, {len(statements)} statements")
            for sql in statements if "--plans" in options else []:
                report.note(f"    {_plan(sql)}")
    taken.sort(key=lambda each: each[0])
    took, name, asked = taken[-1]
    report.note(
        f"{len(taken)} questions, median {taken[len(taken) // 2][0]:.2f} ms; slowest: {name}, {asked}"
    )
    report.add(f"the slowest question to {million.COMMENTS:,} comments", took, MOST_MILLISECONDS, "ms")
    _measure_pages(report, moderator)


def _measure_pages(report: Report, moderator: User) -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client()
    client.force_login(moderator)
    pages: list[Asked] = [
        {},
        {"state": "public"},
        {"state": "all", "q": "harbour"},
        {"state": "all", "person": 50},
    ]
    for asked in pages:
        client.get(LIST, asked)
        with CaptureQueriesContext(connection) as queries:
            start = time.perf_counter()
            assert client.get(LIST, asked).status_code == 200
            took = (time.perf_counter() - start) * 1000
        in_database = sum(float(query["time"]) for query in queries.captured_queries) * 1000
        report.add(
            f"the page {asked}, of it {in_database:.0f} ms in the database",
            took,
            MOST_PAGE_MILLISECONDS,
            "ms",
        )
        report.add("its statements", len(queries), MOST_STATEMENTS)


def _everything(user: User) -> Iterator[Asked]:
    articles = dict(Article.objects.values_list("title", "pk"))
    kinds: list[list[Asked]] = [
        [{"reason": reason} for reason in ("first", "links", "disallowed", "score")],
        [{"article": articles[title]} for title in ("Own", "Busy", "Rare")]
        + [{"page": Page.objects.get().pk}],
        [{"person": number} for number in (1, 50, 20_051, 51, 299_999)],
        [{"q": text} for text in TEXTS],
    ]
    ones = [asked for kind in kinds for asked in kind]
    pairs = [
        one | other
        for at, kind in enumerate(kinds)
        for rest in kinds[at + 1 :]
        for one, other in product(kind, rest)
    ]
    for state in STATES:
        yield from ({"state": state} | asked for asked in ({}, *ones))
        if state in (State.PUBLIC, State.PENDING, ALL):
            yield from ({"state": state} | asked for asked in pairs)
    yield from ({"state": "public", "before": 500_000} | asked for asked in ones)
    yield from ({"state": "all", "after": 500_000} | asked for asked in ones)


class _Recorder:
    """Keeps the statements."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.statements.append(context["connection"].ops.compose_sql(sql, params))
        return execute(sql, params, many, context)


def _ask(user: User, asked: Asked) -> tuple[float, list[str]]:
    """Return the milliseconds that the database worked for the numbers of one page, and its statements."""
    question, place = _question(user, asked)
    with connection.execute_wrapper(recorder := _Recorder()):
        start = _worked()
        find(question, PER_PAGE, **place)
        took = _worked() - start
    return took, recorder.statements


def _worked() -> float:
    """Return the milliseconds that the database's process has had a processor.

    Where that is another machine's, the time by the clock; what other programs do is then in it.
    """
    connection.ensure_connection()
    counted = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    if counted.exists():
        return int(counted.read_text().split()[0]) / 1_000_000
    return time.perf_counter() * 1000


class _Unasked(QueueList):
    """A page whose rows are not wanted."""

    def get_results(self, request: Any) -> None:
        """Ask nothing."""


def _question(user: User, asked: Asked) -> tuple[Question, dict[str, int]]:
    """Return what the page would ask, without its asking."""
    request = RequestFactory().get(LIST, asked)
    request.user = user
    model_admin = admin.site._registry[BlogComment]
    with patch.object(model_admin, "get_changelist", lambda request: _Unasked):
        page: Any = model_admin.get_changelist_instance(request)
    return page.question(request), {name: asked[name] for name in ("before", "after") if name in asked}


def _plan(sql: str) -> str:
    if sql.startswith("EXPLAIN"):
        return f"{sql[:40]}…"
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
        (plan,) = cursor.fetchone()[0]
    return f"{plan['Execution Time']:.2f} ms: " + " < ".join(_nodes(plan["Plan"]))


def _nodes(plan: dict[str, Any]) -> list[str]:
    name = " ".join(filter(None, [plan["Node Type"], plan.get("Index Name")]))
    return [name, *(node for part in plan.get("Plans", []) for node in _nodes(part))]
