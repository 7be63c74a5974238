"""Pictures that texts show and that come after them, or that no file lists: fetched, then shown."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from blog.importing.copying import update_objects
from blog.importing.job import Job
from blog.importing.ledger import portions
from blog.importing.media.library import LibraryWriter
from blog.importing.models import Imported
from blog.importing.records import TextKind
from blog.importing.texts.drafts import RENDERED, draft_of, model_of
from blog.importing.texts.rendering import PICTURES, Renderer
from blog.models import File, Image

SOME = 100  # texts in one go, each a transaction


def finish_pictures(job: Job, library: LibraryWriter) -> None:
    """Bring the pictures here that texts still wait for, and render those texts again that show one."""
    for kind in TextKind:
        waiting = (row for row in job.ledger.waiting(kind) if row.waits_for(PICTURES))
        for rows in portions(waiting, SOME):
            found = library.fetch_inline({path for row in rows for path in row.waits_for(PICTURES)[1]})
            with transaction.atomic():
                library.write_inline(found)
                _show(job, kind, rows)


def _show(job: Job, kind: TextKind, rows: Sequence[Imported]) -> None:
    """Render those texts again of whose pictures some are here by now."""
    here = _find([row.waits_for(PICTURES) for row in rows])
    shown = {
        row.object_id: row
        for row in rows
        if here & {*row.waits_for(PICTURES)[1], *row.waits_for(PICTURES)[2]}
    }
    items = model_of(kind).objects.defer("search_document").in_bulk(list(shown))
    drafts = [draft_of(kind, shown[pk], item) for pk, item in items.items()]
    renderer = Renderer(job, drafts, is_first=False)
    update_objects([draft.item for draft in drafts], RENDERED, renderer.render)
    for draft in drafts:
        draft.row.stop_waiting(PICTURES)
        draft.row.missing += renderer.missing_of(draft)
    job.ledger.write(draft.row for draft in drafts)


def _find(waits: Sequence[Any]) -> set[str | int]:
    """Return the paths and numbers that are here."""
    paths = {path for _word, paths, _numbers in waits for path in paths}
    numbers = {number for _word, _paths, numbers in waits for number in numbers}
    found: set[str | int] = set()
    for model in (Image, File):
        found |= set(model.objects.find_uploads(paths)) if paths else set()
        if numbers:
            rows = model.objects.filter(wordpress_id__in=numbers)
            found |= {number for number in rows.values_list("wordpress_id", flat=True) if number}
    return found
