"""Where imports keep their files: ``BLOG_DATA_DIR/imports``, which nobody else on this machine can read."""

from pathlib import Path

from django.conf import settings


def imports_folder() -> Path:
    """Return the folder of what was uploaded for an import, or laid there by hand; made when missing."""
    return _made(settings.BLOG_DATA_DIR / "imports")


def run_folder(number: int) -> Path:
    """Return the folder of what is noted about one run; made when missing."""
    return _made(imports_folder() / ".runs" / str(number))


def listing_path(number: int) -> Path:
    """Return the file with the finding of every address of a run, a line of JSON each; may be missing."""
    return run_folder(number) / "addresses.jsonl"


def _made(path: Path) -> Path:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
