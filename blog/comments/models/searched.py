"""The words of a comment as its index of the moderators' search holds them."""

from django.contrib.postgres.search import SearchVector
from django.db.models.functions import Left

MOST_CHARACTERS = 20_000  # a longer text is found by its beginning; PostgreSQL refuses vectors without end

# The HTML: its tags are no words to PostgreSQL, and it is in the same table as the state.
SEARCHED = SearchVector("author_name", Left("comment_html", MOST_CHARACTERS), config="simple")
