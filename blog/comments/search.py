"""What the moderators' search finds: an IP address or network, an e-mail address or its domain, or words.

Each kind has its index, so that the search answers among a million comments as it does among ten.
"""

import re
from ipaddress import ip_network
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, F, Func, TextField, Value
from django_comments.models import Comment

from blog.comments.models import CommentQuerySet
from blog.comments.models.searched import SEARCHED
from blog.untrusted import is_storable

LONGEST_QUERY = 200  # characters
MOST_WORDS = 10


def matching(comments: CommentQuerySet, text: str) -> CommentQuerySet:
    """Keep the comments that ``text`` finds; words in name and text must be whole."""
    text = text[:LONGEST_QUERY].strip()
    if not text:
        return comments
    if not is_storable(text):
        return comments.none()
    if network := _network(text):
        return comments.filter(pk__in=_from_network(network))
    if "@" in text and " " not in text:
        return comments.filter(pk__in=_by_email(text.lower()))
    words = re.findall(r"\w+", text)[:MOST_WORDS]
    if not words:
        return comments.none()
    # Whole words: of beginnings PostgreSQL does not know how rare they are, and reads the whole table.
    query = SearchQuery(" ".join(words), config="simple")
    return comments.alias(searched=SEARCHED).filter(searched=query)


def _network(text: str) -> str:
    try:
        return str(ip_network(text, strict=False))
    except ValueError:
        return ""


# The two look into the stock package's own table: joined with ours they would be twice as slow.


def _from_network(network: str) -> Any:
    contained = Func(
        F("ip_address"), Value(network), template="%(expressions)s", arg_joiner=" <<= ",
        output_field=BooleanField(),
    )  # fmt: skip
    return Comment._base_manager.filter(contained).values("pk")


def _by_email(text: str) -> Any:
    """Return the comments of an address, or of one that begins so, or of a domain: ``@example.org``."""
    if not text.startswith("@"):
        return Comment._base_manager.filter(user_email__startswith=text).values("pk")
    parts = F("user_email"), Value("@"), Value(2)
    domain = Func(*parts, function="split_part", output_field=TextField())
    return Comment._base_manager.alias(domain=domain).filter(domain=text[1:]).values("pk")
