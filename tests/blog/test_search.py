"""Search: what it finds, how it shows it, and that nothing typed into it is an error."""

from typing import Any

import pytest
from django.test import Client

from blog.models import SiteSettings
from tests.factories import make_article, make_page

pytestmark = pytest.mark.django_db

ODD = [
    "",
    " ",
    "\0",
    "a\0b",
    "'",
    '"',
    '"never closed',
    "''; DROP TABLE blog_article; --",
    "& | ! ( ) <-> :*",
    "or OR -",
    "-",
    '--- -or- "" -""',
    "a:*b & c",
    "\\",
    "%",
    "💥",
    "\ue000<script>\ue001",
    "\u202e",
    "the",
    "x" * 100_000,
    "word " * 20_000,
    "-word " * 20_000,
    '"' * 1000,
    "(" * 1000,
    "\ud800".encode("utf-8", "surrogatepass"),
]


def find(client: Client, words: Any) -> list[str]:
    """Return the titles that a search finds."""
    return [item.title for item in client.get("/", {"s": words}).context["articles"]]


def test_words_are_found_in_title_excerpt_and_text(client: Client) -> None:
    make_article(title="In the text", body="A gannet dived.")
    make_article(title="In the excerpt", excerpt="The gannets return.")
    make_article(title="Gannets")
    make_article(title="Nothing of it")
    assert find(client, "gannet") == ["Gannets", "In the excerpt", "In the text"]


def test_pages_are_found_too(client: Client) -> None:
    make_page(title="About", body="We watch gannets.")
    assert find(client, "gannet") == ["About"]


def test_search_understands_quotes_minus_and_or(client: Client) -> None:
    make_article(title="One", body="red boats and blue nets")
    make_article(title="Two", body="blue boats")
    assert find(client, '"blue boats"') == ["Two"]
    assert find(client, "boats -nets") == ["Two"]
    assert sorted(find(client, "nets or boats")) == ["One", "Two"]


def test_excerpt_is_escaped_and_marks_the_words(client: Client) -> None:
    make_article(body="Some `<script>alert(1)</script>` & a *gannet* dived <b title='gannet'>bold</b>.")
    answer = client.get("/?s=gannet")
    assert "<mark>gannet</mark> dived" in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "<script>alert" not in answer.text
    assert "<b title" not in answer.text


def test_marks_cannot_be_forged(client: Client) -> None:
    make_article(body="\ue000img src=x onerror=alert(1)\ue001 gannet")
    assert "<mark>img" not in client.get("/?s=gannet").text


@pytest.mark.parametrize("words", ODD, ids=range(len(ODD)))
def test_odd_input_is_never_an_error(client: Client, words: Any) -> None:
    make_article()
    assert client.get("/", {"s": words}).status_code == 200


@pytest.mark.parametrize(
    "words", ["%22", "-", "'", "%25", "a%2Fb", "a/b/c", "%F0%9F%92%A5", "%FF%FE", "page/2"]
)
def test_odd_path_is_never_an_error(client: Client, words: str) -> None:
    assert client.get(f"/search/{words}/").status_code == 200


def test_what_was_asked_is_escaped_and_cut(client: Client) -> None:
    answer = client.get("/", {"s": '"><script>' + "x" * 1000})
    assert '"><script>' not in answer.text
    assert len(answer.context["query"]) == 200


def test_results_are_not_indexed_and_set_no_cookie(client: Client) -> None:
    answer = client.get("/?s=gannet")
    assert '<meta name="robots" content="noindex">' in answer.text
    assert not answer.cookies


def test_results_come_in_pages_that_keep_the_words(client: Client) -> None:
    SiteSettings(articles_per_page=2).save()
    for number in range(5):
        make_article(title=f"Gannet {number}")
    context = client.get("/?s=gannet+%26").context
    assert context["page_links"][1] == (2, "/page/2/?s=gannet+%26")
    assert len(client.get("/page/3/?s=gannet").context["articles"]) == 1
    assert client.get("/page/4/?s=gannet").status_code == 404
    assert client.get("/search/gannet/").context["next_page_url"] == "/search/gannet/page/2/"
    assert client.get("/search/gannet/page/3/").status_code == 200


def test_search_costs_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        make_article(title=f"Gannet {number}")
    make_page(title="Gannets")
    SiteSettings().save()
    with django_assert_max_num_queries(8):
        client.get("/?s=gannet")


def test_passages_stand_apart(client: Client) -> None:
    between = "word " * 200
    make_article(body=f"A gannet dived. {between} A second gannet rose.")
    assert " … " in client.get("/?s=gannet").text.split("<main", 1)[1]
