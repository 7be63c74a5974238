"""Old addresses that lead to what was imported."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote

from django.db import connection

from blog.importing.job import Job
from blog.importing.links import path_on_site
from blog.importing.records import Text
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


def write_redirects(job: Job, paths: Sequence[OldPath]) -> None:
    """Store redirects; a path that leads somewhere already stays."""
    unique = {path.old_path: path for path in reversed(paths) if 1 < len(path.old_path) <= LONGEST}
    known = set(Redirect.objects.filter(old_path__in=unique).values_list("old_path", flat=True))
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
    own = _bare(unquote(address))
    old = [path_on_site(text.link, job.site), *map(unquote, text.old_paths)]
    if "?" not in address:
        old += [unquote(with_slug(slug)) for slug in text.old_slugs if slug]
    paths = dict.fromkeys(path for path in old if path.startswith("/") and _bare(path) not in {own, ""})
    field = f"{target._meta.model_name}_id"
    return [OldPath(path, **{field: target.pk}) for path in paths if "?" not in path]


def _bare(path: str) -> str:
    """Return the path without what every address may lack."""
    return path.removeprefix(INDEX).rstrip("/")
