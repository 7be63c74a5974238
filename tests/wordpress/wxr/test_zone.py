"""Finding a blog's time zone in its articles' times."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest

from blog.wordpress.wxr.zone import ZoneFinder


def find(zone: tzinfo, months: Iterable[int] = range(1, 13), year: int = 2015) -> str:
    finder = ZoneFinder()
    for month in months:
        for day in (3, 17):
            utc = datetime(year, month, day, 12, 30, tzinfo=UTC)
            finder.add(utc.astimezone(zone).replace(tzinfo=None), utc.replace(tzinfo=None))
    return finder.find()


@pytest.mark.parametrize(
    "name",
    [
        *("UTC", "Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles", "Asia/Kolkata"),
        *("Asia/Tokyo", "Australia/Sydney", "Asia/Kathmandu", "America/St_Johns", "Pacific/Auckland"),
    ],
)
def test_well_known_zone_is_found(name: str) -> None:
    assert find(ZoneInfo(name)) == name


@pytest.mark.parametrize("name", ["Australia/Lord_Howe", "Europe/Oslo", "America/Havana"])
def test_other_zones_give_one_with_the_same_clocks(name: str) -> None:
    found = ZoneInfo(find(ZoneInfo(name)))
    for month in range(1, 13):
        moment = datetime(2015, month, 9, tzinfo=UTC)
        assert moment.astimezone(found).utcoffset() == moment.astimezone(ZoneInfo(name)).utcoffset()


def test_winter_in_utc_is_utc() -> None:
    assert find(ZoneInfo("Europe/London"), [1, 2, 12]) == "UTC"


def test_offset_that_no_land_has_gets_its_technical_name() -> None:
    assert find(timezone(timedelta(hours=-12))) == "Etc/GMT+12"


def test_few_wrong_times_change_nothing() -> None:
    finder = ZoneFinder()
    for day in range(1, 29):
        utc = datetime(2015, 7, day, 12)
        finder.add(utc + timedelta(hours=5 if day == 9 else 2), utc)
        finder.add(utc + timedelta(days=300), utc)
    assert finder.find() == "Europe/Berlin"


@pytest.mark.parametrize(("before", "after"), [("UTC", "Europe/Berlin"), ("America/New_York", "Asia/Tokyo")])
@pytest.mark.parametrize(("months_before", "months_after"), [(20, 28), (28, 20), (11, 13)])
def test_blog_that_moved_is_where_most_was_written(
    before: str, after: str, months_before: int, months_after: int
) -> None:
    finder = ZoneFinder()
    for month in range(months_before + months_after):
        zone = ZoneInfo(before if month < months_before else after)
        utc = datetime(2012 + month // 12, month % 12 + 1, 9, 12, tzinfo=UTC)
        finder.add(utc.astimezone(zone).replace(tzinfo=None), utc.replace(tzinfo=None))
    found = finder.find()
    assert found == (before if months_before > months_after else after)
    others, total = finder.count_others(found)
    assert total == months_before + months_after
    assert 0 < others <= min(months_before, months_after)


def test_blog_that_moved_often_has_the_zone_of_the_most() -> None:
    finder = ZoneFinder()
    for day, offset in enumerate([-8, -8, -8, 0, 0, 9, 9, 5], start=1):
        utc = datetime(2015, 1, day, 12)
        finder.add(utc + timedelta(hours=offset), utc)
    assert finder.find() == "America/Los_Angeles"
    assert finder.count_others("America/Los_Angeles") == (5, 8)


def test_no_times_tell_no_zone() -> None:
    finder = ZoneFinder()
    finder.add(None, datetime(2015, 1, 1))
    finder.add(datetime(2015, 1, 1), datetime(2015, 3, 1))
    assert finder.find() == ""
