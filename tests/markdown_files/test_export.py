"""The archive: files that anything can read, with everything in them."""

import os
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from PIL import Image as Pillow

from accounts.models import User
from blog.comments.models import State
from blog.exporting import Choices
from blog.markdown_files.export import stream_zip, write_zip
from blog.models import Article, BodyFormat, Image, Like, Redirect, SiteSettings, Status
from blog.publishing import publish_files
from blog.publishing.front_matter import parse
from tests import factories
from tests.markdown_files.archives import export, load


def picture() -> BytesIO:
    buffer = BytesIO()
    Pillow.new("RGB", (8, 8), "navy").save(buffer, "PNG")
    return buffer


class TestTexts:
    def test_article_is_a_file_that_publish_reads(self, alice: User) -> None:
        SiteSettings(time_zone="Europe/Berlin").save()
        sea = factories.make_category("Sea")
        factories.make_article(
            alice, title="Yes: “no” & more", excerpt="Two\nlines", password="geheim", is_sticky=True,
            categories=[factories.make_category("Boats", parent=sea)], tags=[factories.make_tag("a, b")],
            source_name="The Paper", source_url="https://paper.example/", comments_open=False,
            body="Text\n\n---\n\nMore",
        )  # fmt: skip
        files = export()
        document = parse(files["articles/2019/2019-05-15-yes-no-more.md"].decode(), ZoneInfo("Europe/Berlin"))
        assert document.title == "Yes: “no” & more"
        assert document.date == datetime(2019, 5, 15, 12, tzinfo=UTC)
        assert document.body == "Text\n\n---\n\nMore"
        assert document.categories == ["Sea/Boats"]
        assert document.tags == ["a, b"]
        assert (document.excerpt, document.password, document.sticky) == ("Two\nlines", "geheim", True)
        assert (document.author, document.comments, document.status) == ("alice", "closed", "published")
        assert document.source == {"name": "The Paper", "url": "https://paper.example/", "title": ""}

    def test_publish_finds_nothing_to_change(self, alice: User, tmp_path: Path) -> None:
        factories.make_article(alice, tags=[factories.make_tag("sea")], body="Text\n\n- a\n- b")
        name, content = next((n, c) for n, c in export().items() if n.endswith(".md") and "/" in n)
        (tmp_path / Path(name).name).write_bytes(content)
        (outcome,) = publish_files([tmp_path / Path(name).name])
        assert outcome.verb == "unchanged"
        assert Article.objects.count() == 1

    def test_what_front_matter_cannot_say_stands_beside(self, alice: User, bob: User) -> None:
        article = factories.make_article(alice, slug="walk", comments_close_after_days=3)
        Like.objects.create(article=article, user=bob)
        Redirect.objects.create(old_path="/old/", article=article)
        first = factories.make_comment(article, comment="One\n\n> two")
        factories.make_comment(article, first, user=bob, state=State.PENDING, service="google")
        beside = load(export(), "articles/2019/2019-05-15-walk.json")
        assert beside["number"] == article.pk
        assert beside["likes"] == ["bob"]
        assert beside["old_paths"] == ["/old/"]
        assert beside["comments_close_after_days"] == 3
        one, two = beside["comments"]
        assert (one["body"], one["author_name"], one["state"]) == ("One\n\n> two", "Gustav Guest", "public")
        assert (two["parent"], two["person"], two["service"]) == (one["number"], "bob", "google")

    def test_text_that_lines_cannot_keep_stands_beside(self, alice: User) -> None:
        factories.make_article(alice, slug="walk", body="\na\r\nb\n", body_format=BodyFormat.WORDPRESS)
        beside = load(export(), "articles/2019/2019-05-15-walk.json")
        assert beside["body"] == "\na\r\nb\n"
        assert beside["body_format"] == "wordpress"

    def test_each_has_a_name_of_its_own(self, alice: User) -> None:
        for _number in range(2):
            factories.make_article(alice, slug="walk")
        factories.make_article(alice, slug="draft", status=Status.DRAFT, published_at=None)
        above = factories.make_page(alice, title="Above")
        factories.make_page(alice, title="Below", parent=above)
        factories.make_article(alice, slug="海" * 200)
        names = [name for name in export() if name.endswith(".md") and "/" in name]
        assert names == [
            "articles/2019/2019-05-15-walk.md",
            "articles/2019/2019-05-15-walk-2.md",
            "articles/undated/draft.md",
            f"articles/2019/2019-05-15-{'海' * 53}.md",
            "pages/above.md",
            "pages/above/below.md",
        ]


