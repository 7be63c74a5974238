"""Permalink structures: every article answers at its own address and at no other."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from blog.models import Redirect, SiteSettings, Status
from tests.factories import MAY_15, make_article, make_category, make_page

pytestmark = pytest.mark.django_db

STRUCTURES = {
    "/%year%/%monthnum%/%day%/%postname%/": "/2019/05/15/harbour/",
    "/%year%/%monthnum%/%postname%/": "/2019/05/harbour/",
    "/%postname%/": "/harbour/",
    "/archives/%post_id%": "/archives/77",
    "/%category%/%postname%/": "/places/harbours/harbour/",
    "/%author%/%postname%.html": "/alice/harbour.html",
    "/blog/%year%/%monthnum%/%day%/%hour%/%minute%/%second%/%postname%": "/blog/2019/05/15/12/00/00/harbour",
}


def make_harbour() -> None:
    places = make_category("Places")
    make_article(slug="harbour", wordpress_id=77, categories=[make_category("Harbours", parent=places)])


@pytest.mark.parametrize("prefix", ["", "/index.php"])
@pytest.mark.parametrize(("structure", "address"), STRUCTURES.items())
def test_article_answers_under_every_structure(
    client: Client, prefix: str, structure: str, address: str
) -> None:
    SiteSettings(permalink_structure=prefix + structure).save()
    make_harbour()
    answer = client.get(prefix + address)
    assert answer.status_code == 200
    assert answer.context["canonical_url"].endswith(prefix + address)


@pytest.mark.parametrize("prefix", ["", "/index.php"])
@pytest.mark.parametrize(("structure", "address"), STRUCTURES.items())
def test_the_other_slash_leads_to_the_address(
    client: Client, prefix: str, structure: str, address: str
) -> None:
    SiteSettings(permalink_structure=prefix + structure).save()
    make_harbour()
    other = address[:-1] if address.endswith("/") else address + "/"
    answer = client.get(prefix + other)
    assert (answer.status_code, answer["Location"]) == (301, prefix + address)


@pytest.mark.parametrize(("structure", "address"), STRUCTURES.items())
def test_index_php_is_added_or_dropped(client: Client, structure: str, address: str) -> None:
    make_harbour()
    SiteSettings(permalink_structure=structure).save()
    assert client.get("/index.php" + address, follow=True).redirect_chain == [(address, 301)]
    SiteSettings(permalink_structure="/index.php" + structure).save()
    assert client.get(address, follow=True).redirect_chain == [("/index.php" + address, 301)]


@pytest.mark.parametrize("address", ["/2019/5/15/harbour/", "/2019/05/15/harbour/"])
def test_month_may_have_one_digit(client: Client, address: str) -> None:
    make_harbour()
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.context["canonical_url"].endswith("/2019/05/15/harbour/")


def test_dates_are_those_of_the_sites_zone(client: Client) -> None:
    SiteSettings(time_zone="Pacific/Auckland").save()
    make_article(slug="late", published_at=datetime(2019, 5, 15, 20, tzinfo=UTC))
    assert client.get("/2019/05/16/late/").status_code == 200
    assert client.get("/2019/05/15/late/")["Location"] == "/2019/05/16/late/"


def test_slug_of_another_script_is_found_encoded_and_raw(client: Client) -> None:
    make_article(title="Пристань", slug="пристань")
    address = "/2019/05/15/%D0%BF%D1%80%D0%B8%D1%81%D1%82%D0%B0%D0%BD%D1%8C/"
    assert client.get(address).status_code == 200
    assert client.get(address.lower()).status_code == 200
    assert client.get("/2019/05/15/пристань")["Location"] == address


def test_same_slug_on_two_days_is_two_articles(client: Client) -> None:
    first = make_article(slug="notes")
    second = make_article(slug="notes", published_at=MAY_15 + timedelta(days=1))
    assert client.get("/2019/05/15/notes/").context["article"] == first
    assert client.get("/2019/05/16/notes/").context["article"] == second


def test_any_category_leads_to_the_first(client: Client) -> None:
    SiteSettings(permalink_structure="/%category%/%postname%/").save()
    make_harbour()
    assert client.get("/elsewhere/harbour/")["Location"] == "/places/harbours/harbour/"
    assert client.get("/places/harbours/harbour/2/")["Location"] == "/places/harbours/harbour/"


def test_page_answers_beside_articles_of_the_same_form(client: Client) -> None:
    SiteSettings(permalink_structure="/%postname%/").save()
    make_harbour()
    make_page(title="About")
    assert client.get("/about/").context["page"].title == "About"
    assert client.get("/harbour/").context["article"].slug == "harbour"


def test_old_address_is_kept_when_slug_or_date_changes(client: Client) -> None:
    article = make_article(slug="old")
    article.slug = "new"
    article.save()
    article.published_at = MAY_15 + timedelta(days=1)
    article.save()
    for old in ("/2019/05/15/old/", "/2019/05/15/old", "/2019/05/15/new/"):
        assert client.get(old)["Location"] == "/2019/05/16/new/"


def test_address_taken_back_is_no_redirect(client: Client) -> None:
    article = make_article(slug="old")
    for slug in ("new", "old"):
        article.slug = slug
        article.save()
    assert client.get("/2019/05/15/old/").status_code == 200
    assert client.get("/2019/05/15/new/")["Location"] == "/2019/05/15/old/"
    assert not Redirect.objects.filter(old_path="/2019/05/15/old/").exists()


def test_address_nobody_saw_leaves_no_redirect() -> None:
    article = make_article(slug="old", status=Status.DRAFT)
    article.slug = "new"
    article.save()
    assert not Redirect.objects.exists()


def test_moved_page_takes_its_children_along(client: Client) -> None:
    about, house = make_page(title="About"), make_page(title="House")
    team = make_page(title="Team", parent=about)
    about.parent = house
    about.save()
    assert client.get("/about/")["Location"] == "/house/about/"
    assert client.get("/about/team/")["Location"] == "/house/about/team/"
    team.refresh_from_db()
    assert team.path == "house/about/team"


def test_redirect_to_a_hidden_article_is_not_told(client: Client) -> None:
    article = make_article(slug="secret", status=Status.DRAFT)
    Redirect.objects.create(old_path="/once/", article=article)
    assert client.get("/once/").status_code == 404


def test_redirect_may_lead_to_a_path(client: Client) -> None:
    Redirect.objects.create(old_path="/once/", new_path="/now/")
    assert client.get("/once/")["Location"] == "/now/"
    assert client.get("/once")["Location"] == "/now/"
