"""Exports as files: parts, choices, one moment."""

import re
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from blog.comments.models import State
from blog.exporting import Choices
from blog.models import Article, Status
from blog.wordpress.export import stream_wxr, write_parts
from tests import factories
from tests.wordpress.exported import SPACES, channel_of, export, text, the_item


class TestChoices:
    def test_what_is_excluded_is_not_there(self, alice: User) -> None:
        article = factories.make_article(alice)
        factories.make_article(alice, title="Draft", status=Status.DRAFT)
        factories.make_page(alice)
        factories.make_comment(article, state=State.SPAM)
        factories.make_comment(article, comment="Kept")
        item = the_item(export("drafts", "pages", "spam"))
        assert [text(one, "wp:comment_content") for one in item.findall("wp:comment", SPACES)] == ["Kept"]
        assert the_item(export("drafts", "pages", "comments")).findall("wp:comment", SPACES) == []

    def test_unknown_word_is_refused(self) -> None:
        with pytest.raises(ValueError, match="'nonsense' cannot be left out"):
            Choices(frozenset({"nonsense"}))

    def test_progress_ends_with_all(self, alice: User) -> None:
        factories.make_comment(factories.make_article(alice))
        told: list[tuple[int, int]] = []
        list(stream_wxr(Choices(on_progress=lambda done, total: told.append((done, total)))))
        assert told == [(1, 2), (2, 2)]


class TestParts:
    def test_each_part_is_a_whole_file_below_the_limit(self, alice: User, tmp_path: Path) -> None:
        for number in range(10):
            factories.make_article(alice, title=f"No {number}", body="x" * (40_000 if number == 4 else 4_000))
        parts = write_parts(tmp_path, "blog", Choices(), 25_000)
        titles = []
        for part in parts:
            items = channel_of(part.path.read_bytes()).findall("item")
            assert part.size == part.path.stat().st_size
            assert part.size <= 25_000 or len(items) == 1
            titles += [text(item, "title") for item in items]
        assert titles == [f"No {number}" for number in range(10)]
        assert [part.path.name for part in parts] == [f"blog-{n}.xml" for n in range(1, len(parts) + 1)]

    def test_without_a_limit_there_is_one(self, alice: User, tmp_path: Path) -> None:
        factories.make_article(alice)
        (part,) = write_parts(tmp_path, "blog", Choices())
        streamed = b"".join(stream_wxr(Choices()))
        now = rb"<pubDate>.*?</pubDate>"
        assert re.sub(now, b"", part.path.read_bytes(), count=1) == re.sub(now, b"", streamed, count=1)

    def test_empty_blog_is_a_file_too(self, db: None, tmp_path: Path) -> None:
        (part,) = write_parts(tmp_path, "blog", Choices(), 25_000)
        assert channel_of(part.path.read_bytes()).findall("item") == []

    def test_file_is_for_its_owner_alone(self, db: None, tmp_path: Path) -> None:
        (part,) = write_parts(tmp_path, "blog", Choices())
        assert part.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db(transaction=True)
def test_export_is_one_moment_of_the_blog() -> None:
    """What is published while it runs is not in it, and comments stay with what was there."""
    alice = factories.make_author("alice")
    factories.make_article(alice, published_at=datetime(2020, 1, 1, tzinfo=UTC))
    pieces = stream_wxr(Choices())

    def publish() -> None:
        factories.make_article(alice, title="Later")
        connection.close()

    def write_later(done: int, total: int) -> None:
        other = Thread(target=publish)
        other.start()
        other.join()

    pieces = stream_wxr(Choices(on_progress=write_later))
    channel = channel_of(b"".join(pieces))
    assert [text(item, "title") for item in channel.findall("item")] == ["A walk along the harbour"]
    assert Article.objects.count() == 2


class TestCommand:
    def test_files_are_named(self, alice: User, tmp_path: Path) -> None:
        factories.make_article(alice)
        told = StringIO()
        call_command("export_wordpress", output=str(tmp_path), max_size=1, stdout=told)
        (file,) = tmp_path.iterdir()
        assert told.getvalue() == f"{file} 0.0 MB\n"
        assert re.fullmatch(r"127\.0\.0\.1-\d{4}-\d\d-\d\d-1\.xml", file.name)
        assert the_item(channel_of(file.read_bytes())) is not None

    def test_pipe_gets_the_file_and_nothing_else(
        self, alice: User, capfdbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        factories.make_article(alice)
        call_command("export_wordpress", output="-", exclude=["drafts"])
        out, err = capfdbinary.readouterr()
        assert the_item(channel_of(out)) is not None
        assert err == b""

    def test_parts_need_a_folder(self, db: None) -> None:
        with pytest.raises(CommandError, match="name a folder"):
            call_command("export_wordpress", output="-", max_size=1)

    def test_folder_that_cannot_be_is_told(self, db: None, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(CommandError, match="The export cannot be written"):
            call_command("export_wordpress", output=str(tmp_path / "file"))
