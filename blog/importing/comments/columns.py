"""What of a comment in a file fits into our columns. Pure but for the names of our states."""

import html
import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from blog import markdown
from blog.comments.models import Kind, State
from blog.comments.people import AGENT_CHARACTERS
from blog.importing.comments.outcome import Outcome
from blog.importing.records import Comment
from blog.importing.values import UNPRINTABLE
from blog.models.content import BodyFormat

NAME_CHARACTERS, EMAIL_CHARACTERS, URL_CHARACTERS, SERVICE_CHARACTERS = 245, 254, 200, 20
EMAIL = re.compile(r"[^\s@<>()\[\]\\,;:\"]{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,63}")
NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
URL_CHARACTERS_OF_PICTURE = 500
KEPT = 8192  # names, addresses and the like are the same again and again


@dataclass(slots=True)
class Columns:
    """The values of one comment, as they are stored."""

    text: str
    body_format: str
    author_name: str
    email: str
    url: str
    ip_address: str | None
    user_agent: str
    submitted_at: datetime
    user_id: int | None
    state: str
    kind: str
    service: str

    @property
    def is_mailable(self) -> bool:
        """Whether the address can be one; else it is kept, and never written to."""
        return is_email(self.email)

    def digest(self) -> bytes:
        """Return 16 bytes that are equal for what is equal. Traces are not in it: they are erased in time."""
        moment = self.submitted_at.astimezone(UTC).isoformat()
        return blake2b(
            f"{self.text}\0{self.body_format}\0{self.author_name}\0{self.email}\0{self.url}\0{moment}"
            f"\0{self.user_id}\0{self.state}\0{self.kind}\0{self.service}".encode(),
            digest_size=16,
        ).digest()


def digest_of_stored(comment: Any) -> bytes:
    """Return the digest of a BlogComment as it is now."""
    return Columns(
        text=comment.comment,
        body_format=comment.comment_format,
        author_name=comment.author_name,
        email=comment.user_email,
        url=comment.user_url,
        ip_address=None,
        user_agent="",
        submitted_at=comment.submit_date,
        user_id=comment.user_id,
        state=comment.state,
        kind=comment.kind,
        service=comment.service,
    ).digest()


def columns_of(
    comment: Comment, people: Mapping[str, int], outcome: Outcome, fallback: datetime | None = None
) -> Columns:
    """Return the values to store; what does not fit is left out or shortened, and told."""
    name = clean_name(comment.author_name)
    if len(name) > NAME_CHARACTERS:
        outcome.tell("long-name", comment, f"The name has {len(name)} characters and was cut.")
        name = name[:NAME_CHARACTERS]
    email = clean_email(comment.email)
    if comment.email and not is_email(email):
        outcome.tell(
            "bad-email", comment, f"“{comment.email[:100]}” is no e-mail address; nobody writes to it."
        )
    url = clean_url(comment.url)
    if comment.url and not url and not is_nothing(comment.url):
        outcome.tell("bad-url", comment, f"“{comment.url[:100]}” is no address of a website; left out.")
    address = clean_ip(comment.ip_address)
    if comment.ip_address and not address:
        outcome.tell("bad-ip", comment, f"“{comment.ip_address[:100]}” is no network address; left out.")
    text, body_format = _text_of(comment, outcome)
    if comment.submitted_at is None:
        outcome.tell("no-date", comment, "It has no date; it got that of what it stands under.")
    return Columns(
        text=text,
        body_format=body_format,
        author_name=name,
        email=email,
        url=url,
        ip_address=address,
        user_agent=clean_agent(comment.user_agent),
        submitted_at=comment.submitted_at or fallback or NO_TIME,
        user_id=people.get(comment.person) if comment.person else None,
        state=_state_of(comment, outcome),
        kind=str(comment.kind) if comment.kind in _KINDS else Kind.COMMENT.value,
        service=comment.service[:SERVICE_CHARACTERS],
    )


@lru_cache(KEPT)
def clean_name(name: str) -> str:
    """Return a name without what cannot be seen; entities were read by whoever read the file."""
    return UNPRINTABLE.sub(" ", name).strip()


@lru_cache(KEPT)
def clean_email(email: str) -> str:
    """Return what was typed as an address, in one line; empty where the column cannot hold it."""
    cleaned = UNPRINTABLE.sub("", email).strip()
    return cleaned if len(cleaned) <= EMAIL_CHARACTERS else ""


@lru_cache(KEPT)
def is_email(email: str) -> bool:
    """Whether mail could be sent there."""
    return bool(EMAIL.fullmatch(email))


@lru_cache(KEPT)
def clean_url(url: str) -> str:
    """Return the address of a website, or an empty text: http and https alone, with a host."""
    url = html.unescape(url).strip()
    if re.match(r"[\w-]+(?:\.[\w-]+)+(?:[/?#:]|$)", url):
        url = f"http://{url}"  # as WordPress does
    try:
        parts = urlsplit(url)
        is_fine = parts.scheme.lower() in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        return ""
    if not is_fine or len(url) > URL_CHARACTERS or re.search(r"[\s\"<>\\^`{|}\x00-\x1f\x7f]", url):
        return ""
    return url


@lru_cache(KEPT)
def clean_picture_url(url: str) -> str:
    """Return the address to fetch a commenter's picture from, over https; empty where there is none."""
    url = html.unescape(url).strip()
    url = f"https:{url}" if url.startswith("//") else url
    if not re.match(r"https?://", url, re.IGNORECASE) or UNPRINTABLE.search(url):
        return ""
    secure = "https://" + url.partition("://")[2]
    return secure if len(secure) <= URL_CHARACTERS_OF_PICTURE else ""


def is_nothing(url: str) -> bool:
    """Whether the field was left as the form had it."""
    return url.strip() in {"http://", "https://", "http://Website", "http://URL"}


@lru_cache(KEPT)
def clean_ip(address: str) -> str | None:
    """Return the network address as PostgreSQL takes it, None where it is none."""
    try:
        ip = ipaddress.ip_address(address.strip())
    except ValueError:
        return None
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id:
            return None
        return str(ip.ipv4_mapped or ip)
    return str(ip)


@lru_cache(KEPT)
def clean_agent(agent: str) -> str:
    """Return the browser's name as a native comment has it."""
    return UNPRINTABLE.sub(" ", agent)[:AGENT_CHARACTERS]


def visitor_key(like: str, source_id: int) -> str:
    """Return a key like a browser's for somebody without an account, the same in every run."""
    return blake2b(f"{source_id}\0{like}".encode(), digest_size=16).hexdigest()


def _text_of(comment: Comment, outcome: Outcome) -> tuple[str, str]:
    text, body_format = comment.body, comment.body_format
    if len(text) > markdown.COMMENT_CHARACTERS:
        outcome.tell("long-comment", comment, f"It has {len(text)} characters, and was kept whole.")
        if body_format == BodyFormat.MARKDOWN:  # which is rendered up to that length alone
            return html.escape(text, quote=False), BodyFormat.WORDPRESS.value
    return text, str(body_format)


def _state_of(comment: Comment, outcome: Outcome) -> str:
    if comment.state in _STATES:
        return str(comment.state)
    outcome.tell("unknown-state", comment, f"“{comment.state[:50]}” is no state of a comment; it is held.")
    return State.PENDING.value


_KINDS, _STATES = frozenset(Kind.values), frozenset(State.values)
