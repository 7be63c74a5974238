"""What comments are brought to: an article that is here, and where they come from."""

import pytest

from accounts.models import User
from blog.importing.models import Source
from blog.models import Article
from tests import factories
from tests.importing.comments.records import make_source


@pytest.fixture
def article(alice: User) -> Article:
    """An article of Alice's."""
    return factories.make_article(alice)


@pytest.fixture
def source(db: None) -> Source:
    """The blog that is being moved."""
    return make_source()
