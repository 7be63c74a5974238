"""Our own archive read back: exact, also where somebody has worked on the files since."""

import json
from pathlib import Path
from zipfile import ZipFile

from accounts.models import User
from blog.comments.models import State
from blog.exporting import Choices
from blog.importing.reading import Position
from blog.importing.records import TextKind
from blog.markdown_files.export import write_zip
from blog.markdown_files.reading import MarkdownReader
from blog.models import Like, Redirect, SiteSettings
from tests import factories
from tests.markdown_files.trees import bundles_of, texts_of

WALK = "articles/2019/2019-05-15-walk"


def export(folder: Path) -> Path:
    """Export, and unpack it into a folder."""
    write_zip(folder / "blog.zip", Choices())
    with ZipFile(folder / "blog.zip") as archive:
        archive.extractall(folder / "blog")
    return folder / "blog"


def make(alice: User, bob: User) -> None:
    sea = factories.make_category("Sea")
    boats = factories.make_category("Boats", parent=sea)
    article = factories.make_article(
        alice, slug="walk", title=" Two  blanks ", categories=[boats], tags=[factories.make_tag("a, b")],
        body="\nText\r\nmore\n\n", excerpt="a\n", password=" x ", source_name="Paper",
    )  # fmt: skip
    Like.objects.create(article=article, user=bob)
    Redirect.objects.create(old_path="/old/", article=article)
    first = factories.make_comment(article)
    factories.make_comment(article, first, user=bob, state=State.SPAM)
    above = factories.make_page(alice, title="Above")
    factories.make_page(alice, title="Below", parent=above, menu_order=2)


def test_texts_come_back_exactly(alice: User, bob: User, tmp_path: Path) -> None:
    make(alice, bob)
    texts = texts_of(export(tmp_path))
    walk = texts["walk"]
    assert (walk.title, walk.excerpt, walk.password) == (" Two  blanks ", "a\n", " x ")
    assert walk.body == "\nText\r\nmore\n\n"
    assert (walk.categories, walk.tags) == (("sea/boats",), ("a-b",))
    assert (walk.author, walk.likes, walk.old_paths, walk.source_name) == (
        "alice",
        ("bob",),
        ("/old/",),
        "Paper",
    )
    assert texts["below"].kind == TextKind.PAGE
    assert texts["below"].parent == texts["above"].key
    assert texts["below"].menu_order == 2


def test_comments_come_back(alice: User, bob: User, tmp_path: Path) -> None:
    make(alice, bob)
    comments = [comment for bundle in bundles_of(export(tmp_path)) for comment in bundle.comments]
    first, second = comments
    assert (first.author_name, first.email, first.body) == (
        "Gustav Guest",
        "gustav@example.org",
        "A fine walk.",
    )
    assert (second.parent, second.person, second.state) == (first.key, "bob", "spam")
    assert first.submitted_at
    assert first.submitted_at.microsecond


def test_site_people_and_terms_come_back(alice: User, bob: User, tmp_path: Path) -> None:
    SiteSettings(title="Tea", tagline="Cup", time_zone="Europe/Berlin").save()
    make(alice, bob)
    Redirect.objects.create(old_path="/a/", new_path="/b/")
    site = MarkdownReader([export(tmp_path)]).survey().site
    assert (site.title, site.tagline, site.time_zone) == ("Tea", "Cup", "Europe/Berlin")
    assert [(one.key, one.nicename, one.number) for one in site.people] == [
        ("alice", "alice", alice.pk),
        ("bob", "bob", bob.pk),
    ]
    assert [(term.key, term.slug, term.parent) for term in site.categories] == [
        ("sea", "sea", ""),
        ("sea/boats", "boats", "sea"),
    ]
    assert site.redirects == (("/a/", "/b/"),)


def test_what_was_changed_in_a_file_since_counts(alice: User, bob: User, tmp_path: Path) -> None:
    make(alice, bob)
    folder = export(tmp_path)
    path = folder / f"{WALK}.md"
    changed = path.read_text().replace("Text", "Changed").replace("Sea/Boats", "Sea").replace("a, b", "New")
    path.write_text(changed)
    walk = texts_of(folder)["walk"]
    assert walk.body == "Changed\nmore"
    assert (walk.categories, walk.tags) == (("sea",), ("new",))


def test_file_without_its_neighbour_is_still_an_article(alice: User, bob: User, tmp_path: Path) -> None:
    make(alice, bob)
    folder = export(tmp_path)
    (folder / f"{WALK}.json").unlink()
    walk = texts_of(folder)["walk"]
    assert (walk.number, walk.body) == (None, "Text\nmore")


def test_neighbour_in_other_lines_is_read_too(alice: User, bob: User, tmp_path: Path) -> None:
    make(alice, bob)
    folder = export(tmp_path)
    path = folder / f"{WALK}.json"
    path.write_text(json.dumps(json.loads(path.read_text()), indent=4))
    assert sum(len(bundle.comments) for bundle in bundles_of(folder)) == 2


def test_broken_neighbour_is_told_and_the_text_taken(alice: User, bob: User, tmp_path: Path) -> None:
    make(alice, bob)
    folder = export(tmp_path)
    path = folder / f"{WALK}.json"
    path.write_bytes(path.read_bytes()[:-100])
    bundle, *_rest = bundles_of(folder)
    assert bundle.text
    assert [oddity.code for oddity in bundle.oddities] == ["broken-json"]


def test_reading_goes_on_from_any_position(alice: User, bob: User, tmp_path: Path) -> None:
    make(alice, bob)
    reader = MarkdownReader([export(tmp_path)])
    items = list(reader.texts(Position()))
    for number, item in enumerate(items, start=1):
        rest = [one.digest for one in reader.texts(item.end)]
        assert rest == [one.digest for one in items[number:]]
    assert len({item.digest for item in items}) == 3
