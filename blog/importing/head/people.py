"""Authors and commenters with an account: found again, mapped by the owner, or made without a login.

Nobody is linked to an account that is here already because of a name or an e-mail address: a file could
say anything. The owner says who is who with ``Options.authors``, once for all imports of a blog. People
made here have no password, no rights and no group; giving them those is the owner's act, in the admin.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models.functions import Lower

from blog.importing.copying import copy_objects, update_objects
from blog.importing.job import Job
from blog.importing.ledger import digest_of, portions, short
from blog.importing.models import Imported
from blog.importing.reading import UnreadableFileError
from blog.importing.records import Person
from blog.importing.texts.redirects import OldPath, write_redirects
from blog.markdown import free_slug, is_slug, render_promo, slug_from

SOME = 1000  # people in one go
LONGEST_STEM = 50  # characters of /author/…/ before a number; the column has ten more
NAMED = b""  # what was written of an account that the owner named
COMPARED = ("email", "display_name", "nicename", "website", "bio", "promo")


def write_people(job: Job, people: Sequence[Person]) -> None:
    """Find or make the people and fill ``job.people``; those named in the choices need not be in the file."""
    job.people |= _mapped(job)
    for some in portions(people, SOME):
        _write_some(job, [person for person in some if person.key not in job.people])


def ensure_people(job: Job, keys: Sequence[str]) -> None:
    """Find or make people of whom a file says nothing but the key, as files of WordPress 2.x do."""
    unknown = sorted({key for key in keys if key and key not in job.people})
    if unknown:
        for key in set(unknown) - set(_known(job, unknown)):
            job.odd("unknown-author", f"person {key}", "The file does not describe this person.")
        _write_some(job, [Person(key) for key in unknown], is_described=False)


def find_fallback(job: Job) -> int:
    """Return the id of who stands for an author that is not named: who began the import, else the owner."""
    if job.run.started_by_id:
        return job.run.started_by_id
    people = get_user_model()._default_manager
    owners = people.filter(is_superuser=True, is_active=True).order_by("pk").values_list("pk", flat=True)
    if owner := owners.first():
        return int(owner)
    ensure_people(job, ["admin"])
    return job.people["admin"]


def _mapped(job: Job) -> dict[str, int]:
    """Return the ids of the accounts that the owner named; raises UnreadableFileError for unknown names."""
    names = set(job.options.authors.values())
    found = dict(get_user_model()._default_manager.filter(username__in=names).values_list("username", "pk"))
    if missing := sorted(names - set(found)):
        raise UnreadableFileError(f"There is nobody here with the user name “{missing[0]}”.")
    users = get_user_model()._default_manager.in_bulk(found.values())
    mapped = {key: users[found[name]] for key, name in job.options.authors.items()}
    old = {key: _nicename(Person(key)) for key in mapped}
    moved = [_moved(old[key], user.nicename) for key, user in mapped.items() if old[key] != user.nicename]
    write_redirects(job, moved)
    return _remember(job, {key: user.pk for key, user in mapped.items()})


def _remember(job: Job, named: dict[str, int]) -> dict[str, int]:
    """Let later imports know who was named; nothing of their accounts may be changed by a file."""
    rows = {row.key: row for row in job.ledger.find(["person"], named).values()}
    changed = []
    for key, pk in named.items():
        row = rows.get(short(key)) or job.ledger.new("person", key, pk)
        if row.pk is None or row.object_id != pk:
            row.object_id, row.written = pk, NAMED
            changed.append(row)
    job.ledger.write(changed)
    return named


def _known(job: Job, keys: Sequence[str]) -> dict[str, tuple[Imported, Any]]:
    """Return the ledger's row and the account of those that were imported and are still here."""
    by_short = {short(key): key for key in keys}
    rows = {by_short[key]: row for (_kind, key), row in job.ledger.find(["person"], keys).items()}
    users = get_user_model()._default_manager.in_bulk([row.object_id for row in rows.values()])
    return {key: (row, users[row.object_id]) for key, row in rows.items() if row.object_id in users}


def _write_some(job: Job, people: Sequence[Person], *, is_described: bool = True) -> None:
    known = _known(job, [person.key for person in people])
    fresh = list({person.key: person for person in people if person.key not in known}.values())
    _make(job, fresh)
    for person in people:
        if person.key in known:
            row, user = known[person.key]
            job.people[person.key] = user.pk
            if is_described:
                _refresh(job, person, row, user)


