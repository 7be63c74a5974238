"""Numbers of imported rows, beside those of rows that are written here meanwhile."""

from collections.abc import Mapping
from threading import Thread

import pytest
from django.db import connection
from django.test import Client

from blog.comments.models import BlogComment
from blog.importing.models import ImportRun, Phase
from blog.importing.run import run_import
from blog.models import Article, Tag
from tests.factories import make_article, make_comment, make_tag
from tests.importing.shelf import ListReader, article, comment, ignore, import_files

LONG = 60  # seconds that nothing here takes


@pytest.mark.django_db(transaction=True)
def test_nobody_who_writes_waits_for_the_end_of_a_trial() -> None:
    mine = make_article(slug="mine")
    written: list[str] = []

    def write() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '5s'")  # what waits for the trial fails
            for number in range(5):
                make_article(slug=f"live-{number}")
                make_comment(mine)
                make_tag(f"live {number}")
                written.append("all")
        finally:
            connection.close()

    def during(phase: str, done: int, total: int, counts: Mapping[str, Mapping[str, int]]) -> None:
        if phase == Phase.TEXTS and counts.get("article") and not written:
            others = Thread(target=write)
            others.start()
            others.join(LONG)

    items = [article(number, comments=[comment(number, str(number))]) for number in range(2, 40)]
    run = ImportRun.objects.create(system="wordpress", is_trial=True, options={"check_urls": False})
    run_import(run, ListReader([items]), during)
    assert written == ["all"] * 5
    assert (Article.objects.count(), BlogComment.objects.count(), Tag.objects.count()) == (6, 5, 5)
    # What was drawn meanwhile is not drawn again.
    make_article(slug="later")
    make_comment(mine)
    again = ImportRun.objects.create(system="wordpress", options={"check_urls": False})
    run_import(again, ListReader([items]), ignore)
    assert set(range(2, 40)) <= set(Article.objects.values_list("pk", flat=True))


@pytest.mark.django_db
def test_numbers_beyond_all_addresses_are_kept_beside(client: Client) -> None:
    huge = [2_000_000_001, 2**31, 10**18 - 1]
    report = import_files([article(number) for number in huge])
    assert report.oddity_counts["other-number"] == 3
    for number in huge:
        found = Article.objects.get(wordpress_id=number)
        assert found.pk <= 2_000_000_000
        assert client.get(found.get_absolute_url()).status_code == 200
        assert client.get(f"/?p={number}").status_code == 301
    assert client.get(make_article(slug="native").get_absolute_url()).status_code == 200
