"""The whole file, piece by piece: what is held in memory at once is one text and some thousand rows."""

from collections.abc import Iterable, Iterator

from blog.exporting import Choices, snapshot
from blog.exporting.beside import Beside
from blog.exporting.content import (
    CHUNK,
    comments_of,
    library,
    likes_of_articles,
    likes_of_comments,
    old_paths_of,
    texts_of,
)
from blog.exporting.progress import Progress
from blog.models import Article, Page, SiteSettings
from blog.wordpress.export.head import CLOSING, head
from blog.wordpress.export.items import Items
from blog.wordpress.export.talk import Talk

PIECE = 64 * 1024  # characters

type Item = Iterator[str]  # the pieces of one; to be read before the next is asked for


def stream_wxr(choices: Choices) -> Iterator[bytes]:
    """Yield the file in pieces of about PIECE characters; the database is read as it is at the first."""
    with snapshot():
        kept: list[str] = []
        size = 0
        for text in _all(choices):
            kept.append(text)
            size += len(text)
            if size >= PIECE:
                yield "".join(kept).encode()
                kept, size = [], 0
        yield "".join(kept).encode()


def items(choices: Choices) -> Iterator[Item]:
    """Yield every item: articles, pages, then files, so that WordPress knows the texts that name these."""
    writer, progress = Items(SiteSettings.current().zone), Progress(choices)
    yield from _texts(Article, choices, writer, progress)
    if "pages" not in choices.exclude:
        yield from _texts(Page, choices, writer, progress)
    if "media" not in choices.exclude:
        for row in library():
            yield writer.file(row)
            progress.one_more()


def _all(choices: Choices) -> Iterator[str]:
    yield from head()
    for item in items(choices):
        yield from item
    yield CLOSING


def _texts(
    model: type[Article | Page], choices: Choices, writer: Items, progress: Progress
) -> Iterator[Item]:
    comments = Beside(comments_of(model, choices))
    likes = Beside(likes_of_articles() if model is Article else [])
    old_paths = Beside(old_paths_of(model))
    talk = Talk(SiteSettings.current().zone, Beside(likes_of_comments(model)).of)
    for item in texts_of(model, choices).iterator(CHUNK):
        beginning = writer.text(
            item, (like for _pk, like in likes.of(item.pk)), (path for _pk, path in old_paths.of(item.pk))
        )
        yield _whole(beginning, talk.write(progress.add(comments.of(item.pk))))
        progress.one_more()


def _whole(beginning: Iterable[str], comments: Iterable[str]) -> Item:
    yield from beginning
    yield from comments
    yield "\t</item>\n"
