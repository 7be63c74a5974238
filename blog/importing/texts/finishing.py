"""Puts together what came in the wrong order: parents of pages, featured pictures, pictures in texts."""

from collections.abc import Sequence

from blog.importing.copying import update_objects
from blog.importing.job import Job
from blog.importing.ledger import portions
from blog.importing.media.library import FILE, PAGE, PICTURE, find_pictures
from blog.importing.models import Imported
from blog.importing.records import TextKind
from blog.importing.texts.drafts import draft_of, model_of
from blog.importing.texts.page_tree import finish_pages
from blog.importing.texts.parts import Parts
from blog.importing.texts.redirects import OldPath, leading_to, write_redirects
from blog.importing.texts.writer import FEATURED, find_texts
from blog.models import File, Image

SOME = 500  # texts in one go


def finish_texts(job: Job) -> None:
    """Give texts what they waited for, as far as it has come; tell what is still missing."""
    finish_pages(job)
    for kind in TextKind:
        for rows in portions(job.ledger.waiting(kind), SOME):
            _find_pictures(job, kind, rows)


def finish_library(job: Job) -> None:
    """Let the old pages of pictures and files lead to the texts that they belong to, else to the file."""
    for kind, model in ((PICTURE, Image), (FILE, File)):
        for rows in portions(job.ledger.waiting(kind), SOME):
            texts = find_texts(job, {row.waits_for(PAGE)[2] for row in rows})
            files = model._default_manager.in_bulk([row.object_id for row in rows])
            late, targets = [], []
            for row in rows:
                _name, path, parent = row.waits_for(PAGE)
                if text := texts.get(parent):
                    late.append(leading_to(text.kind, text.pk, path))
                elif file := files.get(row.object_id):
                    targets.append(OldPath(path, new_path=file.get_absolute_url()))
                if text or not parent:
                    row.missing = []
            write_redirects(job, targets)
            write_redirects(job, late, are_better=True)
            job.ledger.write(rows)


def _find_pictures(job: Job, kind: TextKind, rows: Sequence[Imported]) -> None:
    wanted = {row.object_id: (row, row.waits_for(FEATURED)[1]) for row in rows if row.waits_for(FEATURED)}
    pictures = find_pictures(job, {key for _row, key in wanted.values()})
    for row, key in wanted.values():
        if key not in pictures:
            job.odd("unknown-picture", f"{kind} {row.key}", f"Its featured picture {key} is in no file.")
    come = [pk for pk, (_row, key) in wanted.items() if key in pictures]
    items = model_of(kind).objects.defer("search_document").in_bulk(come)
    terms = Parts(job).terms_of(list(items)) if kind == TextKind.ARTICLE else {}
    changed = []
    for pk, item in items.items():
        row, key = wanted[pk]
        draft = draft_of(kind, row, item, *terms.get(pk, ([], [])))
        is_untouched = bytes(row.written) == draft.digest()
        row.stop_waiting(FEATURED)
        if is_untouched:
            item.featured_image_id = pictures[key]
            row.written = draft.digest()
            changed.append(item)
    update_objects(changed, ["featured_image"])
    job.ledger.write(wanted[pk][0] for pk in items)
