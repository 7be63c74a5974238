"""The addresses that a WordPress site leaves behind, each with the answer that is promised for it."""

from io import BytesIO

import PIL.Image
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from accounts.models import User
from blog.models import Image, SiteSettings
from tests.factories import make_article, make_author, make_category, make_comment, make_page, make_tag

pytestmark = pytest.mark.django_db

HARBOUR = "/2019/05/15/a-walk-along-the-harbour/"
AUTHOR_NUMBER, ARTICLE_NUMBER, PAGE_NUMBER, TERM_NUMBER = 5, 123, 124, 7

SHOWN = [
    HARBOUR,
    "/2019/5/15/a-walk-along-the-harbour/",
    HARBOUR + "2/",
    HARBOUR + "comment-page-1/",
    HARBOUR + "feed/",
    HARBOUR + "feed/atom/",
    "/feed/",
    "/feed/rss2/",
    "/feed/atom/",
    "/comments/feed/",
    "/rss/",
    "/atom/",
    "/2019/",
    "/2019/05/",
    "/2019/05/15/",
    "/2019/feed/",
    "/2019/05/feed/",
    "/2019/05/15/feed/",
    "/category/places/harbours/",
    "/category/places/feed/",
    "/tag/sea/",
    "/tag/sea/feed/",
    "/author/alice/",
    "/author/alice/feed/",
    "/page/2/",
    "/2019/page/2/",
    "/category/places/page/2/",
    "/tag/sea/page/2/",
    "/author/alice/page/2/",
    "/?s=walk",
    "/search/walk/",
    "/search/walk/feed/",
    "/sitemap.xml",
    "/robots.txt",
    "/favicon.ico",
    "/about/",
]
MOVED = {
    HARBOUR[:-1]: HARBOUR,
    HARBOUR + "9/": HARBOUR,
    HARBOUR + "comment-page-9/": HARBOUR,
    HARBOUR + "amp/": HARBOUR,
    HARBOUR + "embed/": HARBOUR,
    HARBOUR + "trackback/": HARBOUR,
    HARBOUR + "?share=twitter": HARBOUR,
    HARBOUR + "?share=twitter&nb=1": HARBOUR,
    HARBOUR + "?like_comment=9&_wpnonce=ab": HARBOUR,
    HARBOUR + "?nb=1": HARBOUR,
    HARBOUR + "?utm_source=a&utm_medium=b": HARBOUR,
    HARBOUR + "?utm_source=a&replytocom=4": HARBOUR + "?replytocom=4",
    HARBOUR + "feed": HARBOUR + "feed/",
    "/?feed=rss2": "/feed/",
    "/?feed=rss": "/feed/",
    "/?feed=rdf": "/feed/",
    "/?feed=atom": "/feed/atom/",
    "/?feed=comments-rss2": "/comments/feed/",
    "/?feed=comments-atom": "/comments/feed/atom/",
    "/?s=walk&feed=rss2": "/search/walk/feed/",
    "/wp-rss2.php": "/feed/",
    "/wp-rss.php": "/feed/",
    "/wp-atom.php": "/feed/atom/",
    "/wp-commentsrss2.php": "/comments/feed/",
    "/feed/rdf/": "/feed/",
    "/feed": "/feed/",
    "/2019": "/2019/",
    "/2019/05": "/2019/05/",
    "/2019/05/15": "/2019/05/15/",
    "/tag/sea": "/tag/sea/",
    "/author/alice": "/author/alice/",
    "/category/places/harbours": "/category/places/harbours/",
    "/category/harbours/": "/category/places/harbours/",
    "/page/1/": "/",
    "/2019/page/1/": "/2019/",
    f"/?p={ARTICLE_NUMBER}": HARBOUR,
    f"/?p={ARTICLE_NUMBER}&preview=true": HARBOUR,
    f"/?p={ARTICLE_NUMBER}&replytocom=4": HARBOUR + "?replytocom=4",
    f"/?p={PAGE_NUMBER}": "/about/",
    f"/?page_id={PAGE_NUMBER}": "/about/",
    f"/?feed=rss2&p={ARTICLE_NUMBER}": HARBOUR + "feed/",
    f"/?feed=atom&p={ARTICLE_NUMBER}": HARBOUR + "feed/atom/",
    f"/?p={ARTICLE_NUMBER}&page=2": HARBOUR + "2/",
    f"/?p={ARTICLE_NUMBER}&cpage=1": HARBOUR + "comment-page-1/",
    f"/?page_id={PAGE_NUMBER}&page=x": "/about/",
    f"/wp-trackback.php?p={ARTICLE_NUMBER}": f"/?p={ARTICLE_NUMBER}",
    f"/?cat={TERM_NUMBER}": "/category/places/harbours/",
    f"/?cat={TERM_NUMBER}&paged=2": "/category/places/harbours/page/2/",
    f"/?cat={TERM_NUMBER}&feed=rss2": "/category/places/harbours/feed/",
    "/?category_name=places/harbours": "/category/places/harbours/",
    "/?tag=sea": "/tag/sea/",
    f"/?author={AUTHOR_NUMBER}": "/author/alice/",
    "/?author_name=alice": "/author/alice/",
    "/?m=2019": "/2019/",
    "/?m=201905": "/2019/05/",
    "/?m=20190515": "/2019/05/15/",
    "/?year=2019": "/2019/",
    "/?year=2019&monthnum=5": "/2019/05/",
    "/?year=2019&monthnum=05&day=15": "/2019/05/15/",
    "/?name=a-walk-along-the-harbour": HARBOUR,
    "/?year=2019&monthnum=5&day=15&name=a-walk-along-the-harbour": HARBOUR,
    "/?pagename=about": "/about/",
    "/?attachment_id=88": "/media/pictures/x.jpg",
    "/?paged=2": "/page/2/",
    "/?utm_source=a": "/",
    "/index.php": "/",
    f"/index.php?p={ARTICLE_NUMBER}": f"/?p={ARTICLE_NUMBER}",
    "/index.php/2019/05/": "/2019/05/",
    "/wp-content/uploads/2019/05/x.jpg": "/media/pictures/x.jpg",
    "/wp-content/uploads/2019/05/x-300x200.jpg": "/media/pictures/x-400.jpg",
    "/wp-content/uploads/2019/05/x.jpg?w=1024": "/media/pictures/x.jpg",
    "/wp-content/uploads/2019/05/x.jpg?w=350": "/media/pictures/x-400.jpg",
    "/wp-sitemap.xml": "/sitemap.xml",
    "/wp-sitemap-posts-post-1.xml": "/sitemap.xml",
    "/sitemap_index.xml": "/sitemap.xml",
}
DOORS = {
    "/wp-login.php": "/accounts/login/",
    "/wp-login.php?redirect_to=https%3A%2F%2Fevil.example": "/accounts/login/",
    "/wp-admin/": "/admin/",
    "/wp-admin": "/admin/",
    "/wp-admin/post.php?post=1": "/admin/",
    "/login": "/accounts/login/",
    "/login/": "/accounts/login/",
    "/admin": "/admin/",
    "/dashboard": "/admin/",
}
MEANT = {  # what a careless paste or an old link makes of the address
    "/2018/01/02/a-walk-along-the-harbour/": HARBOUR,
    "/2019/05/a-walk-along-the-harbour/": HARBOUR,
    "/a-walk-along-the-harbour/": HARBOUR,
    "/2019/05/15/a-walk-along/": HARBOUR,
    "/2019/05/15/A-Walk-Along-The-Harbour/": HARBOUR,
    HARBOUR + ".": HARBOUR,
    HARBOUR + ").": HARBOUR,
    HARBOUR + "%20": HARBOUR,
    HARBOUR + "%2520": HARBOUR,
    HARBOUR + "%22": HARBOUR,
    HARBOUR + "%E2%80%9D": HARBOUR,
    HARBOUR[:-1] + "%5D": HARBOUR,
    HARBOUR[:-1] + ",": HARBOUR,
    "/2019/05//15/a-walk-along-the-harbour/": HARBOUR,
    "//2019/05/15/a-walk-along-the-harbour/": HARBOUR,
    "/about/).": "/about/",
    "/2019/05/%20": "/2019/05/",
}


