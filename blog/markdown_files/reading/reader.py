"""Reads folders and archives of Markdown files, whoever wrote them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from blog.importing.options import Options
from blog.importing.reading import Position, Survey, UnreadableFileError
from blog.importing.records import Bundle, Oddity
from blog.markdown_files import layout as own_layout
from blog.markdown_files.reading.hugo import Hugo
from blog.markdown_files.reading.jekyll import Jekyll
from blog.markdown_files.reading.layouts import TEXTS, Layout
from blog.markdown_files.reading.own import Own
from blog.markdown_files.reading.sites import joined
from blog.markdown_files.reading.trees import DAMAGED, Tree, open_tree

VERSION = b"1"  # of what records are made of the same files; a new one makes all of them changed
LARGEST = 8 * 2**20  # bytes of all files of a text that is held at once
BLOCK = 2**20  # bytes
BEGINNING = Position()
HUGO = ("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config/_default/")


class MarkdownReader:
    """Fulfils ``blog.importing.reading.Reader`` for our own export, Jekyll, Hugo, and plain files.

    A position's ``file`` counts the paths given; its ``offset`` counts bytes of the texts, or attachments.
    """

    system = "markdown"

    def __init__(self, paths: Sequence[Path | str], options: Options | None = None) -> None:
        """Take folders, ZIP files and single files; raises UnreadableFileError."""
        self._trees = [open_tree(Path(path)) for path in paths]
        self._layouts = [_layout_of(tree) for tree in self._trees]

    def survey(self) -> Survey:
        """Look over all files; raises UnreadableFileError."""
        found = [layout.site() for layout in self._layouts]
        size = sum(
            tree.sizes[file]
            for tree, layout in zip(self._trees, self._layouts, strict=True)
            for name in layout.names()
            for file in layout.files_of(name)
        )
        if not any(layout.names() or isinstance(layout, Own) for layout in self._layouts):
            raise UnreadableFileError("There are no Markdown files with articles or pages in it.")
        oddities: list[Oddity] = [oddity for _site, some in found for oddity in some]
        return Survey(joined([site for site, _some in found]), size, tuple(oddities))

    def attachments(self, start: Position = BEGINNING) -> Iterator["FileItem"]:
        """Yield the files of the library, from ``start`` on."""
        for number in range(start.file, len(self._layouts)):
            done = start.offset if number == start.file else 0
            for place, attachment in enumerate(self._layouts[number].attachments(), start=1):
                if place > done:
                    digest = blake2b(VERSION + repr(attachment).encode(), digest_size=16).digest()
                    yield FileItem(digest, Position(number, place), Bundle(attachment=attachment))

    def texts(self, start: Position = BEGINNING) -> Iterator["TextItem"]:
        """Yield the texts with their comments, from ``start`` on."""
        for number in range(start.file, len(self._layouts)):
            tree, layout = self._trees[number], self._layouts[number]
            done, offset = start.offset if number == start.file else 0, 0
            for name in layout.names():
                size = sum(tree.sizes[file] for file in layout.files_of(name))
                offset += max(size, 1)
                if offset > done:
                    yield TextItem(name, tree, layout, size, Position(number, offset))


@dataclass(slots=True)
class FileItem:
    """A file of the library."""

    digest: bytes
    end: Position
    bundle: Bundle

    def bundles(self) -> Iterator[Bundle]:
        """Yield it."""
        yield self.bundle


class TextItem:
    """Fulfils ``blog.importing.reading.Item`` for the files of one text."""

    __slots__ = ("_layout", "_name", "digest", "end")

    def __init__(self, name: str, tree: Tree, layout: Layout, size: int, end: Position) -> None:
        self._name, self._layout, self.end = name, layout, end
        self.digest = b"" if size > LARGEST else _digest(tree, layout, name)

    def bundles(self) -> Iterator[Bundle]:
        """Yield what it holds; a text that cannot be read yields why."""
        try:
            yield from self._layout.bundles(self._name)
        except UnreadableFileError as error:
            yield Bundle(
                oddities=[Oddity("broken-item", self._name, f"It was left out: {error}", 0, self._name)],
                skipped={"broken item": 1},
            )


def _digest(tree: Tree, layout: Layout, name: str) -> bytes:
    digest = blake2b(VERSION + layout.salt + name.encode(), digest_size=16)
    try:
        for file in layout.files_of(name):
            with tree.open(file) as content:
                while block := content.read(BLOCK):
                    digest.update(block)
    except DAMAGED:
        return b""
    return digest.digest()


def _layout_of(tree: Tree) -> Layout:
    if own_layout.SITE in tree.sizes and own_layout.TERMS in tree.sizes:
        return Own(tree)
    has_content = any(name.startswith("content/") and name.endswith(TEXTS) for name in tree.sizes)
    is_hugo = any(name.startswith(HUGO) for name in tree.sizes)
    return Hugo(tree) if is_hugo or has_content else Jekyll(tree)
