"""What is asked of a way to lay out files: ours, Jekyll's, Hugo's."""

from collections.abc import Iterator
from typing import Protocol

from blog.importing.records import Attachment, Bundle, Oddity, Site
from blog.markdown_files.reading.trees import Tree

# Files of the library; what is none of ours to keep, the importer tells.
MEDIA = frozenset(
    (
        *(
            "jpg",
            "jpeg",
            "png",
            "gif",
            "webp",
            "avif",
            "mp3",
            "m4a",
            "ogg",
            "wav",
            "flac",
            "mp4",
            "m4v",
            "mov",
        ),
        *("webm", "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "zip", "epub", "csv"),
    )
)
TEXTS = (".md", ".markdown", ".mkd", ".html", ".htm")


class Layout(Protocol):
    """How the files of one tree are to be understood."""

    salt: bytes  # what else makes other records of the same texts

    def __init__(self, tree: Tree) -> None:
        """Look over the tree."""

    def site(self) -> tuple[Site, list[Oddity]]:
        """Return the blog, and what is odd about its files."""

    def attachments(self) -> Iterator[Attachment]:
        """Yield the files of the library, always in the same order."""

    def names(self) -> list[str]:
        """Return the names of the texts, in the order in which they are read."""

    def files_of(self, name: str) -> list[str]:
        """Return all files that make a text, itself first."""

    def bundles(self, name: str) -> Iterator[Bundle]:
        """Yield what the text of that name holds; the text in the first bundle."""


def is_media(name: str) -> bool:
    """Whether it is a file of the library."""
    return name.rpartition(".")[2].lower() in MEDIA
