"""Clusters for the tests: most begin with a copy of one that was made once."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from blog.embedded_postgres.client import ensure_running, stop
from tests.embedded_postgres.servers import is_gone


@pytest.fixture(scope="session")
def made_cluster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A complete cluster that does not run; only to be copied."""
    folder = tmp_path_factory.mktemp("cluster") / "postgres"
    ensure_running(folder)
    stop(folder)
    return folder


@pytest.fixture(scope="module")
def running(made_cluster: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A running cluster for tests that only look at it."""
    folder = tmp_path_factory.mktemp("running") / "postgres"
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
