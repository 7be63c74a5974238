"""Looks over all files before anything is imported: what all items share, and which items are there twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC
from functools import partial
from hashlib import blake2b
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from blog.importing.reading import Survey
from blog.importing.records import Oddity, Person, Site
from blog.importing.xml.encoding import Encoding
from blog.importing.xml.parsing import BrokenItemError, parse_repaired
from blog.importing.xml.sources import Source
from blog.importing.xml.splitter import Kind, Piece, Splitter
from blog.wordpress.wxr.context import Context
from blog.wordpress.wxr.elements import parse
from blog.wordpress.wxr.head import Head, read_head, read_number
from blog.wordpress.wxr.look import Glance, Look
from blog.wordpress.wxr.names import Names
from blog.wordpress.wxr.repeats import Repeats, mark_of
from blog.wordpress.wxr.samples import Samples
from blog.wordpress.wxr.terms import TermCollector
from blog.wordpress.wxr.zone import is_zone

MOST_BLOCKS = 16 * 1024 * 1024  # characters of all reusable blocks together


@dataclass(slots=True)
class Surveyed:
    """The result: what is told to the importer, and what the passes over the items need."""

    survey: Survey
    context: Context
    names: list[Names] = field(default_factory=list)  # of each source


class Surveyor:
    """Goes over the sources once."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self._people: dict[str, Person] = {}
        self._terms = TermCollector()
        self._blocks: dict[str, str] = {}
        self._block_length = 0
        self._oddities: list[Oddity] = []
        self._heads: list[Head] = []
        self._hosts: set[str] = set()
        self._size = 0
        self._samples = Samples()
        self._texts, self._comments = Repeats(columns=4), Repeats()

    def survey(self) -> Surveyed:
        """Return what was found; raises UnreadableFileError."""
        for source in self._sources:
            self._survey_source(source)
        first = self._heads[0]
        address = (first.blog_url or first.site_url).rstrip("/")
        self._oddities += self._terms.finish()
        for head in self._heads:
            self._hosts |= hosts_of(head.blog_url) | hosts_of(head.site_url)
        zone, structure = self._find_settings(first, address)
        self._tell_repeats()
        site = Site(
            address=address,
            title=first.title,
            tagline=first.tagline,
            time_zone=zone,
            permalink_structure=structure,
            redirects=tuple(first.redirects.items()),
            people=tuple(self._people.values()),
            categories=tuple(self._terms.categories.by_key.values()),
            tags=tuple(self._terms.tags.by_key.values()),
            hosts=frozenset(self._hosts),
        )
        context = Context(
            zone=ZoneInfo(zone) if is_zone(zone) else UTC,
            is_own=any(head.permalink_structure for head in self._heads),
            text_keys=self._texts.other_keys(),
            comment_keys=self._comments.other_keys(),
            people_by_number={p.number: p.key for p in self._people.values() if p.number},
            category_keys=self._terms.categories.keys,
            tag_keys=self._terms.tags.keys,
            blocks=self._blocks,
            hosts=site.hosts,
        )
        survey = Survey(site, self._size, tuple(self._oddities))
        return Surveyed(survey, context, [head.names for head in self._heads])

    def _find_settings(self, head: Head, address: str) -> tuple[str, str]:
        """Return time zone and permalink structure: said by our own export, else found in the articles."""
        zone, structure = head.time_zone, head.permalink_structure
        if not zone:
            zone, told = self._samples.find_zone()
            self._oddities += told
        if not structure:
            structure, told = self._samples.find_structure(address, self._terms.categories.by_key)
            self._oddities += told
        return zone, structure

    def _survey_source(self, source: Source) -> None:
        with source.open() as stream:
            pieces = Splitter(stream.read).pieces()
            piece = first = next(pieces)
            head = None
            for piece in pieces:
                if head is None:
                    head = self._read_head(first, source, has_items=piece.kind is not Kind.TAIL)
                    look = Look(head.names, source.encoding.of_items)
                if piece.kind is Kind.ITEM and piece.raw is not None:
                    self._look_at(piece, piece.raw, look, source, head)
            self._size += piece.end
            end = (first.raw or b"")[-1024:] + (piece.raw or b"")
            self._tell_end(source, piece, stream.damage, is_whole=b"</rss" in end and piece.kind is Kind.TAIL)

    def _read_head(self, piece: Piece, source: Source, *, has_items: bool) -> Head:
        head = read_head(piece.raw, source.name, source.encoding.of_items, has_items=has_items)
        self._heads.append(head)
        self._oddities += head.oddities
        for key, person in head.people.items():
            self._people.setdefault(key, person)
        self._terms.add_head(head)
        if source.encoding.is_transcoded:
            detail = f"The file is in {source.encoding.name}; it was read so."
            self._oddities.append(Oddity("other-encoding", "file", detail, 1, source.name))
        return head

    def _look_at(self, piece: Piece, raw: bytes, look: Look, source: Source, head: Head) -> None:
        glance = look.glance(raw)
        if glance.kind == "wp_block":
            self._keep_block(glance, raw, source.encoding, head.names)
        if glance.kind not in {"post", "page", "attachment"}:
            return
        if glance.author and glance.author not in self._people:
            self._people[glance.author] = Person(key=glance.author, display_name=glance.author)
        terms = list(look.terms(raw))
        for attributes, name in terms:
            self._terms.add_used(attributes, name, look)
        self._samples.add(glance, lambda: [look.text(attributes) for attributes, _ in terms])
        number = read_number(glance.number)
        if number:
            mark = mark_of(glance.kind, glance.guid or glance.date)
            digest = int.from_bytes(blake2b(raw, digest_size=8).digest())
            self._texts.add(number, mark, digest, len(self._heads) - 1 << 40 | piece.line)
            for comment in look.comment_ids(raw):
                self._comments.add(comment, number)
        if glance.kind == "attachment":
            self._add_file_host(look.attachment_url(raw))

    def _keep_block(self, glance: Glance, raw: bytes, encoding: Encoding, names: Names) -> None:
        try:
            elements, _codes = parse_repaired(raw, encoding.of_items, partial(parse, names=names))
        except BrokenItemError:
            return  # told when the items are read
        content = elements.fields.get("content:encoded", "")
        self._block_length += len(content)
        if self._block_length <= MOST_BLOCKS:
            self._blocks[glance.number] = content

    def _tell_repeats(self) -> None:
        for number, group in self._texts.groups():
            first_mark, first_digest, _ = group[0]
            for mark, digest, place in group[1:]:
                if mark != first_mark:
                    code, detail = "repeated-id", "Another item has its id; this one gets a new one."
                elif digest == first_digest:
                    code, detail = "repeated-item", "It stands in the files twice; it is imported once."
                else:
                    code, detail = (
                        "two-versions",
                        "It stands in the files in two versions; the newer counts.",
                    )
                file = self._sources[place >> 40].name
                self._oddities.append(Oddity(code, f"item {number}", detail, place & (1 << 40) - 1, file))

    def _add_file_host(self, url: str) -> None:
        """Keep the host of a file that lies where only WordPress puts files: others' hosts are not ours."""
        hosts = hosts_of(url)
        if "/wp-content/uploads/" in url or any(host.endswith(".files.wordpress.com") for host in hosts):
            self._hosts |= hosts

    def _tell_end(self, source: Source, last: Piece, damage: str, *, is_whole: bool) -> None:
        if damage:
            self._oddities.append(Oddity("cut", "file", damage, last.line, source.name))
        elif not is_whole:
            detail = "The file ends before it should; what is whole in it is imported. Export it again."
            self._oddities.append(Oddity("cut", "file", detail, last.line, source.name))


def hosts_of(address: str) -> set[str]:
    """Return the names under which a blog at that address, and its files, may lie."""
    try:
        host = (urlsplit(address.strip()).hostname or "").lower().rstrip(".")
    except ValueError:
        return set()
    if not host or "." not in host:
        return {host} - {""}
    bare = host.removeprefix("www.")
    if bare == "wordpress.com":
        return set()  # base_site_url of every blog there
    hosts = {bare, f"www.{bare}"}
    if bare.endswith(".files.wordpress.com"):
        hosts = {bare}
    elif bare.endswith(".wordpress.com"):
        hosts = {bare, bare.removesuffix("wordpress.com") + "files.wordpress.com"}
    return hosts
