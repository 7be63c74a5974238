"""A comment post, ours against the one of django-comments-xtd as its documentation installs it.

Both post through Django's test client, one after the other in one run, on one database server and with one
mail server on this machine. Stock runs in a process of its own (``tests.benchmarks.stock``), and does this:

- *account*: stores the comment at once, writes a mail to everybody who follows the comments, and sends each
  from a thread of its own.
- *guest*: checks the form, signs the pickled comment into a link, and mails it from a thread; nothing is
  stored before the link is opened, so opening it is part of the post.
- *reply*: as above, and renumbers the thread.

It tells the author of nothing. Without followers an account's post thus mails nobody, which is half of what
is to be compared: that figure is printed without a limit.

Ours stores in either case at once, asks every rule, score and filter, and writes the mail to the guest and
the one to the author, in one transaction; that followers are due is one column of the comment, from which
the worker writes their mails. Neither waits for a mail server: stock's threads are awaited before the next
post, ours is the worker's business.
"""

import json
import logging
import os
import statistics
import subprocess
import sys
import time
from contextlib import nullcontext
from itertools import count, product
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment, teardown_test_environment
from django.utils import timezone

from blog.comments.models import BlogComment
from blog.models import Article, OutgoingMail
from tests import factories
from tests.benchmarks import content
from tests.benchmarks.report import Report
from tests.comments.posts import post, sign_in
from tests.mail_server import MailServer, Postman

ROUNDS = 15
BUSY = {100: 0, 1_000: 20}  # the comments that the article has, and how many people follow them by mail
THREADS = 50
MOST_QUERIES = 15
MOST_OF_STOCK = 0.33  # of its time
KINDS = list(product(("guest", "account"), BUSY, (False, True)))  # who, under how many, a reply
_numbers = count(1)


def measure(report: Report) -> None:
    """Post in turns, and compare the medians."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # the mail server's
    teardown_test_environment()  # which would slow our templates down, and not stock's
    server = MailServer(Postman())
    server.start()
    articles = {busy: content.make_article(f"{busy} comments") for busy in BUSY}
    for busy, article in articles.items():
        content.add_comments(article, busy, threads=THREADS)
        follow = article.comments.filter(pk__in=article.comments.values("pk")[: BUSY[busy]])
        follow.update(followup=True, confirmed_at=timezone.now())
    name = f"{connection.settings_dict['NAME']}_stock"
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself within a minute
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # of a run that was broken off
        cursor.execute(f'CREATE DATABASE "{name}"')
    stock = _Stock(server.port, name)
    try:
        for kind, busy, is_reply in KINDS:
            _compare(report, stock, articles[busy], kind=kind, busy=busy, is_reply=is_reply)
    finally:
        stock.end()
        server.stop()
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        setup_test_environment()


def _compare(report: Report, stock: "_Stock", article: Article, **asked: Any) -> None:
    ours, theirs = [], []
    for number in range(ROUNDS + 2):
        own, other = _post_ours(article, **asked)[0], stock.ask(**asked, is_counted=False)
        if number >= 2:  # the first ones fill caches
            ours.append(own)
            theirs.append(other)
    own, other = statistics.median(ours), statistics.median(theirs)
    name = f"{asked['kind']}, {asked['busy']:,} comments, {'reply' if asked['is_reply'] else 'new thread'}"
    if asked["kind"] == "guest" or BUSY[asked["busy"]]:
        report.add(f"post: ours : stock, {name}", own / other, MOST_OF_STOCK, "times")
    else:
        report.note(f"post: ours : stock, {name}, no mail from stock: {own / other:.2f} times")
    _taken, queries = _post_ours(article, **asked, is_counted=True)
    report.add(f"post: queries, {name}", queries, MOST_QUERIES)
    stock_queries = stock.ask(**asked, is_counted=True)
    report.note(f"ours {own:.1f} ms, stock {other:.1f} ms and {stock_queries:.0f} queries")


def _post_ours(
    article: Article, *, kind: str, busy: int, is_reply: bool, is_counted: bool = False
) -> tuple[float, int]:
    """Post as somebody who has not just posted, from their own address; return milliseconds, queries."""
    number = next(_numbers)
    client = Client() if kind == "guest" else _account(number)
    client.defaults |= {
        "REMOTE_ADDR": f"10.1.{number // 250}.{number % 250 + 1}",
        "SERVER_NAME": settings.SITE_HOST,
    }
    client.handler.load_middleware()  # once a process, as in stock's client, which is kept
    parents = article.comments.public().filter(level=0).values_list("pk", flat=True)
    fields = {
        "author": f"Guest {number}",
        "email": f"guest{number}@example.net",
        "comment": f"Number {number}. A comment of *ordinary* length, with a thought and its reason.",
        "comment_parent": str(parents[number % THREADS] if is_reply else 0),
        "open_ms": "20000",
    }
    mails, comments = OutgoingMail.objects.count(), BlogComment.objects.count()
    with CaptureQueriesContext(connection) if is_counted else nullcontext(()) as queries:
        start = time.perf_counter()
        answer = post(article, client, **fields)
        taken = time.perf_counter() - start
    assert answer.status_code == 302, answer.content[:500]
    assert BlogComment.objects.count() == comments + 1
    assert OutgoingMail.objects.count() == mails + (2 if kind == "guest" else 1)
    return taken * 1000, len(queries)


def _account(number: int) -> Client:
    """Return the browser of somebody with a proven address and a public comment elsewhere."""
    user = factories.make_user(f"reader-{number}")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return sign_in(user)


class _Stock:
    """The other process; it answers each line with a line."""

    def __init__(self, smtp_port: int, name: str) -> None:
        connection.ensure_connection()
        server = connection.connection.info  # wherever it is: the one that comes with the blog, or another
        database = {"ENGINE": "django.db.backends.postgresql", "NAME": name}
        database |= {"HOST": server.host, "PORT": server.port}
        database |= {"USER": server.user, "PASSWORD": server.password}
        given = {"database": database, "smtp_port": smtp_port, "busy": BUSY}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.stock"],
            env=os.environ | {"STOCK": json.dumps(given)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._line() == "ready", "django-comments-xtd did not start; its reason stands above"

    def ask(self, **asked: Any) -> float:
        """Let it post once; return milliseconds, or queries where they are counted."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return float(self._line())

    def end(self) -> None:
        """Close its input, at which it ends."""
        self._process.communicate(timeout=30)

    def _line(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()
