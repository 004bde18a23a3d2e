"""Traces: a deadline day by day, so that everybody can see which hours were used and which days were closed.

The rows come from the run, or the duty, itself: the calendar, the budget and the pauses that made its due time. What
they use adds up to the budget exactly; a trace that did not would be refused here rather than shown.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Final, Protocol

from upheld.calendars import Calendar, Day
from upheld.clocks.runs import INSTANT, passed
from upheld.reasons import Field, Reason

Span = tuple[datetime, datetime]

_DAY: Final = timedelta(days=1)


class Timed(Protocol):
    """What has a due time in a calendar: a run of a clock, or the duty that it is."""

    @property
    def start(self) -> datetime | None: ...  # noqa: D102
    @property
    def due(self) -> datetime | None: ...  # noqa: D102
    @property
    def budget(self) -> timedelta | None: ...  # noqa: D102
    @property
    def calendar(self) -> Calendar | None: ...  # noqa: D102
    @property
    def pauses(self) -> tuple[tuple[datetime, datetime | None], ...]: ...  # noqa: D102
    @property
    def reasons(self) -> tuple[Reason, ...]: ...  # noqa: D102


def explained(timed: Timed) -> tuple[Reason, ...]:
    """Return the reasons of a run with its days, instead of only those that were special."""
    rows = days(timed)
    if not rows:
        return timed.reasons
    found: list[Reason] = []
    for reason in timed.reasons:
        if reason.code != "special day":
            found.append(reason)
        if reason.code == "calendar":
            found += rows
    return tuple(found)


def days(timed: Timed) -> tuple[Reason, ...]:
    """Return one row for each local day from start to due, closed days that follow each other in one.

    A run without a due time or without a calendar has no rows.
    """
    if timed.start is None or timed.due is None or timed.calendar is None or timed.budget is None:
        return ()
    stretches = _stretches(timed, timed.start, timed.due)
    rows = list(_rows(timed.calendar, stretches, timed.budget)) if stretches else []
    return tuple(row for _, row in _joined(rows))


def _stretches(timed: Timed, start: datetime, due: datetime) -> list[Span]:
    """Return the wall time between start and due in which the clock ran."""
    found, since = [], start
    for begin, end in timed.pauses:
        if since < min(begin, due):
            found.append((since, min(begin, due)))
        since = max(since, end or due)
    return [*found, (since, due)] if since < due else found


def _rows(calendar: Calendar, stretches: Sequence[Span], budget: timedelta) -> Iterator[tuple[Day, Reason]]:
    left = budget
    # What ends at midnight ends on the day before.
    first, last = (at.astimezone(calendar.zone).date() for at in (stretches[0][0], stretches[-1][1] - INSTANT))
    for number in range((last - first).days + 1):
        day = calendar.day(first + number * _DAY)
        begin, end = _midnight(calendar, day.date), _midnight(calendar, day.date + _DAY)
        ran = [(max(start, begin), min(stop, end)) for start, stop in stretches if start < end and stop > begin]
        used = sum((passed(start, stop, calendar) for start, stop in ran), timedelta())
        left -= used
        if used or day.hours or day.name:
            yield day, _row(calendar, day, ran, used, left)
        else:
            yield day, Reason("day without time", {"date": day.date, "kind": day.kind, "name": "", "hours": ()})
    assert not left, f"the days use {budget - left} of {budget}"


def _row(calendar: Calendar, day: Day, ran: Sequence[Span], used: timedelta, left: timedelta) -> Reason:
    hours = tuple(f"{opens}–{closes}" for opens, closes in day.hours)
    fields: dict[str, Field] = {"date": day.date, "kind": day.kind, "name": day.name or "", "hours": hours}
    if not used:
        return Reason("day without time", fields)
    open_time = [window for start, stop in ran for window in calendar.windows(start, stop)]
    fields |= {"from": open_time[0].opens, "to": open_time[-1].closes, "used": used}
    return Reason("day", {**fields, "left": left} if left else fields)


def _joined(rows: Sequence[tuple[Day, Reason]]) -> Iterator[tuple[date, Reason]]:
    """Yield the rows, with closed days of the week that follow each other in one."""
    for plain, group in groupby(rows, key=lambda row: row[0].kind == "week" and not row[0].hours):
        found = list(group)
        if plain and len(found) > 1:
            first, last = found[0][0].date, found[-1][0].date
            yield first, Reason("days closed", {"from": first, "to": last})
        else:
            yield from ((day.date, reason) for day, reason in found)


def _midnight(calendar: Calendar, day: date) -> datetime:
    """Return the first instant of a local day, in UTC."""
    return datetime.combine(day, time(), calendar.zone).astimezone(UTC)
