"""Files are fetched from the old blog's own hosts, a few at once, again after a fault."""

import io
import socket
import threading
from collections.abc import Mapping

import pytest

from blog.fetching import FetchError
from blog.importing.media import download as media_download
from blog.importing.media.download import MOST_FAILURES, Download
from blog.importing.media.sources import MediaError
from blog.importing.media.store import MediaStore, Prepared
from blog.importing.options import DOWNLOAD
from blog.importing.records import Site
from blog.models import File, Image
from tests.importing.old_blog import MP3, PDF, attachment, photo
from tests.strange_server import Script, StrangeServer, answer, redirect, strange_server

pytestmark = pytest.mark.django_db
UPLOADS = "/wp-content/uploads/"
QUICK = (0.0, 0.0)  # seconds between tries
BUSY = answer(status="503 Service Unavailable")


def site_of(server: StrangeServer) -> Site:
    return Site(address=server.origin, hosts=frozenset({"127.0.0.1"}))


def download(server: StrangeServer, path: str, most_bytes: int = 10_000) -> bytes:
    source = Download({"127.0.0.1"}, allow=[server.origin], pauses=QUICK)
    buffer = io.BytesIO()
    source.copy(attachment(path, url=server.origin + path), buffer, most_bytes)
    return buffer.getvalue()


def refusal(scripts: Mapping[str, Script]) -> tuple[str, list[str]]:
    with strange_server(scripts) as server:
        with pytest.raises(MediaError) as caught:
            download(server, "/x.jpg")
        return caught.value.code, server.asked


def prepare(server: StrangeServer, *paths: str) -> list[Prepared]:
    records = [
        attachment(path, number, url=f"{server.origin}{UPLOADS}{path}")
        for number, path in enumerate(paths, 1)
    ]
    with MediaStore(DOWNLOAD, site_of(server), allow=[server.origin]) as store:
        return store.prepare(records)


def test_files_come_from_the_old_blog() -> None:
    scripts = {
        f"{UPLOADS}2019/05/x.jpg": answer(photo(), "image/jpeg"),
        f"{UPLOADS}2019/05/a.pdf": answer(PDF, "application/pdf"),
        f"{UPLOADS}2019/05/b.mp3": answer(MP3, "application/octet-stream"),
    }
    with strange_server(scripts) as server:
        picture, document, sound, missing = prepare(
            server, "2019/05/x.jpg", "2019/05/a.pdf", "2019/05/b.mp3", "2019/05/none.jpg"
        )
    assert isinstance(picture.row, Image)
    assert isinstance(document.row, File)
    assert isinstance(sound.row, File)
    assert missing.row is None
    assert missing.oddity
    assert missing.oddity.code == "media-missing"
    assert f"{UPLOADS}2019/05/none.jpg" in missing.oddity.detail
    assert "404" in missing.oddity.detail


def test_fault_of_the_server_is_asked_about_again() -> None:
    times: list[int] = []

    def twice_busy(client: socket.socket, closing: threading.Event) -> None:
        times.append(1)
        client.sendall(BUSY if len(times) < 3 else answer(b"at last", "image/jpeg"))

    with strange_server({"/x.jpg": twice_busy}) as server:
        assert download(server, "/x.jpg") == b"at last"


def test_server_that_is_always_busy_is_given_up() -> None:
    code, asked = refusal({"/x.jpg": BUSY})
    assert (code, len(asked)) == ("media-unreachable", 3)


def test_what_is_gone_is_asked_for_once() -> None:
    code, asked = refusal({"/x.jpg": answer(status="410 Gone")})
    assert (code, len(asked)) == ("media-missing", 1)


@pytest.mark.parametrize(
    "script",
    [
        answer(b"<html>soft 404", "text/html"),
        answer(b"x", "image/jpeg", Content_Encoding="gzip"),
        answer(b"x", "image/svg+xml"),
        answer(b"x", "application/javascript"),
        redirect("/x.jpg"),
        redirect("file:///etc/passwd"),
        redirect("ftp://127.0.0.1/x.jpg"),
    ],
)
def test_what_is_no_file_is_not_taken(script: bytes) -> None:
    assert refusal({"/x.jpg": script})[0] == "media-missing"


def test_file_above_the_limit_is_not_read() -> None:
    assert refusal({"/x.jpg": answer(b"x" * 20_000, "image/jpeg")})[0] == "media-too-large"


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/x.jpg",
        "http://169.254.169.254/latest/meta-data/",
        "http://old.example@elsewhere.example/x.jpg",
        "https://old.example.elsewhere.example/x.jpg",
        "//elsewhere.example/x.jpg",
        "file:///etc/passwd",
        "http://[::1",
        "",
    ],
)
def test_other_hosts_are_never_asked(url: str) -> None:
    with pytest.raises(MediaError) as caught:
        Download({"old.example"}).copy(attachment("x.jpg", url=url), io.BytesIO(), 10)
    assert caught.value.code == "media-elsewhere"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x.jpg",
        "http://localhost/x.jpg",
        "http://127.0.0.1:5432/x.jpg",
        "ftp://localhost/x.jpg",
    ],
)
def test_old_host_within_this_network_is_not_asked(url: str) -> None:
    with pytest.raises(MediaError) as caught:
        Download({"127.0.0.1", "localhost"}, pauses=()).copy(attachment("x", url=url), io.BytesIO(), 10)
    assert caught.value.code == "media-missing"


