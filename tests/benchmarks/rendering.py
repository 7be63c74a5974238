"""How much longer a page with 1,000 comments takes than one with none."""

import statistics
import time

from django.test import Client

from tests.benchmarks import content
from tests.benchmarks.report import Report

ROUNDS = 30


def measure(report: Report) -> None:
    """Take the median of alternating requests, in one process."""
    quiet, busy = content.make_article("Nobody said a thing"), content.make_article("Everybody spoke")
    content.add_comments(busy, 1_000, threads=50)
    client = Client()
    times: dict[str, list[float]] = {quiet.get_absolute_url(): [], busy.get_absolute_url(): []}
    for _round in range(ROUNDS):
        for address, taken in times.items():
            start = time.perf_counter()
            assert client.get(address).status_code == 200
            taken.append(time.perf_counter() - start)
    none, many = (statistics.median(taken) for taken in times.values())
    report.add("time with 1,000 comments : time with none", many / none, 3, "times")
    report.note(f"none: {none * 1000:.1f} ms, 1,000: {many * 1000:.1f} ms")
