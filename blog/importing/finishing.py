"""Puts together what came in the wrong order: parents of pages, featured pictures, pictures in texts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from blog.importing.copying import update_objects
from blog.importing.drafts import Draft, model_of
from blog.importing.job import Job
from blog.importing.ledger import portions, short
from blog.importing.library import FILE, PAGE, PICTURE, find_pictures
from blog.importing.models import Imported
from blog.importing.parts import Parts
from blog.importing.placing import closes_cycle, place
from blog.importing.records import Text, TextKind
from blog.importing.redirects import OldPath, leading_to, write_redirects
from blog.importing.texts import find_texts
from blog.models import File, Image, Page

SOME = 500  # texts in one go


def finish_texts(job: Job) -> None:
    """Give texts what they waited for, as far as it has come; tell what is still missing."""
    _find_parents(job)
    _mend_paths(job)
    for kind in TextKind:
        for rows in portions(list(_waiting(job, kind)), SOME):
            _find_pictures(job, kind, rows)


def finish_library(job: Job) -> None:
    """Let the old pages of pictures and files lead to the texts that they belong to, else to the file."""
    for kind, model in ((PICTURE, Image), (FILE, File)):
        for rows in portions(list(_waiting(job, kind)), SOME):
            texts = find_texts(job, {_first(row, PAGE)[2] for row in rows})
            files = model._default_manager.in_bulk([row.object_id for row in rows])
            late, targets = [], []
            for row in rows:
                _name, path, parent = _first(row, PAGE)
                if text := texts.get(parent):
                    late.append(leading_to(text.kind, text.pk, path))
                elif file := files.get(row.object_id):
                    targets.append(OldPath(path, new_path=file.get_absolute_url()))
                if text or not parent:
                    row.missing = []
            write_redirects(job, targets)
            write_redirects(job, late, are_better=True)
            job.ledger.write(rows)


def _waiting(job: Job, kind: str) -> Iterator[Imported]:
    """Yield the rows that miss something, whatever happens to them meanwhile."""
    after = 0
    while rows := list(job.ledger.waiting(kind, after)[:SOME]):
        yield from rows
        after = rows[-1].pk


def _find_parents(job: Job) -> None:
    """Put pages below parents that came after them; the rows come in the order of the pages' keys."""
    rows = [row for row in _waiting(job, TextKind.PAGE) if _first(row, "parent")]
    if not rows:
        return
    keys = {_first(row, "parent")[1] for row in rows}
    ids = job.ledger.find_ids("page", keys)
    for row in sorted(rows, key=lambda row: (len(row.key), row.key)):
        _name, key, slug = _first(row, "parent")
        page = Page.objects.defer("search_document").filter(pk=row.object_id).first()
        parent = Page.objects.filter(pk=ids.get(short(key), 0)).first()
        if page is None:
            continue
        if parent is None:
            job.odd("unknown-parent", f"page {row.key}", f"Its parent {key} is in no file; put at the top.")
        elif closes_cycle(page.pk, parent):
            job.odd("cycle", f"page {row.key}", "It lies within itself; put at the top.")
        else:
            _put_below(job, row, page, parent, slug)


def _put_below(job: Job, row: Imported, page: Page, parent: Page, slug: str) -> None:
    draft = _draft(TextKind.PAGE, row, page)
    is_untouched = bytes(row.written) == draft.digest()
    row.missing = [each for each in row.missing if each[0] != "parent"]
    if is_untouched:
        place(job, draft, parent, slug)
        update_objects([page], ["slug", "parent", "path"])
        row.written = draft.digest()
    job.ledger.write([row])


def _mend_paths(job: Job) -> None:
    """Make the paths of all pages agree with their parents', from the top down."""
    below: defaultdict[int | None, list[Any]] = defaultdict(list)
    for page in Page.objects.only("pk", "parent_id", "slug", "path").order_by("pk"):
        below[page.parent_id].append(page)
    level = [page for pages in below.values() for page in pages if page.parent_id is None]
    while level:
        changed = []
        for page in level:
            for child in below[page.pk]:
                if child.path != f"{page.path}/{child.slug}":
                    child.path = f"{page.path}/{child.slug}"
                    changed.append(child)
        update_objects(changed, ["path"])
        level = [child for page in level for child in below[page.pk]]


def _find_pictures(job: Job, kind: TextKind, rows: Sequence[Imported]) -> None:
    wanted = {each[1] for row in rows for each in row.missing if each[0] == "featured"}
    pictures = find_pictures(job, wanted)
    items = model_of(kind).objects.defer("search_document").in_bulk([row.object_id for row in rows])
    terms = Parts(job).terms_of(list(items)) if kind == TextKind.ARTICLE else {}
    changed = []
    for row in rows:
        key = (_first(row, "featured") or ("", ""))[1]
        picture, item = pictures.get(key), items.get(row.object_id)
        if key and item and not picture:
            job.odd("unknown-picture", f"{kind} {row.key}", f"Its featured picture {key} is in no file.")
        if not picture or item is None:
            continue
        draft = _draft(kind, row, item, *terms.get(item.pk, ([], [])))
        is_untouched = bytes(row.written) == draft.digest()
        row.missing = [each for each in row.missing if each[0] != "featured"]
        if is_untouched:
            item.featured_image_id = picture
            row.written = draft.digest()
            changed.append(item)
    update_objects(changed, ["featured_image"])
    job.ledger.write(rows)


def _draft(
    kind: TextKind, row: Imported, item: Any, categories: Sequence[int] = (), tags: Sequence[int] = ()
) -> Draft:
    text = Text(row.key, kind, item.title, item.slug, "", item.body_format)
    return Draft(text, item, row, list(categories), list(tags))


def _first(row: Imported, field: str) -> Any:
    """Return what the row waits for in that field, None for nothing."""
    return next((each for each in row.missing if each[0] == field), None)
