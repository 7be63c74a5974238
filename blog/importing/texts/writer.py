"""Writes articles and pages, a portion at a time: new ones by COPY, changed ones, and what belongs to them.

What was edited here stays as it is, what was deleted here stays away, and of two copies in the files the
one that was changed last counts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from blog.importing.comments import Target
from blog.importing.copying import copy_objects, update_objects
from blog.importing.head.people import ensure_people, find_fallback
from blog.importing.head.terms import ensure_terms
from blog.importing.job import Job
from blog.importing.ledger import short
from blog.importing.media.library import find_pictures
from blog.importing.models import Imported
from blog.importing.records import Text, TextKind
from blog.importing.texts.copies import Copies
from blog.importing.texts.drafts import OF_ARTICLES, OF_PAGES, RENDERED, SHARED, Draft, fill, model_of
from blog.importing.texts.parts import Parts
from blog.importing.texts.placing import closes_cycle, order_by_parents, place
from blog.importing.texts.redirects import said_paths
from blog.importing.texts.rendering import PICTURES, Renderer
from blog.importing.texts.slugs import Slugs, clean_slug
from blog.models import Page

# What texts wait for, as ``Imported.missing`` says it: key of a parent and the slug below it; key of a
# picture; old paths and slugs, which are looked at when all pages have their places.
PARENT, FEATURED, LINK = "parent", "featured", "link"
TIMES = ("created_at", "updated_at")
CHANGEABLE = {
    TextKind.ARTICLE: (*SHARED, *OF_ARTICLES, *RENDERED, *TIMES),
    TextKind.PAGE: (*SHARED, *OF_PAGES, "path", *RENDERED, *TIMES),
}


@dataclass(slots=True)
class Incoming:
    """A text as it comes from the file, its item's digest, and how many things that holds by kind."""

    text: Text
    digest: bytes = b""
    counts: dict[str, int] = field(default_factory=dict)


type Pair = tuple[Draft, Incoming]
type Missing = dict[str, list[list[Any]]]  # by the key of a text: what it waits for


def find_texts(job: Job, keys: Collection[str]) -> dict[str, Target]:
    """Return the texts of the source that are here, by key."""
    found: dict[str, Target] = {}
    for kind in TextKind:
        ids = job.ledger.find_ids(kind, keys)
        rows = model_of(kind).objects.filter(pk__in=ids.values())
        times = dict(rows.values_list("pk", "published_at"))
        places = {key: ids.get(short(key), 0) for key in keys}
        found |= {key: Target(kind, pk, times[pk]) for key, pk in places.items() if pk in times}
    return found


