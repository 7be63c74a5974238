"""Addresses of imported articles of one name."""

import pytest

from blog.models import Article
from tests.importing.shelf import MAY_15, article, import_files

pytestmark = pytest.mark.django_db


def test_hundreds_of_one_address_each_get_their_own() -> None:
    moment = MAY_15
    same = [article(number, slug="same", published_at=moment, created_at=moment) for number in range(1, 700)]
    import_files(same)
    slugs = list(Article.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs == ["same", *(f"same-{number}" for number in range(2, 700))]
