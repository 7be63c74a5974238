"""How often a page asks the database, whatever the number of articles and comments."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog.models import SiteSettings
from tests import factories
from tests.benchmarks import content
from tests.benchmarks.report import Report


def measure(report: Report) -> None:
    """Count the queries of home and article with few and with many rows."""
    quiet, busy = content.make_article("A quiet article"), content.make_article("A busy article")
    content.add_comments(busy, 1_000, threads=50)
    for rows in ("few", "300 more"):
        report.add(f"queries of the home page, {rows} articles", _count("/"), 6)
        report.add(f"queries of an article, 0 comments, {rows} articles", _count(quiet.get_absolute_url()), 8)
        report.add(
            f"queries of an article, 1,000 comments, {rows} articles", _count(busy.get_absolute_url()), 8
        )
        for number in range(300 if rows == "few" else 0):
            factories.make_article(quiet.author, title=f"Article {number}", body="Short.")


def _count(address: str) -> int:
    SiteSettings.forget()
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(address).status_code == 200
    return len(queries)
