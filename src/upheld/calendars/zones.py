"""Zones: the names of time zones, and the instant at which local clocks show a time.

A zone is named by the IANA list or is a fixed offset from UTC; there is no default.

>>> print(local(datetime(2026, 7, 1, 9, 0), time_zone("Europe/Berlin")))
2026-07-01 09:00:00+02:00
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from upheld.errors import BadCalendar, SkippedTime

_FIXED = re.compile(r"(?:UTC)?([+-])([01][0-9]|2[0-3]):([0-5][0-9])")


def time_zone(name: str | tzinfo) -> tzinfo:
    """Return a zone by its IANA name, like Europe/Berlin, or by a fixed offset, like +01:00.

    Raises `BadCalendar` for a zone that does not exist.
    """
    if isinstance(name, (ZoneInfo, timezone)):
        return name
    if not isinstance(name, str):
        raise BadCalendar(f"zone: {name!r} is not of zoneinfo; give its name, like 'Europe/Berlin'")
    if fixed := _FIXED.fullmatch(name):
        sign, hours, minutes = fixed.groups()
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-offset if sign == "-" else offset)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        places = sorted(known for known in available_timezones() if "/" in known)
        near = get_close_matches(name, places, n=1)
        hint = f"did you mean '{near[0]}'?" if near else "write it like 'Europe/Berlin', or an offset like '+01:00'"
        raise BadCalendar(f"zone: '{name}' is not a time zone; {hint}") from None


def local(wall: datetime, zone: tzinfo) -> datetime:
    """Return the instant at which the clocks of a zone show `wall`, a datetime without zone.

    Of a time that occurs twice it is the first, or the second when `wall.fold` is 1. Raises `SkippedTime` for
    a time that a clock change skips.
    """
    if wall.tzinfo is not None:
        raise ValueError(f"'{wall}' has a zone of its own; give a time without one")
    instant = wall.replace(tzinfo=zone)
    shown = instant.astimezone(UTC).astimezone(zone)
    if shown.replace(tzinfo=None) != wall:
        raise SkippedTime(
            f"'{wall:%Y-%m-%d %H:%M}' does not exist in {zone}: a clock change skips it; "
            f"write '{shown:%Y-%m-%d %H:%M}', or the time that was meant"
        )
    return instant
