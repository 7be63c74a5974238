"""The demo fills an empty blog, the same way each time, and leaves a used one alone."""

import pytest
from django.test import Client

from blog.comments.models import BlogComment, CommentLike, State
from blog.demo import loader
from blog.models import Article, Category, Page, SiteSettings
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_demo_is_the_manual_with_a_conversation() -> None:
    assert loader.load_if_empty()
    welcome = Article.objects.published().get(slug="welcome-to-your-new-blog")
    assert Article.objects.published().count() >= 5
    assert Page.objects.published().count() == 2
    assert Category.objects.exclude(parent=None).exists()
    assert welcome.author.promo_html
    assert BlogComment.objects.public().on(welcome).filter(level=4).exists()
    assert BlogComment.objects.get(state=State.PENDING).held_because == [["links", "2"]]
    assert welcome.likes.count() == 9
    assert CommentLike.objects.exclude(user=None).filter(comment__article=welcome).count() == 4
    assert [str(report) for report in BlogComment.objects.reported().get().reports.all()] == [
        "It is spam or an advertisement. This is an order, not a comment. Is he selling paper?"
    ]
    assert SiteSettings.current().call_to_action_button == "Get started"


def test_every_article_of_the_demo_answers_with_its_pictures(client: Client) -> None:
    loader.load_if_empty()
    for article in Article.objects.all():
        page = client.get(article.get_absolute_url())
        assert page.status_code == 200
        assert "srcset=" in page.content.decode()


def test_nobody_can_sign_in_as_a_person_of_the_demo() -> None:
    loader.load_if_empty()
    people = {comment.user for comment in BlogComment.objects.exclude(user=None)}
    assert people
    assert not any(person and person.has_usable_password() for person in people)


def test_a_used_blog_is_left_alone() -> None:
    make_article()
    assert not loader.load_if_empty()
    assert Article.objects.count() == 1
