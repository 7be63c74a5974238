"""Puts pages together that came in the wrong order: below their parents, with their old addresses."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from blog.importing.copying import update_objects
from blog.importing.job import Job
from blog.importing.ledger import short
from blog.importing.models import Imported
from blog.importing.records import TextKind
from blog.importing.texts.drafts import draft_of
from blog.importing.texts.placing import closes_cycle, place
from blog.importing.texts.redirects import OldPath, other_paths, write_redirects
from blog.importing.texts.writer import LINK, PARENT
from blog.models import Page, Redirect


def finish_pages(job: Job) -> None:
    """Give pages the parents that came after them, then the redirects from their old addresses."""
    rows = list(job.ledger.waiting(TextKind.PAGE))
    _find_parents(job, [row for row in rows if row.waits_for(PARENT)])
    _mend_paths()
    _write_old_addresses(job)


def _find_parents(job: Job, rows: Sequence[Imported]) -> None:
    """Put pages below their parents, in the order of their keys."""
    ids = job.ledger.find_ids(TextKind.PAGE, {row.waits_for(PARENT)[1] for row in rows})
    for row in sorted(rows, key=_order):
        _name, key, slug = row.waits_for(PARENT)
        page = Page.objects.defer("search_document").filter(pk=row.object_id).first()
        parent = Page.objects.filter(pk=ids.get(short(key), 0)).first()
        if page is None:
            continue
        if parent is None:
            job.odd("unknown-parent", f"page {row.key}", f"Its parent {key} is in no file; put at the top.")
        elif closes_cycle(page.pk, parent) and _is_cut_at(job, row, page, parent):
            job.odd("cycle", f"page {row.key}", "It lies within itself; put at the top.")
        else:
            _put_below(job, row, page, Page.objects.get(pk=parent.pk), slug)


def _order(row: Imported) -> tuple[int, str]:
    return len(row.key), row.key


def _is_cut_at(job: Job, row: Imported, page: Page, parent: Page) -> bool:
    """Whether a circle of pages is cut at this one: at the lowest key, whichever order they came in.

    Where that is another one, it is put at the top, to wait for its parent.
    """
    circle, above = [page.pk], parent
    while above.pk != page.pk and above.parent:
        circle.append(above.pk)
        above = above.parent
    keys = {each.object_id: each for each in job.ledger.of_objects(TextKind.PAGE, circle)}
    lowest = min(keys.values(), key=_order, default=row)
    if lowest.object_id == page.pk:
        return True
    top = Page.objects.defer("search_document").get(pk=lowest.object_id)
    over = keys.get(top.parent_id or 0)
    if over is None:  # made here, not by an import
        return True
    lowest.missing = [*lowest.missing, [PARENT, over.key, top.slug]]
    draft = draft_of(TextKind.PAGE, lowest, top)
    place(job, draft, None, top.slug)
    update_objects([top], ["slug", "parent", "path"])
    lowest.written = draft.digest()
    job.ledger.write([lowest])
    job.odd("cycle", f"page {lowest.key}", "It lies within itself; put at the top.")
    return False


def _put_below(job: Job, row: Imported, page: Page, parent: Page, slug: str) -> None:
    """Give a page its parent, unless it was edited here since."""
    draft = draft_of(TextKind.PAGE, row, page)
    is_untouched = bytes(row.written) == draft.digest()
    row.stop_waiting(PARENT)
    if is_untouched:
        place(job, draft, parent, slug)
        update_objects([page], ["slug", "parent", "path"])
        row.written = draft.digest()
    job.ledger.write([row])


def _mend_paths() -> None:
    """Make the paths of all pages agree with their parents', from the top down."""
    below: defaultdict[int | None, list[Any]] = defaultdict(list)
    for page in Page.objects.only("pk", "parent_id", "slug", "path").order_by("pk"):
        below[page.parent_id].append(page)
    level = below[None]
    while level:
        changed = []
        for page in level:
            for child in below[page.pk]:
                if child.path != f"{page.path}/{child.slug}":
                    child.path = f"{page.path}/{child.slug}"
                    changed.append(child)
        update_objects(changed, ["path"])
        level = [child for page in level for child in below[page.pk]]


def _write_old_addresses(job: Job) -> None:
    rows = [row for row in job.ledger.waiting(TextKind.PAGE) if row.waits_for(LINK)]
    pages = Page.objects.only("pk", "path").in_bulk([row.object_id for row in rows])
    paths: list[OldPath] = []
    for row in rows:
        _name, old, slugs = row.waits_for(LINK)
        row.stop_waiting(LINK)
        if page := pages.get(row.object_id):
            above = page.path.rpartition("/")[0]
            old += [f"/{above}/{slug}/" if above else f"/{slug}/" for slug in slugs]
            paths += other_paths(TextKind.PAGE, page.pk, page.get_absolute_url(), old)
    Redirect.objects.filter(old_path__in=[page.get_absolute_url() for page in pages.values()]).delete()
    write_redirects(job, paths)
    job.ledger.write(rows)