def _make(job: Job, people: Sequence[Person]) -> None:
    user_model: Any = get_user_model()
    numbers = job.numbers.choose(user_model, [person.number for person in people])
    names, nicenames, emails = _taken(people)
    users, moved = [], []
    for person, number in zip(people, numbers, strict=True):
        values = _values(job, person)
        username = free_slug(person.key[:140].strip() or "person", names)
        values["nicename"] = nicename = free_slug(values["nicename"][:LONGEST_STEM], nicenames)
        if values["email"].lower() in emails:
            job.odd("address-in-use", f"person {person.key}", "The e-mail address belongs to somebody here.")
            values["email"] = ""
        if username != person.key or nicename != (person.nicename or nicename):
            told = f"Became “{username}” with the address /author/{nicename}/: map people with --author."
            job.odd("name-in-use", f"person {person.key}", told)
        if nicename != (wanted_part := _nicename(person)):
            moved.append(_moved(wanted_part, nicename))
        names.add(username)
        nicenames.add(nicename)
        emails.add(values["email"].lower() or "-")
        users.append(_user(job, number, username, values))
        job.people[person.key] = number.pk
        job.report.count("person", "created")
    copy_objects(users)
    write_redirects(job, moved)
    wanted = zip(people, numbers, strict=True)
    job.tell_numbers("person", ((person.key, person.number, *number) for person, number in wanted))
    rows = _known_rows(job, people)
    for person, user in zip(people, users, strict=True):
        row = rows.get(short(person.key)) or job.ledger.new("person", person.key, user.pk)
        row.object_id, row.written = user.pk, _digest(user)
        rows[short(person.key)] = row
    job.ledger.write(rows.values())


def _known_rows(job: Job, people: Sequence[Person]) -> dict[str, Imported]:
    """Return the rows of people whose account was deleted here: their texts need an author again."""
    found = job.ledger.find(["person"], [person.key for person in people])
    return {key: row for (_kind, key), row in found.items()}


def _user(job: Job, number: Any, username: str, values: dict[str, Any]) -> Any:
    return get_user_model()(
        pk=number.pk,
        wordpress_id=number.wordpress_id,
        username=username,
        password=make_password(None),
        date_joined=job.run.created_at,
        promo_html=render_promo(values["promo"]),
        **values,
    )


def _taken(people: Sequence[Person]) -> tuple[set[str], set[str], set[str]]:
    """Return the user names, address parts and e-mail addresses in use that begin like those of people."""
    everybody = get_user_model()._default_manager
    stems = {person.key[:140].strip() or "person" for person in people}
    parts = {_nicename(person)[:LONGEST_STEM] for person in people}
    emails = [person.email.lower() for person in people if person.email]
    same = everybody.annotate(low=Lower("email")).filter(low__in=emails)
    return (
        _starting(everybody, "username", stems),
        _starting(everybody, "nicename", parts),
        set(same.values_list("low", flat=True)),
    )


def _starting(everybody: Any, field: str, stems: set[str]) -> set[str]:
    taken = set(everybody.filter(**{f"{field}__in": stems}).values_list(field, flat=True))
    for stem in list(taken):
        taken |= set(everybody.filter(**{f"{field}__startswith": f"{stem}-"}).values_list(field, flat=True))
    return taken


def _values(job: Job, person: Person) -> dict[str, Any]:
    values: dict[str, Any] = {
        "email": person.email if _is_valid(validate_email, person.email) else "",
        "display_name": person.display_name if person.display_name != person.key else "",
        "website": person.website if _is_valid(URLValidator(["http", "https"]), person.website) else "",
        "bio": person.bio,
        "promo": person.promo,
        "nicename": _nicename(person),
    }
    if person.email and not values["email"]:
        job.odd("no-address", f"person {person.key}", "The e-mail address is none.")
    return job.fit(get_user_model(), f"person {person.key}", values)


def _nicename(person: Person) -> str:
    if is_slug(person.nicename):
        return person.nicename
    return slug_from(person.nicename or person.key) or "person"


def _moved(old: str, new: str) -> OldPath:
    """Return where the archive of an author has gone."""
    return OldPath(f"/author/{old}/", new_path=f"/author/{new}/")


def _is_valid(validate: Any, value: str) -> bool:
    try:
        validate(value)
    except ValidationError:
        return False
    return True


def _refresh(job: Job, person: Person, row: Imported, user: Any) -> None:
    """Store what a newer file says, unless the account is somebody's by now or was changed here.

    Whoever writes a file would otherwise choose the address to which a new password is sent.
    """
    if bytes(row.written) == NAMED:
        job.report.count("person", "unchanged")
        return
    is_in_use = user.works_here or user.has_usable_password() or user.last_login
    if is_in_use or bytes(row.written) != _digest(user):
        job.report.keep("person", f"person {person.key}")
        return
    values = _values(job, person)
    del values["nicename"]  # an address stays
    if not user.email or _belongs_to_another(user, values["email"]):
        del values["email"]
    changed = {name: value for name, value in values.items() if getattr(user, name) != value}
    if not changed:
        job.report.count("person", "unchanged")
        return
    for name, value in changed.items():
        setattr(user, name, value)
    user.promo_html = render_promo(user.promo)
    update_objects([user], [*changed, "promo_html"])
    row.written = _digest(user)
    job.ledger.write([row])
    job.report.count("person", "updated")


def _belongs_to_another(user: Any, email: str) -> bool:
    return (
        bool(email) and type(user)._default_manager.exclude(pk=user.pk).filter(email__iexact=email).exists()
    )


def _digest(user: Any) -> bytes:
    return digest_of(getattr(user, name) for name in COMPARED)