@pytest.fixture(autouse=True)
def _blog(db: None) -> None:
    SiteSettings(articles_per_page=1).save()
    alice = make_author("alice", wordpress_id=AUTHOR_NUMBER)
    places = make_category("Places")
    parts = {
        "categories": [make_category("Harbours", parent=places, wordpress_id=TERM_NUMBER)],
        "tags": [make_tag("sea")],
    }
    body = "A walk.\n\n<!--nextpage-->\n\nAnd back."
    make_comment(make_article(alice, body=body, wordpress_id=ARTICLE_NUMBER, **parts))
    make_article(alice, title="Boats", **parts)
    make_page(alice, title="About", wordpress_id=PAGE_NUMBER)
    _store_picture()


def _store_picture() -> None:
    encoded = BytesIO()
    PIL.Image.new("1", (2000, 1500)).save(encoded, "PNG")
    stored = default_storage.save("pictures/x.jpg", ContentFile(encoded.getvalue()))
    renditions = [{"file": "pictures/x-400.jpg", "width": 400, "height": 300}]
    Image.objects.create(file=stored, renditions=renditions, original_path="2019/05/x.jpg", wordpress_id=88)


def test_address_is_answered_itself(client: Client) -> None:
    assert {address: client.get(address).status_code for address in SHOWN} == dict.fromkeys(SHOWN, 200)


