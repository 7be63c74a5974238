"""Our own archive: ``blog.markdown_files.layout`` says what lies where."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import batched
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from blog.importing import values
from blog.importing.reading import UnreadableFileError
from blog.importing.records import (
    Attachment,
    Bundle,
    Oddity,
    Person,
    Site,
    Term,
    Text,
    TextKind,
)
from blog.markdown_files import layout
from blog.markdown_files.reading.beside import comment_of, read_beside
from blog.markdown_files.reading.heads import Head, Tell, read_text, split, teller
from blog.markdown_files.reading.sites import Gathered
from blog.markdown_files.reading.trees import Tree, read
from blog.publishing.front_matter import STATUSES, PublishError

COMMENTS_AT_ONCE = 1000


class Own:
    """An archive of our own export, or a folder that it was unpacked into."""

    salt = b""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._about, *self._redirects = _load_list(tree, layout.SITE) or [{}]
        self._zone = _zone_of(self._about)
        self._categories: dict[str, str] = {}  # key → name after those of its parents
        self._tags: dict[str, str] = {}  # key → name
        self._gathered = Gathered()
        self._read_terms()

    def site(self) -> tuple[Site, list[Oddity]]:
        """Return the blog with its people and terms."""
        for row in _load_list(self._tree, layout.PEOPLE):
            person = values.record(Person, row)
            if person and person.key:
                self._gathered.people[person.key] = person
        address = values.text(self._about, "address")
        site = Site(
            address=address,
            title=values.text(self._about, "title"),
            tagline=values.text(self._about, "tagline"),
            time_zone=str(self._zone),
            permalink_structure=values.text(self._about, "permalink_structure"),
            hosts=frozenset({_host(address)} - {""}),
            redirects=tuple(
                (values.text(row, "old_path"), values.text(row, "new_path")) for row in self._redirects
            ),
        )
        return self._gathered.complete(site), []

    def attachments(self) -> Iterator[Attachment]:
        """Yield the files that the library lists."""
        address = values.text(self._about, "address")
        for row in _load_list(self._tree, layout.LIBRARY):
            file, path = values.text(row, "file"), values.text(row, "path")
            below = f"/wp-content/uploads/{path}" if path else f"/{layout.MEDIA}{file}"
            moment = values.moment(row, "published_at")
            made: dict[str, Any] = {
                "url": address + below,
                "path": path,
                "media_path": file,
                "published_at": moment,
            }
            made["parent"] = str(values.number(row, "parent") or "")
            attachment = values.record(Attachment, row | made)
            if attachment and file:
                yield attachment

    def names(self) -> list[str]:
        """Return the articles, then the pages."""
        folders = (layout.ARTICLES, layout.PAGES)
        return [name for name in self._tree.sizes if name.startswith(folders) and name.endswith(".md")]

    def files_of(self, name: str) -> list[str]:
        """Return the text, and what stands beside it."""
        beside = name.removesuffix(".md") + layout.BESIDE
        return [name, beside] if beside in self._tree.sizes else [name]

    def bundles(self, name: str) -> Iterator[Bundle]:
        """Yield the text, then its comments."""
        bundle = Bundle()
        tell = teller(bundle.oddities, name, name)
        try:
            said, body = split(read_text(read(self._tree, name)))
        except PublishError as error:
            raise UnreadableFileError(str(error)) from error
        with ExitStack() as stack:
            more, comments = self._beside(name, stack, tell)
            bundle.text = self._text(name, Head(said, self._zone, tell), body, more, tell)
            key = bundle.text.key
            try:
                for rows in batched(comments, COMMENTS_AT_ONCE):
                    bundle.comments = [comment for row in rows if (comment := comment_of(row, key))]
                    yield bundle
                    bundle = Bundle()
            except (ValueError, OSError) as error:
                told = f"Its comments cannot be read ({error}); the rest of them was left out."
                teller(bundle.oddities, name, name)("broken-json", told)
        yield bundle

    def _beside(self, name: str, stack: ExitStack, tell: Tell) -> tuple[dict[str, Any], Iterator[Any]]:
        _itself, *beside = self.files_of(name)
        if beside:
            try:
                return read_beside(stack.enter_context(self._tree.open(beside[0])))
            except (ValueError, OSError) as error:
                tell("broken-json", f"{beside[0]} cannot be read ({error}); it was left out.")
        return {}, iter(())

    def _read_terms(self) -> None:
        for row in _load_list(self._tree, layout.TERMS):
            term = values.record(Term, row)
            if term is None or not term.key:
                continue
            if row.get("kind") == "category":
                above = self._categories.get(term.parent)
                self._categories[term.key] = f"{above}/{term.name}" if above else term.name
                self._gathered.categories[term.key] = term
            else:
                self._tags[term.key] = term.name
                self._gathered.tags[term.key] = term

    def _text(self, name: str, head: Head, body: str, more: dict[str, Any], tell: Tell) -> Text:
        """Return the record; as long as it has fields."""
        kind = TextKind.PAGE if name.startswith(layout.PAGES) else TextKind.ARTICLE
        number = values.number(more, "number")
        status = head.text("status") or "published"
        if status not in STATUSES:
            tell("unknown-state", f"The state “{status[:40]}” is not known; it is a draft here.")
            status = "draft"
        date, exact = head.moment("date"), values.moment(more, "published_at")
        if date and exact and date == exact.replace(microsecond=0):
            date = exact
        if more.get("body_of") == layout.digest(body):
            body = values.text(more, "body")
        source = head.values.get("source")
        source = source if isinstance(source, dict) else {}
        return Text(
            key=f"{kind}-{number}" if number else f"{kind}:{name}",
            kind=kind,
            title=values.text(head.values, "title") or head.text("title"),
            slug=head.text("slug"),
            body=body,
            body_format=values.text(more, "body_format") or "markdown",
            number=number,
            link=values.text(more, "link"),
            author=head.text("author"),
            excerpt=values.text(head.values, "excerpt") or head.text("excerpt"),
            status=status,
            password=values.text(head.values, "password") or head.text("password"),
            published_at=date,
            created_at=values.moment(more, "created_at"),
            updated_at=values.moment(more, "updated_at"),
            comments_open=head.text("comments") != "closed",
            parent=f"page-{parent}" if (parent := values.number(more, "parent")) else "",
            menu_order=values.number(more, "menu_order") or 0,
            is_sticky=head.flag("sticky", False),
            featured=values.text(more, "featured"),
            categories=_keys(
                self._categories,
                values.texts(more, "categories"),
                head.words("categories"),
                self._gathered.category,
            ),
            tags=_keys(self._tags, values.texts(more, "tags"), head.words("tags"), self._gathered.tag),
            old_paths=values.texts(more, "old_paths"),
            source_name=values.text(source, "name"),
            source_url=values.text(source, "url"),
            source_title=values.text(source, "title"),
            likes=values.texts(more, "likes"),
            comments_close_after_days=values.number(more, "comments_close_after_days"),
        )


def _load_list(tree: Tree, name: str) -> list[dict[str, Any]]:
    """Return the objects of a list; raises UnreadableFileError."""
    if name not in tree.sizes:
        return []
    try:
        with tree.open(name) as file:
            rows = json.load(file)
    except (ValueError, OSError, RecursionError) as error:
        raise UnreadableFileError(f"{name} cannot be read ({error}).") from error
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _keys(
    names: dict[str, str], kept: tuple[str, ...], words: list[str], make: Callable[[str], str]
) -> tuple[str, ...]:
    """Return the keys of terms: those beside the text, unless its front matter has been changed since."""
    if list(dict.fromkeys(names.get(key, "").strip() for key in kept)) == words:
        return kept
    by_name = {name.strip(): key for key, name in reversed(names.items())}
    keys = dict.fromkeys(by_name.get(word) or make(word) for word in words)
    return tuple(key for key in keys if key)


def _zone_of(about: dict[str, Any]) -> ZoneInfo:
    try:
        return ZoneInfo(values.text(about, "time_zone") or "UTC")
    except (ValueError, OSError, KeyError):
        return ZoneInfo("UTC")


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
