"""Curly quotes, dashes and ellipses where WordPress shows them, and nothing else is changed.

Source of the rules: WordPress's ``wptexturize``. Where that guesses wrong and the text tells better, the
better is shown: a quote that closes behind a tag is a closing one, a year or ``'Twas`` begins with an
apostrophe in capitals too, and addresses keep their hyphens. Takes linear time.
"""

import re
from html import unescape

from blog.wordpress_text.shield import MARK, MARK_END

# Each alternative begins with a literal, so that the matcher leaps from one to the next; what a token is, its
# first character tells. A tag's attributes may hold < and >, and stray apostrophes outside of quotes.
_TOKEN = re.compile(
    r"<!--[^<>]*>|<[a-zA-Z/](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|<[a-zA-Z/][^<>]*>"
    r"|\[[a-zA-Z][\w-]*\s[^\[\]=]*=[^\[\]]*\]"
    rf"|{MARK}[0-9]*{MARK_END}"
    r"|https?://[^\s<>\"\[\]]+"
    r"|\"|''|'|``"
    r"|-(?<!--)(?:--?)?(?!-)"
    r"|\.\.\."
    r"|\(tm\)|\(TM\)"
    r"|x(?<=[0-9]x)(?=[0-9])"
)
_NEEDED = re.compile(r"\"|'|--|\.\.\.|``| - |\(tm\)|\(TM\)|x(?<=[0-9]x)(?=[0-9])")
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_NUMBER = re.compile(r"(?<![\w.,])[0-9][0-9.,]{0,20}$")
_UNTOUCHED = frozenset({"pre", "code", "kbd", "style", "script", "tt"})
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark",
    "q", "s", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var",
})  # fmt: skip
_ENTITY = re.compile(r"&#?\w{1,10};$", re.ASCII)
_OPENING = frozenset("([{<«“‘„‚¿¡-–—/…")
# Words and years that begin with an apostrophe.
_SHORTENED = re.compile(
    r"(?:[0-9]{2}(?:[0-9]{2})?s?|tis|twas|twere|twill|til|tain|bout|nuff|round|cause|em)(?!\w)", re.IGNORECASE
)
_XN = "xn"  # before the hyphens of an encoded domain name


def texturize(text: str) -> str:
    """Return ``text`` with typographic characters; tags, marks, and shortcodes with attributes stay."""
    return _Setter(text).set() if _NEEDED.search(text) else text


class _Setter:
    """Goes over one text once, and knows what stands before, across tags that divide no words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.before = " "
        self.parts: list[str] = []
        self.is_open = {'"': False, "'": False}  # whether a quotation waits for its end

    def set(self) -> str:
        """Return the text."""
        place = 0
        while found := _TOKEN.search(self.text, place):
            if found.start() > place:
                gap = self.text[place : found.start()]
                self.parts.append(gap)
                self.before = gap[-1]
                if self.before == ";" and (entity := _ENTITY.search(gap[-12:])):
                    self.before = (unescape(entity[0]) or " ")[-1]
            place = self._meet(found)
        self.parts.append(self.text[place:])
        return "".join(self.parts)

    def _meet(self, found: re.Match[str]) -> int:
        """Set one token; return where to go on."""
        token = made = found[0]
        kind = token[0]
        if kind == "<":
            return self._meet_tag(found)
        if kind in "\"'`":
            made = self._quote(token, found.end())
        elif kind == "-":
            made = self._dash(found)
        elif kind in ".(":
            made = "…" if kind == "." else "™"
        elif kind == "x" and self._is_factor(found.start()):
            made = "×"
        self.parts.append(made)
        self.before = "x" if kind == MARK else " " if kind == "[" else made[-1]
        return found.end()

    def _meet_tag(self, found: re.Match[str]) -> int:
        self.parts.append(found[0])
        named = _NAME.match(found[0])
        name = named[1].lower() if named else ""
        if name in _UNTOUCHED and found[0][1] != "/":
            return self._skip(name, found.end())
        if name and name not in _INLINE:
            self.before, self.is_open = " ", dict.fromkeys(self.is_open, False)
        return found.end()

    def _is_factor(self, place: int) -> bool:
        """Whether a whole number stands before, and not the beginning of a hexadecimal one."""
        number = _NUMBER.search(self.text[max(0, place - 22) : place])
        return number is not None and number[0] != "0"

    def _skip(self, name: str, place: int) -> int:
        """Keep the content of an element; all that is left when it has no end."""
        closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(self.text, place)
        to = closing.end() if closing else len(self.text)
        self.parts.append(self.text[place:to])
        self.before = "x"
        return to

    def _quote(self, mark: str, end: int) -> str:
        if mark == "``":
            return "“"
        after = self.text[end : end + 1]
        kind = "'" if mark == "'" else '"'
        begins = self.before.isspace() or self.before in _OPENING
        if kind == "'" and begins and _SHORTENED.match(self.text, end):
            return "’"
        if mark != "''" and begins and not (self.is_open[kind] and (not after or after.isspace())):
            self.is_open[kind] = True
            return "‘" if kind == "'" else "“"
        if self.before.isdigit() and not self.is_open[kind] and mark != "''" and not after.isalnum():
            return "′" if kind == "'" else "″"
        if not (kind == "'" and after.isalnum()):
            self.is_open[kind] = False
        return "’" if kind == "'" else "”"

    def _dash(self, found: re.Match[str]) -> str:
        length = len(found[0])
        after = self.text[found.end() : found.end() + 1]
        is_apart = self.before.isspace() and (not after or after.isspace())
        if length == 1:
            return "–" if is_apart and after else "-"
        if length == 3 or is_apart:
            return "—"
        return "--" if self.text[max(0, found.start() - 2) : found.start()].lower() == _XN else "–"
