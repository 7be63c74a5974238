"""The score of a comment: from 0, fine, to 100, spam, as a sum of signals that a moderator can read.

Pure: knows no models and asks no database. WordPress's own rules are in ``moderation``, and come first.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.comments.bayes import Verdict
from blog.comments.moderation import Draft, count_links

QUICKEST = 3.0  # seconds from the first look at the form to its sending, that people need
LEAST_LETTERS = 20  # before their case says anything
ORDINARY_RUNS = "-–—_=*.~#…"  # lines and dots that people draw
_LINK = re.compile(r"(?:https?://|\bwww\.)\S+", re.IGNORECASE)
_RUN = re.compile(r"(\S)\1{7,}")
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK")


class Signal(TextChoices):
    """What speaks for or against a comment; the label is the sentence, with its detail."""

    TRAP = "trap", gettext_lazy("The field that people do not see was filled in.")
    HASTE = "haste", gettext_lazy("It was written within %(detail)s seconds.")
    LINKS = "links", gettext_lazy("Links: %(detail)s.")
    RATIO = "ratio", gettext_lazy("It is little more than links.")
    WEBSITE = "website", gettext_lazy("A guest without a history gave a website.")
    UPPER = "upper", gettext_lazy("Most of it is in capital letters.")
    SCRIPTS = "scripts", gettext_lazy("“%(detail)s” mixes alphabets.")
    REPEATED = "repeated", gettext_lazy("It repeats “%(detail)s” many times.")
    PROOF = "proof", gettext_lazy("Its browser did the work that was asked of it.")
    GOOD_NAME = "good-name", gettext_lazy("This person’s public comments: %(detail)s.")
    BAD_NAME = "bad-name", gettext_lazy("This person’s comments that were spam: %(detail)s.")
    AKISMET = "akismet", gettext_lazy("Akismet takes it for spam.")
    WORST = "akismet-worst", gettext_lazy("Akismet takes it for the worst kind of spam.")
    WORDS = "words", gettext_lazy("Its words, compared with what moderators decided: %(detail)s.")


@dataclass(frozen=True)
class Circumstances:
    """What is known beside the text."""

    is_trapped: bool = False
    seconds: float | None = None  # told by the form's script, so only a hint
    is_guest: bool = False
    public_count: int = 0  # comments of the verified identity
    spam_count: int = 0
    verdict: Verdict | None = None  # of the filter
    akismet: str = ""  # what it said: see models.opinion
    has_worked: bool = False  # its browser has answered the challenge


type Signals = list[list[str | int]]  # lists of signal, points and detail, as stored


def signals_of(draft: Draft, around: Circumstances) -> Signals:
    """Return everything that speaks for or against the comment."""
    return [[signal.value, points, detail] for signal, points, detail in _all(draft, around) if points]


def total(signals: Signals) -> int:
    """Return the score of these signals."""
    return max(0, min(100, sum(int(points) for _signal, points, _detail in signals)))


def explain_signals(signals: Signals) -> list[str]:
    """Return each signal as a sentence with its points for the moderator."""
    known = (signal for signal in signals if signal[0] in Signal)
    return [
        _("%(points)+d: %(sentence)s")
        % {"points": int(points), "sentence": str(Signal(str(code)).label) % {"detail": detail}}
        for code, points, detail in known
    ]


def _all(draft: Draft, around: Circumstances) -> Iterator[tuple[Signal, int, str]]:
    if around.is_trapped:
        # Enough to hold it, and with anything else spam: a program that fills in forms for people may
        # have done it, too.
        yield Signal.TRAP, 80, ""
    if around.seconds is not None and 0 <= around.seconds < QUICKEST:
        yield Signal.HASTE, 20, f"{around.seconds:.1f}"
    yield from _of_text(draft)
    if around.is_guest and draft.url and not around.public_count:
        yield Signal.WEBSITE, 5, ""
    if around.akismet == "spam":
        yield Signal.AKISMET, 60, ""
    if around.akismet == "worst":
        yield Signal.WORST, 100, ""
    if around.has_worked:
        yield Signal.PROOF, -20, ""
    yield Signal.GOOD_NAME, -min(30, 10 * around.public_count), str(around.public_count)
    yield Signal.BAD_NAME, min(40, 20 * around.spam_count), str(around.spam_count)
    if around.verdict:
        lean = (around.verdict.probability - 0.5) * 2
        points = round(lean * (40 if lean > 0 else 20))
        yield Signal.WORDS, points, ", ".join(around.verdict.words)


def _of_text(draft: Draft) -> Iterator[tuple[Signal, int, str]]:
    links = count_links(draft.html)
    yield Signal.LINKS, min(30, 8 * links), str(links)
    bare = _LINK.sub("", draft.text).strip()
    if links and len(bare) < len(draft.text) / 3:
        yield Signal.RATIO, 15, ""
    letters = [char for char in bare if char.isalpha()]
    if len(letters) >= LEAST_LETTERS and sum(map(str.isupper, letters)) > 0.6 * len(letters):
        yield Signal.UPPER, 15, ""
    if word := _mixed_word(f"{draft.name} {bare}"):
        yield Signal.SCRIPTS, 20, word[:30]
    runs = (run[1] for run in _RUN.finditer(bare))
    if char := next((run for run in runs if run not in ORDINARY_RUNS), ""):
        yield Signal.REPEATED, 10, char


def _mixed_word(text: str) -> str:
    """Return a word whose letters look alike but are of several alphabets."""
    if text.isascii():
        return ""
    words = (word for word in re.findall(r"[^\W\d_]{3,}", text[:20_000]) if not word.isascii())
    return next((word for word in words if len(_alphabets(word)) > 1), "")


def _alphabets(word: str) -> set[str]:
    names = (unicodedata.name(char, "").partition(" ")[0] for char in word)
    return {name for name in names if name in _ALPHABETS}
