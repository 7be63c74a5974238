"""WordPress's rules of what is held and what goes to the trash. Pure: knows no models and asks no database.

Sources: WordPress, ``check_comment()`` and ``wp_check_comment_disallowed_list()``: a word matches anywhere
in name, e-mail, address, text, IP and agent, inside words too, whatever its case.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

import nh3
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext


class Reason(TextChoices):
    """Why a comment is not public at once."""

    FIRST = "first", gettext_lazy("First comment, or address not confirmed.")
    ALL = "all", gettext_lazy("Every comment is held.")
    LINKS = "links", gettext_lazy("It has many links.")
    WORD = "word", gettext_lazy("It has a word of the moderation list.")
    DISALLOWED = "disallowed", gettext_lazy("It has a word of the disallowed list.")
    SCORE = "score", gettext_lazy("It looks like spam.")
    DOUBTFUL = "doubtful", gettext_lazy("It is doubtful.")
    EDITED = "edited", gettext_lazy("Its writer changed it.")
    MODERATOR = "moderator", gettext_lazy("A moderator held it.")


@dataclass(frozen=True)
class Draft:
    """A comment before it is stored, as the rules see it."""

    name: str
    email: str
    url: str
    text: str
    html: str
    address: str
    agent: str


@dataclass(frozen=True)
class Rules:
    """What the operator set."""

    first_is_held: bool
    all_are_held: bool
    links_held_from: int  # 0: any number is fine
    moderation_words: str  # one a line
    disallowed_words: str


type Held = list[list[str]]  # pairs of Reason and detail, as stored in ``held_because``


def disallowed_because(draft: Draft, rules: Rules) -> Held:
    """Return why it belongs into the trash; empty when it does not."""
    word = find_word(draft, rules.disallowed_words)
    return [[Reason.DISALLOWED.value, word]] if word else []


def held_because(draft: Draft, rules: Rules, *, is_known: bool) -> Held:
    """Return every reason to hold it; ``is_known``: the writer's identity has a public comment."""
    reasons: Held = []
    if rules.all_are_held:
        reasons.append([Reason.ALL.value, ""])
    if rules.first_is_held and not is_known:
        reasons.append([Reason.FIRST.value, ""])
    link_count = count_links(draft.html)
    if rules.links_held_from and link_count >= rules.links_held_from:
        reasons.append([Reason.LINKS.value, str(link_count)])
    if word := find_word(draft, rules.moderation_words):
        reasons.append([Reason.WORD.value, word])
    return reasons


def find_word(draft: Draft, words: str) -> str:
    """Return the first word of the list that the draft holds, or an empty text."""
    places = [draft.name, draft.email, draft.url, draft.text, _bare(draft.html), draft.address, draft.agent]
    folded = [place.casefold() for place in places]
    return next((word for word in _lines(words) if any(word.casefold() in place for place in folded)), "")


def count_links(html: str) -> int:
    """Return the number of links in a rendered comment; addresses written as plain text count too."""
    written_out = re.sub(r"<a [^>]*>.*?</a>", "", html, flags=re.DOTALL)
    return html.count("<a ") + len(re.findall(r"https?://|\bwww\.", _bare(written_out), flags=re.IGNORECASE))


def explain(code: str, detail: str) -> str:
    """Return a reason as a sentence for the moderator."""
    if code == Reason.LINKS:
        count = int(detail or 0)
        return ngettext("It has %(count)d link.", "It has %(count)d links.", count) % {"count": count}
    if code == Reason.WORD:
        return _("It has “%(word)s” of the moderation list.") % {"word": detail}
    if code == Reason.DISALLOWED:
        return _("It has “%(word)s” of the disallowed list.") % {"word": detail}
    if code == Reason.SCORE:
        return _("It looks like spam: %(score)s of 100 points.") % {"score": detail}
    if code == Reason.DOUBTFUL:
        return _("It is doubtful: %(score)s of 100 points, and no proof of work.") % {"score": detail}
    return str(Reason(code).label)


def _bare(html: str) -> str:
    return unescape(nh3.clean(html, tags=set()))


def _lines(words: str) -> Iterable[str]:
    return filter(None, (line.strip() for line in words.splitlines()))
