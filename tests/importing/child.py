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


def tell(phase: str, done: int, total: int, counts: Mapping[str, Mapping[str, int]]) -> None:
    print(phase, done, total, flush=True)


def main(number: int, portion: int, paths: list[Path]) -> None:
    """Do a run; the imports are here, for processes beside this one load the module and need none of them."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "blog.settings")
    django.setup()

    from blog.importing import portions
    from blog.importing.models import ImportRun, RunState
    from blog.importing.run import run_import
    from blog.wordpress.wxr import WxrReader

    portions.MOST_ITEMS = portion or portions.MOST_ITEMS
    left = ImportRun.objects.exclude(state=RunState.DONE).first()
    run = ImportRun.objects.get(pk=number) if number else left
    run = run or ImportRun.objects.create(system="wordpress", options={"check_urls": False})
    start = time.monotonic()
    run_import(run, WxrReader(paths), tell)
    # Linux tells kB; of the processes beside this one, the largest.
    memory = [
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    print(f"took {time.monotonic() - start:.3f} s, {memory[0]:.1f} MB, beside it {memory[1]:.1f} MB")
    run.refresh_from_db()
    print(run.state, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
