"""``manage.py publish``: made, brought up to date, left alone; all files or none."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from blog.models import Article, Category, Image, Page, SiteSettings, Status, Tag
from tests import factories
from tests.blog.test_images import picture

pytestmark = pytest.mark.django_db
FULL = """---
title: A walk along the harbour
date: 2019-05-15 00:30
slug: walk
author: alice
categories: [News, Workshop/Type]
tags: [letterpress, notes]
excerpt: One sentence.
source:
  name: The Quarterly
  url: https://example.org/quarterly/
  title: Notes
status: published
sticky: true
password: ""
comments: closed
---
“Quoted” text — with two  spaces.

![A desk](desk.png "Caption")

```
![A desk](desk.png)
```
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "desk.png").write_bytes(picture())
    return tmp_path / "texts"


def _publish(*files: Path, **options: Any) -> list[str]:
    output = StringIO()
    call_command("publish", *map(str, files), stdout=output, **options)
    return [line.split()[0] for line in output.getvalue().splitlines()]


def _write(folder: Path, text: str, name: str = "walk.md") -> Path:
    file = folder / name
    file.write_bytes(text.encode())
    return file


class TestArticle:
    def test_file_becomes_an_article_with_all_its_parts(self, folder: Path, alice: User) -> None:
        SiteSettings(time_zone="Europe/Berlin").save()
        assert _publish(_write(folder, FULL)) == ["created"]
        article = Article.objects.published().get()
        assert article.get_absolute_url() == "/2019/05/15/walk/"
        assert article.published_at.isoformat() == "2019-05-14T22:30:00+00:00"  # type: ignore[union-attr]
        assert (article.author, article.source_name, article.source_title) == (
            alice,
            "The Quarterly",
            "Notes",
        )
        assert (article.is_sticky, article.comments_open, article.excerpt) == (True, False, "One sentence.")
        assert sorted(category.path for category in article.categories.all()) == ["news", "workshop/type"]
        assert sorted(tag.name for tag in article.tags.all()) == ["letterpress", "notes"]
        assert "“Quoted” text — with two  spaces." in article.body

    def test_pictures_come_along_and_code_is_left_alone(self, folder: Path, alice: User) -> None:
        _publish(_write(folder, FULL))
        image = Image.objects.get()
        article = Article.objects.get()
        assert f'![A desk]({image.get_absolute_url()} "Caption")' in article.body
        assert "```\n![A desk](desk.png)\n```" in article.body
        assert (image.alt, image.uploaded_by) == ("A desk", alice)
        assert "srcset" in article.body_html

    def test_same_file_again_changes_nothing(self, folder: Path, alice: User) -> None:
        file = _write(folder, FULL)
        _publish(file)
        before = Article.objects.get().updated_at
        assert _publish(file) == ["unchanged"]
        assert Article.objects.get().updated_at == before
        assert Image.objects.count() == 1

    def test_same_slug_and_date_updates(self, folder: Path, alice: User) -> None:
        _publish(_write(folder, FULL))
        changed = FULL.replace("along the harbour", "in the rain").replace("[letterpress, notes]", "[rain]")
        assert _publish(_write(folder, changed)) == ["updated"]
        article = Article.objects.get()
        assert article.title == "A walk in the rain"
        assert [tag.name for tag in article.tags.all()] == ["rain"]

    def test_changed_tags_alone_are_an_update(self, folder: Path, alice: User) -> None:
        _publish(_write(folder, FULL))
        assert _publish(_write(folder, FULL.replace("[letterpress, notes]", "[rain]"))) == ["updated"]

    def test_same_slug_on_another_day_is_another_article(self, folder: Path, alice: User) -> None:
        _publish(_write(folder, FULL))
        assert _publish(_write(folder, FULL.replace("2019-05-15", "2019-05-16"))) == ["created"]

    def test_file_without_date_is_published_now_and_once(self, folder: Path, alice: User) -> None:
        file = _write(folder, "---\ntitle: Hello\nauthor: alice\n---\nOne.\n")
        assert [_publish(file), _publish(file)] == [["created"], ["unchanged"]]
        assert Article.objects.published().get().slug == "hello"

    def test_draft_has_no_time_and_future_is_scheduled(self, folder: Path, alice: User) -> None:
        _publish(_write(folder, "---\ntitle: Draft\nauthor: alice\nstatus: draft\n---\n"))
        assert Article.objects.get().published_at is None
        _publish(_write(folder, "---\ntitle: Coming\nauthor: alice\ndate: 2999-01-01\n---\n"))
        assert Article.objects.get(title="Coming").is_scheduled

    def test_byte_order_mark_and_windows_lines_are_fine(self, folder: Path, alice: User) -> None:
        (folder / "walk.md").write_bytes(b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode())
        assert _publish(folder / "walk.md") == ["created"]
        assert "\r" not in Article.objects.get().body


