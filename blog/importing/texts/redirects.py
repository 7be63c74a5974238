"""Old addresses that lead to what was imported."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote

from django.db import connection

from blog.importing.job import Job
from blog.importing.links import path_on_site
from blog.importing.records import Text, TextKind
from blog.models import Redirect

LONGEST = 1000  # characters, as the column has
INDEX = "/index.php"
_INSERT = """
INSERT INTO {table} (id, old_path, article_id, page_id, new_path, created_at)
SELECT id, old_path, article_id, page_id, new_path, %s FROM unnest(%s::bigint[], %s::text[], %s::bigint[],
    %s::bigint[], %s::text[]) AS fresh (id, old_path, article_id, page_id, new_path)
ON CONFLICT (old_path) DO NOTHING
"""


class OldPath(NamedTuple):
    """A decoded path and what it leads to: one of the three."""

    old_path: str
    article_id: int | None = None
    page_id: int | None = None
    new_path: str = ""


def leading_to(kind: str, pk: int, old_path: str) -> OldPath:
    """Return the redirect from a path to an article or page."""
    return OldPath(old_path, article_id=pk) if kind == TextKind.ARTICLE else OldPath(old_path, page_id=pk)


def write_redirects(job: Job, paths: Sequence[OldPath], *, are_better: bool = False) -> None:
    """Store redirects; one that is there already stays, unless these are better than one to a mere path."""
    unique = {path.old_path: path for path in reversed(paths) if _fits(path)}
    known = set(Redirect.objects.filter(old_path__in=unique).values_list("old_path", flat=True))
    if are_better:
        for row in Redirect.objects.filter(old_path__in=unique).exclude(new_path=""):
            path = unique[row.old_path]
            row.article_id, row.page_id, row.new_path = path.article_id, path.page_id, path.new_path
            row.save(update_fields=["article", "page", "new_path"])
    fresh = [path for old_path, path in sorted(unique.items()) if old_path not in known]
    if not fresh:
        return
    columns = [list(column) for column in zip(*fresh, strict=True)]
    numbers = job.numbers.take(Redirect, len(fresh))
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.format(table=Redirect._meta.db_table), [job.run.created_at, numbers, *columns])
    job.report.count("redirect", "created", len(fresh))


def old_paths_of(
    job: Job, text: Text, target: Any, address: str, with_slug: Callable[[str], str]
) -> list[OldPath]:
    """Return the addresses that a text had and that are not ``address``, encoded as pages show it.

    ``with_slug`` returns the address that the text had with another slug.
    """
    old = said_paths(job, text)
    if "?" not in address:
        old += [unquote(with_slug(slug)) for slug in text.old_slugs if slug]
    return other_paths(text.kind, target.pk, address, old)


def said_paths(job: Job, text: Text) -> list[str]:
    """Return the addresses that the file says, as decoded paths."""
    paths = [path_on_site(text.link, job.site), *map(unquote, text.old_paths)]
    return [path for path in paths if path.startswith("/") and "?" not in path]


def other_paths(kind: str, pk: int, address: str, paths: Iterable[str]) -> list[OldPath]:
    """Return redirects from those paths that are not the text's own address."""
    own = _bare(unquote(address))
    return [leading_to(kind, pk, path) for path in dict.fromkeys(paths) if _bare(path) not in {own, ""}]


def _fits(path: OldPath) -> bool:
    return 1 < len(path.old_path) <= LONGEST and len(path.new_path) <= LONGEST


def _bare(path: str) -> str:
    """Return the path without what every address may lack."""
    return path.removeprefix(INDEX).rstrip("/")
