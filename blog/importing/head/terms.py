"""Categories, a tree in any order, and tags: matched by their address, or made."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from blog.importing.copying import copy_objects, update_objects
from blog.importing.job import Job
from blog.importing.ledger import digest_of, short
from blog.importing.models import Imported
from blog.importing.records import Term
from blog.importing.texts.redirects import OldPath, write_redirects
from blog.markdown import is_slug, slug_from
from blog.models import Category, Tag
from blog.models.taxonomy import MOST_LEVELS

DELETED = 0  # stands for the id of a term that was deleted here


def write_categories(job: Job, terms: Sequence[Term]) -> None:
    """Find or make categories, parents first, and fill ``job.categories``."""
    by_key = {term.key: term for term in terms}
    parents = find_parents(job, by_key)
    for level in _levels(parents):
        _write(job, Category, [by_key[key] for key in level], job.categories, parents)


def write_tags(job: Job, terms: Sequence[Term]) -> None:
    """Find or make tags, and fill ``job.tags``."""
    _write(job, Tag, list({term.key: term for term in terms}.values()), job.tags, {})


def ensure_terms(job: Job, categories: Iterable[str], tags: Iterable[str]) -> None:
    """Make terms of which the file has nothing but the key."""
    wanted: list[tuple[Any, Iterable[str], dict[str, int]]] = [
        (Category, categories, job.categories),
        (Tag, tags, job.tags),
    ]
    for model, keys, found in wanted:
        unknown = sorted(set(keys) - set(found))
        if unknown:
            found.update(_still_there(model, job.ledger.find_ids(_kind(model), unknown)))
        fresh = [Term(key, key) for key in unknown if key not in found]
        for term in fresh:
            job.odd("unknown-term", f"{_kind(model)} {term.key}", "The file does not describe it.")
        _write(job, model, fresh, found, {})


def find_parents(job: Job, terms: Mapping[str, Term]) -> dict[str, str]:
    """Return the parent's key of each category, empty at the top; unknown parents and cycles are told."""
    parents: dict[str, str] = {}
    for key in sorted(terms):
        parent = terms[key].parent
        if parent and parent not in terms:
            job.odd("unknown-parent", f"category {key}", f"Its parent “{parent}” is not in the file.")
            parent = ""
        above, levels = parent, 1
        while above and above != key and levels < MOST_LEVELS:
            above, levels = parents.get(above, terms[above].parent if above in terms else ""), levels + 1
        if above:
            job.odd("cycle", f"category {key}", "It lies within itself, or too deep; put at the top.")
            parent = ""
        parents[key] = parent
    return parents


def _levels(parents: Mapping[str, str]) -> Iterable[list[str]]:
    """Yield the keys level by level from the top."""
    level = [key for key, parent in parents.items() if not parent]
    while level:
        yield level
        above = set(level)
        level = [key for key, parent in parents.items() if parent in above]


def _kind(model: Any) -> str:
    return str(model._meta.model_name)


def _still_there(model: Any, ids: Mapping[str, int]) -> dict[str, int]:
    there = set(model.objects.filter(pk__in=ids.values()).values_list("pk", flat=True))
    return {key: pk for key, pk in ids.items() if pk in there}


def _write(
    job: Job, model: Any, terms: Sequence[Term], found: dict[str, int], parents: Mapping[str, str]
) -> None:
    """Write terms of one level; ``found`` takes their ids."""
    kind = _kind(model)
    rows = {key: row for (_kind, key), row in job.ledger.find([kind], [term.key for term in terms]).items()}
    known = model.objects.in_bulk([row.object_id for row in rows.values()])
    paths = dict(Category.objects.filter(pk__in=found.values()).values_list("pk", "path")) if parents else {}
    fresh = []
    for term in terms:
        row = rows.get(short(term.key))
        if row and row.object_id in known:
            found[term.key] = row.object_id
            above = _wanted_parent(term, parents, found, known[row.object_id])
            _refresh(job, term, row, known[row.object_id], above)
        elif row:  # deleted here, and stays so
            found[term.key] = DELETED
            job.report.count(kind, "kept")
        else:
            above = found.get(parents.get(term.key, "")) or None
            fresh.append((term, _object(job, model, term, above, paths.get(above or 0, ""))))
    _make(job, model, fresh, found)


