"""Looks over all files before anything is imported: what all items share, and which items are there twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from blog.importing.reading import Survey
from blog.importing.records import Oddity, Person, Site
from blog.wordpress.wxr.context import Context
from blog.wordpress.wxr.elements import BrokenItemError
from blog.wordpress.wxr.encoding import Encoding
from blog.wordpress.wxr.head import Head, read_head
from blog.wordpress.wxr.look import Glance, Look
from blog.wordpress.wxr.names import Names
from blog.wordpress.wxr.parsing import parse_repaired
from blog.wordpress.wxr.sources import Source
from blog.wordpress.wxr.splitter import Kind, Piece, Splitter
from blog.wordpress.wxr.terms import TermCollector

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

    def survey(self) -> Surveyed:
        """Return what was found; raises UnreadableFileError."""
        for source in self._sources:
            self._survey_source(source)
        first = self._heads[0]
        address = (first.blog_url or first.site_url).rstrip("/")
        self._oddities += self._terms.finish()
        for head in self._heads:
            self._hosts |= hosts_of(head.blog_url) | hosts_of(head.site_url)
        site = Site(
            address=address,
            title=first.title,
            tagline=first.tagline,
            time_zone=first.time_zone,
            permalink_structure=first.permalink_structure,
            redirects=tuple(first.redirects.items()),
            people=tuple(self._people.values()),
            categories=tuple(self._terms.categories.by_key.values()),
            tags=tuple(self._terms.tags.by_key.values()),
            hosts=frozenset(self._hosts),
        )
        context = Context(
            people_by_number={p.number: p.key for p in self._people.values() if p.number},
            category_keys=self._terms.categories.keys,
            tag_keys=self._terms.tags.keys,
            blocks=self._blocks,
            hosts=site.hosts,
        )
        survey = Survey(site, self._size, tuple(self._oddities))
        return Surveyed(survey, context, [head.names for head in self._heads])

    def _survey_source(self, source: Source) -> None:
        with source.open() as stream:
            pieces = Splitter(stream.read).pieces()
            piece = first = next(pieces)
            head = None
            for piece in pieces:
                if head is None:
                    head = self._read_head(first, source, has_items=True)
                    look = Look(head.names, source.encoding.name)
                if piece.kind is Kind.ITEM and piece.raw is not None:
                    self._look_at(piece, piece.raw, look, source, head)
            if head is None or first is piece:
                head = self._read_head(first, source, has_items=False)
            self._size += piece.end
            self._tell_end(source, piece, stream.damage)

    def _read_head(self, piece: Piece, source: Source, *, has_items: bool) -> Head:
        head = read_head(piece.raw, source.name, source.encoding.name, has_items=has_items)
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
        for attributes, name in look.terms(raw):
            self._terms.add_used(attributes, name, look)
        if glance.kind == "attachment":
            self._add_file_host(look.attachment_url(raw))

    def _keep_block(self, glance: Glance, raw: bytes, encoding: Encoding, names: Names) -> None:
        try:
            content = parse_repaired(raw, encoding.name, names)[0].fields.get("content:encoded", "")
        except BrokenItemError:
            return  # told when the items are read
        self._block_length += len(content)
        if self._block_length <= MOST_BLOCKS:
            self._blocks[glance.number] = content

    def _add_file_host(self, url: str) -> None:
        """Keep the host of a file that lies where only WordPress puts files: others' hosts are not ours."""
        hosts = hosts_of(url)
        if "/wp-content/uploads/" in url or any(host.endswith(".files.wordpress.com") for host in hosts):
            self._hosts |= hosts

    def _tell_end(self, source: Source, last: Piece, damage: str) -> None:
        if damage:
            self._oddities.append(Oddity("cut", "file", damage, last.line, source.name))
        elif last.kind is Kind.CUT or b"</rss" not in (last.raw or b""):
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
