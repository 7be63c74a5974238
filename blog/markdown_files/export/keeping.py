"""Exports that the blog makes by itself and keeps in its data folder, when the site's settings say so."""

import logging
import time
from datetime import timedelta
from pathlib import Path
from threading import Thread

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from blog.exporting import Choices
from blog.exporting.files import UNFINISHED
from blog.markdown_files.export.writing import write_zip
from blog.models import SiteSettings
from blog.models.site import Exports

log = logging.getLogger(__name__)

PERIODS = {Exports.DAILY: timedelta(days=1), Exports.WEEKLY: timedelta(days=7)}
EARLY = timedelta(hours=1)  # so that it is not later every time
TRIED_AGAIN_AFTER = 60 * 60  # seconds, over all workers
LEFT_BEHIND_AFTER = 24 * 60 * 60  # seconds without a change; whoever wrote it is gone


def folder() -> Path:
    """Return where they are kept."""
    return Path(settings.BLOG_DATA_DIR) / "exports"


def start_due() -> Thread | None:
    """Begin an export beside the other work when one is due; return the thread that does it."""
    if not is_due() or not cache.add("kept-export", "begun", TRIED_AGAIN_AFTER):
        return None
    thread = Thread(target=_keep_and_tell, name="export", daemon=True)
    thread.start()
    return thread


def is_due() -> bool:
    """Whether the newest one is older than the settings want."""
    period = PERIODS.get(Exports(SiteSettings.current().exports))
    if period is None:
        return False
    newest = max((path.stat().st_mtime for path in kept()), default=0.0)
    return time.time() - newest > (period - EARLY).total_seconds()


def kept() -> list[Path]:
    """Return the exports that are there, oldest first."""
    return sorted(folder().glob("export-*.zip"))


def keep_export() -> Path:
    """Write one, and delete the oldest beyond the number that the settings say; return its path."""
    path = folder() / f"export-{timezone.now():%Y-%m-%d-%H%M%S}.zip"
    _remove_left_behind()
    write_zip(path, Choices())
    for old in kept()[: -SiteSettings.current().exports_kept]:
        old.unlink(missing_ok=True)
    return path


def _keep_and_tell() -> None:
    try:
        log.info("The export is in %s.", keep_export())
    except Exception:
        log.exception("The export failed; it is tried again in an hour.")
    finally:
        connection.close()


def _remove_left_behind() -> None:
    """Delete what writers that were killed had begun."""
    for path in folder().glob(f"{UNFINISHED}*"):
        if time.time() - path.stat().st_mtime > LEFT_BEHIND_AFTER:
            path.unlink(missing_ok=True)
