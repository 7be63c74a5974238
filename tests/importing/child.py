"""An import in a process of its own: ``python -m tests.importing.child RUN PORTION FILE…``.

Prints a line for each portion.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "blog.settings")
django.setup()

from blog.importing import portions  # noqa: E402
from blog.importing.models import ImportRun  # noqa: E402
from blog.importing.run import run_import  # noqa: E402
from blog.wordpress.wxr import WxrReader  # noqa: E402


def tell(phase: str, done: int, total: int, counts: Mapping[str, Mapping[str, int]]) -> None:
    print(phase, done, total, flush=True)


if __name__ == "__main__":
    portions.MOST_ITEMS = int(sys.argv[2])
    run = ImportRun.objects.get(pk=int(sys.argv[1]))
    run_import(run, WxrReader([Path(name) for name in sys.argv[3:]]), tell)
    run.refresh_from_db()
    print(run.state, flush=True)
