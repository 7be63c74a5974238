"""A real worker, killed while it delivers to a real mail server: everybody gets one mail."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from blog.models import Article, OutgoingMail
from blog.subscriptions import announcing
from blog.subscriptions.models import Delivery, State, Subscriber
from tests.factories import make_article
from tests.mail_server import MailServer, Postman
from tests.running_blog import ROOT, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
FOLLOWERS = 150
KILLS = 6


@pytest.fixture
def article() -> Article:
    """A new article, and those who wait for it."""
    if str(connection.settings_dict["HOST"]).startswith("/"):
        pytest.skip("another process reaches the database only by DATABASE_URL")
    now = timezone.now()
    Subscriber.objects.bulk_create(
        Subscriber(email=f"r{number}@example.org", state=State.ACTIVE, started_at=now)
        for number in range(FOLLOWERS)
    )
    return make_article(published_at=now)


def start_worker(data: Path, port: int) -> subprocess.Popen[bytes]:
    database = connection.settings_dict
    host = database["HOST"] or "127.0.0.1"
    url = f"postgres://{database['USER']}:{database['PASSWORD']}@{host}:{database['PORT'] or 5432}/"
    environment = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ} | {
        "BLOG_DATA_DIR": str(data),
        "DATABASE_URL": url + database["NAME"],
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
    }
    with (data / "worker.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "manage.py", "worker"], env=environment, cwd=ROOT, stdout=log, stderr=log
        )


def is_waiting_for(table: str) -> bool:
    """Tell whether somebody wants to write into a table and may not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = %s::regclass", [table])
        return cursor.fetchone() is not None


@pytest.mark.parametrize(
    ("table", "is_announced"),
    [
        pytest.param("subscriptions_delivery", False, id="while the deliveries are written"),
        pytest.param("blog_outgoingmail", False, id="before the mails"),
        pytest.param("subscriptions_delivery", True, id="between the mails and their marks"),
    ],
)
def test_killed_while_it_fills_the_outbox_it_leaves_nothing_half_done(
    tmp_path: Path, article: Article, table: str, is_announced: bool
) -> None:
    if is_announced:
        announcing.announce_due()
    postman = Postman()
    server = MailServer(postman)
    server.start()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")  # reading goes on, writing waits
        worker = start_worker(tmp_path, server.port)
        try:
            wait_until(lambda: is_waiting_for(table), "the worker stands where it is to die")
        finally:
            worker.kill()
            worker.wait()
    assert not OutgoingMail.objects.exists()
    worker = start_worker(tmp_path, server.port)
    try:
        wait_until(lambda: len(postman.messages) >= FOLLOWERS, "all mail is sent")
    finally:
        worker.terminate()
        assert worker.wait(30) == 0
        server.stop()
    assert Delivery.objects.filter(mail__isnull=False).count() == OutgoingMail.objects.count() == FOLLOWERS
    assert len({message["To"] for message in postman.messages}) == len(postman.messages) == FOLLOWERS


def test_each_follower_gets_the_article_once_though_the_worker_is_killed_while_it_sends(
    tmp_path: Path, article: Article
) -> None:
    postman = Postman()
    server = MailServer(postman)
    server.start()
    worker = start_worker(tmp_path, server.port)
    try:
        for _kill in range(KILLS):
            seen = len(postman.messages)
            wait_until(lambda seen=seen: len(postman.messages) > seen, "the worker sends")  # type: ignore[misc]
            time.sleep(random.random() / 20)
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            worker = start_worker(tmp_path, server.port)
        wait_until(lambda: not OutgoingMail.objects.due().exists(), "all mail is sent")
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
    finally:
        worker.kill()
        worker.wait()
        server.stop()
    assert Delivery.objects.filter(mail__isnull=False).count() == OutgoingMail.objects.count() == FOLLOWERS
    ids = Counter(str(message["Message-ID"]) for message in postman.messages)
    assert len(ids) == len({message["To"] for message in postman.messages}) == FOLLOWERS
    # Killed between the server's yes and the mark, a mail goes out again under the same Message-ID.
    assert sum(count - 1 for count in ids.values()) <= KILLS
