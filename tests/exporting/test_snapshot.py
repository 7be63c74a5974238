"""Reading one moment of the blog, without holding all of it."""

import pytest
from django.db import connection

from blog.exporting import snapshot
from blog.models import Article
from tests import factories


@pytest.mark.django_db
def test_results_stay_on_the_server_until_they_are_read() -> None:
    factories.make_article()
    with snapshot():
        rows = Article.objects.order_by("pk").iterator(1)
        next(rows)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_cursors WHERE name LIKE '_django_curs_%'")
            assert cursor.fetchone()[0] == 1
        rows.close()  # type: ignore[attr-defined] # it is a generator
    assert connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]
