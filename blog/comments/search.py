"""What the moderators' search finds: an IP address or network, an e-mail address or its domain, or words.

Each kind has its index. ``matching`` narrows a queryset; ``sought`` is for lists that are sifted.
"""

import re
from ipaddress import ip_network
from typing import Any, cast

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat, Lower
from django_comments.models import Comment

from blog.comments.models import BlogComment, CommentQuerySet
from blog.comments.models.searched import SEARCHED
from blog.comments.sifting import Source
from blog.untrusted import is_storable

LONGEST_QUERY = 200  # characters
MOST_WORDS = 10
SHOWN = Lower(Concat("author_name", Value(" "), "comment_html", output_field=TextField()))

# Equal to what is in the index, but not the same to PostgreSQL: of a few rows it is quicker to read them.
READ = Coalesce(SEARCHED, Value(""), output_field=SearchVectorField())


def matching(comments: CommentQuerySet, text: str) -> CommentQuerySet:
    """Keep the comments that ``text`` finds; words in name and text must be whole."""
    text = text[:LONGEST_QUERY].strip()
    if not text:
        return comments
    elsewhere = _in_stock_table(text)
    if elsewhere is not None:
        return comments.filter(pk__in=elsewhere.rows.values("pk"))
    words = _words(text)
    return _with_words(comments, words) if words else comments.none()


def sought(text: str) -> Source | None:
    """Return where the comments that ``text`` finds come from; None for a text without any word."""
    text = text[:LONGEST_QUERY].strip()
    elsewhere = _in_stock_table(text)
    if elsewhere is not None:
        return elsewhere
    comments = BlogComment.objects.all()
    words = _words(text)
    if not words:
        return Source(comments.none())
    return Source(_with_words(comments, words), sieve=_with_words(_likely(comments, words), words, READ))


def _words(text: str) -> str:
    """Return the words of the text; they must be whole.

    Of beginnings PostgreSQL does not know how rare they are, and reads the whole table.
    """
    return " ".join(re.findall(r"\w+", text)[:MOST_WORDS]) if is_storable(text) else ""


def _with_words(comments: CommentQuerySet, words: str, searched: Any = SEARCHED) -> CommentQuerySet:
    return comments.alias(searched=searched).filter(searched=SearchQuery(words, config="simple"))


def _likely(comments: CommentQuerySet, words: str) -> CommentQuerySet:
    """Keep what holds the letters of the words: to look for them is much quicker than to read words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(to_tsvector('simple', %s))", [words])
        (parts,) = cursor.fetchone()
    letters: Any = comments.alias(shown=SHOWN)
    for part in parts:
        letters = letters.filter(shown__contains=Lower(Value(part)))
    return cast("CommentQuerySet", letters)


# These look into the stock package's own table: joined with ours they would be twice as slow.


def _in_stock_table(text: str) -> Source | None:
    if not is_storable(text):
        return None
    if network := _network(text):
        return _of(_from_network(network))
    if "@" not in text or " " in text:
        return None
    text = text.lower()
    return _of(_of_domain(text[1:]), is_ordered=True) if text.startswith("@") else _of(_of_address(text))


def _stock() -> QuerySet[Any]:
    rows: QuerySet[Any] = Comment._base_manager.all()
    return rows


def _of(rows: QuerySet[Any], *, is_ordered: bool = False) -> Source:
    return Source(rows, is_ordered, sieve=rows)


def _network(text: str) -> str:
    try:
        # PostgreSQL knows no zones: ``fe80::1%eth0``.
        return str(ip_network(text.partition("%")[0], strict=False))
    except ValueError:
        return ""


def _from_network(network: str) -> QuerySet[Any]:
    contained = Func(
        F("ip_address"), Value(network), template="%(expressions)s", arg_joiner=" <<= ",
        output_field=BooleanField(),
    )  # fmt: skip
    return _stock().filter(contained)


def _of_address(text: str) -> QuerySet[Any]:
    """Return the comments of an e-mail address, or of one that begins so."""
    return _stock().filter(user_email__startswith=text)


def _of_domain(domain: str) -> QuerySet[Any]:
    parts = F("user_email"), Value("@"), Value(2)
    found = Func(*parts, function="split_part", output_field=TextField())
    return cast("QuerySet[Any]", _stock().alias(domain=found).filter(domain=domain))
