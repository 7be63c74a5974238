"""The files of one site give the same blog, whichever comes first, in one import or several."""

import random
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from django.core.management import call_command

from blog.importing.models import Imported
from blog.importing.records import Bundle
from blog.models import Article, Page, SiteSettings
from tests.importing.shelf import MAY_15, article, comment, import_files, page
from tests.importing.tables import OF_THE_IMPORT, Tables, differences, read_tables

pytestmark = pytest.mark.django_db(transaction=True)
LATER = MAY_15 + timedelta(days=30)


def files_of(seed: int, *, with_ties: bool = False) -> list[list[Bundle]]:
    """Return three files with a blog whose parts name each other across them, and copies of some texts.

    ``with_ties``: some copies were changed at the same time.
    """
    rng = random.Random(seed)
    files: list[list[Bundle]] = [[], [], []]
    pages = list(range(100, 112))
    for number in pages:
        parent = str(rng.choice([999, *pages])) if rng.random() < 0.7 else ""
        slug = rng.choice(["about", "team", f"page-{number}"]) if parent else f"page-{number}"
        files[rng.randrange(3)].append(page(number, parent=parent, slug=f"{slug}-{number}"))
    for number in range(1, 13):
        own = range(500 + number * 3, 503 + number * 3)
        parents = [str(rng.choice([*own, 9999])) if rng.random() < 0.6 else "" for _each in own]
        texts = [comment(each, str(number), parent=above) for each, above in zip(own, parents, strict=True)]
        rng.shuffle(texts)
        fields: dict[str, Any] = {"status": rng.choice(["published", "draft", "private"])}
        for copy in range(rng.choice([1, 1, 1, 2])):
            moment = LATER + timedelta(days=0 if with_ties and rng.random() < 0.5 else copy)
            some = texts[copy :: rng.choice([1, 2])] if copy else texts
            files[rng.randrange(3)].append(
                article(number, some, title=f"Copy {copy}", updated_at=moment, **fields)
            )
    return files


def import_in(order: Any, *, at_once: bool) -> Tables:
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=False)
    SiteSettings.forget()
    if at_once:
        import_files(*order)
    else:
        for file in order:
            import_files(file)
    return read_tables(without=OF_THE_IMPORT)


@pytest.mark.parametrize("seed", range(6))
def test_every_order_gives_equal_rows(seed: int) -> None:
    files = files_of(seed, with_ties=True)
    expected = import_in(files, at_once=True)
    assert expected["blog_article"].total() == 12
    for order in permutations(files):
        assert differences(import_in(order, at_once=True), expected) == {}


def test_several_imports_give_what_one_gives() -> None:
    files = files_of(7)
    expected = import_in(files, at_once=True)
    for order in permutations(files):
        found = import_in(order, at_once=False)
        for table in ("blog_article", "blog_page", "django_comments", "comments_blogcomment"):
            assert found[table] == expected[table]


def test_nothing_is_left_waiting() -> None:
    import_in(files_of(3), at_once=True)
    waiting = Imported.objects.exclude(missing=[]).exclude(kind="page").values_list("missing", flat=True)
    assert {each[0][1] for each in waiting} <= {"9999"}  # the comment that is in no file
    assert (Article.objects.count(), Page.objects.count()) == (12, 12)
