"""How often a post asks the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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
