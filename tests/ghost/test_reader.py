"""Rows of Ghost's tables become records; broken ones are told, and nothing else is ever raised."""

import json
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from blog.ghost import GhostReader
from blog.importing.reading import UnreadableFileError
from blog.importing.records import TextKind
from tests.ghost.exports import HERE, bundles_of, export, post, text_of, write
from tests.moving.files import make_zip


class TestSite:
    def test_settings_people_and_public_tags_are_read(self, tmp_path: Path) -> None:
        site = GhostReader([write(tmp_path / "a.json", [post(1)])]).survey().site
        assert (site.title, site.tagline) == ("Harbour Notes", "What the tide brings")
        assert (site.time_zone, site.permalink_structure) == ("Europe/Berlin", "/%postname%/")
        assert [(one.key, one.display_name, one.nicename) for one in site.people] == [
            ("anna", "Anna Author", "anna"),
            ("ben", "Ben", "ben"),
        ]
        assert [(tag.key, tag.name, tag.description) for tag in site.tags] == [("sea", "Sea", "Salt water")]

    def test_structure_with_dates_is_that_of_old_versions(self, tmp_path: Path) -> None:
        settings = [{"key": "permalinks", "value": "/:year/:month/:day/:slug/"}]
        path = write(tmp_path / "a.json", [post(1)], settings=settings)
        assert GhostReader([path]).survey().site.permalink_structure == "/%year%/%monthnum%/%day%/%postname%/"
        assert bundles_of(path)[0].text.link == "/2019/05/02/tide-1/"  # type: ignore[union-attr]

    def test_host_is_that_of_most_pictures_where_addresses_have_one(self, tmp_path: Path) -> None:
        html = '<img src="https://harbour.example/content/images/2018/01/a.jpg">'
        path = write(tmp_path / "a.json", [post(n, html=html) for n in range(3)])
        assert "harbour.example" in GhostReader([path]).survey().site.hosts
        newer = write(tmp_path / "b.json", [post(n, html=html + HERE) for n in range(3)])
        assert GhostReader([newer]).survey().site.hosts == frozenset()


class TestPost:
    def test_fields_are_taken_over(self, tmp_path: Path) -> None:
        text, odd = text_of(tmp_path, custom_excerpt="Short", html=f'<p><a href="{HERE}/about/">x</a></p>')
        assert (text.kind, text.title, text.slug, text.link) == (
            TextKind.ARTICLE,
            "Tide 1",
            "tide-1",
            "/tide-1/",
        )
        assert (text.author, text.tags, text.excerpt) == ("anna", ("sea",), "Short")
        assert (text.body, text.body_format) == ('<p><a href="/about/">x</a></p>', "html")
        assert text.published_at == datetime(2019, 5, 2, 12, tzinfo=UTC)
        assert odd == {}

    @pytest.mark.parametrize(
        ("fields", "status", "code"),
        [
            ({"status": "draft"}, "draft", ""),
            ({"status": "scheduled"}, "published", ""),
            ({"status": "sent"}, "private", "mail-only"),
            ({"status": "odd"}, "draft", "unknown-state"),
            ({"visibility": "members"}, "private", "members-only"),
            ({"visibility": "paid"}, "private", "members-only"),
            ({"visibility": "tiers", "status": "draft"}, "draft", ""),
        ],
    )
    def test_nothing_becomes_readable_that_was_not(
        self, tmp_path: Path, fields: dict[str, Any], status: str, code: str
    ) -> None:
        text, odd = text_of(tmp_path, **fields)
        assert (text.status, set(odd)) == (status, {code} - {""})

    def test_page_of_every_version_is_a_page(self, tmp_path: Path) -> None:
        for fields in ({"type": "page"}, {"type": None, "page": 1}, {"page": True}):
            text, _odd = text_of(tmp_path, **fields)
            assert (text.kind, text.tags, text.link) == (TextKind.PAGE, (), "/tide-1/")

    def test_times_of_old_versions_are_milliseconds(self, tmp_path: Path) -> None:
        text, odd = text_of(
            tmp_path, published_at=1426078349156, updated_at="2015-03-11 12:52:29", created_at=9**30
        )
        assert text.published_at == datetime(2015, 3, 11, 12, 52, 29, 156000, tzinfo=UTC)
        assert text.updated_at == datetime(2015, 3, 11, 12, 52, 29, tzinfo=UTC)
        assert set(odd) == {"impossible-date"}

    def test_html_that_is_there_wins(self, tmp_path: Path) -> None:
        lexical = json.dumps(
            {"root": {"children": [{"type": "paragraph", "children": [{"type": "text", "text": "L"}]}]}}
        )
        assert text_of(tmp_path, html=None, lexical=lexical)[0].body == "<p>L</p>"
        assert text_of(tmp_path, html="<p>H</p>", lexical=lexical)[0].body == "<p>H</p>"
        markdown, _odd = text_of(tmp_path, html=None, lexical=None, markdown="*m*")
        assert (markdown.body, markdown.body_format) == ("*m*", "markdown")
        broken, odd = text_of(tmp_path, html=None, lexical="{")
        assert broken.body == ""
        assert set(odd) == {"broken-text"}

    def test_canonical_address_is_the_source(self, tmp_path: Path) -> None:
        text, _odd = text_of(tmp_path, canonical_url="https://news.example/tide")
        assert (text.source_url, text.source_name) == ("https://news.example/tide", "news.example")

    def test_first_of_several_authors_stands(self, tmp_path: Path) -> None:
        authors = [
            {"post_id": "p1", "author_id": "u2", "sort_order": 1},
            {"post_id": "p1", "author_id": "u1", "sort_order": 0},
        ]
        (bundle,) = bundles_of(write(tmp_path / "a.json", [post(1)], posts_authors=authors))
        assert bundle.text
        assert bundle.text.author == "anna"
        assert [oddity.code for oddity in bundle.oddities] == ["more-authors"]

    def test_what_no_text_can_hold_is_left_out(self, tmp_path: Path) -> None:
        text, _odd = text_of(tmp_path, title="A\x00\ud800B", html="<p>\udfff\x01</p>")
        assert (text.title, text.body) == ("AB", "<p></p>")


