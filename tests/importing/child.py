"""An import in a process of its own: ``python -m tests.importing.child RUN PORTION FILE…``.

RUN 0 is the one that is not done yet, else a new one; PORTION 0 leaves the size of portions as it is.
Prints a line for each portion.
"""

import os
import resource
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "blog.settings")
django.setup()

from blog.importing import portions  # noqa: E402
from blog.importing.models import ImportRun, RunState  # noqa: E402
from blog.importing.run import run_import  # noqa: E402
from blog.wordpress.wxr import WxrReader  # noqa: E402


def tell(phase: str, done: int, total: int, counts: Mapping[str, Mapping[str, int]]) -> None:
    print(phase, done, total, flush=True)


def find_run(number: int) -> ImportRun:
    if number:
        return ImportRun.objects.get(pk=number)
    left = ImportRun.objects.exclude(state=RunState.DONE).first()
    return left or ImportRun.objects.create(system="wordpress", options={"check_urls": False})


if __name__ == "__main__":
    portions.MOST_ITEMS = int(sys.argv[2]) or portions.MOST_ITEMS
    run = find_run(int(sys.argv[1]))
    start = time.monotonic()
    run_import(run, WxrReader([Path(name) for name in sys.argv[3:]]), tell)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # Linux tells kB
    print(f"took {time.monotonic() - start:.3f} s, {memory:.1f} MB")
    run.refresh_from_db()
    print(run.state, flush=True)
