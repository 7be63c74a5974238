"""Static files as they are collected: named by their content, and compressed once, without waste."""

import gzip
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.core.management import call_command


@pytest.fixture
def collected(settings: Any, tmp_path: Path) -> Path:
    """Our own files, collected as at the start of the blog."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "blog.static_files.Storage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path / "static"


def test_files_that_pages_name_are_compressed(collected: Path) -> None:
    sheet = next(collected.glob("css/*.????????????.css"))
    assert brotli.decompress(sheet.with_name(f"{sheet.name}.br").read_bytes()) == sheet.read_bytes()
    assert gzip.decompress(sheet.with_name(f"{sheet.name}.gz").read_bytes()) == sheet.read_bytes()


def test_files_that_no_page_names_are_not_compressed(collected: Path) -> None:
    compressed = {path.stem for path in collected.rglob("*.br")}
    assert compressed
    assert not [name for name in compressed if len(name.split(".")) < 3]
