"""How much a text looks like what moderators called spam. Pure: counts in, a probability out.

Sources: Paul Graham, "A Plan for Spam" (2002); Gary Robinson, "A Statistical Approach to the Spam Problem"
(2003): words that are rare count for less, and Fisher's method joins their probabilities.
"""

import math
import re
from collections.abc import Mapping
from itertools import islice
from typing import NamedTuple

MOST_TOKENS = 150  # of one comment
MOST_CHARACTERS = 20_000  # of a text that are looked at
TOKEN_CHARACTERS = 40
LEAST_OF_EACH = 10  # comments of both kinds, before anything is said
TELLING = 20  # the words that say most about a text
_WORD = re.compile(r"[^\W_][\w'’-]+")
_HOST = re.compile(r"(?:https?://|\bwww\.)([\w.-]+)", re.IGNORECASE)
# Scripts without spaces: each pair of neighbours is a word.
_PAIR = re.compile(r"(?=([\u3040-\u30ff\u3400-\u9fff]{2}))")


class Counts(NamedTuple):
    """In how many comments of either kind a word stood."""

    spam: int
    public: int


class Verdict(NamedTuple):
    """A probability from 0 (fine) to 1 (spam), and the words that speak for it, the most telling first."""

    probability: float
    words: list[str]


def tokens(*texts: str) -> set[str]:
    """Return the words of the texts, and the hosts of their links; the first MOST_TOKENS of them."""
    text = "\n".join(texts)[:MOST_CHARACTERS].casefold()
    hosts = (f"//{host}" for host in _HOST.findall(text))
    found = dict.fromkeys([*hosts, *_PAIR.findall(text), *_WORD.findall(text)])
    return {token[:TOKEN_CHARACTERS] for token in islice(found, MOST_TOKENS)}


def judge(counts: Mapping[str, Counts], totals: Counts) -> Verdict | None:
    """Return what the counts of a text's words say; None while too few comments have been learnt."""
    if min(totals) < LEAST_OF_EACH:
        return None
    chances = {word: _chance(count, totals) for word, count in counts.items()}
    telling = sorted(chances, key=lambda word: (-abs(chances[word] - 0.5), word))[:TELLING]
    if not telling:
        return Verdict(0.5, [])
    spam = 1 - _fisher([1 - chances[word] for word in telling])
    public = 1 - _fisher([chances[word] for word in telling])
    probability = (1 + spam - public) / 2
    side = [word for word in telling if (chances[word] > 0.5) == (probability > 0.5)]
    return Verdict(probability, side[:3])


def _chance(count: Counts, totals: Counts) -> float:
    """Return how probable spam is with this word; a word seen once is nearly undecided."""
    spam, public = count.spam / totals.spam, count.public / totals.public
    seen = count.spam + count.public
    raw = spam / (spam + public) if seen else 0.5
    return (0.5 + seen * raw) / (1 + seen)


def _fisher(chances: list[float]) -> float:
    """Return the chance that chances as small as these come together by accident (chi-square's tail)."""
    half = -sum(map(math.log, chances))
    term = total = math.exp(-half)
    for number in range(1, len(chances)):
        term *= half / number
        total += term
    return min(total, 1.0)
