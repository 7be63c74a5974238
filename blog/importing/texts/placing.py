"""Where pages stand: below their parents, whichever order they come in."""

from collections.abc import Iterable, Sequence
from typing import Any

from blog.importing.job import Job
from blog.importing.texts.drafts import Draft
from blog.markdown import free_slug
from blog.models import Page

LONGEST_PATH = 1000  # characters, as the column has


def order_by_parents(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with parents before children; a parent that is not among them counts as there.

    Those of a cycle come last, in the order of their keys.
    """
    by_key = {draft.text.key: draft for draft in drafts}
    done: dict[str, Draft] = {}
    for key in sorted(by_key):
        chain: list[str] = []
        while key in by_key and key not in done and key not in chain:
            chain.append(key)
            key = by_key[key].text.parent  # noqa: PLW2901 - climbs
        for each in reversed(chain):
            done[each] = by_key[each]
    return list(done.values())


def place(job: Job, draft: Draft, parent: Page | None, slug: str, taken: Iterable[str] = ()) -> None:
    """Set slug, parent and path of a page; where the path is another's, the slug is numbered.

    ``taken`` are paths that will be stored in the same go.
    """
    item = draft.item
    item.parent = parent  # the object: it may not be stored yet, and its own parents are asked for
    above = f"{parent.path}/" if parent else ""
    if len(above) + len(slug) > LONGEST_PATH:
        job.odd("too-deep", draft.subject, "Its address is too long; put at the top.")
        item.parent, above = None, ""
    others = Page.objects.exclude(pk=item.pk).filter(path__startswith=above + slug)
    paths = set(taken) | set(others.values_list("path", flat=True))
    item.slug = free_slug(slug[:190], {path.removeprefix(above) for path in paths})
    item.path = above + item.slug
    if item.slug != slug:
        job.odd(
            "address-taken", draft.subject, f"/{above}{slug}/ is another page's; it is /{item.path}/ here."
        )


def closes_cycle(page_id: int, parent: Any) -> bool:
    """Whether ``parent`` lies below the page, or is it."""
    seen: set[int] = set()
    above = parent
    while above is not None and above.pk not in seen:
        if above.pk == page_id:
            return True
        seen.add(above.pk)
        above = above.parent
    return False
