"""Reads the head of an export: the blog's addresses and title, its people, categories and tags."""

import html
from dataclasses import dataclass, field, replace
from urllib.parse import unquote
from xml.parsers import expat

from blog.importing.reading import UnreadableFileError
from blog.importing.records import Oddity, Person, Term
from blog.importing.xml.encoding import UTF8, make_whole, to_text
from blog.importing.xml.parsing import told_of
from blog.wordpress import own_fields
from blog.wordpress.wxr.names import Names
from blog.wordpress.wxr.own import complete_term

HOW_TO = "In WordPress, export with Tools → Export → All content, and give that file."
OWN = f"{own_fields.PREFIX}:"
GROUPS = {"wp:author", "wp:category", "wp:tag", "wp:term", f"{OWN}person", f"{OWN}redirect"}


@dataclass(slots=True)
class Head:
    """What stands before the first item. Parents of categories may come later, or never."""

    names: Names
    site_url: str = ""
    blog_url: str = ""
    title: str = ""
    tagline: str = ""
    time_zone: str = ""  # this and the next from our own exports only
    permalink_structure: str = ""
    redirects: dict[str, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    categories: dict[str, Term] = field(default_factory=dict)
    tags: dict[str, Term] = field(default_factory=dict)
    oddities: list[Oddity] = field(default_factory=list)


def read_head(raw: bytes | None, file: str, encoding: str, *, has_items: bool) -> Head:
    """Return what the head says; raises UnreadableFileError when it is none of an export, or has a DTD."""
    raw = _refuse_others(raw, file)
    text, is_clean = to_text(raw.removeprefix(b"\xef\xbb\xbf"), encoding)
    names = Names.find(raw[:65_536])
    reader = _HeadReader(Head(names), file)
    error = reader.parse(text)
    if error is not None:
        text, codes = make_whole(text)
        reader = _HeadReader(Head(names), file)
        error = reader.parse(text)
        reader.head.oddities += [_told(code, file) for code in codes]
    if error is not None:
        raise UnreadableFileError(
            f"{file}, line {error.lineno}: the head of the file is no XML "
            f"({expat.errors.messages.get(error.code, 'not well-formed')}). {HOW_TO}"
        ) from error
    if not is_clean:
        reader.head.oddities.append(_told("wrong-encoding", file))
    if not reader.is_export:
        what = "is a feed, no export" if has_items else "is no WordPress export"
        raise UnreadableFileError(f"{file} {what}. {HOW_TO}")
    return reader.head


def _told(code: str, file: str) -> Oddity:
    return Oddity(code, "head of the file", told_of(code), 1, file)


def _refuse_others(raw: bytes | None, file: str) -> bytes:
    if raw is None:
        raise UnreadableFileError(
            f"{file} is no WordPress export: nothing of one is in its beginning. {HOW_TO}"
        )
    begin = raw[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not begin:
        raise UnreadableFileError(f"{file} is empty. {HOW_TO}")
    if begin[:1] in b"{[":
        raise UnreadableFileError(f"{file} is JSON, no WordPress export. {HOW_TO}")
    if b"<rss" not in begin and b"<html" in begin:
        raise UnreadableFileError(
            f"{file} is a web page, maybe the form to log in; log in and download the export again."
        )
    if not begin.startswith(b"<"):
        raise UnreadableFileError(f"{file} is no XML. {HOW_TO}")
    return raw


class _HeadReader:
    """Handlers of the expat that reads the head."""

    def __init__(self, head: Head, file: str) -> None:
        self.head, self._file = head, file
        self.is_export = False
        self._depth = 0
        self._parts: list[str] = []
        self._group: dict[str, str] | None = None
        self._skipped = 0
        self._path: list[str] = []
        self._groups = {head.names.of(name): name for name in GROUPS}
        self._of_wordpress = head.names.of("wp:").rstrip(":") + ":"

    def parse(self, text: str) -> expat.ExpatError | None:
        """Read the head, which has no end; returns the error where it is no XML."""
        parser = expat.ParserCreate(UTF8)
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._parts.append
        parser.StartDoctypeDeclHandler = lambda *_: self._refuse_dtd(parser.CurrentLineNumber)
        parser.EntityDeclHandler = lambda *_: self._refuse_dtd(parser.CurrentLineNumber)
        try:
            # What begins with a document's end only is left to the check for an export.
            parser.Parse(text.encode(UTF8, "replace"), False)
        except expat.ExpatError as error:
            return error
        return None

    def _refuse_dtd(self, line: int) -> None:
        raise UnreadableFileError(
            f"{self._file}, line {line}: the file declares a document type, which no export has and which "
            "may do harm; nothing was read. Remove the declaration if you trust the file."
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._parts.clear()
        self._path.append(name)
        if name.startswith(self._of_wordpress):
            self.is_export = True
        if name in self._groups:
            self._group = {}

    def _end(self, name: str) -> None:
        text = "".join(self._parts).strip()
        self._parts.clear()
        self._path.pop()
        known = self.head.names.fields.get(name, name)
        if name in self._groups:
            self._add(self._groups[name], self._group or {})
            self._group = None
        elif self._group is not None:
            if known == "wp:meta_value":
                known = self._group.get("wp:meta_key", "")
            self._group[known] = text
        elif self._path[-1:] == ["channel"]:
            self._set(known, text)

    def _set(self, name: str, text: str) -> None:
        head = self.head
        if name == "wp:base_site_url":
            head.site_url = text
        elif name == "wp:base_blog_url":
            head.blog_url = text
        elif name == "link":
            head.blog_url = head.blog_url or text
        elif name == "title":
            head.title = html.unescape(text)
        elif name == "description":
            head.tagline = html.unescape(text)
        elif name == f"{OWN}time_zone":
            head.time_zone = text
        elif name == f"{OWN}permalink_structure":
            head.permalink_structure = text

    def _add(self, group: str, values: dict[str, str]) -> None:
        if group in {"wp:author", f"{OWN}person"}:
            self._add_person(values)
            return
        if group == f"{OWN}redirect":
            self.head.redirects[values.get(f"{OWN}old_path", "")] = values.get(f"{OWN}new_path", "")
            return
        kind = {"wp:category": "category", "wp:tag": "post_tag"}.get(group) or values.get(
            "wp:term_taxonomy", ""
        )
        name = values.get("wp:cat_name") or values.get("wp:tag_name") or values.get("wp:term_name") or ""
        slug = values.get("wp:category_nicename") or values.get("wp:tag_slug") or values.get("wp:term_slug")
        if kind not in {"category", "post_tag", "tag"}:
            if kind not in {"nav_menu", "post_format", "link_category", "wp_theme"}:
                detail = f"The taxonomy {kind} is none of categories and tags; it was left out."
                self.head.oddities.append(
                    Oddity("custom-taxonomy", f"term {name or slug}", detail, 0, self._file)
                )
            return
        term = Term(
            key=unquote(slug or make_slug(name)),
            name=html.unescape(name or unquote(slug or "")),
            number=read_number(values.get("wp:term_id", "")),
            parent=unquote(values.get("wp:category_parent") or values.get("wp:term_parent") or ""),
            description=html.unescape(
                values.get("wp:category_description")
                or values.get("wp:tag_description")
                or values.get("wp:term_description")
                or ""
            ),
        )
        term = complete_term(term, values.get(own_fields.MORE, ""))
        if kind == "category":
            self.head.categories.setdefault(term.key, term)
        else:
            self.head.tags.setdefault(term.key, replace(term, parent=""))

    def _add_person(self, values: dict[str, str]) -> None:
        login = values.get("wp:author_login", "")
        if not login:
            return
        names = (values.get("wp:author_first_name", ""), values.get("wp:author_last_name", ""))
        shown = values.get("wp:author_display_name") or " ".join(filter(None, names)) or login
        self.head.people.setdefault(
            login,
            Person(
                key=login,
                number=read_number(values.get("wp:author_id", "")),
                email=values.get("wp:author_email", ""),
                display_name=html.unescape(shown),
                nicename=values.get(f"{OWN}nicename", ""),
                website=values.get(f"{OWN}website", ""),
                bio=values.get(f"{OWN}bio", ""),
                promo=values.get(f"{OWN}promo", ""),
            ),
        )


def read_number(text: str) -> int | None:
    """Return a WordPress id: positive and within 63 bits, else None."""
    text = text.strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        return None
    return int(text) or None


def make_slug(name: str) -> str:
    """Return a slug for a term that has none; the name itself, in small letters and with hyphens."""
    return "-".join(html.unescape(name).lower().split())[:200]
