"""Looks over all files before anything is imported: the small tables, which all posts share."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from blog.ghost import values
from blog.ghost.pictures import HERE, HOST
from blog.ghost.splitter import BLOCK, Row, Splitter
from blog.importing.reading import Survey, UnreadableFileError
from blog.importing.records import Oddity, Person, Site, Term
from blog.importing.xml.sources import Source

HOW_TO = "In Ghost, export with Settings → Import/Export → Export content, and give that file."
SHARED = frozenset({
    "users", "tags", "posts_tags", "posts_authors", "posts_meta", "settings", "members", "comments", "posts",
})  # fmt: skip
ZONES = ("timezone", "active_timezone", "activeTimezone")
TAGS = {
    **{":slug": "%postname%", ":year": "%year%", ":month": "%monthnum%", ":day": "%day%"},
    **{":author": "%author%", ":id": "%post_id%"},
}
STRUCTURE = "/%postname%/"
FEWEST_OF_HOST = 3  # pictures with an absolute address, so that it is taken for the blog's


@dataclass(slots=True)
class Shared:
    """What posts refer to. Lists by post are in the order that Ghost shows them in."""

    zone: tzinfo = UTC
    structure: str = STRUCTURE
    hosts: frozenset[str] = frozenset()
    people: dict[str, str] = field(default_factory=dict)  # id of a user → key of the person
    tags: dict[str, str] = field(default_factory=dict)  # id of a tag → its key; internal ones are missing
    authors_of: dict[str, list[str]] = field(default_factory=dict)  # id of a post → keys
    tags_of: dict[str, list[str]] = field(default_factory=dict)
    pictures_of: dict[str, tuple[str, str]] = field(default_factory=dict)  # id of a post → alt and caption
    members: dict[str, tuple[str, str]] = field(default_factory=dict)  # id → name and e-mail address

    def about(self, post: str) -> tuple[Any, ...]:
        """Return all that a post's record depends on beside its own row."""
        return (
            *(str(self.zone), self.structure, sorted(self.hosts), self.authors_of.get(post)),
            *(self.tags_of.get(post), self.pictures_of.get(post)),
        )


@dataclass(slots=True)
class Surveyed:
    """The result."""

    survey: Survey
    shared: Shared
    has_comments: bool = False


