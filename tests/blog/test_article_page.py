"""The page of one article: what is on it, in its head, and what it costs."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from blog.models import Article, SiteSettings, Status
from tests.factories import MAY_15, make_article, make_category, make_comment, make_page, make_tag, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/2019/05/15/a-walk-along-the-harbour/"


def test_article_is_at_its_permalink(client: Client) -> None:
    make_article(body="The tide was *out*.")
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert "<em>out</em>" in answer.text
    assert "<title>A walk along the harbour – Broadside</title>" in answer.text


def test_reading_sets_no_cookie(client: Client) -> None:
    make_article()
    assert not client.get(ADDRESS).cookies


def test_head_names_the_canonical_address_and_the_feeds(client: Client) -> None:
    article = make_article()
    html = client.get(ADDRESS + "?utm_source=x", follow=True).text
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{ADDRESS}">' in html
    assert f'<link rel="shortlink" href="http://127.0.0.1:8000/?p={article.pk}">' in html
    assert f'href="http://127.0.0.1:8000{ADDRESS}feed/"' in html


def test_structured_data_cannot_leave_its_script(client: Client) -> None:
    article = make_article(title="</script><b>bold & “quoted”", tags=[make_tag("sea")])
    make_comment(article)
    html = client.get(article.get_absolute_url()).text
    text = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    data = json.loads(text)
    assert data["@type"] == "BlogPosting"
    assert data["name"] == "</script><b>bold & “quoted”"
    assert data["author"]["name"] == "Alice Writer"
    assert data["commentCount"] == 1
    assert data["keywords"] == ["sea"]


def test_divided_article_has_pages(client: Client) -> None:
    make_article(body="One.\n\n<!--nextpage-->\n\nTwo.")
    first, second = client.get(ADDRESS), client.get(ADDRESS + "2/")
    assert "One." in first.text
    assert "Two." not in first.text.partition("<main")[2].partition("promo")[0]
    assert "Two." in second.text
    assert f'rel="canonical" href="http://127.0.0.1:8000{ADDRESS}2/"' in second.text


@pytest.mark.parametrize("page", ["3", "1", "0", "999999"])
def test_missing_page_leads_to_the_article(client: Client, page: str) -> None:
    make_article(body="One.\n\n<!--nextpage-->\n\nTwo.")
    answer = client.get(f"{ADDRESS}{page}/")
    assert (answer.status_code, answer["Location"]) == (301, ADDRESS)


def test_page_of_comments_is_shown_and_a_missing_one_leads_to_the_article(client: Client) -> None:
    article = make_article()
    SiteSettings(comment_threads_per_page=1).save()
    make_comment(article)
    make_comment(article)
    answer = client.get(ADDRESS + "comment-page-2/")
    assert answer.status_code == 200
    assert answer.context["comment_page"] == 2
    assert answer.context["canonical_url"] == f"http://127.0.0.1:8000{ADDRESS}"
    assert client.get(ADDRESS + "comment-page-3/")["Location"] == ADDRESS


def test_form_addressed_to_a_comment_is_not_indexed(client: Client) -> None:
    article = make_article()
    comment = make_comment(article)
    answer = client.get(f"{ADDRESS}?replytocom={comment.pk}")
    assert answer.status_code == 200
    assert '<meta name="robots" content="noindex">' in answer.text
    assert answer.context["canonical_url"] == f"http://127.0.0.1:8000{ADDRESS}"


def test_neighbours_are_the_articles_before_and_after(client: Client) -> None:
    before = make_article(title="Before", published_at=MAY_15 - timedelta(days=1))
    make_article()
    after = make_article(title="After", published_at=MAY_15 + timedelta(days=1))
    context = client.get(ADDRESS).context
    assert (context["previous_article"], context["next_article"]) == (before, after)


def test_related_articles_share_most(client: Client) -> None:
    sea, fish, harbours = make_tag("sea"), make_tag("fish"), make_category()
    make_article(tags=[sea, fish], categories=[harbours])
    little = make_article(title="Little", categories=[harbours])
    much = make_article(title="Much", tags=[sea, fish])
    make_article(title="Nothing")
    assert client.get(ADDRESS).context["related"] == [much, little]


@pytest.mark.parametrize("count", [3, 300])
def test_article_costs_few_queries_whatever_there_is(
    client: Client, django_assert_max_num_queries: Any, count: int
) -> None:
    article = make_article(tags=[make_tag("sea"), make_tag("fish")], categories=[make_category()])
    for number in range(3):
        make_comment(article, author_name=f"Guest {number}")
        article.likes.create(user=make_user(f"reader{number}"))
    copies = [
        Article(
            title="Copy",
            slug=f"copy-{number}",
            author=article.author,
            status=Status.PUBLISHED,
            published_at=MAY_15 + timedelta(minutes=number),
        )
        for number in range(count)
    ]
    for copy in Article.objects.bulk_create(copies):
        copy.categories.set(article.categories.all())
    SiteSettings().save()
    with django_assert_max_num_queries(8):
        answer = client.get(ADDRESS)
    assert len(answer.context["likes"].people) == 3
    assert len(answer.context["related"]) == 3


@pytest.mark.parametrize("number", [1, 2])
def test_page_is_at_its_path(client: Client, number: int) -> None:
    about = make_page(body="We.\n\n<!--nextpage-->\n\nThey.")
    team = make_page(title="Team", parent=about)
    assert client.get("/about/").status_code == 200
    assert client.get("/about/2/").status_code == 200
    assert client.get("/about/team/").context["page"] == team
    assert client.get("/about/team")["Location"] == "/about/team/"