@pytest.mark.parametrize("table", [MOVED, MEANT], ids=["moved", "meant"])
def test_address_has_moved_for_good(client: Client, table: dict[str, str]) -> None:
    answers = {old: client.get(old) for old in table}
    assert {old: answer.get("Location") for old, answer in answers.items()} == table
    assert {answer.status_code for answer in answers.values()} == {301}


def test_door_leads_to_ours(client: Client) -> None:
    answers = {door: client.get(door) for door in DOORS}
    assert {door: answer.get("Location") for door, answer in answers.items()} == DOORS
    assert {answer.status_code for answer in answers.values()} == {302}


@pytest.mark.parametrize("address", ["/xmlrpc.php", "/?rsd", "/xmlrpc.php?rsd"])
def test_remote_interface_is_gone(client: Client, address: str) -> None:
    assert client.get(address).status_code == 410


def test_remote_interface_is_gone_for_posts() -> None:
    assert Client(enforce_csrf_checks=True).post("/xmlrpc.php", "<x/>", "text/xml").status_code == 410


def test_what_was_never_there_is_not_found(client: Client) -> None:
    missing = [
        "/nothing-like-it/",
        "/a-w/",
        "/2019/13/",
        "/2019/02/31/",
        "/2020/",
        "/page/99/",
        "/?p=9999",
        "/?cat=9999",
    ]
    answers = {address: client.get(address) for address in missing}
    assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(missing, 404)
    assert all('name="s"' in answer.text for answer in answers.values())


def test_beginning_of_two_slugs_leads_nowhere(client: Client) -> None:
    make_article(title="A walk along the river")
    assert client.get("/2019/05/15/a-walk-along/").status_code == 404


@pytest.mark.parametrize(
    "address", ["//evil.example/2019/05", "/\\evil.example/2019", "//evil.example/%2e%2e/feed"]
)
def test_redirect_stays_home(client: Client, address: str) -> None:
    location = client.get(address).get("Location", "/")
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


def test_readers_without_articles_have_no_archive(client: Client, bob: User) -> None:
    assert client.get("/author/bob/").status_code == 404
    assert client.get(f"/?author={bob.pk}").status_code == 404
