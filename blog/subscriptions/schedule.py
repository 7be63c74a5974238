"""When mail about new articles is due, by the clock of the site. Pure but for the site's time zone."""

from datetime import datetime, time, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.models import SiteSettings

HOUR = time(8)  # of the site's day, for both kinds of digest
DAYS_AHEAD = 7


class Frequency(models.TextChoices):
    """How often a follower wants mail."""

    AT_ONCE = "now", _("At once")
    DAILY = "daily", _("Daily")
    WEEKLY = "weekly", _("Weekly")


def due_at(frequency: str, now: datetime) -> datetime:
    """Return when an article of ``now`` goes to followers with that frequency: weekly is on Mondays."""
    if frequency == Frequency.AT_ONCE:
        return now
    zone = SiteSettings.current().zone
    today = now.astimezone(zone).date()
    # Made of date and zone for each day anew, so that a change of the clock moves nothing.
    mornings = [datetime.combine(today + timedelta(n), HOUR, zone) for n in range(DAYS_AHEAD + 1)]
    coming = [morning for morning in mornings if morning > now]
    if frequency == Frequency.WEEKLY:
        coming = [morning for morning in coming if morning.weekday() == 0]
    return coming[0]
