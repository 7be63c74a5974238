"""Full-text search over articles and pages, with ranked results and highlighted excerpts."""

from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection, models
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from blog import markdown
from blog.models import Article, Page
from blog.models.article import ArticleQuerySet

LONGEST_QUERY = 200  # characters
MOST_RANKED = 2000  # of more matches, only so many of the newest are compared
EXCERPTED_CHARACTERS = 50_000
# Characters of the private use area stand for <mark> and </mark> until the text is escaped, and for the
# angle brackets of the text itself, which ts_headline would take for tags and drop.
OPENING, CLOSING, LESS, GREATER = "\ue000", "\ue001", "\ue002", "\ue003"
HIDE = str.maketrans({OPENING: "", CLOSING: "", LESS: "", GREATER: "", "\0": "", "<": LESS, ">": GREATER})
SHOW = str.maketrans({LESS: "<", GREATER: ">"})
MARKS = f"StartSel={OPENING}, StopSel={CLOSING}"
HEADLINE = f'MaxFragments=2, MaxWords=30, MinWords=12, FragmentDelimiter=" … ", {MARKS}'


def tidy(words: str) -> str:
    """Return the words without what PostgreSQL cannot hold, on one line, at a bearable length."""
    storable = "".join(char for char in words[: LONGEST_QUERY * 4] if char.isprintable() or char.isspace())
    return " ".join(storable.split())[:LONGEST_QUERY]


def articles_with(words: str) -> ArticleQuerySet:
    """Return the published articles that hold the words (``websearch_to_tsquery``'s syntax), unordered."""
    return Article.objects.published().filter(search_document=_query(words))


class Results:
    """What a search finds, best first; a list for a paginator that fetches only the page it shows."""

    def __init__(self, words: str) -> None:
        """Prepare the search; nothing is asked before ``count()`` or a slice."""
        self.words = tidy(words)
        articles = articles_with(self.words)
        pages = Page.objects.published().filter(search_document=_query(self.words))
        self._rows = _ranked(articles, "article", self.words).union(
            _ranked(pages, "page", self.words), all=True
        )

    def __len__(self) -> int:
        """Return ``count()``; a paginator wants both."""
        return self.count()

    def count(self) -> int:
        """Return the number of results, at most MOST_RANKED of each kind."""
        return self._rows.count() if self.words else 0

    def __getitem__(self, wanted: Any) -> Any:
        """Return the list of those results, for a slice, with ``excerpt_html``."""
        if not self.words:
            return []
        places = [(kind, pk) for kind, pk, *_ in self._rows.order_by("-rank", "-published_at", "-pk")[wanted]]
        found = {
            ("article", article.pk): article
            for article in _fetch(Article.objects.with_parts(), places, "article")
        }
        pages = Page.objects.select_related("author").defer("body", "search_document")
        found |= {("page", page.pk): page for page in _fetch(pages, places, "page")}
        items = [found[place] for place in places if place in found]
        for item, excerpt in zip(items, _excerpts(items, self.words), strict=True):
            item.excerpt_html = excerpt
        return items


def _query(words: str) -> SearchQuery:
    return SearchQuery(tidy(words), config="english", search_type="websearch")


def _ranked(items: Any, kind: str, words: str) -> Any:
    newest = items.newest_first().values("pk")[:MOST_RANKED]
    ranked = items.model._default_manager.filter(pk__in=newest).order_by()
    rank = SearchRank(models.F("search_document"), _query(words))
    return ranked.annotate(kind=models.Value(kind), rank=rank).values_list(
        "kind", "pk", "rank", "published_at"
    )


def _fetch(items: Any, places: list[tuple[str, int]], kind: str) -> Any:
    wanted = [pk for of_kind, pk in places if of_kind == kind]
    return items.filter(pk__in=wanted) if wanted else []


def _excerpts(items: list[Any], words: str) -> list[SafeString]:
    """Return for each item the passages around the words, safe, with ``<mark>``; in one query."""
    texts = [_plain(item) for item in items]
    if not texts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ts_headline('english', text, websearch_to_tsquery('english', %s), %s)"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS texts (text, place) ORDER BY place",
            [words, HEADLINE, texts],
        )
        return [_marked(row[0]) for row in cursor.fetchall()]


def _plain(item: Any) -> str:
    text = markdown.plain_text(item.body_html, characters=EXCERPTED_CHARACTERS)
    return text.translate(HIDE)


def _marked(text: str) -> SafeString:
    """Escape the text, then let what PostgreSQL marked be the only markup in it."""
    escaped = escape(text.translate(SHOW))
    return mark_safe(escaped.replace(OPENING, "<mark>").replace(CLOSING, "</mark>"))  # noqa: S308 - escaped
