"""What is not for everyone is closed in every outlet, and open to its own people."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from blog.models import Article, Status
from tests.factories import MAY_15, make_article, make_category, make_comment, make_page, make_tag

pytestmark = pytest.mark.django_db

WORD = "quahog"  # in the hidden text only
HIDDEN: dict[str, Callable[[], dict[str, Any]]] = {
    "draft": lambda: {"status": Status.DRAFT},
    "pending": lambda: {"status": Status.PENDING},
    "private": lambda: {"status": Status.PRIVATE},
    "scheduled": lambda: {"published_at": timezone.now() + timedelta(days=1)},
    "password": lambda: {"password": "open sesame"},
}
LISTS = [
    "/",
    "/2019/",
    "/2019/05/15/",
    "/category/harbours/",
    "/tag/sea/",
    "/author/alice/",
    f"/?s={WORD}",
    f"/search/{WORD}/",
    f"/search/{WORD}/feed/",
    "/feed/",
    "/feed/atom/",
    "/category/harbours/feed/",
    "/tag/sea/feed/",
    "/author/alice/feed/",
    "/2019/feed/",
    "/comments/feed/",
    "/sitemap-articles-1.xml",
    "/sitemap-pages-1.xml",
    "/2019/05/15/shown/",  # previous, next, related
    "/2019/05/15/hid/",  # the beginning of its slug
    "/nothing/",  # the newest articles on the page for what is missing
]


@pytest.fixture(params=HIDDEN)
def hidden(request: pytest.FixtureRequest, alice: User) -> Article:
    """An article for few, among one for all with the same tags."""
    sea, harbours = make_tag("sea"), make_category("Harbours")
    make_article(title="Shown", tags=[sea], categories=[harbours])
    fields = {"published_at": MAY_15 + timedelta(hours=1)} | HIDDEN[request.param]()
    body = f"A {WORD} lies here."
    article = make_article(title=f"Hidden {WORD}", body=body, tags=[sea], categories=[harbours], **fields)
    make_comment(article, comment=f"I like {WORD}s.")
    fields["password"] = fields.get("password", "")
    make_page(title=f"Page of {WORD}", body=body, **fields)
    return article


def test_hidden_article_is_in_no_list(client: Client, hidden: Article) -> None:
    texts = {address: client.get(address).text for address in LISTS}
    shown = {address: text.lower().count(WORD) for address, text in texts.items() if WORD in text.lower()}
    echoes = {address for address in shown if WORD in address}  # the words asked for, never the text
    assert set(shown) <= echoes
    assert not any("lies here" in text or "Hidden" in text for text in texts.values())


def test_hidden_text_is_at_none_of_its_addresses(client: Client, hidden: Article) -> None:
    page = f"/page-of-{WORD}/"
    addresses = [
        hidden.get_absolute_url(),
        f"{hidden.get_absolute_url().rstrip('/')}/feed/",
        f"/2019/05/15/hidden-{WORD}/",
        f"/2019/05/15/hidden-{WORD}/feed/",
        f"/2019/05/15/hidden-{WORD}/2/",
        f"/2019/05/15/hidden-{WORD}/comment-page-1/",
        f"/?p={hidden.pk}",
        f"/?p={hidden.pk}&preview=true",
        f"/?name=hidden-{WORD}",
        f"/likes/{hidden.pk}/",
        page,
        f"{page}feed/",
    ]
    for address in addresses:
        text = client.get(address, follow=True).text
        assert "lies here" not in text, address
        assert f"I like {WORD}s" not in text, address


def test_hidden_article_cannot_be_liked(client: Client, hidden: Article) -> None:
    answer = client.post(f"/like/{hidden.pk}/", {"want": "like"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 404
    assert not hidden.likes.exists()


def test_author_sees_what_is_hidden(client: Client, hidden: Article, alice: User, charlie: User) -> None:
    address = f"/?p={hidden.pk}&preview=true"
    client.force_login(charlie)
    assert "lies here" not in client.get(address, follow=True).text
    client.force_login(alice)
    answer = client.get(address, follow=True)
    assert "lies here" in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in answer.text


class TestPassword:
    """An article behind a password."""

    @pytest.fixture
    def closed(self) -> Article:
        """One that opens with “open sesame”."""
        return make_article(slug="closed", body=f"A {WORD} lies here.", password="open sesame")

    def give(self, client: Client, article: Article, password: str) -> Any:
        """Send the form that the page shows."""
        page = client.get(article.get_absolute_url())
        return client.post(page.context["unlock_url"], {"post_password": password})

    def test_right_password_opens_it_in_this_browser(self, client: Client, closed: Article) -> None:
        answer = self.give(client, closed, "open sesame")
        assert (answer.status_code, answer["Location"]) == (302, "/2019/05/15/closed/")
        page = client.get("/2019/05/15/closed/")
        assert WORD in page.text
        assert "private" in page["Cache-Control"]
        assert WORD not in Client().get("/2019/05/15/closed/").text

    def test_wrong_password_says_so(self, client: Client, closed: Article) -> None:
        answer = self.give(client, closed, "open barley")
        assert answer.status_code == 403
        assert "This password is not right." in answer.text
        assert not answer.cookies

    def test_asking_sets_no_cookie(self, client: Client, closed: Article) -> None:
        page = client.get(closed.get_absolute_url())
        assert 'name="post_password"' in page.text
        assert not page.cookies

    def test_new_password_closes_it_again(self, client: Client, closed: Article) -> None:
        self.give(client, closed, "open sesame")
        closed.password = "another"
        closed.save()
        assert WORD not in client.get(closed.get_absolute_url()).text

    def test_guessing_is_slowed(self, client: Client, closed: Article) -> None:
        answers = [self.give(client, closed, str(number)).status_code for number in range(11)]
        assert answers == [403] * 10 + [429]
        assert self.give(client, closed, "open sesame").status_code == 429

    @pytest.mark.parametrize("password", ["", "x" * 100_000, "\0", "ß\ud800"])
    def test_odd_password_is_wrong(self, client: Client, closed: Article, password: str) -> None:
        data = password.encode("utf-8", "surrogatepass").decode("latin-1")
        assert self.give(client, closed, data).status_code == 403

    def test_form_of_an_open_article_is_not_there(self, client: Client) -> None:
        assert client.post(f"/unlock/article/{make_article().pk}/").status_code == 404
        assert client.post("/unlock/user/1/").status_code == 404
