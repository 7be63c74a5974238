"""Clusters for the tests: most begin with a copy of one that was made once."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from blog.embedded_postgres.client import ensure_running, stop
from tests.embedded_postgres.servers import is_gone

ROOM = 1_000_000_000  # bytes


@pytest.fixture(scope="session")
def fast_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in memory where there is one with room: some sixty clusters are made, copied and repaired."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < ROOM:
        yield tmp_path_factory.mktemp("disk")
        return
    folder = Path(tempfile.mkdtemp(dir=memory, prefix="postgres-tests-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def tmp_path(fast_disk: Path) -> Iterator[Path]:
    """Take the place of pytest's fixture, on the fast disk, and leave nothing there."""
    folder = Path(tempfile.mkdtemp(dir=fast_disk))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def made_cluster(fast_disk: Path) -> Path:
    """A complete cluster that does not run; only to be copied."""
    folder = fast_disk / "made" / "postgres"
    ensure_running(folder)
    stop(folder)
    return folder


@pytest.fixture(scope="module")
def running(made_cluster: Path, fast_disk: Path) -> Iterator[Path]:
    """A running cluster for tests that only look at it."""
    folder = Path(tempfile.mkdtemp(dir=fast_disk)) / "postgres"
    copy_cluster(made_cluster, folder)
    ensure_running(folder)
    yield folder
    stop(folder)


@pytest.fixture
def new_folder(tmp_path: Path) -> Iterator[Path]:
    """Where there is no cluster yet."""
    folder = tmp_path / "postgres"
    yield folder
    stop(folder)
    assert is_gone(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def folder(made_cluster: Path, new_folder: Path) -> Path:
    """A cluster that does not run."""
    copy_cluster(made_cluster, new_folder)
    return new_folder


def copy_cluster(source: Path, target: Path) -> None:
    """Copy with owners and rights."""
    subprocess.run(["cp", "-a", source, target], check=True)
