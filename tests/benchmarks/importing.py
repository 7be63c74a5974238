"""An import at full speed, the same again, and one that is killed twice: ``make bench``, or for any size

python -m tests.benchmarks.importing --articles 20000 --comments 200000
python -m tests.benchmarks.importing --growth            # to 100,000 articles, then to 1,000,000 comments
python -m tests.benchmarks.importing --growth --scale 0.1

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
GROWTH = {"articles": (1_000, 10_000, 100_000), "comments": (10_000, 100_000, 1_000_000)}
FEW_ARTICLES = 2_000  # of a file of comments


@dataclass(frozen=True)
class Took:
    """What an import took: seconds by the clock and of processors, its start aside, and MB resident.

    ``beside`` is the process that looks ahead.
    """

    seconds: float
    memory: float
    memory_beside: float
    processor: float
    processor_beside: float
    processor_database: float

    @property
    def work(self) -> float:
        """Seconds of all processors."""
        return self.processor + self.processor_beside + self.processor_database

    def __str__(self) -> str:
        return (
            f"{self.seconds:.1f} s; processors {self.processor:.1f} + {self.processor_beside:.1f} s, "
            f"database {self.processor_database:.1f} s; {self.memory:.0f} + {self.memory_beside:.0f} MB"
        )


def measure(report: Report, articles: int = ARTICLES, comments: int = COMMENTS) -> None:
    """Print how long imports take, and whether a killed one equals one that was not."""
    with TemporaryDirectory() as name, _database(Path(name, "a")) as whole, _database(Path(name, "b")) as cut:
        export = Path(name, "export.xml")
        size = write_export(export, articles=articles, comments=comments, paragraphs=6)
        report.note(f"an export of {articles:,} articles and {comments:,} comments, {size / 2**20:,.0f} MB")
        first, again = _import(whole, export), _import(whole, export)
        allowed = (articles * MS_PER_ARTICLE + comments * MS_PER_COMMENT) / 1000
        report.note(f"first: {first}")
        report.note(f"again: {again}")
        report.add("import: first time", first.seconds, allowed, "s")
        report.add("import: the same again, as a part of that", again.seconds / first.seconds, UNCHANGED)
        report.add("import: memory", first.memory, MOST_MEMORY, "MB")
        for _kill in range(KILLS):
            _kill_within(cut, export, first.seconds)
        _import(cut, export)
        theirs, ours = _fingerprint(whole), _fingerprint(cut)
        different = [table for table in theirs if theirs[table] != ours[table]]
        report.add(f"import: tables that differ after {KILLS} kills {different or ''}", len(different), 0)


def measure_growth(report: Report, scale: float) -> None:
    """Print what an article and a comment cost by the size of the file, in processor time."""
    for kind, sizes in GROWTH.items():
        costs = []
        for size in [round(size * scale) for size in sizes]:
            shape = {"articles": min(FEW_ARTICLES, size // 10), "comments": 0} | {kind: size}
            with TemporaryDirectory() as name, _database(Path(name, "a")) as database:
                export = Path(name, "export.xml")
                length = write_export(export, **shape, paragraphs=6)
                report.note(f"{size:,} {kind}, {length / 2**20:,.0f} MB")
                first, again = _import(database, export), _import(database, export)
            report.note(f"first: {first}")
            report.note(f"again: {again}")
            costs.append(first.work / size)
            report.add(f"import of {size:,} {kind}: memory", first.memory, MOST_MEMORY, "MB")
        report.add(
            f"import: cost of {kind} in the largest file to the least of all", costs[-1] / min(costs), 1.25
        )


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
    found = re.search(r"^took (.*)$", output, re.MULTILINE)
    assert found, output
    return Took(**json.loads(found[1]))


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
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--scale", type=float, default=1.0, help="of the files that --growth makes")
    chosen = parser.parse_args()
    outcome = Report()
    if chosen.growth:
        measure_growth(outcome, chosen.scale)
    else:
        measure(outcome, chosen.articles, chosen.comments)
    sys.exit(0 if outcome.is_within_limits else 1)
