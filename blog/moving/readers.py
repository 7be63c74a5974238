"""Which reader reads the files of which system."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from blog.disqus import DisqusReader
from blog.ghost import GhostReader
from blog.importing.reading import Reader, UnreadableFileError
from blog.markdown_files.reading import MarkdownReader
from blog.moving.kinds import Kind, kind_of
from blog.wordpress.wxr import WxrReader

READERS: Mapping[str, Callable[[Sequence[Path]], Reader]] = {
    Kind.WORDPRESS: WxrReader,
    Kind.MARKDOWN: MarkdownReader,
    Kind.GHOST: GhostReader,
    Kind.DISQUS: DisqusReader,
}


def open_reader(system: str, paths: Sequence[Path]) -> Reader:
    """Return the reader of the files; raises UnreadableFileError when one is of another kind."""
    if system not in READERS:
        raise UnreadableFileError(_("This cannot be imported yet: %s.") % Kind(system).label)
    for path in paths:
        if not path.exists():
            raise UnreadableFileError(_("%s is not there: check its name.") % path)
        if (kind := kind_of(path)) != system:
            raise UnreadableFileError(_refusal(path, kind, system))
    return READERS[system](paths)


def _refusal(path: Path, kind: Kind, system: str) -> str:
    told = {"name": path.name, "wanted": Kind(system).label, "found": kind.label}
    if kind == Kind.UNKNOWN:
        return _("%(name)s cannot be imported as “%(wanted)s”: nothing in it is known.") % told
    return _("%(name)s cannot be imported as “%(wanted)s”: it is “%(found)s”.") % told
