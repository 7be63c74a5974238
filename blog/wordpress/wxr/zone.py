"""Finds the time zone of a blog from its articles' times, each given in local time and in UTC."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

# Where several zones fit, the first of these; then the others in the order of the alphabet.
WELL_KNOWN = (
    *("UTC", "America/New_York", "Europe/London", "Europe/Berlin", "America/Chicago", "America/Los_Angeles"),
    *("America/Denver", "Europe/Paris", "Australia/Sydney", "Asia/Kolkata", "Asia/Tokyo", "Asia/Shanghai"),
    *("Asia/Singapore", "Europe/Helsinki", "Europe/Athens", "Europe/Istanbul", "Europe/Moscow", "Asia/Dubai"),
    *("America/Sao_Paulo", "America/Toronto", "America/Halifax", "America/St_Johns", "America/Anchorage"),
    *("America/Phoenix", "Pacific/Honolulu", "America/Bogota", "America/Mexico_City", "America/Caracas"),
    *("America/Argentina/Buenos_Aires", "America/Santiago", "Africa/Johannesburg", "Africa/Lagos"),
    *("Africa/Nairobi", "Africa/Cairo", "Asia/Jerusalem", "Asia/Tehran", "Asia/Karachi", "Asia/Dhaka"),
    *("Asia/Kathmandu", "Asia/Yangon", "Asia/Bangkok", "Asia/Jakarta", "Asia/Manila", "Asia/Hong_Kong"),
    *("Asia/Seoul", "Australia/Perth", "Australia/Adelaide", "Australia/Brisbane", "Pacific/Auckland"),
)
LONGEST_OFFSET = 15 * 60  # minutes; UTC+14 and a bit
FIT = 0.9  # part of the times that a zone has to explain; owners move, and clocks were wrong
MOST_SAMPLES = 400  # months and offsets that are compared


class ZoneFinder:
    """Collects times, a month's at a time, and tells the zone."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[int, int, int]] = Counter()  # year, month, offset in minutes
        self._moments: dict[tuple[int, int, int], datetime] = {}

    def add(self, local: datetime | None, utc: datetime | None) -> None:
        """Add a pair of naive times."""
        if local is None or utc is None:
            return
        minutes = round((local - utc) / timedelta(minutes=1))
        if abs(minutes) <= LONGEST_OFFSET and minutes % 15 == 0:
            key = (utc.year, utc.month, minutes)
            self._counts[key] += 1
            self._moments.setdefault(key, utc.replace(tzinfo=UTC))

    def find(self) -> str:
        """Return the name of the zone; empty when the times tell none."""
        samples = [
            (self._moments[key], key[2], count) for key, count in self._counts.most_common(MOST_SAMPLES)
        ]
        total = sum(count for *_, count in samples)
        if not total:
            return ""
        offsets = Counter[int]()
        for _, minutes, count in samples:
            offsets[minutes] += count
        if offsets[0] >= FIT * total:
            return "UTC"
        fitting = _best(WELL_KNOWN, samples)
        if fitting[0] < FIT * total:
            others = sorted(name for name in available_timezones() if "/" in name and not _is_technical(name))
            fitting = max(fitting, _best(others, samples), key=lambda pair: pair[0])
        most, count = offsets.most_common(1)[0]
        is_constant = count >= FIT * total and most % 60 == 0
        if fitting[0] < FIT * total and is_constant:
            return fixed_zone(most)
        return fitting[1] if fitting[0] >= 0.5 * total else ""


def is_zone(name: str) -> bool:
    """Tell whether the time zone database knows it."""
    return name in available_timezones()


def fixed_zone(minutes: int) -> str:
    """Return the zone with that offset all the year round; its name has the sign of POSIX, turned around."""
    hours = minutes // 60
    name = f"Etc/GMT{-hours:+d}" if hours else "UTC"
    return name if name in available_timezones() else ""


def _best(names: Iterable[str], samples: list[tuple[datetime, int, int]]) -> tuple[int, str]:
    """Return how many times the first of the best zones explains, and its name."""
    best = (0, "")
    for name in names:
        zone = ZoneInfo(name)
        score = sum(count for moment, minutes, count in samples if _offset(zone, moment) == minutes)
        if score > best[0]:
            best = (score, name)
    return best


def _offset(zone: ZoneInfo, moment: datetime) -> int:
    offset = moment.astimezone(zone).utcoffset() or timedelta()
    return round(offset / timedelta(minutes=1))


def _is_technical(name: str) -> bool:
    return name.startswith(("Etc/", "SystemV/", "US/", "Canada/", "Brazil/", "Mexico/", "Chile/"))
