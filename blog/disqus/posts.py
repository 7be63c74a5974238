"""Makes comments of the posts of an export."""

from datetime import UTC, datetime

from blog.disqus.elements import Elements
from blog.importing.records import Comment

LARGEST = 2**63 - 1


def make_comment(key: str, thread: str, elements: Elements) -> Comment:
    """Return the comment; ``key`` and ``thread`` are what Disqus calls it and what it stands in."""
    parent = elements.reference("parent")
    return Comment(
        key=key,
        text=thread,
        body=elements.get("message"),
        body_format="html",
        number=int(key) if key.isascii() and key.isdigit() and 0 < int(key[:19]) <= LARGEST else None,
        parent="" if parent == key else parent,
        state=_state(elements),
        author_name=elements.get("author/name") or elements.get("author/username"),
        email=elements.get("author/email"),
        url=elements.get("author/link"),
        ip_address=elements.get("ipAddress"),
        submitted_at=_moment(elements.get("createdAt")),
    )


def _state(elements: Elements) -> str:
    """Return the state: what was deleted or is spam stays so, and can be looked at by a moderator."""
    if elements.is_set("isDeleted"):
        return "trash"
    if elements.is_set("isSpam"):
        return "spam"
    is_held = elements.get("isApproved").lower() in {"false", "0"}
    return "pending" if is_held else "public"


def _moment(text: str) -> datetime | None:
    """Return a time; one without a zone is in UTC."""
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