class Surveyor:
    """Goes over the sources once."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self._oddities: list[Oddity] = []
        self._counts: Counter[str] = Counter()
        self._settings: dict[str, str] = {}
        self._users: dict[str, Person] = {}
        self._terms: dict[str, Term] = {}
        self._links: dict[str, list[tuple[int, str, str]]] = defaultdict(list)  # table → order, post, other
        self._hosts: Counter[str] = Counter()
        self._is_relative = False  # whether addresses of the blog are written without its host
        self._shared = Shared()

    def survey(self) -> Surveyed:
        """Read all files; raises UnreadableFileError when one is no export."""
        size = sum(self._read(source) for source in self._sources)
        shared = self._shared
        shared.authors_of = _by_post(self._links["posts_authors"], shared.people)
        shared.tags_of = _by_post(self._links["posts_tags"], shared.tags)
        shared.structure = self._structure()
        zone = next(filter(None, (self._settings.get(name, "") for name in ZONES)), "")
        shared.zone = _zone_of(zone)
        if not self._is_relative:
            shared.hosts = frozenset(self._own_host())
        if self._counts["members"]:
            told = (
                f"{self._counts['members']} members are in the file: import them as followers, from its CSV."
            )
            self._oddities.append(Oddity("members", "members", told))
        site = Site(
            title=self._settings.get("title", ""),
            tagline=self._settings.get("description", ""),
            time_zone=str(shared.zone) if zone else "",
            permalink_structure=shared.structure,
            people=tuple(self._users.values()),
            tags=tuple(self._terms.values()),
            hosts=shared.hosts,
        )
        has_comments = self._counts["comments"] > 0
        survey = Survey(site, size * (2 if has_comments else 1), tuple(self._oddities))
        return Surveyed(survey, shared, has_comments)

    def _read(self, source: Source) -> int:
        """Read one file; return its size in bytes."""
        _check_beginning(source)
        with source.open() as stream:
            splitter = Splitter(stream.read)
            before = self._counts.total()
            for row in splitter.rows():
                self._counts[row.table] += 1
                if row.raw is not None and row.table in SHARED:
                    self._take(row, row.raw, source.name)
            if self._counts.total() == before:
                raise UnreadableFileError(
                    f"{source.name}, line {splitter.line}: nothing of an export of Ghost is in it. {HOW_TO}"
                )
            if stream.damage or not splitter.is_whole:
                told = "The file ends before it should; what is whole in it is imported. Export it again."
                told = stream.damage or told
                self._oddities.append(Oddity("cut", "file", told, splitter.line, source.name))
        return splitter.end

    def _take(self, row: Row, raw: bytes, file: str) -> None:
        if row.table == "posts":
            self._look_for_host(raw)
            return
        try:
            fields = values.read_row(raw)
        except values.BrokenRowError as error:
            if row.table != "comments":  # told when they are read
                told = f"This row of {row.table} cannot be read ({error}); it was left out."
                self._oddities.append(Oddity("broken-row", row.table, told, row.line, file))
            return
        take = {
            "users": self._take_user,
            "tags": self._take_tag,
            "settings": self._take_setting,
            "posts_meta": self._take_meta,
            "members": self._take_member,
        }.get(row.table)
        if take:
            take(fields)
        elif row.table in {"posts_tags", "posts_authors"}:
            other = values.key(fields, "tag_id" if row.table == "posts_tags" else "author_id")
            self._links[row.table].append((values.order(fields), values.key(fields, "post_id"), other))

    def _take_user(self, fields: values.Fields) -> None:
        number, slug = values.key(fields, "id"), values.text(fields, "slug")
        key = slug or number
        if not key:
            return
        self._shared.people[number] = key
        self._users.setdefault(
            key,
            Person(
                key,
                email=values.text(fields, "email"),
                display_name=values.text(fields, "name"),
                nicename=slug,
                website=values.text(fields, "website"),
                bio=values.text(fields, "bio"),
            ),
        )

    def _take_tag(self, fields: values.Fields) -> None:
        slug, name = values.text(fields, "slug"), values.text(fields, "name")
        if values.text(fields, "visibility") == "internal" or name.startswith("#") or not (slug or name):
            return  # for themes alone: no page shows it
        key = slug or name
        self._shared.tags[values.key(fields, "id")] = key
        self._terms.setdefault(key, Term(key, name or key, description=values.text(fields, "description")))

    def _take_setting(self, fields: values.Fields) -> None:
        self._settings[values.text(fields, "key")] = values.text(fields, "value")

    def _take_meta(self, fields: values.Fields) -> None:
        said = values.text(fields, "feature_image_alt"), values.text(fields, "feature_image_caption")
        if any(said):
            self._shared.pictures_of[values.key(fields, "post_id")] = said

    def _take_member(self, fields: values.Fields) -> None:
        said = values.text(fields, "name"), values.text(fields, "email")
        self._shared.members[values.key(fields, "id")] = said

    def _look_for_host(self, raw: bytes) -> None:
        self._is_relative = self._is_relative or HERE.encode() in raw
        if not self._is_relative and b"/images" in raw:
            self._hosts.update(HOST.findall(raw.decode("utf-8", "replace")))

    def _own_host(self) -> Iterable[str]:
        """Return the host at which most of the pictures lay, if that is plain."""
        total = self._hosts.total()
        for name, count in self._hosts.most_common(1):
            if count >= FEWEST_OF_HOST and 2 * count > total:
                bare = name.lower().removeprefix("www.")
                return [bare, f"www.{bare}"]
        return []

    def _structure(self) -> str:
        """Return the permalink structure: a setting up to Ghost 1, the routes' own default later."""
        said = self._settings.get("permalinks", "")
        made = re.sub(r":[a-z]+", lambda found: TAGS.get(found[0], found[0]), said)
        is_known = made.startswith("/") and ":" not in made and "%postname%" in made
        return made if is_known else STRUCTURE


def _by_post(links: list[tuple[int, str, str]], keys: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for _order, post, other in sorted(links, key=lambda link: link[0]):
        if (key := keys.get(other)) and key not in found.setdefault(post, []):
            found[post].append(key)
    return found


def _zone_of(name: str) -> tzinfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ValueError, OSError, KeyError):
        return UTC


def _check_beginning(source: Source) -> None:
    with source.open() as stream:
        begin = stream.read(BLOCK).removeprefix(b"\xef\xbb\xbf").lstrip()
    if not begin:
        raise UnreadableFileError(f"{source.name} is empty. {HOW_TO}")
    if not begin.startswith(b"{"):
        raise UnreadableFileError(f"{source.name}, line 1: this is no JSON object. {HOW_TO}")
