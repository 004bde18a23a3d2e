"""Hours: when a vendor's people want to be told what is due, as the vendor writes it: "mon-fri 07:00-19:00".

There are no holidays in them: what waits for the next opening on a holiday is told on that holiday.

>>> from datetime import UTC, datetime
>>> opening("mon-fri 07:00-19:00, sat 09:00-12:00", "Europe/Berlin", datetime(2026, 11, 21, 20, tzinfo=UTC)).isoformat()
'2026-11-23T06:00:00+00:00'
"""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from upheld.calendars import DAYS, Calendar
from upheld.errors import BadCalendar

_PART: Final = re.compile(r"([a-z]{3})(?:-([a-z]{3}))?\s+(\d\d:\d\d)-(\d\d:\d\d)")
_SAID: Final = "'%s' are no hours to be told things; write them like 'mon-fri 07:00-19:00'"
_AHEAD: Final = timedelta(days=15)  # a window of one night may fall into the hour that summer time skips


def opening(text: str, zone: str, now: datetime) -> datetime:
    """Return the first instant from `now` on at which people are told things."""
    return calendar(text, zone).windows(now, now + _AHEAD)[0].opens.astimezone(UTC)


@lru_cache(maxsize=64)
def calendar(text: str, zone: str) -> Calendar:
    """Return the calendar of hours like "mon-fri 07:00-19:00, sat 09:00-12:00"; ValueError says what is wrong."""
    week: dict[str, list[tuple[str, str]]] = {}
    for part in text.split(","):
        found = _PART.fullmatch(part.strip().lower())
        if not found or not {found[1], found[2] or found[1]} <= set(DAYS):
            raise ValueError(_SAID % part.strip())
        first, last = DAYS.index(found[1]), DAYS.index(found[2] or found[1])
        count = (last - first) % len(DAYS) + 1
        for number in range(first, first + count):
            week.setdefault(DAYS[number % len(DAYS)], []).append((found[3], found[4]))
    try:
        return Calendar(zone, week)
    except BadCalendar as error:  # hours that there are not, or that overlap
        raise ValueError(_SAID % text) from error
