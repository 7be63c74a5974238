"""The three people of the stand-in, and anybody with a typed name. Nobody here exists."""

import hashlib
from dataclasses import dataclass

from django.utils.text import slugify

from accounts.names import clean_name

TYPED_FROM = 1000  # numbers below belong to the three people
DOMAIN = "stand-in.example"  # reserved for examples (RFC 2606), so no mail ever gets anywhere


@dataclass(frozen=True)
class Person:
    """Somebody who can be chosen; the number stays the same for the same name."""

    number: int
    name: str
    username: str

    @property
    def email(self) -> str:
        """An address that belongs to nobody."""
        return f"{self.username}@{DOMAIN}"


PEOPLE = [
    Person(1, "Nadia Holm", "nadia"),
    Person(2, "Samuel Okoro", "samuel"),
    Person(3, "Yuki Arai", "yuki"),
]


def person_called(name: str) -> Person | None:
    """Return the person with a typed name, the same at every visit; None for an empty name."""
    if not (name := clean_name(name)[:100]):
        return None
    if known := next((person for person in PEOPLE if person.name.casefold() == name.casefold()), None):
        return known
    digest = hashlib.sha256(name.casefold().encode()).digest()
    number = TYPED_FROM + int.from_bytes(digest[:6])
    stem = slugify(name)[:40] or "somebody"
    return Person(number, name, f"{stem}-{number % 10_000}")


def person_numbered(number: str) -> Person | None:
    """Return one of the three people."""
    return next((person for person in PEOPLE if str(person.number) == number), None)
