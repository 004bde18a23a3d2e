"""Timing: when a promise is due as a function of the minute of the report, compared over every minute of a period.

Due never falls as the report moves on: it stands still or keeps pace, and only turns where a window opens or closes, or
where the budget, laid from the report, first reaches past a closing. Between two turns a difference of two dues is
straight, so that the minutes at the turns and beside them decide for all others.

>>> from zoneinfo import ZoneInfo
>>> desk = Calendar("Europe/Berlin", dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), [("08:00", "17:00")]))
>>> year = Period(datetime(2026, 1, 1, tzinfo=ZoneInfo("Europe/Berlin")), datetime(2027, 1, 1, tzinfo=UTC))
>>> found = lag(Timing(desk, timedelta(hours=8)), Timing(None, timedelta(hours=4)), year)
>>> found.most, found.at  # 68 hours, over the weekend on which the clocks go back
(datetime.timedelta(days=2, seconds=72000), datetime.datetime(2026, 10, 23, 7, 1, tzinfo=datetime.timezone.utc))
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Final, NamedTuple

from upheld.agreements import Promise, Terms, ThirdParty
from upheld.calendars import Calendar, Window

MINUTE: Final = timedelta(minutes=1)
_INSTANT: Final = timedelta(microseconds=1)  # the least there is between two instants
_DAY: Final = timedelta(days=1)


class Period(NamedTuple):
    """A stretch of time from `first` up to and without `last`."""

    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Timing:
    """When a promise is due: so much time in a calendar (None: day and night), from some time after the report."""

    calendar: Calendar | None
    budget: timedelta
    forwarding: timedelta = timedelta()

    def due(self, reported: datetime) -> datetime:
        """Return the due instant of a report, in UTC."""
        return _after(reported.astimezone(UTC) + self.forwarding, self.budget, self.calendar)

    def within(self, period: Period) -> Period:
        """Return the part of a period from which the dues lie within the years that the calendar knows."""
        first, last = (at.astimezone(UTC) for at in period)
        calendar = self.calendar
        if calendar and calendar.since:
            first = max(first, _midnight(calendar, 0) - self.forwarding)
        if calendar and calendar.through:
            end = _midnight(calendar, 1)
            enough = first < end and calendar.between(first, end) >= self.budget
            last = min(last, _after(end, -self.budget, calendar) - self.forwarding) if enough else first
        return Period(first, last)

    def turns(self, period: Period) -> Iterator[datetime]:
        """Yield the reports of a period at which due begins to stand still, to move, or jumps."""
        if self.calendar is None:
            return
        begin, reached = period.first + self.forwarding, self.due(period.first)
        for opens, closes in self.calendar.windows(begin, self.due(period.last)):
            yield from (edge.astimezone(UTC) - self.forwarding for edge in (opens, closes))
            if closes >= reached:
                yield _after(closes, -self.budget, self.calendar) - self.forwarding


def _after(start: datetime, amount: timedelta, calendar: Calendar | None) -> datetime:
    """Return the instant, in UTC, by which so much time has passed; a negative amount goes back."""
    # Never in local time, where two times of one zone are compared by their digits.
    return start.astimezone(UTC) + amount if calendar is None else calendar.add(start, amount).astimezone(UTC)


def _midnight(calendar: Calendar, days: int) -> datetime:
    """Return the first instant that a calendar knows (0), or the one after the last (1), in UTC."""
    day = calendar.through if days else calendar.since
    assert day is not None
    return datetime.combine(day + days * _DAY, time(), calendar.zone).astimezone(UTC)


class Lag(NamedTuple):
    """How much later one promise is due than another: at most, with the first report for which it is so, at least."""

    most: timedelta
    at: datetime
    least: timedelta


def lag(one: Timing, other: Timing, period: Period) -> Lag | None:
    """Return how much later `one` is due than `other` over all minutes of a period; None where no year is known."""
    minutes = _deciding(period, (one, other))
    if not minutes:
        return None
    differences = [(one.due(minute) - other.due(minute), minute) for minute in minutes]
    most, at = max(differences, key=lambda difference: difference[0])
    return Lag(most, at, min(difference for difference, _ in differences))


def _deciding(period: Period, timings: Sequence[Timing]) -> list[datetime]:
    """Return the minutes of a period at the turns of all timings, and those beside them."""
    for timing in timings:
        period = timing.within(period)
    first, last = period
    if first >= last:
        return []
    turns = {first, last, *(turn for timing in timings for turn in timing.turns(period))}
    whole = (turn.replace(second=0, microsecond=0) for turn in turns)
    around = {minute + step * MINUTE for minute in whole for step in (-1, 0, 1)}
    return sorted(minute for minute in around if first <= minute < last)


class Alone(NamedTuple):
    """A report that is due before anybody is there."""

    reported: datetime
    due: datetime
    opens: datetime


def alone(timing: Timing, accepts: Calendar | None, desk: Calendar, period: Period) -> Alone | None:
    """Return the first report in a period, on a channel that accepts it, that is due before the desk is open again.

    While the desk is closed the first report that is accepted is due first, so no other need be looked at.
    """
    opening = Timing(desk, _INSTANT)
    period = timing.within(Timing(accepts, timedelta()).within(opening.within(period)))
    closings = [window.closes.astimezone(UTC) for window in desk.windows(*period)] if period.first < period.last else []
    for closes in (period.first, *closings):
        if closes < period.last:
            opens = opening.due(closes) - _INSTANT
            reported = _first_open(accepts, closes, min(opens, period.last))
            if reported and timing.due(reported) <= opens:
                return Alone(reported, timing.due(reported), opens)
    return None


def gaps(calendar: Calendar, period: Period) -> Iterator[Window]:
    """Yield the closed stretches of a calendar that end within a period, in UTC."""
    closed = period.first
    for opens, closes in calendar.windows(*period) if period.first < period.last else ():
        if closed < opens:
            yield Window(closed, opens.astimezone(UTC))
        closed = closes.astimezone(UTC)


def _first_open(calendar: Calendar | None, start: datetime, end: datetime) -> datetime | None:
    if calendar is None or start >= end:
        return start if start < end else None
    return next((window.opens.astimezone(UTC) for window in calendar.windows(start, end)), None)


def uncovered(inner: Calendar | None, outer: Calendar | None, period: Period) -> datetime | None:
    """Return the first instant of a period at which `inner` is open and `outer` is not; None is day and night."""
    if outer is None:
        return None
    period = Timing(inner, timedelta()).within(Timing(outer, timedelta()).within(period))
    if period.first >= period.last:
        return None
    last = outer.windows(*period)[-1:]
    tail = Window(last[0].closes if last else period.first, period.last)
    for closes, opens in (*gaps(outer, period), tail):
        at = _first_open(inner, closes, opens)
        if at:
            return at
    return None


def timing(terms: Terms, promise: Promise) -> Timing | None:
    """Return the timing of a promise; None where no time, or no calendar, was agreed."""
    budget = terms.budget(promise.quantity)
    return None if budget is None else Timing(terms.calendar(promise.quantity), budget)


def supplied(terms: Terms, party: ThirdParty, promise: Promise) -> Timing | None:
    """Return the timing of a supplier's promise, counted from the report to us."""
    calendars = {**terms.shared.calendars, **party.calendars}
    shared = replace(terms.shared, calendars=calendars, working_time=party.working_time)
    found = timing(replace(terms, shared=shared), promise)
    return found and replace(found, forwarding=party.forwarding)
