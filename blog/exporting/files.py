"""Files that are there whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

UNFINISHED = ".unfinished-"


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that has the name ``path`` once all of it is on the disk, and not before.

    It may be read by its owner alone: an export holds addresses, drafts and passwords of articles.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=f"{UNFINISHED}{path.name}-", delete=False) as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
