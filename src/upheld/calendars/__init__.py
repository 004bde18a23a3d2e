"""Calendars: when a desk is open, and the way between wall time and working time.

A calendar maps every instant to the open time that lies before it. The map never falls, so a deadline is
`wall(work(start) + budget)` and elapsed time is a difference. Windows are half-open local times: a local time
that a clock change skips does not exist, one that occurs twice counts twice.

>>> from datetime import datetime, timedelta
>>> desk = Calendar("Europe/Berlin", {day: [("09:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")})
>>> friday = datetime(2026, 2, 27, 15, 0, tzinfo=desk.zone)
>>> print(desk.add(friday, timedelta(hours=4)))
2026-03-02 11:00:00+01:00
>>> print(desk.between(friday, datetime(2026, 3, 2, 11, 0, tzinfo=desk.zone)))
4:00:00

How it is computed: docs/algorithms/calendars.md.
"""

from upheld.calendars.calendar import Calendar, Day, Window
from upheld.calendars.hours import DAYS, WHOLE_DAY, Hours, eve_hours
from upheld.calendars.zones import local, time_zone

__all__ = ["DAYS", "WHOLE_DAY", "Calendar", "Day", "Hours", "Window", "eve_hours", "local", "time_zone"]
