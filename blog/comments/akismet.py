"""Asks Akismet about a comment, and tells it where a moderator decided otherwise; only with a key.

Source: the service's API 1.1, ``comment-check``, ``submit-spam`` and ``submit-ham``. The key travels in the
body, never in an address. Nothing here runs within a transaction of the database.
"""

import http.client
import logging
import socket
from contextlib import suppress
from datetime import timedelta
from threading import Timer
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.utils import timezone

from blog.addresses import absolute
from blog.comments.models import BlogComment, State
from blog.comments.models.opinion import TO_REPORT, Opinion

log = logging.getLogger(__name__)

ORIGIN = "https://rest.akismet.com"
SECONDS = 3.0  # that a writer waits for it at most
MOST_BYTES = 1_000  # of an answer; it is one word
UNDO_TIME = timedelta(minutes=1)  # a decision that is taken back so soon is not told


class AkismetError(Exception):
    """It gave no answer that says anything. The text is for the log."""


def is_on() -> bool:
    """Whether there is a key; without one nothing is ever sent."""
    return bool(settings.AKISMET_KEY)


def ask(comment: BlogComment, referrer: str) -> Opinion:
    """Return what Akismet says of a comment that is not stored yet; never raises."""
    try:
        word, advice = _post("comment-check", _describe(comment) | {"referrer": referrer[:1000]})
    except AkismetError as error:
        log.warning("Akismet was asked in vain (%s): the comment is judged without it.", error)
        return Opinion.NONE
    if word == "true":
        return Opinion.WORST if advice == "discard" else Opinion.SPAM
    if word != "false":
        log.warning("Akismet said neither true nor false; is AKISMET_KEY right?")
        return Opinion.NONE
    return Opinion.HAM


def report_due(limit: int = 50) -> int:
    """Tell up to ``limit`` decisions of moderators that differ from what it said; return how many.

    The worker calls it. Each is told once; where two workers meet perhaps twice, which does no harm.
    """
    if not is_on():
        return 0
    decided = BlogComment.objects.filter(TO_REPORT, moderated_at__lt=timezone.now() - UNDO_TIME)
    due = list(decided.with_item().order_by("pk")[:limit])
    for done, comment in enumerate(due):
        is_ham = comment.state == State.PUBLIC
        try:
            _post("submit-ham" if is_ham else "submit-spam", _describe(comment))
        except AkismetError as error:
            log.warning("Akismet was told in vain (%s); it is tried again.", error)
            return done
        told = Opinion.HAM if is_ham else Opinion.SPAM
        BlogComment.objects.filter(pk=comment.pk).update(akismet_said=told)
    return len(due)


def _describe(comment: BlogComment) -> dict[str, str]:
    """Return what is sent about a comment, by the names of the service."""
    return {
        "user_ip": comment.ip_address or "",
        "user_agent": comment.user_agent,
        "permalink": absolute(comment.item.get_absolute_url()),
        "comment_type": "reply" if comment.is_reply else "comment",
        "comment_author": comment.author_name,
        "comment_author_email": comment.user_email,
        "comment_author_url": comment.user_url,
        "comment_content": comment.comment,
        "comment_date_gmt": comment.submit_date.isoformat(),
    }


def _post(path: str, fields: dict[str, str]) -> tuple[str, str]:
    """Send it, and return the word of the answer and the advice of its head; raise AkismetError."""
    origin = urlsplit(settings.AKISMET_BASE_URL or ORIGIN)
    always = {"api_key": settings.AKISMET_KEY, "blog": settings.BLOG_SITE_URL, "blog_charset": "UTF-8"}
    kind = http.client.HTTPSConnection if origin.scheme == "https" else http.client.HTTPConnection
    connection = kind(origin.hostname or "", origin.port, timeout=SECONDS)
    # A time-out of the socket begins anew with each byte; this one does not.
    timer = Timer(SECONDS, _cut, [connection])
    timer.daemon = True
    timer.start()
    headers = {"User-Agent": "Broadside", "Content-Type": "application/x-www-form-urlencoded"}
    try:
        connection.request("POST", f"/1.1/{path}", urlencode(always | fields), headers)
        with connection.getresponse() as response:
            word = response.read(MOST_BYTES).decode(errors="replace").strip()
            if response.status != 200:
                raise AkismetError(f"status {response.status}")
            return word, response.headers.get("X-akismet-pro-tip", "")
    except (OSError, http.client.HTTPException) as error:
        raise AkismetError(type(error).__name__) from error
    finally:
        timer.cancel()
        connection.close()


def _cut(connection: http.client.HTTPConnection) -> None:
    with suppress(OSError, AttributeError):  # not connected, or closed meanwhile
        connection.sock.shutdown(socket.SHUT_RDWR)
