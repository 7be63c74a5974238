"""Processes that work beside the import. Loading it needs no models, so that a new process can begin here."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any

AHEAD = 3  # portions per process that may wait, so that memory is bounded and no process is idle


def work(path: str, portions: Iterable[tuple[Any, ...]], processes: int) -> Iterator[Any]:
    """Yield what the function ``module:name`` returns for each portion's arguments, in their order.

    The processes are begun anew, not forked: they share no connection with this one.
    """
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=_begin) as pool:
        waiting: deque[Future[Any]] = deque()
        for arguments in portions:
            waiting.append(pool.submit(_call, path, arguments))
            if len(waiting) >= processes * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def end_with_parent() -> None:
    """Let this process end when the one that began it does, however that ends."""
    Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _begin() -> None:
    end_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "blog.settings")
    import django

    django.setup()


def _call(path: str, arguments: tuple[Any, ...]) -> Any:
    module, _mark, name = path.partition(":")
    return getattr(import_module(module), name)(*arguments)
