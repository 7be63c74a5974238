"""Processes beside the import."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from blog.importing.pool import AHEAD, work


def test_answers_come_in_order_from_other_processes() -> None:
    portions = [(base, 2) for base in range(20)]
    assert list(work("operator:pow", portions, 2)) == [base**2 for base in range(20)]
    assert os.getpid() not in work("os:getpid", [()], 1)


def test_no_more_is_read_than_can_be_worked_on() -> None:
    read: list[int] = []

    def portions() -> Iterator[tuple[int]]:
        for number in range(50):
            read.append(number)
            yield (number,)

    answers = work("operator:neg", portions(), 1)
    next(answers)
    assert len(read) <= AHEAD + 1
    assert len(list(answers)) == 49


def test_fault_reaches_who_asked() -> None:
    with pytest.raises(ZeroDivisionError):
        list(work("operator:truediv", [(1, 0)], 1))


def test_processes_know_the_models() -> None:
    assert list(work("tests.importing.test_pool:count_models", [()], 1)) == [True]


def count_models() -> bool:
    from django.apps import apps

    return len(apps.get_models()) > 0


def test_processes_end_with_one_that_is_killed() -> None:
    program = "from blog.importing.pool import work; list(work('tests.importing.test_pool:tell', [()], 1))"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        other = int(parent.stdout.readline())
        parent.kill()
    until = time.monotonic() + 10  # seconds
    while Path(f"/proc/{other}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{other}").exists()


def tell() -> None:
    print(os.getpid(), flush=True)
    time.sleep(60)  # seconds
