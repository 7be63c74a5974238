"""The whole of ``manage.py serve``."""

import multiprocessing
import sys
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.urls import reverse

from blog.embedded_postgres import client
from blog.serving import web, worker
from blog.serving.ownership import NewOwner
from blog.serving.preparation import prepare
from blog.serving.supervision import Child, Supervisor


def serve() -> int:
    """Prepare the blog, run it until told to stop, and return the exit code."""
    try:
        owner = prepare()
    except KeyboardInterrupt:
        return 130  # as a shell says it for Ctrl-C
    print(_announcement(owner), flush=True)
    connections.close_all()  # a connection must not be shared with children
    caches.close_all()
    if sys.platform == "linux":
        # The web server's processes start from what is loaded already; from 3.14 on that must be asked for.
        multiprocessing.set_start_method("fork", force=True)
    exit_code = Supervisor([Child("web server", web.run), Child("worker", worker.run)]).run()
    database = connections["default"].settings_dict
    if database["ENGINE"] == "blog.embedded_postgres":
        client.stop_if_unused(Path(database["HOST"]))
    print("Stopped.", flush=True)
    return exit_code


def _announcement(owner: NewOwner | None) -> str:
    lines = [
        f"The blog:    {settings.BLOG_SITE_URL}/",
        f"Its admin:   {settings.BLOG_SITE_URL}{reverse('admin:index')}",
    ]
    if owner:
        lines += owner.as_lines()
    if settings.BLOG_SITE_URL.rpartition(":")[2] != str(settings.PORT):
        lines.append(f"Listening:   {settings.HOST}:{settings.PORT}")
    lines.append("Stop with Ctrl-C.")
    return "\n".join(lines)
