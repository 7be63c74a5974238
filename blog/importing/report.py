"""What an import did, counted and told: as text, as JSON, and kept with the run."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from blog.importing.records import Oddity
from blog.importing.values import printable

MOST_TOLD_OF_A_CODE = 200  # oddities; all are counted
MOST_KEPT_TOLD = 1000  # names of things that were edited here and so left alone
MOST_REASONS = 100  # why things were left out; those of more are counted together
OTHER_REASONS = "other reasons"
LONGEST_TOLD = 500  # characters of what a file says, in one sentence
VERBS = ("created", "updated", "unchanged", "kept", "skipped")


@dataclass(slots=True)
class Report:
    """Counts by kind and verb, what was skipped and why, what was odd, and what was left as edited here."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)  # kind → verb → number
    skipped: dict[str, int] = field(default_factory=dict)  # reason → number
    oddities: list[Oddity] = field(default_factory=list)  # the first MOST_TOLD_OF_A_CODE of each code
    oddity_counts: dict[str, int] = field(default_factory=dict)  # code → number of all
    kept: list[str] = field(default_factory=list)  # the first MOST_KEPT_TOLD: "article 12, “Title”"
    proof: dict[str, Any] = field(default_factory=dict)  # what the proof of addresses found

    def count(self, kind: str, verb: str, number: int = 1) -> None:
        """Add to a number; ``verb`` is one of VERBS."""
        if number:
            verbs = self.counts.setdefault(kind, {})
            verbs[verb] = verbs.get(verb, 0) + number

    def skip(self, reason: str, number: int = 1) -> None:
        """Count things that were left out."""
        reason = _brief(reason)
        if reason not in self.skipped and len(self.skipped) >= MOST_REASONS:
            reason = OTHER_REASONS
        self.skipped[reason] = self.skipped.get(reason, 0) + number

    def tell(self, oddity: Oddity) -> None:
        """Take something odd."""
        number = self.oddity_counts.get(oddity.code, 0) + 1
        self.oddity_counts[oddity.code] = number
        if number <= MOST_TOLD_OF_A_CODE:
            subject, detail, file = map(_brief, (oddity.subject, oddity.detail, oddity.file))
            self.oddities.append(Oddity(oddity.code, subject, detail, oddity.line, file))

    def keep(self, kind: str, subject: str) -> None:
        """Tell that a thing was edited here and so was left as it is."""
        self.count(kind, "kept")
        if len(self.kept) < MOST_KEPT_TOLD:
            self.kept.append(_brief(subject))

    def become(self, other: "Report") -> None:
        """Take over everything from another report."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(other, name))

    def as_json(self) -> dict[str, Any]:
        """Return plain values; ``from_json`` makes the same report of them."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Report":
        """Return the report that ``as_json`` told, or an empty one for no values."""
        known = {name: values[name] for name in cls.__dataclass_fields__ if name in values}
        return cls(**known | {"oddities": [Oddity(**each) for each in known.get("oddities", [])]})

    def as_text(self, most: int = MOST_KEPT_TOLD) -> str:
        """Return the report, a line for each fact, and of facts that are alike at most so many."""
        lines = [_counts_line(kind, verbs) for kind, verbs in sorted(self.counts.items())]
        lines += _section("Skipped", [f"{number} × {reason}" for reason, number in self.skipped.items()])
        lines += _section("Edited here and left alone", _first(self.kept, len(self.kept), most))
        for code, number in sorted(self.oddity_counts.items()):
            told = [_oddity_line(oddity) for oddity in self.oddities if oddity.code == code]
            lines += _section(f"{code}: {number}", _first(told, number, most))
        lines += _proof_lines(self.proof, most)
        return "\n".join(map(printable, lines)) + "\n"

    @property
    def failed_addresses(self) -> int:
        """How many old addresses lead nowhere, or elsewhere; 0 where none was asked for."""
        return int(self.proof.get("failed", 0))


def _first(told: list[str], number: int, most: int) -> list[str]:
    """Return at most so many lines of those told, and how many there are beyond them."""
    more = number - min(len(told), most)
    return told[:most] + ([f"and {more} more"] if more else [])


def _brief(text: str) -> str:
    """Return what a file says as the report keeps it, which is stored with each portion."""
    text = printable(text[: LONGEST_TOLD + 1])
    return text if len(text) <= LONGEST_TOLD else f"{text[: LONGEST_TOLD - 1]}…"


def _proof_lines(proof: Mapping[str, Any], most: int) -> list[str]:
    """Return how the old addresses answer, and those that fail, one by one."""
    if not proof:
        return []
    counts = [
        f"{kind}: " + ", ".join(f"{number} {verdict}" for verdict, number in sorted(verdicts.items()))
        for kind, verdicts in sorted(proof["counts"].items())
    ]
    failures = [f"{failure['address']}: {failure['reason']}" for failure in proof["failures"]]
    lines = _section(f"Old addresses: {proof['asked']} asked for, {proof['failed']} failed", counts)
    return lines + _section("Addresses that fail", _first(failures, proof["failed"], most))


def _counts_line(kind: str, verbs: Mapping[str, int]) -> str:
    numbers = ", ".join(f"{verbs[verb]} {verb}" for verb in VERBS if verbs.get(verb))
    return f"{kind}: {numbers}"


def _section(heading: str, lines: list[str]) -> list[str]:
    return ["", heading, *(f"  {line}" for line in lines)] if lines else []


def _oddity_line(oddity: Oddity) -> str:
    place = ", ".join(filter(None, [oddity.file, f"line {oddity.line}" if oddity.line else ""]))
    return f"{oddity.subject}: {oddity.detail}" + (f" ({place})" if place else "")
