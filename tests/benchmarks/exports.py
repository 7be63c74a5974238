"""Writes exports of WordPress of any size, the same for the same arguments.

python -m tests.benchmarks.exports big.xml --articles 20000 --comments 200000
"""

import argparse
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from blog.permalinks import DEFAULT_STRUCTURE, Parts, build
from tests.benchmarks.export_items import Item, cdata, head_xml, local, meta

WORDS = """
harbour tide lamp rope gull stone quay salt wind morning boat net sail pier fog bell keeper ferry shore wave
light island letter coffee winter summer paper window garden bridge market street river hill road station
carries waits turns finds keeps writes opens leaves answers crosses remembers holds the a of in on over under
with without slowly quietly again never always often grey blue small old new first last long""".split()  # noqa: SIM905
NAMES = "Ada Bo Cem Dag Eva Finn Gül Hana Ida José Kaja Liv Mia Nils Olga Per Rosa Sven Tove Una".split()  # noqa: SIM905
SERVICES = ("", "", "", "wordpress", "twitter", "facebook", "googleplus")
SECONDS_BETWEEN = 37_000  # from one article to the next, on the average


@dataclass(frozen=True)
class Shape:
    """How much an export holds, and of what kind."""

    articles: int = 1000
    comments: int = 5000
    pages: int = 20
    attachments: int = 100
    people: int = 5
    categories: int = 20
    tags: int = 200
    paragraphs: int = 8  # of an article, on the average
    seed: int = 1
    host: str = "harbour.example"
    structure: str = DEFAULT_STRUCTURE
    zone: str = "Europe/Oslo"
    first_article: int = 0  # so that several files make one blog: articles from this one on


def write_export(file: BinaryIO | Path, **shape: int | str) -> int:
    """Write an export of that ``Shape``, as it is made; return its length in bytes."""
    if isinstance(file, Path):
        with file.open("wb") as stream:
            return write_export(stream, **shape)
    length, waiting = 0, []
    for piece in _Export(Shape(**shape)).pieces():  # type: ignore[arg-type]
        waiting.append(piece)
        if len(waiting) == 100:
            length += file.write("".join(waiting).encode())
            waiting.clear()
    return length + file.write("".join(waiting).encode())