def test_redirect_does_not_lead_into_this_network() -> None:
    with strange_server({"/x.jpg": answer(b"secret", "image/jpeg")}) as inner:
        code, _asked = refusal({"/x.jpg": redirect(f"{inner.origin}/x.jpg")})
        assert code == "media-missing"
        assert inner.asked == []


def test_host_that_is_gone_is_not_asked_for_every_file() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
    source = Download({"127.0.0.1"}, allow=[origin], pauses=QUICK)
    told = []
    for number in range(MOST_FAILURES + 2):
        with pytest.raises(MediaError) as caught:
            source.copy(attachment("x", url=f"{origin}/{number}.jpg"), io.BytesIO(), 10)
        told.append("does not answer any more" in str(caught.value))
    assert told == [False] * MOST_FAILURES + [True, True]


def test_no_more_than_four_are_fetched_at_once() -> None:
    running, most, guard = [0], [0], threading.Lock()
    together = threading.Barrier(4)

    def slow(client: socket.socket, closing: threading.Event) -> None:
        with guard:
            running[0] += 1
            most[0] = max(most[0], running[0])
        together.wait(20)  # seconds; four at once do come together
        with guard:
            running[0] -= 1
        client.sendall(answer(b"none", "image/jpeg"))

    paths = [f"2019/05/{number}.jpg" for number in range(16)]
    with strange_server({UPLOADS + path: slow for path in paths}) as server:
        prepare(server, *paths)
    assert most == [4]


def test_trial_asks_nobody_and_says_so() -> None:
    with strange_server({}) as server:
        record = attachment("2019/05/x.jpg", url=f"{server.origin}{UPLOADS}2019/05/x.jpg")
        with MediaStore(DOWNLOAD, site_of(server), is_trial=True, allow=[server.origin]) as store:
            [found] = store.prepare([record])
        assert server.asked == []
    assert isinstance(found.row, Image)
    assert found.oddity
    assert found.oddity.code == "media-not-checked"


def test_picture_that_only_a_text_shows_is_fetched_in_its_first_size() -> None:
    scripts = {
        f"{UPLOADS}2019/05/x.jpg": answer(photo(), "image/jpeg"),
        f"{UPLOADS}2019/05/only-300x200.jpg": answer(photo(300, 200), "image/jpeg"),
    }
    Image.objects.create(file="here.jpg", width=9, height=9, original_path="2019/05/here.jpg")
    with strange_server(scripts) as server:
        paths = [
            f"{UPLOADS}2019/05/x-300x200.jpg",
            f"{server.origin}{UPLOADS}2019/05/x-1024x768.jpg?w=5",
            f"{UPLOADS}2019/05/only-300x200.jpg",
            f"{UPLOADS}2019/05/here-300x200.jpg",
            f"{UPLOADS}2019/05/gone.jpg",
        ]
        with MediaStore(DOWNLOAD, site_of(server), allow=[server.origin]) as store:
            found = store.fetch_inline(paths)
        asked = [head.split(" ")[1].removeprefix(UPLOADS) for head in server.asked]
    rows = {each.row.original_path: each.row for each in found if each.row}
    assert sorted(rows) == ["2019/05/only-300x200.jpg", "2019/05/x.jpg"]
    assert {row.wordpress_id for row in rows.values()} == {None}
    assert [each.oddity.code for each in found if each.oddity] == ["media-missing"]
    assert sorted(asked) == [
        "2019/05/gone.jpg",
        "2019/05/only-300x200.jpg",
        "2019/05/only.jpg",
        "2019/05/x.jpg",
    ]


def test_files_of_wordpress_com_lie_on_a_host_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def note(url: str, **_options: object) -> None:
        asked.append(url)
        raise FetchError("status 404")

    monkeypatch.setattr(media_download, "fetch", note)  # the real host is no business of a test
    site = Site(
        "https://ours.wordpress.com", hosts=frozenset({"ours.wordpress.com", "ours.files.wordpress.com"})
    )
    with MediaStore(DOWNLOAD, site) as store:
        store.fetch_inline(["https://ours.files.wordpress.com/2019/05/x.jpg?w=300"])
    assert asked == ["https://ours.files.wordpress.com/2019/05/x.jpg"]
