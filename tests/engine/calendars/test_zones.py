from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest

from upheld.calendars import local, time_zone
from upheld.errors import BadCalendar, SkippedTime

BERLIN = time_zone("Europe/Berlin")


def test_an_offset_is_a_zone() -> None:
    assert time_zone("-03:30") == timezone(-timedelta(hours=3, minutes=30))


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Europe/Berln", "zone: 'Europe/Berln' is not a time zone; did you mean 'Europe/Berlin'?"),
        ("MEZ", "zone: 'MEZ' is not a time zone; write it like 'Europe/Berlin', or an offset like '+01:00'"),
        ("../Berlin", "zone: '../Berlin' is not a time zone"),
        ("Europe", "zone: 'Europe' is not a time zone"),
        ("+25:00", "zone: '+25:00' is not a time zone"),
        ("", "zone: '' is not a time zone"),
    ],
)
def test_a_zone_that_does_not_exist_is_refused_with_what_to_write(name: str, hint: str) -> None:
    with pytest.raises(BadCalendar) as refused:
        time_zone(name)

    assert str(refused.value).startswith(hint)


def test_a_zone_of_another_library_is_refused() -> None:
    class Own(tzinfo):
        def utcoffset(self, _: datetime | None) -> timedelta:
            return timedelta(hours=1)

        def dst(self, _: datetime | None) -> None:
            return None

        def tzname(self, _: datetime | None) -> str:
            return "Own"

        def __repr__(self) -> str:
            return "<Own 'Berlin'>"

    with pytest.raises(BadCalendar, match="zone: <Own 'Berlin'> is not of zoneinfo; give its name"):
        time_zone(Own())


def test_a_time_that_the_clocks_skip_is_refused_with_the_next_one() -> None:
    with pytest.raises(SkippedTime) as refused:
        local(datetime(2026, 3, 29, 2, 30), BERLIN)  # noqa: DTZ001 - a time as a clock shows it

    assert str(refused.value) == (
        "'2026-03-29 02:30' does not exist in Europe/Berlin: a clock change skips it; "
        "write '2026-03-29 03:30', or the time that was meant"
    )


@pytest.mark.parametrize(("fold", "hour"), [(0, 0), (1, 1)])
def test_a_time_that_occurs_twice_is_the_first_unless_said_otherwise(fold: int, hour: int) -> None:
    wall = datetime(2026, 10, 25, 2, 30, fold=fold)  # noqa: DTZ001 - a time as a clock shows it

    assert local(wall, BERLIN).astimezone(UTC) == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


def test_a_time_with_a_zone_is_not_what_a_clock_shows() -> None:
    with pytest.raises(ValueError, match="has a zone of its own"):
        local(datetime(2026, 1, 1, tzinfo=UTC), BERLIN)
