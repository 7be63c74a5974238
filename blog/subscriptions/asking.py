"""The mail by which somebody who typed an address proves that it is theirs: the double opt-in."""

import secrets
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from blog import outbox
from blog.outbox import queue_mail
from blog.subscriptions import links
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


@transaction.atomic
def ask_many(new: Sequence[Subscriber]) -> None:
    """Queue a mail to each of those who have just been stored, the words of it once."""
    if not new:
        return
    mark = secrets.token_urlsafe(16)
    content = outbox.render("follow-confirm", {"confirm_url": links.address(Purpose.CONFIRM, mark)})
    recipients = [(each.email, links.token(each.pk, Purpose.CONFIRM)) for each in new]
    outbox.queue_copies(content, {}, mark, recipients)
    numbers = [each.pk for each in new]
    Subscriber.objects.filter(pk__in=numbers).update(asked_at=timezone.now(), asked_count=1)
