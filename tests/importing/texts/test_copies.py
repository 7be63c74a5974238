"""Several copies of a text in the files of an import."""

from datetime import timedelta

import pytest

from blog.models import Article, Redirect
from tests.importing.shelf import MAY_15, article, import_files

LATER = MAY_15 + timedelta(days=1000)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_first", [True, False])
def test_addresses_of_all_copies_lead_to_the_one_that_counts(is_first: bool) -> None:
    copies = [article(1, slug="new", updated_at=LATER), article(1, slug="old")]
    import_files(copies if is_first else copies[::-1])
    assert Article.objects.get().slug == "new"
    assert Redirect.objects.get().old_path == "/2019/05/15/old/"
    assert Redirect.objects.get().article_id == 1
