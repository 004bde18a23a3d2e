"""Budgets: what the terms promise, as tables of numbers in which many cases can be looked up.

Which promise holds is decided by `upheld.clocks` for each way in which a case was reported, of which there are few;
here stand only its answers. The arithmetic of a budget is that of its calendar, for many cases at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from upheld import cases, columns
from upheld.agreements import ANY, Clock, Terms
from upheld.calendars import Calendar
from upheld.clocks import Found, Promises
from upheld.errors import BeyondYears, NeverOpens, TwoPromises
from upheld.events import Reported
from upheld.quantities import Quantity

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int16]
Flags = npt.NDArray[np.bool_]

NONE: Final = -(2**62)  # no instant, no budget
NEVER: Final = 2**62
NOTHING: Final = -1  # what holds at a severity without a promise on the clock
UNKNOWN: Final = -2  # ... and while the case has no severity
UNCLEAR: Final = -3  # ... and where two promises fit equally well
NO_SEVERITY: Final = -1
_SOME_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)
_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Way:
    """How a case was reported: all that its promises depend on."""

    channel: str = ""
    caller: str = ""
    kind: str = "incident"
    severity: str = ""  # as claimed

    def report(self) -> Reported:
        """Return a report of this way, made at some time."""
        return Reported(_SOME_TIME, channel=self.channel, caller=self.caller, kind=self.kind, severity=self.severity)


@dataclass(frozen=True, slots=True)
class Budgets:
    """What one clock promises. `held` and what is counted by it are numbers of what `found` lists."""

    clock: Clock
    found: tuple[Found, ...]
    held: Small  # way, severity in the order of the terms, ANY behind the last -> what holds, or NOTHING
    first: Small  # way -> what holds before anything is decided; UNKNOWN where that takes a severity
    claimed: Small  # way -> the severity from the report on; NO_SEVERITY where it has none yet
    runs: Flags  # way -> whether a case has this clock at all
    unclear: Flags  # way -> whether two promises fit it equally well at some severity
    calendars: tuple[Calendar | None, ...]  # None: plain time
    calendar: Small  # found -> number of its calendar
    seconds: Ints  # found -> budget; NONE where it has none
    strict: Flags
    judges: Flags  # found -> whether stopping is a verdict
    unusual: Flags  # found -> whether the clock is left to `upheld.clocks`: it repeats, or counts parts of a second

    def after(self, found: Small, starts: Ints, seconds: Ints) -> Ints:
        """Return when so many seconds have passed since the starts, each in the calendar of what was found."""
        return self._in_calendars(found, starts, seconds, columns.add_many, lambda start, amount: start + amount)

    def passed(self, found: Small, starts: Ints, ends: Ints) -> Ints:
        """Return the seconds that passed from the starts to the ends, each in the calendar of what was found."""
        return self._in_calendars(found, starts, ends, columns.between_many, lambda start, end: end - start)

    def _in_calendars(
        self,
        found: Small,
        one: Ints,
        other: Ints,
        in_calendar: Callable[[Calendar, Ints, Ints], Ints],
        plainly: Callable[[Ints, Ints], Ints],
    ) -> Ints:
        def passed(calendar: Calendar | None, first: Ints, second: Ints) -> Ints:
            if calendar is None:
                return plainly(first, second)
            try:
                return in_calendar(calendar, first, second)
            except (BeyondYears, NeverOpens) as error:  # it begins with the number of an item, which says nothing here
                raise type(error)(f"clock '{self.clock.id}': {str(error).partition(': ')[2]}") from error

        if len(self.calendars) == 1:
            return passed(self.calendars[0], one, other)
        result = np.empty_like(one)
        numbers = self.calendar[found]
        for number, calendar in enumerate(self.calendars):
            here = np.flatnonzero(numbers == number)
            result[here] = passed(calendar, one[here], other[here])
        return result


def budgets(terms: Terms, ways: Sequence[Way]) -> list[Budgets]:
    """Return what each clock of the terms promises to cases reported in these ways."""
    met = [Promises(terms, way.report()) for way in ways]
    named = {clock.id for promises in met for clock in promises.clocks}
    return [_of_clock(clock, terms, ways, met) for clock in terms.shared.clocks.values() if clock.id in named]


def _of_clock(clock: Clock, terms: Terms, ways: Sequence[Way], met: Sequence[Promises]) -> Budgets:
    severities = [severity.id for severity in terms.shared.severities]
    claimed = [_claimed(way, terms, severities) for way in ways]
    found = _Found()
    held = [[found.number_for(clock, promises, name) for name in (*severities, ANY)] for promises in met]
    first = [
        row[-1] if promises.for_any_only(clock) else UNKNOWN if severity == NO_SEVERITY else row[severity]
        for row, promises, severity in zip(held, met, claimed, strict=True)
    ]
    quantities = [each.promise.quantity if each.promise else None for each in found.listed]
    timed = [q if q and not (terms.is_open(q) or q.is_best_effort) else None for q in quantities]
    calendars = [terms.calendar(q) if q else None for q in timed]
    different = tuple(c for n, c in enumerate(calendars) if c not in calendars[:n])
    limits = [terms.budget(q) if q else None for q in timed]
    return Budgets(
        clock=clock,
        found=tuple(found.listed),
        held=np.array(held, np.int16).reshape(len(ways), -1),
        first=np.array(first, np.int16),
        claimed=np.array(claimed, np.int16),
        unclear=np.array([UNCLEAR in row for row in held], np.bool_),
        runs=np.array([clock in promises.clocks for promises in met], np.bool_),
        calendars=different or (None,),
        calendar=np.array([different.index(c) for c in calendars], np.int16),
        seconds=np.array([NONE if limit is None else limit // _SECOND for limit in limits], np.int64),
        strict=np.array([q is not None and q.strict for q in quantities], np.bool_),
        judges=np.array([q is not None and not terms.is_open(q) for q in quantities], np.bool_),
        unusual=np.array([_is_unusual(q, limit) for q, limit in zip(quantities, limits, strict=True)], np.bool_),
    )


def _claimed(way: Way, terms: Terms, severities: Sequence[str]) -> int:
    """Return the severity that a case has from its report on."""
    case = cases.read([way.report()], terms, _SOME_TIME)
    if case is None or case.severity is None:
        return NO_SEVERITY
    return len(severities) if case.severity == ANY else severities.index(case.severity)


def _is_unusual(quantity: Quantity | None, limit: timedelta | None) -> bool:
    repeats = quantity is not None and quantity.repeats
    return repeats or (limit is not None and (not limit or bool(limit % _SECOND)))


class _Found:
    """Numbers what is found, the same promise with the same number."""

    def __init__(self) -> None:
        self.listed: list[Found] = []

    def number_for(self, clock: Clock, promises: Promises, severity: str) -> int:
        try:
            return self._number(promises.find(clock, severity))
        except TwoPromises:
            return UNCLEAR

    def _number(self, found: Found) -> int:
        if not found:
            return NOTHING
        for number, known in enumerate(self.listed):
            if known.same_as(found):
                return number
        self.listed.append(found)
        return len(self.listed) - 1
