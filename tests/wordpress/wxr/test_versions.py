"""Files of each version of the format."""

import zipfile
from pathlib import Path

from blog.importing.records import Person, Term
from tests.wordpress.wxr.exports import HEAD, TAIL, Reading, export, item, write

FIXTURES = Path(__file__).parents[1] / "fixtures"


def test_version_1_0_names_authors_only_in_items_and_tags_by_another_domain() -> None:
    found = Reading(FIXTURES / "wxr-1.0.xml")
    assert (found.site.title, found.site.tagline) == ("Tide & Lamp", "Evenings at the quay")
    assert found.site.address == "http://lamp.example/blog"
    assert found.site.people == (Person("Ada", display_name="Ada"),)
    assert found.site.categories == (
        Term("knots", "Knots", parent="rope"),
        Term("rope", "Rope & line"),
    )
    assert found.site.tags == (Term("winter", "Winter"), Term("evening-light", "Evening light"))
    assert found.site.permalink_structure == "/%year%/%monthnum%/%postname%/"
    assert (found.texts[0].categories, found.texts[0].tags) == (("knots",), ("winter", "evening-light"))
    assert found.texts[0].body == "Out of the hole,\n\nround the tree."
    assert [(one.author_name, one.state) for one in found.comments] == [("Per", "public")]
    assert found.oddities == []


def test_version_1_1_with_other_prefixes() -> None:
    found = Reading(FIXTURES / "wxr-1.1-other-prefixes.xml")
    assert found.site.people == (Person("ada", 2, "ada@example.org", "Ada L."),)
    assert [(one.key, one.number, one.parent) for one in found.site.categories] == [
        ("rope", 3, ""),
        ("knots", 4, "rope"),
        ("boats", 5, ""),
    ]
    assert found.site.tags == (Term("winter", "Winter", 9),)
    assert found.site.permalink_structure == ""
    assert [(odd.code, odd.subject) for odd in found.oddities] == [
        ("custom-taxonomy", "term Saga"),
        ("unknown-parent", "category boats"),
        ("circle", "category rope"),
        ("plain-permalinks", "blog"),
    ]
    text = found.texts[0]
    assert (text.key, text.body, text.excerpt, text.author) == ("7", "Words", "Word", "ada")
    assert [(one.person, one.body) for one in found.comments] == [("ada", "Yes")]


def test_declarations_of_namespaces_may_be_missing(tmp_path: Path) -> None:
    bare = HEAD.replace(HEAD[HEAD.index('<rss version="2.0"') : HEAD.index("<channel>")], "<rss>\n")
    found = Reading(write(tmp_path / "a.xml", bare + item(1) + TAIL))
    assert [one.body for one in found.texts] == ["Body 1"]
    assert found.oddities == []


def test_blog_of_wordpress_com_comes_as_several_files_in_a_zip(tmp_path: Path) -> None:
    site = HEAD.replace("https://harbour.example</wp:base_site", "http://wordpress.com/</wp:base_site")
    site = site.replace("https://harbour.example", "https://harbour.wordpress.com")
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in (1, 2):
            name = f"harbour.wordpress.com-2019-05-15/harbour.wordpress.2019-05-15.00{number}.xml"
            archive.writestr(
                name, site + item(number, body="<a href='https://harbour.wordpress.com/'>x</a>") + TAIL
            )
        archive.writestr("__MACOSX/._a.xml", "junk")
    found = Reading(tmp_path / "a.zip")
    assert [one.key for one in found.texts] == ["1", "2"]
    assert found.site.address == "https://harbour.wordpress.com"
    assert found.site.hosts == {
        *("harbour.wordpress.com", "harbour.files.wordpress.com"),
    }
    assert found.texts[0].body == "<a href='/'>x</a>"


def test_newer_wordpress_wraps_every_field_in_cdata(tmp_path: Path) -> None:
    wrapped = {
        name: f"<![CDATA[{value}]]>"
        for name, value in {
            **{"title": "Salt &amp; pepper", "post_name": "salt", "status": "private", "post_type": "page"},
            **{"post_date": "2020-07-01 12:00:00", "post_date_gmt": "2020-07-01 10:00:00"},
            "comment_status": "closed",
        }.items()
    }
    text = Reading(write(tmp_path / "a.xml", export(item(1, **wrapped)))).texts[0]
    assert (text.title, text.slug, text.status, text.kind) == ("Salt & pepper", "salt", "private", "page")
    assert not text.comments_open
