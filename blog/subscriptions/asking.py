"""The mail by which somebody who typed an address proves that it is theirs: the double opt-in."""

from django.db import transaction

from blog.outbox import queue_mail
from blog.subscriptions.links import Purpose, link_to
from blog.subscriptions.models import Source, State, Subscriber


@transaction.atomic
def ask(email: str, source: Source = Source.FORM) -> bool:
    """Queue a mail to the address, and return whether there is one: a day takes few, whoever asks.

    One that follows already is told so, with the page where it can be ended. Whoever typed the address
    learns nothing of the difference.
    """
    subscriber = Subscriber.objects.locked(email, source)
    if not subscriber.may_be_asked():
        return False
    if subscriber.state == State.ACTIVE:
        queue_mail("follow-known", subscriber.email, {"manage_url": link_to(Purpose.MANAGE, subscriber)})
    else:
        queue_mail("follow-confirm", subscriber.email, {"confirm_url": link_to(Purpose.CONFIRM, subscriber)})
    return True
