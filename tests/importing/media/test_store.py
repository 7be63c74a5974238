"""Files of the old blog come along: pictures encoded anew, other files as they are, unsafe ones not."""

from pathlib import Path

import pytest
from django.conf import settings

from blog.importing.media.store import MediaStore, Prepared
from blog.models import File, Image
from tests.importing.old_blog import MP3, PDF, SITE, attachment, folder, photo

pytestmark = pytest.mark.django_db


def prepared(source: str, *paths: str, is_trial: bool = False) -> list[Prepared]:
    attachments = [attachment(path, number) for number, path in enumerate(paths, 1)]
    with MediaStore(source, SITE, is_trial=is_trial) as store:
        return store.prepare(attachments)


def stored_files() -> list[str]:
    root = Path(settings.MEDIA_ROOT)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_picture_is_encoded_anew_and_described(tmp_path: Path) -> None:
    source = folder(tmp_path / "uploads", {"2019/05/x.jpg": photo()})
    described = attachment("2019/05/x.jpg", 12, title="Harbour", alt="A harbour", caption="Ours", parent="4")
    with MediaStore(source, SITE) as store:
        [found] = store.prepare([described])
    row = found.row
    assert isinstance(row, Image)
    row.save()
    row.refresh_from_db()
    assert (row.width, row.height, len(row.renditions)) == (900, 600, 2)
    assert (row.title, row.alt, row.caption) == ("Harbour", "A harbour", "Ours")
    assert (row.original_path, row.wordpress_id, row.uploaded_to) == ("2019/05/x.jpg", 12, 4)
    assert stored_files() == sorted(row.file_names())


def test_other_files_are_kept_as_they_are(tmp_path: Path) -> None:
    source = folder(tmp_path / "uploads", {"2019/05/a.pdf": PDF, "2019/05/b.mp3": MP3})
    document, sound = [each.row for each in prepared(source, "2019/05/a.pdf", "2019/05/b.mp3")]
    assert isinstance(document, File)
    assert isinstance(sound, File)
    assert (document.media_type, document.size, document.name) == ("application/pdf", len(PDF), "a.pdf")
    with sound.file.open() as file:
        assert file.read() == MP3


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<p>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("code.js", b"alert(1)"),
        ("shell.php", b"<?php"),
        ("virus.exe", b"MZ"),
        ("film.swf", b"FWS"),
        ("really-html.pdf", b"<html><script>alert(1)</script>"),
        ("really-php.txt", b"<?php system('ls');"),
        ("no-ending", b"x"),
    ],
)
def test_unsafe_file_is_not_kept_and_told(tmp_path: Path, name: str, content: bytes) -> None:
    source = folder(tmp_path / "uploads", {f"2019/05/{name}": content})
    [found] = prepared(source, f"2019/05/{name}")
    assert found.row is None
    assert found.oddity
    assert found.oddity.code == "media-refused"
    assert name in found.oddity.detail
    assert stored_files() == []


def test_without_a_source_what_is_here_is_found_and_the_rest_told() -> None:
    here = Image.objects.create(
        file="x.jpg", width=9, height=9, original_path="2019/05/x.jpg", wordpress_id=1
    )
    known, missing = prepared("", "2019/05/x.jpg", "2019/05/y.jpg")
    assert (known.row, known.is_known) == (here, True)
    assert missing.row is None
    assert missing.oddity
    assert missing.oddity.code == "media-missing"


def test_trial_writes_nothing(tmp_path: Path) -> None:
    source = folder(tmp_path / "uploads", {"2019/05/x.jpg": photo()})
    there, missing = prepared(source, "2019/05/x.jpg", "2019/05/y.jpg", is_trial=True)
    assert isinstance(there.row, Image)
    assert there.oddity is None
    assert missing.row is None
    assert stored_files() == []


def test_attachments_that_share_a_file_share_what_is_stored(tmp_path: Path) -> None:
    source = folder(tmp_path / "uploads", {"2019/05/x.jpg": photo(), "2020/01/x.jpg": photo()})
    first, second = [each.row for each in prepared(source, "2019/05/x.jpg", "2020/01/x.jpg")]
    assert isinstance(first, Image)
    assert isinstance(second, Image)
    assert first.file_names() == second.file_names()
    assert stored_files() == sorted(first.file_names())
