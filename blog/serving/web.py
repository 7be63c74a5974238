"""The web server: granian with as many processes as asked, each with a gateway around Django."""

import logging
import os
import resource
from functools import partial

from django.conf import settings
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from blog.serving import gateway, listening
from blog.serving.drain import end_when_idle
from blog.serving.lifeline import end_with_parent

MOST_CONNECTIONS = 2_000  # open at the same time, for each process; idle ones count
DRAIN_SECONDS = 12  # for requests that are being answered when the server is told to stop
LOG_CONFIG = {
    "formatters": {},
    "handlers": {},
    "loggers": {"_granian": {"level": "WARNING"}, "granian.access": {"level": "WARNING"}},
}


def run() -> None:
    """Serve until SIGTERM; processes that die are replaced."""
    _allow_open_files()
    # Its advice about threads is for applications that work in them; ours wait (see the gateway).
    logging.getLogger("_granian").addFilter(lambda record: "Python threads" not in record.getMessage())
    Server(
        "blog.wsgi:application",
        listening.address(),  # granian knows no names
        settings.PORT,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=15_000),  # milliseconds
        websockets=False,
        workers=settings.WEB_WORKERS or os.cpu_count() or 1,
        blocking_threads=gateway.WAITING_THREADS,
        backpressure=MOST_CONNECTIONS,
        respawn_failed_workers=True,
        respawn_interval=0,
        workers_kill_timeout=DRAIN_SECONDS,
        log_level=LogLevels.warning,
        log_dictconfig=LOG_CONFIG,
    ).serve(target_loader=partial(load, os.getpid()), wrap_loader=False)


def load(parent: int) -> gateway.Gateway:
    """Return the application; called at the start of each process."""
    end_with_parent(parent)
    from blog.wsgi import application

    around = gateway.Gateway(application)
    end_when_idle(around.is_working)
    return around


def _allow_open_files() -> None:
    """Raise the number of files a process may open as far as the system allows: connections are files."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if hard == resource.RLIM_INFINITY else hard
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