class TestMedia:
    def test_pictures_lie_where_they_lay(self, alice: User) -> None:
        image = Image.objects.store(picture(), uploaded_by=alice, alt="The sea")
        article = factories.make_article(alice, featured_image=image)
        alice.avatar.save("alice.webp", ContentFile(b"a picture"))
        files = export()
        assert files[f"media/{image.file.name}"] == Path(image.file.path).read_bytes()
        assert files[f"media/{alice.avatar.name}"] == b"a picture"
        (known,) = load(files, "library.json")
        assert (known["file"], known["alt"], known["author"]) == (image.file.name, "The sea", "alice")
        beside = load(files, f"articles/2019/2019-05-15-{article.slug}.json")
        assert beside["featured"] == known["key"]

    def test_file_that_is_gone_is_passed_over(self, alice: User) -> None:
        image = Image.objects.store(picture(), uploaded_by=alice)
        default_storage.delete(str(image.file.name))
        files = export()
        assert [name for name in files if name.startswith("media/")] == []
        assert len(load(files, "library.json")) == 1

    def test_without_media_there_is_none(self, alice: User) -> None:
        Image.objects.store(picture(), uploaded_by=alice)
        assert [name for name in export("media") if name.startswith("media/")] == []

    @pytest.mark.parametrize(("left_out", "held"), [((), True), (("comments",), False)])
    def test_pictures_of_commenters_come_with_their_comments(
        self, alice: User, left_out: tuple[str, ...], held: bool
    ) -> None:
        name = default_storage.save("faces/aa.webp", ContentFile(b"a face"))
        factories.make_comment(factories.make_article(alice), picture=name)
        assert (f"media/{name}" in export(*left_out)) == held


class TestArchive:
    def test_blog_and_people_are_described(self, alice: User, bob: User) -> None:
        SiteSettings(title="Tea", time_zone="Europe/Berlin").save()
        Redirect.objects.create(old_path="/a/", new_path="/b/")
        files = export()
        site, redirect = load(files, "site.json")
        assert (site["title"], site["time_zone"]) == ("Tea", "Europe/Berlin")
        assert redirect == {"old_path": "/a/", "new_path": "/b/"}
        assert [person["key"] for person in load(files, "people.json")] == ["alice", "bob"]
        assert b"password" not in files["people.json"]
        assert files["README.md"].startswith(b"# A blog as files")
        assert files["followers.csv"].startswith(b"email,")

    def test_it_comes_in_pieces(self, alice: User) -> None:
        noise = os.urandom(2_000_000)
        default_storage.save("avatars/noise.bin", ContentFile(noise))
        User.objects.filter(pk=alice.pk).update(avatar="avatars/noise.bin")
        pieces = list(stream_zip(Choices()))
        assert len(pieces) > 3
        assert max(map(len, pieces)) < 1_000_000

    def test_only_its_owner_may_read_it(self, db: None, tmp_path: Path) -> None:
        write_zip(tmp_path / "blog.zip", Choices())
        assert (tmp_path / "blog.zip").stat().st_mode & 0o777 == 0o600
        with ZipFile(tmp_path / "blog.zip") as archive:
            assert {info.external_attr >> 16 & 0o777 for info in archive.infolist()} == {0o600}


class TestCommand:
    def test_file_is_named(self, db: None, tmp_path: Path) -> None:
        told = StringIO()
        call_command("export_markdown", output=str(tmp_path / "blog.zip"), stdout=told)
        assert told.getvalue() == f"{tmp_path / 'blog.zip'} 0.0 MB\n"

    def test_pipe_gets_the_archive(self, db: None, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        call_command("export_markdown", output="-", without_media=True)
        with ZipFile(BytesIO(capfdbinary.readouterr().out)) as archive:
            assert "README.md" in archive.namelist()

    def test_failure_is_a_sentence(self, db: None, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(CommandError, match="The export cannot be written"):
            call_command("export_markdown", output=str(tmp_path / "file" / "blog.zip"))
