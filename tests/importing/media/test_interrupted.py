"""A real import with pictures and documents that is killed, and goes on."""

import os
import random
import time
from pathlib import Path

import pytest
from django.conf import settings

from blog.importing.models import ImportRun
from blog.importing.reading import Position
from blog.importing.run import run_import
from blog.models import File, Image
from blog.wordpress.wxr import WxrReader
from tests.benchmarks.exports import write_export
from tests.importing.old_blog import folder, photo
from tests.importing.shelf import ignore
from tests.importing.tables import OF_THE_IMPORT, differences, read_tables
from tests.importing.test_interrupted import SHAPE, Child, empty, wait_until_unlocked

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = 3


def new_run(path: Path, media: str) -> ImportRun:
    files = [{"name": path.name, "size": path.stat().st_size, "digest": ""}]
    options = {"check_urls": False, "media": media}
    return ImportRun.objects.create(system="wordpress", files=files, options=options)


def old_files(path: Path, root: Path) -> str:
    """Make a file for each attachment of an export; return their folder."""
    reader = WxrReader([path])
    reader.survey()
    records = [bundle.attachment for item in reader.attachments(Position()) for bundle in item.bundles()]
    colours = ["teal", "navy", "olive", "maroon"]  # so that some share their content
    return folder(
        root, {each.path: photo(900, 600, colours[n % 4]) for n, each in enumerate(records) if each}
    )


def names_of(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_killed_import_has_each_file_once(tmp_path: Path) -> None:
    export = tmp_path / "export.xml"
    write_export(export, **SHAPE)
    media = old_files(export, tmp_path / "uploads")
    empty()
    run_import(new_run(export, media), WxrReader([export]), ignore)
    expected, files = read_tables(without=OF_THE_IMPORT), names_of(Path(settings.MEDIA_ROOT))
    assert Image.objects.count() + File.objects.count() == SHAPE["attachments"]
    empty()
    run = new_run(export, media)
    rng = random.Random(os.urandom(8))
    for _kill in range(KILLS):
        child = Child(run, export)
        child.lines(1)
        time.sleep(rng.random())  # while files are written, or rows
        child.process.kill()
        child.end()
        wait_until_unlocked()
    assert Child(run, export).end().endswith("done\n")
    assert differences(read_tables(without=OF_THE_IMPORT), expected) == {}
    assert names_of(export.parent / "data" / "media") == files
