"""Addresses of the old site within a text, made addresses of this one. Knows no Django."""

import re
from collections.abc import Collection
from functools import lru_cache
from re import Match, Pattern

_SLASHES = r"(?:\\?/){2}"  # block comments hold JSON, in which a slash may be escaped
# Tags and block comments; shortcodes.
_MARKUP = r"<[^<>]*>|\[/?[a-z][^\[\]<>]*\]"
_CODE = re.compile(r"\[(/?)((?:source)?code)\b", re.IGNORECASE)
# Where an address begins within markup. One within another address (…/sharer.php?u=http://…) does not.
_START = r"""(?:(?<=["'\s(\]])|(?<=href=)|(?<=src=)|(?<=quot;)|(?<=u0022))"""


def localise(text: str, hosts: Collection[str]) -> str:
    """Return a text of WordPress with the addresses of ``hosts`` made root-relative.

    That is: in attributes, block comments, shortcodes, and alone on a line (where WordPress embeds them);
    what readers see otherwise stays. ``hosts`` are names without a scheme; ``www.`` before them, the file
    host of WordPress.com and its picture proxy are known by themselves. Takes linear time.
    """
    names = frozenset(_bare_name(host) for host in hosts) - {""}
    lowered = text.lower()
    if not any(name in lowered for name in _spellings(names)):
        return text
    return _Localiser(text, names).localised()


class _Localiser:
    """Walks over one text, and knows whether it is within code."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        self.text = text
        self.address, self.token = _patterns(names)
        self.code = ""  # the shortcode within which nothing is markup
        self.in_pre = False  # lines within <pre> are no embeds
        self.last_close = {
            name: max((found.start() for found in re.finditer(rf"\[/{name}\]", text, re.I)), default=-1)
            for name in ("code", "sourcecode")
        }

    def localised(self) -> str:
        """Return the text with the addresses replaced."""
        return self.token.sub(self._replace, self.text)

    def _replace(self, found: Match[str]) -> str:
        token = found[0]
        if not found["markup"]:
            is_kept = self.code or (found["line"] and self.in_pre)
            return token if is_kept else self.address.sub(_root_relative, token)
        if token[0] == "[" and (name := _CODE.match(token)):
            self._meet_code(name[2].lower(), found.start(), is_closing=bool(name[1]))
            return token
        if self.code:
            return token
        if token[:4].lower() == "<pre":
            self.in_pre = True
        elif token[:5].lower() == "</pre":
            self.in_pre = False
        return self.address.sub(_root_relative, token)

    def _meet_code(self, name: str, place: int, *, is_closing: bool) -> None:
        if is_closing and self.code == name:
            self.code = ""
        elif not is_closing and not self.code and place < self.last_close[name]:
            self.code = name


def _root_relative(found: Match[str]) -> str:
    """Return the path of an address, with one slash at its beginning: two would name a host."""
    slash = "\\/" if "\\/" in found["scheme"] else "/"
    folder = f"{slash}wp-content{slash}uploads" if found["files"] else ""
    return (found["lead"] or "") + folder + slash


def _bare_name(host: str) -> str:
    return host.strip().lower().removeprefix("www.").rstrip("./")


def _spellings(names: frozenset[str]) -> frozenset[str]:
    """Return the names with those of their file hosts."""
    return names | {
        name.removesuffix(".wordpress.com") + ".files.wordpress.com"
        for name in names
        if name.endswith(".wordpress.com")
    }


@lru_cache(maxsize=64)
def _patterns(names: frozenset[str]) -> tuple[Pattern[str], Pattern[str]]:
    """Return what an address up to its path is, and what a text is searched for."""
    hosts = _spellings(names)
    ours = "|".join(sorted(map(re.escape, hosts - _file_hosts(hosts)), key=len, reverse=True)) or "(?!)"
    files = "|".join(sorted(map(re.escape, _file_hosts(hosts)), key=len, reverse=True)) or "(?!)"
    host = (
        rf"(?P<scheme>(?:https?:)?{_SLASHES})(?:i[0-3]\.wp\.com\\?/)?"
        rf"(?:(?:www\.)?(?:{ours})|(?P<files>{files}))(?::80|:443)?"
        r"(?:[\\/]+|(?=[?#\"'\s)\]\[<>]|\Z))"  # else the name goes on, and is another host
    )
    lead = r"^[ \t]*(?:<p>)?"
    bare = host.replace("?P<scheme>", "?:").replace("?P<files>", "?:")
    line = rf"{lead}{bare}[^\s<>\[\]]*(?=[ \t\r]*(?:</p>)?[ \t\r]*$)"
    rest = rf"(?:(?<=\[embed\])|(?<=href=\")|(?<=src=\")){bare}"
    token = rf"(?P<line>{line})|(?P<markup>{_MARKUP})|{rest}"
    address = rf"(?:{_START}|(?P<lead>{lead})){host}"
    return re.compile(address, re.I | re.M), re.compile(token, re.I | re.M)


def _file_hosts(hosts: frozenset[str]) -> frozenset[str]:
    return frozenset(host for host in hosts if host.endswith(".files.wordpress.com"))
