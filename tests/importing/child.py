"""An import in a process of its own: ``python -m tests.importing.child RUN PORTION FILE…``.

RUN 0 is the one that is not done yet, else a new one; PORTION 0 leaves the size of portions as it is.
Prints a line for each portion.
"""

import json
import os
import re
import resource
import sys
import time
from collections.abc import Mapping
from multiprocessing import active_children
from pathlib import Path

memory_beside = [0.0]  # MB that processes beside this one had resident at most, after each portion


def tell(phase: str, done: int, total: int, counts: Mapping[str, Mapping[str, int]]) -> None:
    print(phase, done, total, flush=True)
    for process in active_children():  # what a process inherits counts in its ru_maxrss, but not here
        found = re.search(r"VmHWM:\s*(\d+) kB", Path(f"/proc/{process.pid}/status").read_text())
        memory_beside.append(int(found[1]) / 1024 if found else 0)


def processor_seconds_of_backend() -> float:
    """Return the processor time of the database's process that serves this one; 0 on another machine."""
    from django.db import connection

    connection.ensure_connection()
    try:
        told = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
    except FileNotFoundError:
        return 0
    of_user, of_system = told.rpartition(")")[2].split()[11:13]
    return (int(of_user) + int(of_system)) / os.sysconf("SC_CLK_TCK")


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
    start, before, database = time.monotonic(), time.process_time(), processor_seconds_of_backend()
    run_import(run, WxrReader(paths), tell)
    beside = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = {
        "seconds": time.monotonic() - start,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,  # Linux tells kB
        "memory_beside": max(memory_beside),
        "processor": time.process_time() - before,
        "processor_beside": beside.ru_utime + beside.ru_stime,
        "processor_database": processor_seconds_of_backend() - database,
    }
    print(f"took {json.dumps(took)}")
    run.refresh_from_db()
    print(run.state, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
