"""How many follow the blog, as every page tells it."""

import time
from typing import ClassVar

from blog.subscriptions.models import Subscriber

KEPT_SECONDS = 60.0  # for which pages may go on with the number they know


class FollowerCount:
    """The number, asked for once a minute and process, so that no page pays for it."""

    _kept: ClassVar[tuple[float, int] | None] = None

    @classmethod
    def current(cls) -> int:
        """Return how many get mail, counted at most a minute ago."""
        kept = cls._kept
        if kept is None or time.monotonic() - kept[0] > KEPT_SECONDS:
            kept = (time.monotonic(), Subscriber.objects.active().count())
            cls._kept = kept
        return kept[1]

    @classmethod
    def keep(cls, count: int) -> None:
        """Take this number for the next minute."""
        cls._kept = (time.monotonic(), count)

    @classmethod
    def forget(cls) -> None:
        """Count again at the next use."""
        cls._kept = None
