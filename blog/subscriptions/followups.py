"""How leaving the blog's mails ends the mails about new comments too.

Comments know subscriptions, and not the other way round: whoever sends such mails registers how they end.
"""

from collections.abc import Callable

from blog.subscriptions.models.subscriber import normalised

_mutes: list[Callable[[str], int]] = []


def register(mute: Callable[[str], int]) -> None:
    """Have ``mute`` called for an address that is to get no more; it returns for how much it got any."""
    if mute not in _mutes:
        _mutes.append(mute)


def mute_all(email: str) -> int:
    """Send no more mail about new comments to an address; return for how many comments it had any."""
    return sum(mute(normalised(email)) for mute in _mutes)
