"""Puts categories and tags together, from the heads of all files and from the items that name others."""

import html
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from blog.importing.records import Oddity, Term
from blog.wordpress.wxr.head import Head, make_slug
from blog.wordpress.wxr.look import Look, read_attributes


@dataclass(slots=True)
class Terms:
    """The terms of one taxonomy, by key, and the keys by name in small letters."""

    by_key: dict[str, Term] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def add(self, term: Term) -> None:
        """Add a term; one that is known stays, unless the new one brings its number."""
        known = self.by_key.get(term.key)
        if known is None or (known.number is None and term.number):
            self.by_key[term.key] = term
            self.keys.setdefault(term.name.lower(), term.key)


class TermCollector:
    """The terms found so far."""

    def __init__(self) -> None:
        self.categories, self.tags = Terms(), Terms()
        self._seen: set[tuple[bytes, bytes]] = set()

    def add_head(self, head: Head) -> None:
        """Add what a head lists."""
        for mine, more in ((self.categories, head.categories), (self.tags, head.tags)):
            for term in more.values():
                mine.add(term)

    def add_used(self, attributes: bytes, name: bytes, look: Look) -> None:
        """Add the term of an item's ``category`` element where no head lists it."""
        if (attributes, name) in self._seen:
            return
        self._seen.add((attributes, name))
        values = read_attributes(look.text(attributes))
        domain, slug = values.get("domain", ""), unquote(html.unescape(values.get("nicename", "")).strip())
        terms = {"": self.categories, "category": self.categories}.get(domain)
        if domain in {"tag", "post_tag"}:
            terms = self.tags
        text = html.unescape(look.text(name)).strip()
        if terms is None or slug in terms.by_key or (not slug and text.lower() in terms.keys):
            return
        if not domain and text.lower() in self.tags.keys:
            return  # WXR 1.0 writes tags without a domain too
        if key := slug or make_slug(text):
            terms.add(Term(key=key, name=text or key))

    def finish(self) -> list[Oddity]:
        """Put right parents that are in no file, and circles; returns what is to be told."""
        told = []
        terms = self.categories.by_key
        for key, term in terms.items():
            if term.parent and term.parent not in terms:
                detail = f"Its parent “{term.parent[:80]}” is in no file; it was put on the first level."
                told.append(Oddity("unknown-parent", f"category {key}", detail))
                terms[key] = replace(term, parent="")
        ends: set[str] = {""}  # below these there is no circle
        for key in terms:
            walked: dict[str, None] = {}
            above = key
            while above not in ends and above not in walked:
                walked[above] = None
                above = terms[above].parent
            if above in walked:
                detail = "It lies below itself; it was put on the first level."
                told.append(Oddity("circle", f"category {above}", detail))
                terms[above] = replace(terms[above], parent="")
            ends |= walked.keys()
        return told
