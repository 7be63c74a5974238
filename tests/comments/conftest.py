"""An article to comment on, and no waiting between two comments."""

from typing import Any

import pytest

from accounts.models import User
from blog.models import Article
from tests.factories import make_article


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    settings.BLOG_COMMENT_INTERVAL = 0


@pytest.fixture
def article(alice: User) -> Article:
    """Alice's published article."""
    return make_article(alice)