class TextWriter:
    """Writes texts of one run."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._parts = Parts(job)
        self._copies = Copies(job)
        self._fallback = 0
        self._numbers_given: dict[tuple[object, ...], int] = {}  # behind slugs that others had

    def write(self, incoming: Sequence[Incoming]) -> dict[str, Target]:
        """Write texts, each key once, within a transaction of the caller's; return by key where they are."""
        found: dict[str, Target] = {}
        for kind in TextKind:
            if some := [each for each in incoming if each.text.kind == kind]:
                found |= self._write(kind, some)
        return found

    def _write(self, kind: TextKind, incoming: Sequence[Incoming]) -> dict[str, Target]:
        keys = [each.text.key for each in incoming]
        rows = {key: row for (_kind, key), row in self._job.ledger.find([kind], keys).items()}
        known = model_of(kind).objects.defer("search_document").in_bulk(
            [row.object_id for row in rows.values()]
        )  # fmt: skip
        terms = self._parts.terms_of(list(known)) if kind == TextKind.ARTICLE else {}
        fresh: list[Pair] = []
        changed: list[Pair] = []
        for each in incoming:
            row = rows.get(short(each.text.key))
            if row is None:
                fresh.append((Draft(each.text, model_of(kind)(), Imported()), each))
            elif row.object_id not in known:
                self._copies.leave_deleted(row, each.text, each.digest, each.counts)
            else:
                draft = Draft(each.text, known[row.object_id], row, *terms.get(row.object_id, ([], [])))
                if self._copies.counts(draft, each.digest, each.counts):
                    changed.append((draft, each))
        if fresh or changed:
            self._store(kind, fresh, changed)
        self._copies.write()
        items = {key: known[row.object_id] for key, row in rows.items() if row.object_id in known}
        items |= {short(draft.text.key): draft.item for draft, _each in fresh}
        return {
            each.text.key: Target(kind, item.pk, item.published_at)
            for each in incoming
            if (item := items.get(short(each.text.key)))
        }

    def _store(self, kind: TextKind, fresh: Sequence[Pair], changed: Sequence[Pair]) -> None:
        """Give the drafts what the file says, and store them."""
        old = {draft.item.pk: self._state(draft) for draft, _each in changed}
        new = [draft for draft, _each in fresh]
        self._number(kind, new)
        every = [*new, *(draft for draft, _each in changed)]
        missing = self._set_references(kind, every)
        if kind == TextKind.ARTICLE:
            self._set_slugs(every)
        else:
            missing = self._place(every, {pk: path for pk, (*_rest, path) in old.items()})
        really = [draft for draft, _each in changed if self._state(draft)[:2] != old[draft.item.pk][:2]]
        renderer = Renderer(self._job, [*new, *really])
        copy_objects([draft.item for draft in new], renderer.render)
        update_objects([draft.item for draft in really], CHANGEABLE[kind], renderer.render)
        self._parts.add(new)
        self._parts.replace(really, {pk: path for pk, (*_rest, path) in old.items()})
        self._job.report.count(kind, "created", len(new))
        self._job.report.count(kind, "updated", len(really))
        self._job.report.count(kind, "unchanged", len(changed) - len(really))
        rendered = {id(draft) for draft in (*new, *really)}
        for draft in every:
            kept = draft.row.waits_for(PICTURES) if draft.row.pk else None
            waits = renderer.missing_of(draft) if id(draft) in rendered else [kept] if kept else []
            missing.setdefault(draft.text.key, []).extend(waits)
        self._remember(kind, [*fresh, *changed], missing)

    def _state(self, draft: Draft) -> tuple[bytes, datetime, str]:
        """Return what tells whether a text changes, and the address that readers know it by."""
        address = self._parts.address(draft) if draft.item.is_published else ""
        return draft.digest(), draft.item.updated_at, address

    def _number(self, kind: TextKind, drafts: Sequence[Draft]) -> None:
        numbers = self._job.numbers.choose(model_of(kind), [draft.text.number for draft in drafts])
        for draft, number in zip(drafts, numbers, strict=True):
            draft.item.pk, draft.item.wordpress_id = number
        given = zip(drafts, numbers, strict=True)
        self._job.tell_numbers(
            kind, ((draft.text.key, draft.text.number, *number) for draft, number in given)
        )

    def _set_references(self, kind: TextKind, drafts: Sequence[Draft]) -> Missing:
        """Set all fields but slug, parent and path; return by key what each text waits for."""
        job, texts = self._job, [draft.text for draft in drafts]
        ensure_people(job, [text.author for text in texts])
        ensure_terms(
            job, {key for text in texts for key in text.categories}, {key for t in texts for key in t.tags}
        )
        pictures = find_pictures(job, {text.featured for text in texts if text.featured})
        missing: Missing = {}
        for draft in drafts:
            text = draft.text
            featured = pictures.get(text.featured)
            if text.featured and not featured and kind == TextKind.ARTICLE:
                missing[text.key] = [[FEATURED, text.featured]]
            fill(job, draft, self._author(draft), featured)
            draft.categories = [number for key in text.categories if (number := job.categories[key])]
            draft.tags = [number for key in text.tags if (number := job.tags[key])]
            draft.categories = list(dict.fromkeys(draft.categories))
            draft.tags = list(dict.fromkeys(draft.tags))
        return missing

    def _author(self, draft: Draft) -> int:
        if draft.text.author:
            return self._job.people[draft.text.author]
        self._job.odd("no-author", draft.subject, "It names no author; the owner stands for one.")
        self._fallback = self._fallback or find_fallback(self._job)
        return self._fallback

    def _set_slugs(self, drafts: Sequence[Draft]) -> None:
        wanted = {draft.text.key: clean_slug(self._job, draft.text) for draft in drafts}
        slugs = Slugs(wanted.values(), self._numbers_given)
        for draft in drafts:
            item, slug = draft.item, wanted[draft.text.key]
            item.slug = slugs.choose(slug, item.published_at, item.pk, is_made=not draft.text.slug)
            if draft.text.slug and item.slug != slug:
                told = f"Another text has the address with “{slug}”; this one has “{item.slug}”."
                self._job.odd("address-taken", draft.subject, told)

    def _place(self, drafts: Sequence[Draft], before: Mapping[int, str]) -> Missing:
        """Put pages below their parents where those are here; the others wait at the top.

        Their old addresses wait, too: the own ones are known only when all have their places.
        """
        missing: Missing = {}
        keys = {draft.text.parent for draft in drafts if draft.text.parent}
        ids = self._job.ledger.find_ids("page", keys)
        here = self._pages(ids)
        taken: dict[str, str] = {}
        for draft in order_by_parents(drafts):
            text, slug = draft.text, clean_slug(self._job, draft.text)
            parent = here.get(short(text.parent)) if text.parent else None
            if text.parent and (parent is None or closes_cycle(draft.item.pk, parent)):
                parent = None
                missing.setdefault(text.key, []).append([PARENT, text.parent, slug])
            others = [path for key, path in taken.items() if key != text.key]
            place(self._job, draft, parent, slug, others)
            old = [*said_paths(self._job, text), unquote(before.get(draft.item.pk, ""))]
            missing.setdefault(text.key, []).append([LINK, list(filter(None, old)), list(text.old_slugs)])
            taken[text.key] = draft.item.path
            here[short(text.key)] = draft.item
        return missing

    def _pages(self, ids: Mapping[str, int]) -> dict[str, Page]:
        pages = Page.objects.select_related("parent").defer("body", "body_html", "search_document")
        found = pages.in_bulk(list(ids.values()))
        return {key: found[number] for key, number in ids.items() if number in found}

    def _remember(self, kind: TextKind, pairs: Sequence[Pair], missing: Missing) -> None:
        rows = []
        for draft, each in pairs:
            row = draft.row
            if row.pk is None:
                row = self._job.ledger.new(kind, draft.text.key, draft.item.pk)
            row.digest, row.counts, row.run = each.digest, each.counts, self._job.run.pk
            row.written, row.missing = draft.digest(), missing.get(draft.text.key, [])
            rows.append(row)
        self._job.ledger.write(rows)
