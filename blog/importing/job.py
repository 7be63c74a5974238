"""What all parts of the writer share during one run."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from blog.importing.ledger import Ledger
from blog.importing.models import ImportRun, Source
from blog.importing.numbers import LARGEST_KEPT, Numbers
from blog.importing.options import Options
from blog.importing.records import Oddity, Site
from blog.importing.report import Report


@dataclass(slots=True)
class Job:
    """One run: its choices, what the file says of the site, its report, and where things are looked up."""

    run: ImportRun
    options: Options
    site: Site
    source: Source
    report: Report
    numbers: Numbers
    ledger: Ledger
    not_own: frozenset[int] = frozenset()  # articles of the demo: they do not make the blog somebody's own
    people: dict[str, int] = field(default_factory=dict)  # key → id of the user
    categories: dict[str, int] = field(default_factory=dict)  # key → id
    tags: dict[str, int] = field(default_factory=dict)

    def odd(self, code: str, subject: str, detail: str) -> None:
        """Tell something odd that the writer noticed."""
        self.report.tell(Oddity(code, subject, detail))

    def fit(self, model: Any, subject: str, values: dict[str, Any]) -> dict[str, Any]:
        """Return the values, texts shortened to what their columns hold, which is told."""
        fitting = dict(values)
        for name, value in values.items():
            longest = getattr(model._meta.get_field(name), "max_length", None)
            if longest and isinstance(value, str) and len(value) > longest:
                self.odd("shortened", subject, f"The {name} had {len(value)} characters, {longest} fit.")
                fitting[name] = value[:longest].rstrip()
        return fitting

    def tell_numbers(self, kind: str, things: Iterable[tuple[str, int | None, int, int | None]]) -> None:
        """Tell of each (key, wanted number, pk, number given) whose wish was not met."""
        for key, wanted, pk, given in things:
            if wanted is None or wanted == pk:
                continue
            if wanted > LARGEST_KEPT and given is not None:
                self.odd(
                    "other-number", f"{kind} {key}", f"Number {wanted} is too large; it is row {pk} here."
                )
            elif given is None:
                self.odd(
                    "number-taken", f"{kind} {key}", f"Number {wanted} is another import's; it is {pk} here."
                )
            else:
                self.odd(
                    "other-number", f"{kind} {key}", f"Row {wanted} was there before; it is row {pk} here."
                )