def _object(job: Job, model: Any, term: Term, above: int | None, path: str) -> Any:
    """Return the new row, without its id."""
    told = term.slug or term.key
    slug = (told if is_slug(told) else slug_from(term.name or told))[:200] or _kind(model)
    values = {"name": term.name or term.key, "slug": slug, "description": term.description}
    made = model(**job.fit(model, f"{_kind(model)} {term.key}", values))
    if model is Category:
        made.parent_id = above
        made.path = f"{path}/{slug}" if path else slug
        if len(made.path) > 1000:
            job.odd("too-deep", f"category {term.key}", "Its address is too long; put at the top.")
            made.parent_id, made.path = None, slug
    return made


def _make(job: Job, model: Any, fresh: Sequence[tuple[Term, Any]], found: dict[str, int]) -> None:
    """Store new rows; one whose address is here already is that one."""
    kind, address = _kind(model), "path" if model is Category else "slug"
    wanted = [getattr(made, address) for _term, made in fresh]
    here = {getattr(each, address): each for each in model.objects.filter(**{f"{address}__in": wanted})}
    numbers = job.numbers.choose(model, [term.number for term, _made in fresh])
    fresh_ones, matched, rows, things = [], [], [], []
    for (term, made), number in zip(fresh, numbers, strict=True):
        same = here.get(getattr(made, address))
        if same is None:
            made.pk, made.wordpress_id = number
            here[getattr(made, address)] = same = made
            fresh_ones.append(made)
            things.append((term.key, term.number, *number))
        elif same.wordpress_id is None and number.wordpress_id is not None:
            same.wordpress_id = number.wordpress_id
            matched.append(same)
        found[term.key] = same.pk
        job.report.count(kind, "created" if same is made else "unchanged")
        rows.append(job.ledger.new(kind, term.key, same.pk, written=_digest(same)))
    copy_objects(fresh_ones)
    write_redirects(job, [moved for term, made in fresh for moved in _moved(term, made)])
    update_objects([each for each in matched if each not in fresh_ones], ["wordpress_id"])
    job.tell_numbers(kind, things)
    job.ledger.write(rows)


def _moved(term: Term, made: Any) -> list[OldPath]:
    """Return where the archive has gone of a term whose slug no address here can have."""
    told = term.slug or term.key
    old = f"/{_kind(type(made))}/{told}/"
    return [] if is_slug(told) else [OldPath(old, new_path=made.get_absolute_url())]


def _wanted_parent(term: Term, parents: Mapping[str, str], found: Mapping[str, int], known: Any) -> Any:
    """Return the id of the parent that the file says; that of now where it says none that is known."""
    if type(known) is not Category:
        return None
    if term.key not in parents:
        return known.parent_id
    parent = parents[term.key]
    if bool(parent) != bool(term.parent) or (parent and not found.get(parent)):
        return known.parent_id
    return found[parent] if parent else None


def _move(job: Job, known: Category, above: int | None) -> None:
    """Put a category below another one, with all below it; its old address leads on by its slug."""
    parent = Category.objects.get(pk=above) if above else None
    path = f"{parent.path}/{known.slug}" if parent else known.slug
    if Category.objects.exclude(pk=known.pk).filter(path=path).exists():
        job.odd("address-taken", f"category {known.slug}", f"/category/{path}/ is another one's; not moved.")
        return
    known.parent = parent
    known.save()


def _refresh(job: Job, term: Term, row: Imported, known: Any, above: int | None) -> None:
    """Store a newer name, description or parent, unless it was edited here."""
    kind = _kind(type(known))
    values = {"name": term.name or term.key, "description": term.description}
    values = job.fit(type(known), f"{kind} {term.key}", values)
    is_moved = type(known) is Category and known.parent_id != above
    if not is_moved and all(getattr(known, name) == value for name, value in values.items()):
        job.report.count(kind, "unchanged")
    elif bytes(row.written) != _digest(known):
        job.report.keep(kind, f"{kind} {term.key}")
    else:
        for name, value in values.items():
            setattr(known, name, value)
        update_objects([known], list(values))
        if is_moved:
            _move(job, known, above)
        row.written = _digest(known)
        job.ledger.write([row])
        job.report.count(kind, "updated")


def _digest(term: Any) -> bytes:
    return digest_of([term.name, term.description, getattr(term, "parent_id", None)])
