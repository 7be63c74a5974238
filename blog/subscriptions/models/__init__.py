"""Who follows the blog, and which text goes to whom."""

from blog.subscriptions.models.delivery import Announcement, Delivery
from blog.subscriptions.models.subscriber import (
    EndReason,
    Source,
    State,
    Subscriber,
    SubscriberQuerySet,
)
from blog.subscriptions.schedule import Frequency

__all__ = [
    "Announcement",
    "Delivery",
    "EndReason",
    "Frequency",
    "Source",
    "State",
    "Subscriber",
    "SubscriberQuerySet",
]
