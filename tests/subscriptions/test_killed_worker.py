"""A real worker, killed again and again while it delivers to a real mail server: everybody gets one mail."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from blog.models import OutgoingMail
from blog.subscriptions.models import Delivery, State, Subscriber
from tests.factories import make_article
from tests.mail_server import MailServer, Postman
from tests.running_blog import ROOT, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
FOLLOWERS = 400
KILLS = 8


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


def test_each_follower_gets_the_article_once_though_the_worker_is_killed(tmp_path: Path) -> None:
    if str(connection.settings_dict["HOST"]).startswith("/"):
        pytest.skip("another process reaches the database only by DATABASE_URL")
    now = timezone.now()
    Subscriber.objects.bulk_create(
        Subscriber(email=f"r{number}@example.org", state=State.ACTIVE, started_at=now)
        for number in range(FOLLOWERS)
    )
    make_article(published_at=now)
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
