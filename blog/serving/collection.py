"""Collects the static files of all apps when one of them has changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from blog.environment import WrongEnvironmentError

UNUSED = ["django_comments_xtd"]  # the stock package's own page scripts


def collect_if_stale() -> None:
    """Collect and compress the files unless those in the data folder are of the same sources."""
    stamp = settings.STATIC_ROOT / ".sources"
    fingerprint = _fingerprint()
    try:
        if stamp.is_file() and stamp.read_text(encoding="ascii") == fingerprint:
            return
        stamp.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=UNUSED)
        stamp.write_text(fingerprint, encoding="ascii")
    except OSError as error:
        raise WrongEnvironmentError(
            f"BLOG_DATA_DIR cannot keep the static files ({error.strerror}): make {settings.STATIC_ROOT} "
            "writable, and see that there is room."
        ) from error


def _fingerprint() -> str:
    """Return a digest of names, sizes and times of all static files."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
