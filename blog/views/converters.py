"""Parts of addresses: years, months and days, and the kind of a feed."""


class Year:
    """Four digits."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return four digits."""
        return f"{value:04}"


class TwoDigits:
    """A month or day, read with one digit or two and written with two."""

    regex = "[0-9]{1,2}"

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return two digits."""
        return f"{value:02}"


class FeedKind:
    """``feed``, ``feed/rss2``, ``feed/atom`` and the like; ``rss`` or ``atom`` to the view."""

    regex = "feed(?:/(?:rss2|rss|atom))?"

    def to_python(self, value: str) -> str:
        """Return the format."""
        return "atom" if value.endswith("atom") else "rss"

    def to_url(self, value: str) -> str:
        """Return the canonical form."""
        return "feed/atom" if value == "atom" else "feed"
