"""E-mail addresses that people and browsers read, and simple harvesters do not."""

import re
from html import escape, unescape

TAG = re.compile(r'(<[^<>"]*(?:"[^"]*"[^<>"]*)*>)')
MAIL_LINK = re.compile(r'(?<=href=")mailto:[^"]*', re.IGNORECASE)
ADDRESS = re.compile(r"(?<![\w.:/+@-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")


def protect_addresses(html: str) -> str:
    """Write each character of every e-mail address in cleaned HTML as a character reference.

    An address in plain text becomes a link.
    """
    parts, is_linked = [], False
    for part in TAG.split(html):
        if part.startswith("<"):
            is_linked = (is_linked or part.startswith("<a ")) and part != "</a>"
            parts.append(MAIL_LINK.sub(lambda found: _encode(unescape(found[0])), part))
        else:
            parts.append(_protect_text(unescape(part), is_linked))
    return "".join(parts)


def _protect_text(text: str, is_linked: bool) -> str:
    parts, end = [], 0
    for found in ADDRESS.finditer(text):
        shown = _encode(found[0])
        parts.append(escape(text[end : found.start()], quote=False))
        parts.append(shown if is_linked else f'<a href="{_encode("mailto:")}{shown}">{shown}</a>')
        end = found.end()
    return "".join([*parts, escape(text[end:], quote=False)])


def _encode(text: str) -> str:
    """Write decimal and hexadecimal references in turn."""
    return "".join(
        f"&#{ord(char)};" if place % 2 else f"&#x{ord(char):x};" for place, char in enumerate(text)
    )
