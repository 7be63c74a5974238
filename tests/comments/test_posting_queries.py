"""How often a post asks the database."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from blog.comments.forms import find_item
from blog.comments.models import BlogComment
from blog.models import Article, OutgoingMail, SiteSettings
from tests.comments.posts import post

MOST = 15


@pytest.mark.django_db(transaction=True)
def test_a_post_with_its_mails_asks_little(article: Article) -> None:
    post(article, email="first@example.org", comment="To have the content type at hand.")
    SiteSettings.current()
    with CaptureQueriesContext(connection) as queries:
        assert post(article).status_code == 302
    assert BlogComment.objects.count() == 2
    assert OutgoingMail.objects.filter(recipient="gustav@example.org").exists()
    assert len(queries) <= MOST, "\n".join(query["sql"][:200] for query in queries)


@pytest.mark.django_db
def test_an_item_is_found_with_all_of_its_author_in_one_query(
    article: Article, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        found = find_item(str(article.pk))
    assert found
    author = found.author
    asked = User.objects.get(pk=article.author_id)
    names = [field.attname for field in User._meta.concrete_fields]
    assert [getattr(author, name) for name in names] == [getattr(asked, name) for name in names]
    author.website = "https://changed.example/"
    author.save()
    assert User.objects.get(pk=author.pk).website == author.website
