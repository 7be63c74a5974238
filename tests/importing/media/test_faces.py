"""Pictures of imported commenters, fetched from a real server."""

from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from accounts.models import User
from blog.comments.models import BlogComment
from blog.comments.personal_data import erase_comments
from blog.importing.comments.columns import clean_picture_url
from blog.importing.media import faces
from blog.importing.media.faces import Faces, fetch_faces
from blog.importing.models import Source, WantedPicture
from blog.importing.options import StopImport
from blog.models import Article
from tests.importing.comments.records import make_record, write
from tests.strange_server import StrangeServer, answer, redirect, strange_server


def picture(colour: str) -> bytes:
    data = BytesIO()
    Image.new("RGB", (300, 200), colour).save(data, "PNG")
    return data.getvalue()


def want(source: Source, server: StrangeServer, **paths: str) -> None:
    """Let the comments ``c1``, ``c2``… want the picture at a path of the server."""
    for name, path in paths.items():
        WantedPicture.objects.create(source=source, comment=int(name[1:]), url=server.origin + path)


def fetch_from(source: Source, server: StrangeServer, seconds: float = 60) -> Faces:
    return fetch_faces(source.pk, allow={server.origin}, seconds=seconds)


def files() -> list[Path]:
    return sorted(Path(settings.MEDIA_ROOT).rglob("*.webp"))


def test_addresses_are_kept_with_the_comments_over_https(article: Article, source: Source) -> None:
    urls = ["http://i0.example/a.png?s=96&amp;d=x", "//i0.example/b", "ftp://i0.example/c", "", "data:,x"]
    write(source, article, [make_record(number, picture_url=url) for number, url in enumerate(urls, 1)])
    wanted = WantedPicture.objects.order_by("comment").values_list("comment", "url")
    assert list(wanted) == [(1, "https://i0.example/a.png?s=96&d=x"), (2, "https://i0.example/b")]
    assert clean_picture_url("https://i0.example/" + "a" * 500) == ""


def test_each_address_is_asked_once_and_shown_from_here(article: Article, source: Source) -> None:
    write(source, article, [make_record(number) for number in (1, 2, 3)])
    scripts = {"/red": answer(picture("red")), "/blue": redirect("/sky"), "/sky": answer(picture("blue"))}
    with strange_server(scripts) as server:
        want(source, server, c1="/red", c2="/red", c3="/blue", c4="/red")
        found = fetch_from(source, server)
        assert (found.fetched, found.failed, found.oddities) == (2, 0, [])
        assert len(server.asked) == 3
        assert fetch_from(source, server).fetched == 0
        assert len(server.asked) == 3
    one, two, three = BlogComment.objects.order_by("pk").values_list("picture", flat=True)
    assert one == two != three
    assert len(files()) == 2
    with Image.open(files()[0]) as stored:
        assert (stored.format, stored.width, stored.height) == ("WEBP", 256, 256)
    page = Client().get(article.get_absolute_url()).content.decode()
    assert f'<img class="avatar" src="/media/{one}"' in page
    with closing(Client().get(f"/media/{one}")) as response:
        assert response.headers["Content-Type"] == "image/webp"


def test_what_cannot_be_had_is_told_and_ends_nothing(article: Article, source: Source) -> None:
    write(source, article, [make_record(number) for number in (1, 2, 3)])
    scripts = {"/text": answer(b"<html>", "text/html"), "/broken": answer(b"\x89PNG no")}
    with strange_server(scripts) as server:
        want(source, server, c1="/text", c2="/broken", c3="/missing")
        found = fetch_from(source, server)
    assert [oddity.code for oddity in found.oddities] == ["picture-refused"] * 3
    assert not WantedPicture.objects.exists()  # asking again would change nothing
    assert not BlogComment.objects.exclude(picture="").exists()


def test_silent_host_is_left_in_peace_and_asked_in_the_next_run(
    article: Article, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faces, "AT_ONCE", 1)
    with strange_server(
        {f"/{number}": lambda client, _closing: client.close() for number in range(20)}
    ) as server:
        want(source, server, **{f"c{number}": f"/{number}" for number in range(20)})
        found = fetch_from(source, server)
        assert len(server.asked) == faces.MOST_FAILURES
    assert {oddity.code for oddity in found.oddities} == {"picture-unreachable"}
    assert WantedPicture.objects.count() == found.failed == 20


def test_host_within_the_network_is_never_asked(article: Article, source: Source) -> None:
    write(source, article, [make_record(1)])
    with strange_server({"/a": answer(picture("red"))}) as server:
        want(source, server, c1="/a")
        found = fetch_faces(source.pk)
        assert server.asked == []
    assert found.failed == 1


def test_time_is_bounded_and_the_rest_is_left_for_later(article: Article, source: Source) -> None:
    write(source, article, [make_record(1)])
    with strange_server({"/a": answer(picture("red"))}) as server:
        want(source, server, c1="/a")
        found = fetch_from(source, server, seconds=0)
        assert [oddity.code for oddity in found.oddities] == ["pictures-left"]
        assert fetch_from(source, server).fetched == 1


def test_stopped_fetching_goes_on_where_it_was(article: Article, source: Source) -> None:
    numbers = range(1, 31)
    write(source, article, [make_record(number) for number in numbers])

    def stop(_done: int, total: int) -> None:
        assert total == 30
        raise StopImport

    with strange_server({f"/{number}": answer(picture("red")) for number in numbers}) as server:
        want(source, server, **{f"c{number}": f"/{number}" for number in numbers})
        with pytest.raises(StopImport):
            fetch_faces(source.pk, stop, allow={server.origin})
        assert WantedPicture.objects.count() == 29
        assert fetch_from(source, server).fetched == 29
    assert not BlogComment.objects.filter(picture="").exists()
    assert len(files()) == 1


def test_erased_person_gets_no_picture_and_loses_the_one_there_is(
    article: Article,
    source: Source,
    bob: User,
    django_capture_on_commit_callbacks: pytest.FixtureRequest,
) -> None:
    records = [make_record(1, person="bob"), make_record(2, person="bob")]
    write(source, article, records, {"bob": bob.pk})
    with strange_server({"/a": answer(picture("red")), "/b": answer(picture("blue"))}) as server:
        want(source, server, c1="/a")
        fetch_from(source, server)
        assert len(files()) == 1
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            erase_comments(bob, keep_texts=True)
        assert files() == []
        want(source, server, c2="/b")
        fetch_from(source, server)
    assert set(BlogComment.objects.values_list("picture", flat=True)) == {""}
