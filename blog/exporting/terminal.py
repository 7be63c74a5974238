"""What the commands of exports share: progress on the terminal, bytes on the pipe, names of files."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from tqdm import tqdm


@contextmanager
def progress() -> Iterator[Callable[[int, int], None]]:
    """Show how far it is, how fast, and the time left; nothing where nobody looks on."""
    with tqdm(unit=" things", file=sys.stderr, disable=None, smoothing=0.1) as bar:

        def tell(done: int, total: int) -> None:
            if bar.total != total:
                bar.reset(total=total)
            bar.update(done - bar.n)

        yield tell


def pipe(pieces: Iterable[bytes]) -> None:
    """Write to standard output; raises OSError when nobody reads on."""
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def dated_name() -> str:
    """Return a name for an export of today: ``blog.example-2026-03-09``."""
    host = urlsplit(settings.BLOG_SITE_URL).hostname or "blog"
    return f"{host}-{timezone.now():%Y-%m-%d}"