class _Export:
    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._zone = ZoneInfo(shape.zone)
        self._random = rng = random.Random(shape.seed)
        self._sentences = [_sentence(rng) for _ in range(2000)]
        self._categories = [f"category-{number}" for number in range(shape.categories)]
        self._tags = [f"tag-{number}" for number in range(shape.tags)]
        self._people = [f"{NAMES[number % len(NAMES)].lower()}{number}" for number in range(shape.people)]
        self._comment_number = shape.first_article * 1000
        self._base = f"https://{shape.host}"

    def pieces(self) -> Iterator[str]:
        """Yield the file from its beginning to its end."""
        shape = self._shape
        yield self._head()
        files_first = 10 + shape.pages
        articles_first = files_first + shape.attachments
        if not shape.first_article:
            yield from (self._page(10 + number) for number in range(shape.pages))
            yield from (self._attachment(files_first + number) for number in range(shape.attachments))
        counts = [0] * shape.articles
        for _ in range(shape.comments if shape.articles else 0):
            # Some articles are talked about much more than others.
            counts[int(shape.articles * self._random.random() ** 3)] += 1
        for number, count in enumerate(counts, shape.first_article):
            yield from self._article(number, articles_first + number, count)
        yield "</channel>\n</rss>\n"

    def _head(self) -> str:
        parents = [self._parent(number) for number in range(len(self._categories))]
        return head_xml(
            self._base, self._people, list(zip(self._categories, parents, strict=True)), self._tags
        )

    def _parent(self, number: int) -> str:
        """Return the slug above a category: a third of them are on the first level."""
        return self._categories[number // 3] if number and number % 3 else ""

    def _article(self, position: int, number: int, comments: int) -> Iterator[str]:
        rng = self._random
        written = datetime(2008, 1, 1, 8, tzinfo=UTC) + timedelta(
            seconds=position * SECONDS_BETWEEN % (17 * 365 * 86_400) + rng.randrange(SECONDS_BETWEEN)
        )
        slug = f"{rng.choice(WORDS)}-{rng.choice(WORDS)}-{number}"
        status = _status(position)
        author = rng.choice(self._people)
        categories = rng.sample(self._categories, min(1 + position % 2, len(self._categories)))
        link = f"{self._base}/?p={number}"
        if status in {"publish", "private"}:
            link = self._base + build(
                self._shape.structure,
                Parts(
                    number,
                    slug,
                    written.astimezone(self._zone),
                    lambda: self._path(categories),
                    lambda: author,
                ),
            )
        terms = [("category", slug) for slug in categories]
        terms += [("post_tag", slug) for slug in rng.sample(self._tags, min(position % 4, len(self._tags)))]
        more = "".join(
            f'<category domain="{domain}" nicename="{term}">{cdata(term.replace("-", " "))}</category>\n'
            for domain, term in terms
        )
        if self._shape.attachments and position % 5 == 0:
            picture = 10 + self._shape.pages + rng.randrange(self._shape.attachments)
            more += meta("_thumbnail_id", str(picture))
        item = Item(number, "post", link, slug, written, status, author, self._title(), self._body())
        yield item.xml(self._zone, self._base) + more
        yield from self._comments(comments, written)
        yield "</item>\n"

    def _path(self, slugs: list[str]) -> str:
        """Return the category's part of an address: that of the lowest id, with those above it."""
        path = [min(slugs, key=self._categories.index)]
        while above := self._parent(self._categories.index(path[0])):
            path.insert(0, above)
        return "/".join(path)

    def _comments(self, count: int, written: datetime) -> Iterator[str]:
        rng, first = self._random, self._comment_number + 1
        self._comment_number += count
        for number in range(first, first + count):
            written += timedelta(seconds=rng.randrange(60, 20_000))
            parent = (
                rng.randrange(max(first, number - 20), number) if number > first and rng.random() < 0.5 else 0
            )
            draw = rng.random()
            approved = "1" if draw < 0.93 else "0" if draw < 0.95 else "spam" if draw < 0.99 else "trash"
            kind = "pingback" if 0.5 < draw < 0.52 else "comment" if draw < 0.25 else ""
            service = rng.choice(SERVICES)
            name, user = rng.choice(NAMES), number % 50
            text = " ".join(rng.choices(self._sentences, k=3))
            email = f"{name.lower()}{number % 5000}@example.org"
            yield (
                f"<wp:comment>\n<wp:comment_id>{number}</wp:comment_id>\n"
                f"<wp:comment_author>{cdata(name)}</wp:comment_author>\n"
                f"<wp:comment_author_email>{email}</wp:comment_author_email>\n"
                f"<wp:comment_author_url></wp:comment_author_url>\n"
                f"<wp:comment_author_IP>192.0.2.{number % 256}</wp:comment_author_IP>\n"
                f"<wp:comment_date>{local(written, self._zone)}</wp:comment_date>\n"
                f"<wp:comment_date_gmt>{local(written, UTC)}</wp:comment_date_gmt>\n"
                f"<wp:comment_content>{cdata(text)}</wp:comment_content>\n"
                f"<wp:comment_approved>{approved}</wp:comment_approved>\n"
                f"<wp:comment_type>{kind}</wp:comment_type>\n"
                f"<wp:comment_parent>{parent}</wp:comment_parent>\n"
                f"<wp:comment_user_id>{user if user <= len(self._people) else 0}</wp:comment_user_id>\n"
                f"{meta('hc_post_as', service, 'commentmeta') if service else ''}</wp:comment>\n"
            )

    def _page(self, number: int) -> str:
        parent = number - 1 if number % 3 == 2 and number > 10 else 0
        slug = f"page-{number}"
        link = f"{self._base}/page-{parent}/{slug}/" if parent else f"{self._base}/{slug}/"
        written = datetime(2010, 5, 1, 9, 0, number % 60, tzinfo=UTC)
        author, body = self._people[0], self._body()
        item = Item(number, "page", link, slug, written, "publish", author, slug.title(), body, parent)
        return item.xml(self._zone, self._base) + "</item>\n"

    def _attachment(self, number: int) -> str:
        name = f"picture-{number}"
        path = f"{2008 + number % 17}/{1 + number % 12:02}/{name}.jpg"
        written = datetime(2009, 5, 1, 9, 0, number % 60, tzinfo=UTC)
        link = f"{self._base}/{name}/"
        item = Item(number, "attachment", link, name, written, "inherit", self._people[0], name)
        return (
            item.xml(self._zone, self._base)
            + f"<wp:attachment_url>{self._base}/wp-content/uploads/{path}</wp:attachment_url>\n"
            + meta("_wp_attached_file", path)
            + meta("_wp_attachment_image_alt", self._random.choice(self._sentences))
            + "</item>\n"
        )

    def _title(self) -> str:
        return " ".join(self._random.choices(WORDS, k=5)).capitalize()

    def _body(self) -> str:
        rng = self._random
        count = rng.randint(1, 2 * self._shape.paragraphs - 1)
        paragraphs = [" ".join(rng.choices(self._sentences, k=5)) for _ in range(count)]
        if rng.random() < 0.5:  # the classic editor
            return "\n\n".join([*paragraphs[:1], "<!--more-->", *paragraphs[1:]])
        return "\n\n".join(
            f"<!-- wp:paragraph -->\n<p>{text}</p>\n<!-- /wp:paragraph -->" for text in paragraphs
        )


def _status(position: int) -> str:
    """Return the state: mostly published, and each of the others."""
    rare = {20: "draft", 40: "pending", 60: "private", 80: "trash"}
    return "auto-draft" if position % 1000 == 990 else rare.get(position % 100, "publish")


def _sentence(rng: random.Random) -> str:
    text = " ".join(rng.choices(WORDS, k=rng.randint(6, 16)))
    if rng.random() < 0.2:
        text = text.replace(" ", " <em>déjà</em> ", 1)
    return f"{text.capitalize()}."


def main() -> None:
    """Write the file that the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    for field in fields(Shape):
        parser.add_argument(
            f"--{field.name.replace('_', '-')}", type=type(field.default), default=field.default
        )
    values = vars(parser.parse_args())
    length = write_export(values.pop("file"), **values)
    sys.stdout.write(f"{length:,} bytes\n")


if __name__ == "__main__":
    main()
