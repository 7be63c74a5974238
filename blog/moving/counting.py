"""What a run has counted so far, in words."""

from collections.abc import Mapping

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import ngettext

type Counts = Mapping[str, Mapping[str, int]]  # kind → verb → number


def counted(counts: Counts) -> list[str]:
    """Return ``1,200 articles`` and the like; of the kinds alone that there are many of."""
    numbers = {kind: sum(verbs.values()) for kind, verbs in counts.items()}
    told = [_words(kind, number) for kind, number in numbers.items() if number]
    return [words for words in told if words]


def _words(kind: str, number: int) -> str:
    plurals = {
        "article": ngettext("%s article", "%s articles", number),
        "page": ngettext("%s page", "%s pages", number),
        "comment": ngettext("%s comment", "%s comments", number),
        "attachment": ngettext("%s picture or file", "%s pictures and files", number),
    }
    return plurals[kind] % intcomma(number) if kind in plurals else ""
