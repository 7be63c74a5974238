"""Writes RSS 2.0 and Atom that stay well-formed whatever a title or comment holds. Pure: knows no models."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any

from django.http import HttpResponse
from django.utils import feedgenerator

# Source: XML 1.0, production 2 (Char).
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TAG = re.compile(r"<[^>]*>")
ADDRESS = re.compile(r'\b(href|src|poster|cite)="([/#][^"]*)"')
SRCSET = re.compile(r'\bsrcset="([^"]*)"')
MOST_ENTRIES = 10  # WordPress's default
CONTENT = "http://purl.org/rss/1.0/modules/content/"


@dataclass(frozen=True)
class Entry:
    """One item; addresses are absolute, ``uid`` stays the same for ever."""

    title: str
    url: str
    uid: str
    author: str
    html: str
    summary: str
    published_at: datetime | None
    updated_at: datetime | None
    categories: list[str] = field(default_factory=list)
    comments_url: str | None = None


@dataclass(frozen=True)
class Head:
    """What the feed says of itself; addresses are absolute."""

    title: str
    url: str
    feed_url: str
    description: str = ""
    language: str = "en"


def respond(kind: str, head: Head, entries: Iterable[Entry]) -> HttpResponse:
    """Return the feed as ``rss`` or ``atom``."""
    make = _Atom if kind == "atom" else _Rss
    feed = make(
        title=_clean(head.title),
        link=head.url,
        description=_clean(head.description),
        feed_url=head.feed_url,
        language=head.language,
    )
    for entry in entries:
        _add(feed, entry)
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response


def absolute_html(html: str, site_url: str, page_url: str) -> str:
    """Return the HTML with addresses that work anywhere; text between tags is left alone."""

    def complete(found: re.Match[str]) -> str:
        name, address = found.groups()
        if address.startswith("//"):
            return found[0]
        return f'{name}="{page_url if address.startswith("#") else site_url}{address}"'

    def complete_set(found: re.Match[str]) -> str:
        sizes = (size.strip() for size in found[1].split(","))
        return (
            'srcset="' + ", ".join(site_url + size if size.startswith("/") else size for size in sizes) + '"'
        )

    return TAG.sub(lambda tag: SRCSET.sub(complete_set, ADDRESS.sub(complete, tag[0])), html)


def _add(feed: feedgenerator.SyndicationFeed, entry: Entry) -> None:
    feed.add_item(
        title=_clean(entry.title),
        link=entry.url,
        description=escape(_clean(entry.summary)),  # readers of feeds take it for HTML
        content=_clean(entry.html),
        author_name=_clean(entry.author),
        unique_id=entry.uid,
        unique_id_is_permalink=False,
        pubdate=entry.published_at,
        updateddate=entry.updated_at,
        categories=[_clean(name) for name in entry.categories],
        comments=entry.comments_url,
    )


def _clean(text: str) -> str:
    return NOT_XML.sub("", text)


class _Rss(feedgenerator.Rss201rev2Feed):
    """RSS with the whole text in ``content:encoded``."""

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {"xmlns:content": CONTENT}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


class _Atom(feedgenerator.Atom1Feed):
    """Atom with the whole text in ``content``."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})
