"""An import at full speed, the same again, and one that is killed twice: ``make bench``, or for any size

python -m tests.benchmarks.importing --articles 20000 --comments 200000

Each runs in a process of its own on an embedded database of its own, which is removed afterwards.
"""

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.exports import write_export
from tests.benchmarks.report import Report
from tests.running_blog import ROOT, wait_until

ARTICLES, COMMENTS = 4_000, 40_000
MS_PER_ARTICLE, MS_PER_COMMENT = 0.5, 0.1  # of each alone; a file with both may take the sum
UNCHANGED = 0.2  # of the time of the first import
MOST_MEMORY = 150  # MB resident
KILLS = 2


@dataclass(frozen=True)
class Took:
    """How long an import took in seconds, its start aside, and how much memory in MB, both processes."""

    seconds: float
    memory: float
    beside: float  # of the process beside it


def measure(report: Report, articles: int = ARTICLES, comments: int = COMMENTS) -> None:
    """Print how long imports take, and whether a killed one equals one that was not."""
    with TemporaryDirectory() as name, _database(Path(name, "a")) as whole, _database(Path(name, "b")) as cut:
        export = Path(name, "export.xml")
        size = write_export(export, articles=articles, comments=comments, paragraphs=6)
        report.note(f"an export of {articles:,} articles and {comments:,} comments, {size / 2**20:,.0f} MB")
        first, again = _import(whole, export), _import(whole, export)
        allowed = (articles * MS_PER_ARTICLE + comments * MS_PER_COMMENT) / 1000
        report.add("import: first time", first.seconds, allowed, "s")
        report.add("import: the same again, as a part of that", again.seconds / first.seconds, UNCHANGED)
        report.add("import: memory", first.memory, MOST_MEMORY, "MB")
        for _kill in range(KILLS):
            _kill_within(cut, export, first.seconds)
        _import(cut, export)
        theirs, ours = _fingerprint(whole), _fingerprint(cut)
        different = [table for table in theirs if theirs[table] != ours[table]]
        report.add(f"import: tables that differ after {KILLS} kills {different or ''}", len(different), 0)


@contextmanager
def _database(data: Path) -> Iterator[dict[str, str]]:
    """Make an embedded database; yield the environment that leads to it."""
    environment = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    environment |= {"BLOG_DATA_DIR": str(data)}
    _run([sys.executable, "manage.py", "migrate", "-v0"], environment)
    yield environment
    # PostgreSQL ends soon after the last process that used it.
    wait_until(lambda: not any(data.rglob("postmaster.pid")), "the end of the database")


def _import(environment: dict[str, str], export: Path) -> Took:
    """Begin a run, or go on with the one that is not done, to its end."""
    output = _run(_command(export), environment)
    assert "\ndone\n" in output, output
    found = re.search(r"^took ([0-9.]+) s, ([0-9.]+) MB, beside it ([0-9.]+) MB$", output, re.MULTILINE)
    assert found, output
    return Took(*map(float, found.groups()))


def _kill_within(environment: dict[str, str], export: Path, seconds: float) -> None:
    """Begin or go on, and kill it at a random moment between its first portion and its end."""
    with subprocess.Popen(
        _command(export), env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        while (line := process.stdout.readline()) and not line.startswith("texts"):
            pass
        time.sleep(random.uniform(0, seconds / 2))
        process.send_signal(signal.SIGKILL)


def _command(export: Path) -> list[str]:
    return [sys.executable, "-m", "tests.importing.child", "0", "0", str(export)]


def _fingerprint(environment: dict[str, str]) -> dict[str, list[int]]:
    command = [sys.executable, "-m", "tests.importing.tables"]
    found: dict[str, list[int]] = json.loads(_run(command, environment))
    return found


def _run(command: list[str], environment: dict[str, str]) -> str:
    return subprocess.run(
        command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--comments", type=int, default=COMMENTS)
    chosen = parser.parse_args()
    outcome = Report()
    measure(outcome, chosen.articles, chosen.comments)
    sys.exit(0 if outcome.is_within_limits else 1)