class TestComments:
    ROWS = (
        {"id": "c1", "post_id": "p1", "member_id": "m1", "parent_id": None, "status": "published",
         "html": "<p>One</p>", "created_at": "2022-01-01T00:00:00.000Z"},
        {"id": "c2", "post_id": "p1", "member_id": "m9", "parent_id": "c1", "status": "hidden",
         "html": "<p>Two</p>", "created_at": "2022-01-02T00:00:00.000Z"},
    )  # fmt: skip

    def test_they_come_after_the_posts(self, tmp_path: Path) -> None:
        members = [{"id": "m1", "name": "Mia", "email": "mia@example.org"}]
        path = write(tmp_path / "a.json", [post(1)], comments=self.ROWS, members=members)
        first, second = bundles_of(path)
        assert first.text
        one, two = second.comments
        assert (one.key, one.text, one.author_name, one.email) == ("c1", "p1", "Mia", "mia@example.org")
        assert (one.state, two.state, two.parent) == ("public", "pending", "c1")
        assert "members" in {oddity.code for oddity in GhostReader([path]).survey().oddities}

    def test_reading_goes_on_among_them(self, tmp_path: Path) -> None:
        rows = [{**self.ROWS[0], "id": f"c{number}"} for number in range(120)]
        reader = GhostReader([write(tmp_path / "a.json", [post(1)], comments=rows)])
        items = list(reader.texts())
        rest = [len(bundle.comments) for item in reader.texts(items[1].end) for bundle in item.bundles()]
        assert rest == [50, 20]


class TestFiles:
    def test_reading_goes_on_where_an_item_ended(self, tmp_path: Path) -> None:
        reader = GhostReader([write(tmp_path / "a.json", [post(number) for number in range(5)])])
        items = list(reader.texts())
        rest = [bundle.text for item in reader.texts(items[2].end) for bundle in item.bundles()]
        assert [text.key for text in rest if text] == ["p3", "p4"]

    def test_digest_follows_the_relations(self, tmp_path: Path) -> None:
        digests = []
        for number, tags in enumerate(([], [{"post_id": "p1", "tag_id": "t1"}], [])):
            path = write(tmp_path / f"{number}.json", [post(1)], posts_tags=tags)
            digests.append(next(iter(GhostReader([path]).texts())).digest)
        assert digests[0] == digests[2] != digests[1]

    def test_zip_and_bare_data_are_read(self, tmp_path: Path) -> None:
        bare = json.dumps(export([post(1)])["db"][0])
        assert bundles_of(make_zip(tmp_path / "a.zip", {"x/blog.ghost.json": bare}))[0].text

    def test_broken_rows_are_left_out_with_their_lines(self, tmp_path: Path) -> None:
        path = tmp_path / "a.json"
        path.write_text(
            '{"data": {"posts": [\n{"id": "p1", "title": "A"},\n{"id": nothing},\n{"title": "B"}]}}'
        )
        first, second, third = bundles_of(path)
        assert first.text
        assert [(each.code, each.line) for each in second.oddities] == [("broken-row", 3)]
        assert [(each.code, each.line) for each in third.oddities] == [("broken-row", 4)]
        assert third.skipped == {"broken row": 1}

    def test_cut_file_is_told_and_read_as_far_as_it_goes(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.json", [post(1), post(2)])
        content = path.read_bytes()
        path.write_bytes(content[: content.index(b"brought, 2")])
        assert [oddity.code for oddity in GhostReader([path]).survey().oddities] == ["cut"]
        first, second = bundles_of(path)
        assert first.text
        assert [oddity.code for oddity in second.oddities] == ["cut"]

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            ("", "is empty"),
            ("<rss/>", "line 1"),
            ('{"a": 1}', "nothing of an export"),
            ("[]", "no JSON object"),
        ],
    )
    def test_other_files_are_refused(self, tmp_path: Path, content: str, told: str) -> None:
        path = tmp_path / "a.json"
        path.write_text(content)
        with pytest.raises(UnreadableFileError, match=told):
            GhostReader([path]).survey()

    def test_no_cut_and_no_changed_byte_raises_anything_else(self, tmp_path: Path) -> None:
        lexical = (
            '{"root":{"children":[{"type":"paragraph","children":[{"type":"text","text":"L","format":3}]}]}}'
        )
        mobiledoc = '{"sections":[[1,"p",[[0,[0],1,"x"]]]],"markups":[["a",["href","/y"]]]}'
        posts = [
            post(1, html=None, lexical=lexical, feature_image=f"{HERE}/content/images/a.jpg"),
            post(2, html=None, lexical=None, mobiledoc=mobiledoc),
        ]
        whole = write(tmp_path / "a.json", posts, comments=list(TestComments.ROWS)).read_bytes()
        chance = random.Random(7)
        path = tmp_path / "b.json"
        for number in range(500):
            content = bytearray(whole[: chance.randrange(len(whole) + 1)] if number % 2 else whole)
            for _change in range(chance.randrange(5)):
                if content:
                    content[chance.randrange(len(content))] = chance.choice(b'{}[]":,\\ \x00\xff\xc3a1-')
            path.write_bytes(content)
            reader = GhostReader([path])
            try:
                reader.survey()
            except UnreadableFileError:
                continue
            for item in (*reader.attachments(), *reader.texts()):
                list(item.bundles())
