"""Posts one comment for each line on stdin, and prints what it took: see ``tests.benchmarks.posting``.

The line is a JSON object with ``kind`` (``guest`` or ``account``), ``busy`` (how many comments the text has),
``is_reply`` and ``is_counted``: whether to print the number of queries in place of the milliseconds.
"""

import json
import os
import sys
import threading
import time
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.stock.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django_comments.signals import comment_was_posted  # noqa: E402
from django_comments_xtd import get_form, signed  # noqa: E402
from django_comments_xtd.conf import settings as stock  # noqa: E402
from django_comments_xtd.models import TmpXtdComment, XtdComment  # noqa: E402

from tests.benchmarks.stock.models import Post  # noqa: E402

FIRST_THREADS = 50  # the other comments are replies to them


def main() -> None:
    """Fill the tables, say so, and post until stdin ends."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    asked = json.loads(os.environ["STOCK"])["busy"]
    texts = {int(busy): _fill(int(busy), followers) for busy, followers in asked.items()}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself within a minute
    clients = {"guest": Client(), "account": Client()}
    writer: Any = User.objects.create_user("writer", "writer@example.org")
    clients["account"].force_login(writer)
    comment_was_posted.connect(_keep, sender=TmpXtdComment)
    print("ready", flush=True)
    for number, line in enumerate(sys.stdin):
        asked = json.loads(line)
        text, parents = texts[asked["busy"]]
        fields = _fields(text, number, parents[number % len(parents)] if asked["is_reply"] else 0)
        before = XtdComment.objects.count()
        if asked["is_counted"]:
            with CaptureQueriesContext(connection) as queries:
                _post(clients[asked["kind"]], fields)
            figure = float(len(queries))
        else:
            figure = _post(clients[asked["kind"]], fields)
        for thread in threading.enumerate():
            if thread is not threading.current_thread():
                thread.join()  # the mails of one post take no time from the next
        assert XtdComment.objects.count() == before + 1
        print(figure, flush=True)


def _post(client: Client, fields: dict[str, Any]) -> float:
    """Post it, and open the mail's link where there is one, as its writer has to; return milliseconds."""
    _COMMENTS.clear()
    start = time.perf_counter()
    answer = client.post(reverse("comments-post-comment"), fields)
    taken = time.perf_counter() - start
    assert answer.status_code == 302, answer.content[:500]
    for comment in _COMMENTS:
        key = signed.dumps(comment, compress=True, extra_key=stock.COMMENTS_XTD_SALT).decode()
        address = reverse("comments-xtd-confirm", args=[key])
        start = time.perf_counter()
        answer = client.get(address)
        taken += time.perf_counter() - start
        assert answer.status_code == 302
    return taken * 1000


_COMMENTS: list[Any] = []  # the guest's, not yet stored; the mail's link holds it


def _keep(sender: Any, comment: Any, request: Any, **kwargs: Any) -> None:
    if not request.user.is_authenticated:
        _COMMENTS.append(comment)


def _fill(count: int, followers: int) -> tuple[Post, list[int]]:
    text = Post._default_manager.create(title=f"{count} comments", body="A text.")
    parents: list[int] = []
    for number in range(count):
        comment = XtdComment(
            content_object=text,
            site_id=settings.SITE_ID,
            user_name=f"Reader {number}",
            user_email=f"reader{number}@example.org",
            comment=f"Thought number {number}: a sentence or two about the harbour.",
            followup=number < followers,
            parent_id=parents[number % FIRST_THREADS] if number >= FIRST_THREADS else 0,
        )
        comment.save()
        parents.append(comment.pk)
    return text, parents[:FIRST_THREADS]


def _fields(text: Post, number: int, parent: int) -> dict[str, Any]:
    security: dict[str, Any] = get_form()(text).generate_security_data()
    return security | {
        "name": f"Guest {number}",
        "email": f"guest{number}@example.net",
        "url": "",
        "comment": f"Number {number}. A comment of *ordinary* length, with a thought and its reason.",
        "honeypot": "",
        "reply_to": parent,
    }


if __name__ == "__main__":
    main()
