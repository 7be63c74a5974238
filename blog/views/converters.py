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
    """A day, read with one digit or two and written with two; what is none may be the slug of an article."""

    regex = "[0-9]{1,2}"
    most = 31

    def to_python(self, value: str) -> int:
        """Return the number; raises ValueError when there is no such day."""
        number = int(value)
        if not 1 <= number <= self.most:
            raise ValueError
        return number

    def to_url(self, value: int) -> str:
        """Return two digits."""
        return f"{value:02}"


class Month(TwoDigits):
    """A month, read and written likewise."""

    most = 12


class FeedKind:
    """``feed``, ``feed/rss2``, ``feed/atom`` and the like; ``rss`` or ``atom`` to the view."""

    regex = "feed(?:/(?:rss2|rss|atom))?"

    def to_python(self, value: str) -> str:
        """Return the format."""
        return "atom" if value.endswith("atom") else "rss"

    def to_url(self, value: str) -> str:
        """Return the canonical form."""
        return "feed/atom" if value == "atom" else "feed"
