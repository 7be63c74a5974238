"""The worker: sends mail, runs tasks, and once a day forgets what need not be kept.

Any number of workers may run, on any number of hosts; each finds its work in the database.
"""

import logging
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from types import FrameType

from django.conf import settings
from django.core.cache import cache
from django.core.mail import InvalidMailer
from django.core.management import call_command
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult

from accounts.sessions import forget_ended
from blog.comments import akismet, followups, training
from blog.comments.models import BlogComment, ModerationRecord
from blog.markdown_files.export import keeping
from blog.models import OutgoingMail, SharedMail, SiteSettings
from blog.moving import background
from blog.outbox import send_due
from blog.subscriptions import announcing, bounces, delivery

log = logging.getLogger(__name__)

PAUSE = 1.0  # seconds between two looks when there is nothing to do
PAUSE_AFTER_ERROR = 5.0  # seconds
BATCH = 50  # mails or tasks before the other kind gets its turn
LOOK_AROUND_EVERY = 60.0  # seconds
HOUSEKEEPING_EVERY = 24 * 60 * 60  # seconds, over all workers
MAIL_KEPT = timedelta(days=30)
TASK_LIMIT = timedelta(hours=1)  # after which a running task counts as left behind by a killed worker
DAILY = (
    "blog.serving.worker.forget_comment_traces",
    "blog.serving.worker.forget_sent_mail",
    "blog.serving.worker.forget_tasks",
    "blog.subscriptions.delivery.forget_old",
    "blog.serving.worker.forget_sessions",
)


def run() -> None:
    """Work until SIGTERM or SIGINT; what has been begun is finished first."""
    stop = Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    next_look_at = 0.0
    while not stop.is_set():
        try:
            if time.monotonic() >= next_look_at:
                look_around()
                next_look_at = time.monotonic() + LOOK_AROUND_EVERY
            has_worked = work_once()
        except Exception as error:  # a worker that dies of each fault would end the whole blog
            is_outage = isinstance(error, DatabaseError | InvalidMailer | OSError)
            log.warning("The worker waits: %s", " ".join(str(error).split()), exc_info=not is_outage)
            connection.close()
            stop.wait(PAUSE_AFTER_ERROR)
        else:
            if not has_worked:
                stop.wait(PAUSE)


def work_once() -> bool:
    """Do one round of everything that is due; return whether there was anything."""
    close_old_connections()
    has_worked = followups.queue_due(BATCH) + training.learn_due(BATCH) > 0
    has_worked = queue_articles() or has_worked
    has_worked = send_due(BATCH, bounces.take_refusal) > 0 or has_worked
    has_worked = background.start_due() or has_worked
    return run_tasks() or has_worked


def queue_articles() -> bool:
    """Write the mails to those who follow the blog; return whether there were any."""
    announced = announcing.announce_due()
    return delivery.take_back_withdrawn() + delivery.queue_due() + announced > 0


def look_around() -> None:
    """Take up the tasks of killed workers, tell Akismet where it erred, export, and keep house once a day."""
    DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - TASK_LIMIT).update(status="READY")
    akismet.report_due()
    keeping.start_due()
    if cache.add("housekeeping", "done", HOUSEKEEPING_EVERY):
        keep_house()


def run_tasks() -> bool:
    """Run the tasks that are due; return whether there were any."""
    if not DBTaskResult.objects.ready().exists():
        return False
    TaskWorker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=BATCH,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    ).run()
    return True


def keep_house() -> None:
    """Run the daily jobs; one that fails does not keep the others from running."""
    for path in DAILY:
        try:
            job: Callable[[], object] = import_string(path)
            job()
        except Exception:
            log.exception("The daily job %s failed; it is tried again tomorrow.", path)


def forget_comment_traces() -> None:
    """Forget addresses and agents of commenters after the days that the site's settings say."""
    days = SiteSettings.current().comment_traces_kept_days
    BlogComment.objects.forget_traces(days)
    ModerationRecord.forget_addresses(days)


def forget_sent_mail() -> None:
    """Delete mails that were sent or given up a while ago: they hold addresses and texts."""
    before = timezone.now() - MAIL_KEPT
    OutgoingMail.objects.filter(sent_at__lt=before).delete()
    OutgoingMail.objects.filter(given_up_at__lt=before).delete()
    SharedMail.objects.filter(mails=None).delete()


def forget_tasks() -> None:
    """Delete the records of tasks that ended a while ago."""
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - MAIL_KEPT).delete()


def forget_sessions() -> None:
    """Delete sessions that have ended, with the addresses and browsers they came from."""
    if settings.SESSION_ENGINE.endswith(("db", "cached_db")):
        call_command("clearsessions", verbosity=0)
    forget_ended()
