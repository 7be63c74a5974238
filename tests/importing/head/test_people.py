"""Who wrote: found again, mapped by the owner, or made without a login."""

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password

from accounts.models import User
from blog.importing.models import ImportRun, RunState
from blog.importing.reading import UnreadableFileError
from blog.importing.records import Person
from blog.models import Article, Redirect
from tests.factories import make_user
from tests.importing.shelf import SITE, article, import_files

pytestmark = pytest.mark.django_db


def test_account_with_the_same_name_is_somebody_else() -> None:
    known = make_user("anna", email="anna@here.example")
    report = import_files([article(1)])
    author = Article.objects.get().author
    assert author != known
    assert (author.username, author.nicename) == ("anna-2", "anna-2")
    assert report.oddity_counts["name-in-use"] == 1
    assert Redirect.objects.get(old_path="/author/anna/").new_path == "/author/anna-2/"


def test_account_with_the_same_address_is_somebody_else_and_keeps_it() -> None:
    known = make_user("someone", email="Anna@Old.example")
    report = import_files([article(1)])
    author = Article.objects.get().author
    assert author != known
    assert author.email == ""
    assert report.oddity_counts["address-in-use"] == 1


def test_owner_says_who_is_who(bob: User) -> None:
    import_files([article(1)], options={"authors": {"anna": "bob"}})
    assert Article.objects.get().author == bob
    assert not User.objects.filter(username="anna").exists()
    bob.refresh_from_db()
    assert bob.display_name == "Bob Reader"
    assert Redirect.objects.get(old_path="/author/anna/").new_path == "/author/bob/"


def test_who_was_named_once_is_known_to_later_imports(bob: User) -> None:
    import_files([article(1)], options={"authors": {"anna": "bob"}})
    report = import_files([article(1), article(2)])
    assert [each.author for each in Article.objects.order_by("pk")] == [bob, bob]
    assert not User.objects.filter(username="anna").exists()
    assert report.counts["person"] == {"unchanged": 1}
    assert report.kept == []


def test_another_name_given_later_counts_for_what_comes_then(alice: User, bob: User) -> None:
    import_files([article(1)], options={"authors": {"anna": "bob"}})
    import_files([article(2)], options={"authors": {"anna": "alice"}})
    import_files([article(3)])
    assert [each.author for each in Article.objects.order_by("pk")] == [bob, alice, alice]


def test_unknown_name_is_refused_before_anything_is_written() -> None:
    with pytest.raises(UnreadableFileError, match="nobody here with the user name “nemo”"):
        import_files([article(1)], options={"authors": {"anna": "nemo"}})
    assert not Article.objects.exists()
    assert not User.objects.exists()
    run = ImportRun.objects.get()
    assert run.state == RunState.FAILED
    assert "nemo" in run.error


def test_person_of_an_earlier_import_is_the_same() -> None:
    import_files([article(1)])
    import_files([article(2)])
    assert User.objects.count() == 1


def test_made_people_can_neither_sign_in_nor_change_anything() -> None:
    import_files([article(1)])
    anna = User.objects.get()
    assert not anna.has_usable_password()
    assert (anna.is_staff, anna.is_superuser, anna.groups.count()) == (False, False, 0)


def test_author_whom_the_file_does_not_describe_is_made_by_name() -> None:
    report = import_files([article(1, author="ghost")])
    assert Article.objects.get().author.username == "ghost"
    assert report.oddity_counts["unknown-author"] == 1


def test_article_without_author_is_the_owners(owner: User) -> None:
    report = import_files([article(1, author="")])
    assert Article.objects.get().author == owner
    assert report.oddity_counts["no-author"] == 1


def test_newer_file_changes_a_person_who_was_not_changed_here() -> None:
    import_files([])
    newer = replace(SITE, people=(replace(SITE.people[0], display_name="Anna B."),))
    report = import_files([], site=newer)
    assert User.objects.get().display_name == "Anna B."
    assert report.counts["person"] == {"updated": 1}


def test_person_who_was_changed_here_stays() -> None:
    import_files([])
    User.objects.update(display_name="Anna Here")
    newer = replace(SITE, people=(replace(SITE.people[0], display_name="Anna B."),))
    report = import_files([], site=newer)
    assert User.objects.get().display_name == "Anna Here"
    assert report.counts["person"] == {"kept": 1}


def test_what_does_not_fit_is_shortened_or_left_out_and_told() -> None:
    odd = Person("odd", 8, "no address", "N" * 300, "späte-post", "javascript:alert(1)", "B" * 6000)
    report = import_files([], site=replace(SITE, people=(odd,)))
    made = User.objects.get()
    assert (made.email, made.website, len(made.display_name), len(made.bio)) == ("", "", 245, 5000)
    assert made.nicename == "späte-post"
    assert report.oddity_counts == {"no-address": 1, "shortened": 2}


def test_number_of_somebody_here_is_not_taken_away(alice: User) -> None:
    site = replace(SITE, people=(Person("anna", alice.pk),))
    report = import_files([article(1)], site=site)
    author = Article.objects.get().author
    assert author != alice
    assert author.wordpress_id == alice.pk
    assert report.oddity_counts == {"other-number": 1}


@pytest.mark.parametrize(
    "changes",
    [{"is_staff": True}, {"is_superuser": True}, {"password": make_password("a long new one")}],
    ids=str,
)
def test_no_file_changes_where_mail_for_an_account_in_use_goes(changes: dict[str, Any]) -> None:
    import_files([])
    User.objects.update(**changes)
    newer = replace(SITE, people=(replace(SITE.people[0], email="mallory@elsewhere.example"),))
    report = import_files([], site=newer)
    assert User.objects.get().email == "anna@old.example"
    assert report.counts["person"] == {"kept": 1}


def test_newer_file_gives_nobody_the_address_of_somebody_here(owner: User) -> None:
    import_files([])
    newer = replace(SITE, people=(replace(SITE.people[0], email=owner.email.upper()),))
    import_files([], site=newer)
    assert User.objects.get(username="anna").email == "anna@old.example"


def test_thousands_of_one_name_each_get_their_own() -> None:
    many = tuple(Person("a" * 200 + str(number), number + 1) for number in range(3000))
    report = import_files([], site=replace(SITE, people=many))
    assert report.counts["person"] == {"created": 3000}
    assert User.objects.values("nicename").distinct().count() == 3000
