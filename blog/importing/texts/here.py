"""Articles and pages that are here, whoever brought them: found by an address that comments stood at."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from django.db.models import Q

from blog import permalinks
from blog.importing.comments import Target
from blog.importing.job import Job
from blog.importing.ledger import short
from blog.importing.models import Imported
from blog.importing.records import Oddity, TextKind, Thread
from blog.importing.texts.drafts import model_of
from blog.importing.texts.redirects import leading_to, write_redirects
from blog.models import Article, Page, Redirect, SiteSettings

# Kinds of the ledger: what a thread stands under. No import brought that, so it is none of the others.
STANDS_UNDER = {TextKind.ARTICLE: "on-article", TextKind.PAGE: "on-page"}
SUFFIX = re.compile(r"/(?:amp|embed|comment-page-[0-9]{1,6})/?$")
INDEX = "/index.php"


class Address(NamedTuple):
    """What a link says: a decoded path without its last slash, or the number of ``?p=`` and ``?page_id=``."""

    path: str
    number: int = 0
    kind: TextKind = TextKind.ARTICLE


class ThreadFinder:
    """Finds what the threads of one run stand under, and remembers it."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._told: set[str] = set()

    def find(self, threads: Sequence[Thread]) -> dict[str, Target]:
        """Return by key where they are; those that are nowhere are told, once each."""
        if not threads:
            return {}
        rows = self._job.ledger.find(list(STANDS_UNDER.values()), [thread.key for thread in threads])
        found = self._known(rows, threads)
        fresh = find_items({each.key: each.links for each in threads if each.key not in found})
        self._job.ledger.write(self._row(key, target, rows) for key, (target, _others) in fresh.items())
        others = [
            leading_to(target.kind, target.pk, path) for target, paths in fresh.values() for path in paths
        ]
        write_redirects(self._job, others)
        found |= {key: target for key, (target, _others) in fresh.items()}
        for thread in threads:
            if thread.key not in found and thread.key not in self._told:
                self._told.add(thread.key)
                self._job.report.tell(_unknown(thread))
        return found

    def _known(
        self, rows: Mapping[tuple[str, str], Imported], threads: Sequence[Thread]
    ) -> dict[str, Target]:
        found = {}
        for kind, name in STANDS_UNDER.items():
            ids = {key: row.object_id for (of, key), row in rows.items() if of == name}
            items = model_of(kind).objects.filter(pk__in=ids.values())
            times = dict(items.values_list("pk", "published_at"))
            for thread in threads:
                if (pk := ids.get(short(thread.key), 0)) in times:
                    found[thread.key] = Target(kind, pk, times[pk])
        return found

    def _row(self, key: str, target: Target, rows: Mapping[tuple[str, str], Imported]) -> Imported:
        name = STANDS_UNDER[target.kind]
        row = rows.get((name, short(key))) or self._job.ledger.new(name, key, target.pk)
        row.object_id, row.run = target.pk, self._job.run.pk
        return row


def find_items(links: Mapping[str, Sequence[str]]) -> dict[str, tuple[Target, list[str]]]:
    """Return what answers here at the first of the links that leads anywhere, by key; six queries in all.

    With it come the paths of the links before that one, at which nothing answers.
    """
    sought = {key: [address_of(link) for link in some] for key, some in links.items()}
    every = [address for some in sought.values() for address in some]
    known = _by_path({address.path for address in every if address.path})
    known |= _by_number(every)
    found = {}
    for key, some in sought.items():
        place = next((place for place, address in enumerate(some) if address in known), None)
        if place is not None:
            found[key] = known[some[place]], [address.path for address in some[:place] if address.path]
    return found


def address_of(link: str) -> Address:
    """Return what a link asks for; an empty path where it is none."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return Address("")
    query = parse_qs(parts.query, max_num_fields=50) if parts.query.count("&") < 50 else {}
    for name, kind in (("p", TextKind.ARTICLE), ("page_id", TextKind.PAGE)):
        number = query.get(name, [""])[0]
        if re.fullmatch(r"[0-9]{1,18}", number) and int(number):
            return Address("", int(number), kind)
    if "\0" in (path := unquote(parts.path)) or not path.startswith("/"):
        return Address("")
    return Address(_bare(SUFFIX.sub("", path)))


def _by_path(paths: set[str]) -> dict[Address, Target]:
    """Return what is at paths: an old address leads to what has it now, but for one that is in use again."""
    found = dict(_redirected(paths))
    pages = Page.objects.filter(path__in=[path.strip("/") for path in paths])
    for pk, path, moment in pages.values_list("pk", "path", "published_at"):
        found[Address(f"/{path}")] = Target(TextKind.PAGE, pk, moment)
    structure = permalinks.parse(SiteSettings.current().permalink_structure)
    before = INDEX if structure.text.startswith(f"{INDEX}/") else ""
    values = [match for path in paths if (match := structure.match(before + path))]
    slugs = {each["postname"] for each in values if each.get("postname")}
    numbers = {int(each["post_id"]) for each in values if each.get("post_id")}
    for article in _articles(Q(slug__in=slugs) | Q(wordpress_id__in=numbers) | Q(pk__in=numbers)):
        address = Address(_bare(unquote(article.get_absolute_url())))
        if address.path in paths:
            found[address] = Target(TextKind.ARTICLE, article.pk, article.published_at)
    return found


def _redirected(paths: set[str]) -> Iterable[tuple[Address, Target]]:
    written = {form for path in paths for form in (path, f"{path}/", f"{INDEX}{path}", f"{INDEX}{path}/")}
    rows = Redirect.objects.filter(old_path__in=written)
    columns = ("old_path", "article_id", "article__published_at", "page_id", "page__published_at")
    for old_path, article, article_time, page, page_time in rows.values_list(*columns):
        if article:
            yield Address(_bare(old_path)), Target(TextKind.ARTICLE, article, article_time)
        elif page:
            yield Address(_bare(old_path)), Target(TextKind.PAGE, page, page_time)


def _articles(condition: Q) -> list[Article]:
    found = Article.objects.filter(condition).select_related("author")
    articles = list(found.defer("body", "body_html", "search_document"))
    Article.objects.prefetch_permalink_parts(articles)
    return articles


def _by_number(addresses: Iterable[Address]) -> dict[Address, Target]:
    found = {}
    for kind in TextKind:
        numbers = {each.number for each in addresses if each.number and each.kind == kind}
        items: Any = model_of(kind).objects.filter(Q(wordpress_id__in=numbers) | Q(pk__in=numbers))
        if numbers:
            for pk, number, moment in items.values_list("pk", "wordpress_id", "published_at"):
                found[Address("", number or pk, kind)] = Target(kind, pk, moment)
    return found


def _bare(path: str) -> str:
    return path.removeprefix(INDEX).rstrip("/")


def _unknown(thread: Thread) -> Oddity:
    told = f"Nothing here answers at {thread.links[0]}" if thread.links else "It has no address"
    named = f"thread {thread.key}" + (f", “{thread.title[:60]}”" if thread.title else "")
    return Oddity("unknown-thread", named, f"{told}; its comments were left out.")
