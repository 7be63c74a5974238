"""Categories and tags: the tree in any order, and what is here already."""

from dataclasses import replace

import pytest
from django.test import Client

from blog.importing.records import Term
from blog.importing.report import Report
from blog.models import Article, Category, Tag
from tests.factories import make_category
from tests.importing.shelf import SITE, article, import_files

pytestmark = pytest.mark.django_db


def import_terms(*categories: Term, tags: tuple[Term, ...] = ()) -> Report:
    return import_files([], site=replace(SITE, categories=categories, tags=tags))


def paths() -> list[str]:
    return sorted(Category.objects.values_list("path", flat=True))


def test_children_may_come_before_their_parents() -> None:
    import_terms(Term("c", "C", 3, "b"), Term("b", "B", 2, "a"), Term("a", "A", 1))
    assert paths() == ["a", "a/b", "a/b/c"]
    assert Category.objects.get(pk=3).parent_id == 2


def test_unknown_parent_is_told() -> None:
    report = import_terms(Term("a", "A", 1, "nowhere"))
    assert paths() == ["a"]
    assert report.oddity_counts == {"unknown-parent": 1}


def test_cycles_are_cut_and_told() -> None:
    report = import_terms(Term("a", "A", 1, "b"), Term("b", "B", 2, "a"), Term("c", "C", 3, "c"))
    assert len(paths()) == 3
    assert {category.path for category in Category.objects.filter(parent=None)} >= {"c"}
    assert report.oddity_counts["cycle"] == 2


def test_category_with_the_same_address_is_the_same() -> None:
    own = make_category("News")
    import_files([article(1)])
    assert list(Article.objects.get().categories.all()) == [own]
    own.refresh_from_db()
    assert own.wordpress_id == 3


def test_term_that_was_deleted_here_stays_away() -> None:
    import_files([])
    Category.objects.all().delete()
    report = import_files([article(1)])
    assert not Category.objects.exists()
    assert Article.objects.get().categories.count() == 0
    assert report.counts["category"] == {"kept": 1}


def test_term_that_the_file_does_not_describe_is_made() -> None:
    report = import_files([article(1, categories=("odd",), tags=("even",))])
    assert [category.name for category in Article.objects.get().categories.all()] == ["odd"]
    assert [tag.name for tag in Article.objects.get().tags.all()] == ["even"]
    assert report.oddity_counts == {"unknown-term": 2}


def test_newer_name_is_taken_over_unless_edited_here() -> None:
    import_terms(Term("a", "A", 1), tags=(Term("t", "T", 2),))
    Tag.objects.update(name="Mine")
    report = import_terms(Term("a", "New A", 1), tags=(Term("t", "New T", 2),))
    assert (Category.objects.get().name, Tag.objects.get().name) == ("New A", "Mine")
    assert report.counts["category"] == {"updated": 1}
    assert report.counts["tag"] == {"kept": 1}


def test_category_that_was_moved_there_moves_with_what_is_below_it() -> None:
    top = (Term("a", "A", 1), Term("z", "Z", 9))
    import_terms(*top, Term("b", "B", 2, "a"), Term("c", "C", 3, "b"))
    report = import_terms(*top, Term("b", "B", 2, "z"), Term("c", "C", 3, "b"))
    assert paths() == ["a", "z", "z/b", "z/b/c"]
    assert report.counts["category"] == {"unchanged": 3, "updated": 1}
    import_terms(*top, Term("b", "B", 2), Term("c", "C", 3, "b"))
    assert paths() == ["a", "b", "b/c", "z"]


def test_category_that_was_moved_here_stays() -> None:
    import_terms(Term("a", "A", 1), Term("b", "B", 2, "a"))
    moved = Category.objects.get(slug="b")
    moved.parent = None
    moved.save()
    report = import_terms(Term("a", "A", 1), Term("b", "B", 2, "a"))
    assert paths() == ["a", "b"]
    assert report.counts["category"] == {"unchanged": 1, "kept": 1}


def test_category_whose_parent_a_newer_file_lacks_stays_below_it() -> None:
    import_terms(Term("a", "A", 1), Term("b", "B", 2, "a"))
    import_terms(Term("b", "B", 2, "a"))
    assert paths() == ["a", "a/b"]


def test_category_is_not_moved_to_the_address_of_another() -> None:
    import_terms(Term("a", "A", 1), Term("b", "B", 2, "a"))
    make_category("B")
    report = import_terms(Term("a", "A", 1), Term("b", "B", 2))
    assert paths() == ["a", "a/b", "b"]
    assert report.oddity_counts["address-taken"] == 1


def test_slug_that_no_address_can_hold_is_made_anew_and_the_old_one_leads_there(client: Client) -> None:
    import_files(
        [article(1, categories=("Big News",), tags=("a b",))],
        site=replace(SITE, categories=(Term("Big News", "Big News", 1),), tags=(Term("a b", "a b", 2),)),
    )
    assert client.get("/category/Big%20News/feed/").headers["Location"] == "/category/big-news/feed/"
    assert client.get("/tag/a%20b/").headers["Location"] == "/tag/a-b/"


def test_slug_with_vowel_signs_is_kept() -> None:
    import_terms(tags=(Term("हिन्दी", "हिन्दी", 2),))
    assert Tag.objects.get().slug == "हिन्दी"


def test_long_chains_of_parents_end_at_ten() -> None:
    chain = [
        Term(f"level-{number}", "L", number, f"level-{number - 1}" if number else "") for number in range(15)
    ]
    report = import_terms(*chain)
    assert Category.objects.count() == 15
    assert report.oddity_counts["cycle"] >= 1
