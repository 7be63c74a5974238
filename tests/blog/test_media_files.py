"""Files that are no pictures: offered whole or in parts, as what they are, in a box where nothing runs."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client

from blog import file_kinds
from blog.models import File

pytestmark = pytest.mark.django_db

SOUND = b"ID3" + bytes(range(256)) * 40  # 10,243 bytes
SIZE = len(SOUND)


def make_file(content: bytes = SOUND, name: str = "song.mp3") -> File:
    file = File.objects.make(ContentFile(content), name)
    file.save()
    return file


def body(response: Any) -> bytes:
    return b"".join(response) if response.streaming else response.content


def ask(client: Client, value: str, **headers: str) -> Any:
    headers = {"Range": value} | {name.replace("_", "-"): each for name, each in headers.items()}
    return client.get(make_file().get_absolute_url(), headers=headers)


@pytest.mark.parametrize(
    ("name", "content", "media_type", "disposition"),
    [
        ("song.mp3", SOUND, "audio/mpeg", "inline"),
        ("film.mp4", b"\0\0\0\x18ftypisom", "video/mp4", "inline"),
        ("report.pdf", b"%PDF-1.4", "application/pdf", "inline"),
        ("notes.txt", b"<script>alert(1)</script>", "text/plain; charset=utf-8", "inline"),
        ("table.csv", b"a,b", "text/csv; charset=utf-8", "attachment"),
        ("track.gpx", b"<?xml version='1.0'?><gpx/>", "application/gpx+xml", "attachment"),
        ("letter.docx", b"PK\x03\x04", file_kinds.KINDS["docx"].media_type, "attachment"),
        ("all.zip", b"PK\x03\x04", "application/zip", "attachment"),
    ],
)
def test_file_is_served_as_what_it_is(
    client: Client, name: str, content: bytes, media_type: str, disposition: str
) -> None:
    response = client.get(make_file(content, name).get_absolute_url())
    assert (response.status_code, body(response)) == (200, content)
    assert response["Content-Type"] == media_type
    assert response["Content-Disposition"] == f'{disposition}; filename="{name}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert policy.endswith("; sandbox")
    assert response["Content-Length"] == str(len(content))
    assert response["Accept-Ranges"] == "bytes"
    assert "Content-Encoding" not in response
    assert not response.cookies


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"<html><script>alert(1)</script>%PDF-1.4"),
        ("a.pdf", b"GIF89a"),
        ("a.mp3", b"<html>"),
        ("a.mp4", b"MZ\0\0ftyp"[:4] + b"abcd"),
        ("a.docx", b"<?php"),
        ("a.txt", b"#!/bin/sh"),
        ("a.txt", b"MZ\x90"),
        ("a.txt", b"text\0more"),
        ("a.html", b"text"),
        ("a.svg", b"<svg/>"),
        ("a.js", b"text"),
        ("a.php", b"text"),
        ("a.exe", b"MZ"),
        ("a.swf", b"CWS"),
        ("a.pdf.html", b"%PDF-1.4"),
        ("a", b"text"),
        ("a.", b"text"),
        ("a.txt", b""),
    ],
)
def test_name_and_beginning_must_agree_on_something_harmless(name: str, content: bytes) -> None:
    with pytest.raises(ValidationError):
        File.objects.make(ContentFile(content), name)


def test_file_above_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_kinds, "MOST_BYTES", SIZE - 1)
    with pytest.raises(ValidationError, match="larger than"):
        make_file()


def test_name_of_a_download_cannot_break_its_header(client: Client) -> None:
    file = make_file(b"a,b", 'a"\r\nSet-Cookie: x=1; é.csv')
    response = client.get(file.get_absolute_url())
    assert body(response) == b"a,b"
    assert "Set-Cookie" not in response
    assert "\n" not in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, SIZE - 1),
        ("bytes=-100", SIZE - 100, SIZE - 1),
        ("bytes=-999999", 0, SIZE - 1),
        ("bytes=0-999999999999999999", 0, SIZE - 1),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE - 1),
        ("bytes= 5-9 ", 5, 9),
    ],
)
def test_part_is_sent(client: Client, asked: str, first: int, last: int) -> None:
    response = ask(client, asked)
    assert response.status_code == 206
    assert body(response) == SOUND[first : last + 1]
    assert response["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert response["Content-Length"] == str(last - first + 1)
    assert response["Content-Type"] == "audio/mpeg"
    assert response["Content-Security-Policy"].endswith("sandbox")


@pytest.mark.parametrize(
    "asked", [f"bytes={SIZE}-", "bytes=-0", "bytes=999999999999999999-", f"bytes={SIZE}-{SIZE}"]
)
def test_part_beyond_the_end_cannot_be_sent(client: Client, asked: str) -> None:
    response = ask(client, asked)
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{SIZE}"
    assert body(response) == b""


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-1,3-4",
        "bytes=" + ",".join(f"{n}-" for n in range(5000)),
        "bytes=5-2",
        "bytes=-",
        "bytes=",
        "bytes=a-b",
        "bytes=0x1-5",
        "bytes=٣-٤".encode().decode("latin-1"),
        "bytes=99999999999999999999999999-",
        "lines=0-1",
        "bytes=--1",
        "bytes=1",
    ],
)
def test_what_is_no_single_range_gets_the_whole(client: Client, asked: str) -> None:
    response = ask(client, asked)
    assert (response.status_code, body(response)) == (200, SOUND)


def test_part_of_a_file_that_has_changed_is_not_sent(client: Client) -> None:
    url = make_file().get_absolute_url()
    whole = client.get(url)
    etag, date = whole["ETag"], whole["Last-Modified"]
    assert body(whole) == SOUND
    assert body(ask(client, "bytes=0-9", If_Range=etag)) == SOUND[:10]
    for other in ('"other"', f"W/{etag}", date):
        response = ask(client, "bytes=0-9", If_Range=other)
        assert (response.status_code, body(response)) == (200, SOUND)


def test_known_file_is_not_sent_again_even_in_part(client: Client) -> None:
    url = make_file().get_absolute_url()
    whole = client.get(url)
    assert body(whole) == SOUND
    for headers in ({"If-None-Match": whole["ETag"]}, {"If-Modified-Since": whole["Last-Modified"]}):
        assert client.get(url, headers=headers).status_code == 304
        assert client.get(url, headers=headers | {"Range": "bytes=0-9"}).status_code == 304


def test_head_tells_all_and_sends_nothing(client: Client) -> None:
    response = client.head(make_file().get_absolute_url(), headers={"Range": "bytes=0-9"})
    assert response.status_code == 200
    assert response["Content-Length"] == str(SIZE)
    assert response["Accept-Ranges"] == "bytes"
    assert body(response) == b""


def test_pictures_come_in_parts_too(client: Client, settings: Any) -> None:
    folder = Path(settings.MEDIA_ROOT) / "pictures"
    folder.mkdir(parents=True)
    (folder / "x.jpg").write_bytes(b"\xff\xd8" + b"x" * 100)
    response = client.get("/media/pictures/x.jpg", headers={"Range": "bytes=0-1"})
    assert (response.status_code, body(response)) == (206, b"\xff\xd8")


@pytest.mark.parametrize(
    "path", ["files/../secret.pdf", "files/x.html", "x.pdf", "pictures/x.mp3", "files/.x.pdf"]
)
def test_files_are_served_from_their_folder_only(client: Client, settings: Any, path: str) -> None:
    folder = Path(settings.MEDIA_ROOT)
    for name in ("files/x.html", "x.pdf", "secret.pdf", "pictures/x.mp3", "files/.x.pdf"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"%PDF-")
    assert client.get(f"/media/{path}").status_code == 404


def test_same_content_is_one_file_until_the_last_row_is_gone(
    django_capture_on_commit_callbacks: Any,
) -> None:
    first, second = make_file(), make_file(name="again.mp3")
    assert first.file.name == second.file.name
    with django_capture_on_commit_callbacks(execute=True):
        first.delete()
    assert Path(second.file.path).exists()
    with django_capture_on_commit_callbacks(execute=True):
        second.delete()
    assert not Path(second.file.path).exists()


def test_file_that_a_crash_cut_short_is_written_again() -> None:
    file = make_file()
    Path(file.file.path).write_bytes(SOUND[:50])
    assert Path(make_file().file.path).read_bytes() == SOUND


def test_content_is_read_from_its_beginning() -> None:
    buffer = BytesIO(SOUND)
    buffer.seek(500)
    assert File.objects.make(ContentFile(buffer.getvalue()), "song.mp3").size == SIZE
