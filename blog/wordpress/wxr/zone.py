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
        """Return the name of the zone that explains most of the times; empty when there are none."""
        samples = self._samples()
        total = sum(count for *_, count in samples)
        if not total:
            return ""
        offsets = Counter[int]()
        for _, minutes, count in samples:
            offsets[minutes] += count
        if offsets[0] >= FIT * total:
            return "UTC"
        score, name = _best(WELL_KNOWN, samples)
        if score < FIT * total:
            others = sorted(name for name in available_timezones() if "/" in name and not _is_technical(name))
            other_score, other = _best(others, samples)
            # A blog that moved between two zones is not in a third that once changed its clocks likewise.
            if other_score > score and (other_score >= FIT * total or score < total / 2):
                score, name = other_score, other
        most, count = offsets.most_common(1)[0]
        if count > score and (fixed := fixed_zone(most)):
            return fixed
        return name

    def count_others(self, name: str) -> tuple[int, int]:
        """Return how many of the times are of another zone than that, and how many there are."""
        samples = self._samples()
        fitting = _score(ZoneInfo(name), samples) if is_zone(name) else 0
        total = sum(count for *_, count in samples)
        return total - fitting, total

    def _samples(self) -> list[tuple[datetime, int, int]]:
        return [(self._moments[key], key[2], count) for key, count in self._counts.most_common(MOST_SAMPLES)]


def is_zone(name: str) -> bool:
    """Tell whether the time zone database knows it."""
    return name in available_timezones()


def fixed_zone(minutes: int) -> str:
    """Return the zone with that offset all the year round; its name has the sign of POSIX, turned around.

    Empty where there is none."""
    hours = minutes // 60
    if minutes % 60:
        return ""
    name = f"Etc/GMT{-hours:+d}" if hours else "UTC"
    return name if name in available_timezones() else ""


def _best(names: Iterable[str], samples: list[tuple[datetime, int, int]]) -> tuple[int, str]:
    """Return how many times the first of the best zones explains, and its name."""
    best = (0, "")
    for name in names:
        score = _score(ZoneInfo(name), samples)
        if score > best[0]:
            best = (score, name)
    return best


def _score(zone: ZoneInfo, samples: list[tuple[datetime, int, int]]) -> int:
    return sum(count for moment, minutes, count in samples if _offset(zone, moment) == minutes)


def _offset(zone: ZoneInfo, moment: datetime) -> int:
    offset = moment.astimezone(zone).utcoffset() or timedelta()
    return round(offset / timedelta(minutes=1))


def _is_technical(name: str) -> bool:
    return name.startswith(("Etc/", "SystemV/", "US/", "Canada/", "Brazil/", "Mexico/", "Chile/"))
