"""Who may not begin to follow, as others decide it.

Comments know subscriptions, and not the other way round: whoever keeps a list of the blocked registers how
they are turned away. Ending mails is asked of nobody.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

type Refuse = Callable[[HttpRequest, str], HttpResponse | None]

_refusals: list[Refuse] = []


def register(refuse: Refuse) -> None:
    """Have ``refuse`` asked before an address begins to follow; it returns an answer, or None."""
    if refuse not in _refusals:
        _refusals.append(refuse)


def refusal(request: HttpRequest, email: str) -> HttpResponse | None:
    """Return what to answer instead of letting the address follow; None where nothing is against it."""
    return next(filter(None, (refuse(request, email) for refuse in _refusals)), None)
