"""What belongs to an article beside its own row: categories, tags, likes, old addresses, the announcement."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

from django.contrib.auth import get_user_model
from django.utils import timezone

from blog.importing.copying import copy_objects, copy_pairs
from blog.importing.job import Job
from blog.importing.records import TextKind
from blog.importing.texts.drafts import Draft, address_of
from blog.importing.texts.redirects import OldPath, leading_to, old_paths_of, write_redirects
from blog.models import Article, Category, Like, Status
from blog.subscriptions.announcing import FRESH
from blog.subscriptions.models import Announcement

VISITOR_KEY = re.compile("[0-9a-f]{64}")  # as our own exports have them
TERMS: tuple[tuple[str, Any, str], ...] = (
    ("categories", Article.categories.through, "category"),
    ("tags", Article.tags.through, "tag"),
)


class Parts:
    """Writes what belongs to texts; remembers what addresses are made of."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._paths: dict[int, str] = {}  # of categories
        self._nicenames: dict[int, str] = {}  # of authors

    def terms_of(self, articles: Collection[int]) -> dict[int, tuple[list[int], list[int]]]:
        """Return the ids of the categories and tags of articles."""
        found: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for place, (_name, through, term) in enumerate(TERMS):
            rows = through._default_manager.filter(article__in=articles).order_by("pk")
            for article, number in rows.values_list("article_id", f"{term}_id"):
                found[article][place].append(number)
        return found

    def add(self, drafts: Sequence[Draft]) -> None:
        """Write the parts of new texts."""
        articles = [draft for draft in drafts if draft.text.kind == TextKind.ARTICLE]
        self._add_terms(articles)
        self._add_likes(articles)
        self._keep_from_followers(articles)
        self.add_redirects(articles)

    def replace(self, drafts: Sequence[Draft], before: Mapping[int, str]) -> None:
        """Write the parts of changed texts; likes and old addresses are only added to.

        ``before`` are the addresses by primary key that they had here, empty where nobody saw them.
        """
        articles = [draft for draft in drafts if draft.text.kind == TextKind.ARTICLE]
        for _name, through, _term in TERMS:
            through._default_manager.filter(article__in=[draft.item.pk for draft in articles]).delete()
        self._add_terms(articles)
        self._add_likes(articles)
        self._keep_from_followers(articles)
        self.add_redirects(articles, before)

    def add_redirects(self, drafts: Iterable[Draft], before: Mapping[int, str] | None = None) -> None:
        """Write the old addresses of articles; ``before`` as for ``replace``."""
        paths: list[OldPath] = []
        for draft in drafts:
            address, with_slug = self._addresses(draft)
            paths += old_paths_of(self._job, draft.text, draft.item, address, with_slug)
            had = unquote(before.get(draft.item.pk, "")) if before else ""
            if had and had != unquote(address):
                paths.append(leading_to(draft.text.kind, draft.item.pk, had))
        write_redirects(self._job, paths)

    def address(self, draft: Draft) -> str:
        """Return the address of a text that may not be stored yet."""
        return self._addresses(draft)[0]

    def _addresses(self, draft: Draft) -> tuple[str, Callable[[str], str]]:
        item = draft.item
        if draft.text.kind == TextKind.PAGE:
            above = item.path.rpartition("/")[0]
            return f"/{item.path}/", lambda slug: f"/{above}/{slug}/" if above else f"/{slug}/"
        self._remember(draft)
        paths = [self._paths[number] for number in draft.categories if number in self._paths]
        build = partial(address_of, item, paths, self._nicenames.get(item.author_id, ""))
        return build(), build

    def _remember(self, draft: Draft) -> None:
        if not self._paths.keys() >= set(draft.categories):
            self._paths = dict(Category.objects.values_list("pk", "path"))
        if draft.item.author_id not in self._nicenames:
            people = get_user_model()._default_manager.filter(pk=draft.item.author_id)
            self._nicenames |= dict(people.values_list("pk", "nicename"))

    def _add_terms(self, articles: Sequence[Draft]) -> None:
        for name, through, term in TERMS:
            pairs = [(draft.item.pk, number) for draft in articles for number in getattr(draft, name)]
            numbers = self._job.numbers.take(through, len(pairs))
            rows = ((number, *pair) for number, pair in zip(numbers, pairs, strict=True))
            copy_pairs(through, rows, "article", term)

    def _keep_from_followers(self, articles: Sequence[Draft]) -> None:
        """Mark what was published elsewhere as told to followers, as far as it could still be news.

        So a draft that is published here later is news, and what was scheduled there is not.
        """
        since = timezone.now() - FRESH
        found = [
            draft.item.pk
            for draft in articles
            if draft.item.status == Status.PUBLISHED and draft.item.published_at >= since
        ]
        if not found:
            return
        told = set(Announcement.objects.filter(article__in=found).values_list("article_id", flat=True))
        fresh = [pk for pk in found if pk not in told]
        numbers = self._job.numbers.take(Announcement, len(fresh))
        at = self._job.run.created_at
        copy_objects([
            Announcement(pk=number, article_id=pk, created_at=at)
            for number, pk in zip(numbers, fresh, strict=True)
        ])  # fmt: skip

    def _add_likes(self, articles: Sequence[Draft]) -> None:
        """Write likes; those of people whom the file describes are theirs, the others some visitor's."""
        likes = list({
            (like.article_id, like.user_id, like.visitor_key): like
            for draft in articles
            for like in map(partial(self._like, draft), draft.text.likes)
        }.values())  # fmt: skip
        if not likes:
            return
        known = Like.objects.filter(article__in={like.article_id for like in likes})
        there = set(known.values_list("article_id", "user_id", "visitor_key"))
        fresh = [like for like in likes if (like.article_id, like.user_id, like.visitor_key) not in there]
        for like, number in zip(fresh, self._job.numbers.take(Like, len(fresh)), strict=True):
            like.pk = number
        copy_objects(fresh)
        self._job.report.count("like", "created", len(fresh))
        self._job.report.count("like", "unchanged", len(likes) - len(fresh))

    def _like(self, draft: Draft, visitor: str) -> Like:
        item = draft.item
        like = Like(article_id=item.pk, created_at=item.published_at or item.created_at)
        if person := self._job.people.get(visitor):
            like.user_id = person
        elif VISITOR_KEY.fullmatch(visitor):
            like.visitor_key = visitor
        else:
            like.visitor_key = sha256(f"{self._job.source}:{visitor}".encode()).hexdigest()
        return like