class TestAuthor:
    def test_missing_author_is_made_without_a_way_in(self, folder: Path) -> None:
        _publish(_write(folder, "---\ntitle: Hello\nauthor: Stéphane Writer\n---\n"))
        author = Article.objects.get().author
        assert (author.username, str(author)) == ("stephane-writer", "Stéphane Writer")
        assert not author.has_usable_password()
        assert not author.is_staff
        _publish(_write(folder, "---\ntitle: Again\nauthor: Stéphane Writer\n---\n"))
        assert User.objects.count() == 1

    def test_nobody_named_is_the_owner(self, folder: Path, owner: User) -> None:
        _publish(_write(folder, "---\ntitle: Hello\n---\n"))
        assert Article.objects.get().author == owner


class TestPages:
    def test_page_is_made_and_updated(self, folder: Path, alice: User) -> None:
        file = _write(folder, "---\ntitle: About\nauthor: alice\n---\nWho we are.\n")
        assert [_publish(file, page=True), _publish(file, page=True)] == [["created"], ["unchanged"]]
        assert Page.objects.published().get().get_absolute_url() == "/about/"

    def test_page_has_no_tags(self, folder: Path, alice: User) -> None:
        file = _write(folder, "---\ntitle: About\nauthor: alice\ntags: [a]\n---\n")
        with pytest.raises(CommandError, match="tags: a page has none"):
            _publish(file, page=True)


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("no front matter", r"walk\.md: line 1: there is no front matter"),
            (FULL.replace("https://example.org/quarterly/", "not an address"), r"walk\.md: source: "),
            (FULL.replace("slug: walk", "slug: a/b"), r"walk\.md: slug: 'a/b' cannot be used"),
            (
                FULL.replace('desk.png "', 'gone.png "'),
                r"walk\.md: line 20: the picture 'gone.png' is not there",
            ),
            (FULL.replace("A walk along the harbour", "A" * 501), r"walk\.md: title: "),
            (FULL.replace("[News, Workshop/Type]", "['/']"), r"categories: '/' names nothing"),
            (FULL.replace("[letterpress, notes]", "['!!!']"), r"tags: '!!!' has no letter"),
        ],
    )
    def test_one_sentence_names_file_place_and_fault(
        self, folder: Path, alice: User, text: str, message: str
    ) -> None:
        with pytest.raises(CommandError, match=message) as caught:
            _publish(_write(folder, text))
        assert "\n" not in str(caught.value)

    def test_one_bad_file_keeps_all_others_out(self, folder: Path, alice: User, settings: Any) -> None:
        good = _write(folder, FULL, "good.md")
        bad = _write(folder, "---\ntitle: B\nstatus: live\n---\n", "bad.md")
        with pytest.raises(CommandError, match=r"bad\.md"):
            _publish(good, bad)
        for model in (Article, Image, Category, Tag):
            assert not model._default_manager.exists()
        assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]

    def test_broken_picture_is_refused(self, folder: Path, alice: User) -> None:
        (folder / "desk.png").write_text("<svg/>")
        with pytest.raises(CommandError, match=r"the picture 'desk\.png' cannot be used: This is no picture"):
            _publish(_write(folder, FULL))

    def test_wrong_encoding_names_the_line(self, folder: Path, alice: User) -> None:
        (folder / "walk.md").write_bytes(b"---\ntitle: A\n---\n\nCaf\xe9\n")
        with pytest.raises(CommandError, match="line 5: the text is not UTF-8"):
            _publish(folder / "walk.md")

    def test_nul_and_missing_files_are_refused(self, folder: Path, alice: User) -> None:
        with pytest.raises(CommandError, match="NUL"):
            _publish(_write(folder, "---\ntitle: A\n---\na\0b\n"))
        with pytest.raises(CommandError, match="cannot be read"):
            _publish(folder / "gone.md")
        with pytest.raises(CommandError, match="cannot be read"):
            _publish(folder)

    def test_dry_run_says_what_would_happen_and_leaves_nothing(
        self, folder: Path, alice: User, settings: Any
    ) -> None:
        assert _publish(_write(folder, FULL), dry_run=True) == ["created"]
        assert not Article.objects.exists()
        assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_drafts_that_share_a_slug_are_told_apart_by_date(folder: Path, alice: User) -> None:
    factories.make_article(alice, slug="walk", status=Status.DRAFT, published_at=None)
    assert _publish(_write(folder, FULL)) == ["created"]
