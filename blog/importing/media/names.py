"""Which entry of a folder or archive is meant by the path of an upload. Knows no models."""

import re
from collections.abc import Iterator

from blog.importing.reading import UnreadableFileError
from blog.models import uploads

MOST_ENTRIES = 500_000
TRIAL_FOLDER = "trial"  # what files that a trial finds are said to lie in
DATED = re.compile(r"(?:.*/)?([0-9]{4}/[0-9]{2}/[^/]+)", re.DOTALL)


class Names[Entry]:
    """Entries by the path of the upload: below ``uploads``, else by year and month, else by a flat name.

    Letters are compared composed and without case: file systems and archivers change both.
    """

    def __init__(self) -> None:
        self._exact: dict[str, Entry] = {}
        self._loose: dict[str, Entry | None] = {}  # None: several
        self._count = 0

    def add(self, name: str, entry: Entry) -> None:
        """Know an entry; raises UnreadableFileError when there are too many."""
        self._count += 1
        if self._count > MOST_ENTRIES:
            raise UnreadableFileError(f"There are more than {MOST_ENTRIES:,} files in it.")
        key = _key(name)
        below = key.rpartition("uploads/")[2]
        if not below or below.startswith("__macosx/") or "/._" in f"/{below}":
            return
        self._exact.setdefault(below, entry)
        dated = DATED.fullmatch(below)
        loose = dated[1] if dated else "/" + below.rpartition("/")[2]
        self._loose[loose] = None if loose in self._loose else entry

    def find(self, path: str) -> Entry | None:
        """Return the entry of an upload, or of the picture that WordPress made it of."""
        for form in _same_picture(path):
            key = _key(form)
            if (entry := self._exact.get(key)) is not None:
                return entry
            dated = DATED.fullmatch(key)
            for loose in filter(None, (dated and dated[1], "/" + key.rpartition("/")[2])):
                if (entry := self._loose.get(loose)) is not None:
                    return entry
        return None


def _key(name: str) -> str:
    return uploads.stored(name).casefold()


def _same_picture(path: str) -> Iterator[str]:
    """Yield the path, and the names of the same picture before WordPress made it smaller, or after."""
    stem, dot, end = path.rpartition(".")
    yield path
    for made in uploads.MADE_BY_WORDPRESS:
        yield (stem.removesuffix(made) if stem.endswith(made) else stem + made) + dot + end
