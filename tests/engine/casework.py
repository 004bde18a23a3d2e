"""Cases for tests: a desk open from 9 to 17 in Berlin, two clocks, and logs in a few words.

All instants are written as local time of Berlin, `at("23 15:00")` being 23 November 2026, a Monday.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.engine.world import clause, definitions, said, terms
from upheld import cases
from upheld.agreements import (
    ANY,
    Classification,
    Clock,
    Only,
    Promise,
    Raise,
    Severity,
    Terms,
)
from upheld.calendars import Calendar
from upheld.clocks import Run, follow
from upheld.events import Event, Reported
from upheld.quantities import parse

BERLIN = ZoneInfo("Europe/Berlin")
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
DESK = Calendar("Europe/Berlin", {day: [("09:00", "17:00")] for day in WORKDAYS})


def at(text: str) -> datetime:
    """Return an instant of November 2026: "23 15:00" or "23 15:00:30"; the 23rd is a Monday."""
    day, _, time = text.partition(" ")
    return datetime.fromisoformat(f"2026-11-{int(day):02}T{time}").replace(tzinfo=BERLIN).astimezone(UTC)


def hours(number: float) -> timedelta:
    """Return so many hours."""
    return timedelta(hours=number)


def clock(name: str, start: Any = "reported", stop: Any = "solved", pauses: Any = (), until: Any = None) -> Clock:  # noqa: ANN401
    """Return a clock; `pauses` are the waits that stop it."""
    return Clock(name, said(name), start, stop, until, frozenset(pauses), clause(f"clocks.{name}"))


def severity(name: str, rank: int) -> Severity:
    """Return a severity without questions."""
    return Severity(name, rank, said(name), (), False, (), said(""), clause(f"severities.{name}"))  # noqa: FBT003


def promise(severity: str, clock: str, quantity: str, only: Only | None = None) -> Promise:
    """Return a promise by its words."""
    path = f"promises.{severity}.{clock}"
    return Promise(severity, clock, parse(quantity), only or Only(), clause(path, quantity))


def classification(by: Any = "vendor", default: str | None = None, raising: Raise | None = None) -> Classification:  # noqa: ANN401
    """Return who classifies."""
    return Classification(by, default, None, None, raising, clause("classification"))


SEVERITIES = (severity("p1", 1), severity("p2", 2), severity("p3", 3))
WAITS = ("waiting for customer",)


def desk(*promises: Promise, clocks: tuple[Clock, ...] = (), by: Classification | None = None, **changes: Any) -> Terms:  # noqa: ANN401
    """Return terms with these promises: p1, p2, p3, p3 being the default, `solve` pausing for the customer."""
    known = clocks or (clock("reply", stop="first human reply"), clock("solve", pauses=WAITS))
    shared = definitions(
        working_time="desk",
        calendars={"desk": DESK},
        severities=SEVERITIES,
        classification=by or classification(default="p3"),
        clocks={each.id: each for each in known},
    )
    return replace(terms(shared=shared, promises=promises), **changes)


def solve(quantity: str = "within 8 hours", **changes: Any) -> Terms:  # noqa: ANN401
    """Return terms that promise one thing: to solve any case within a quantity."""
    return desk(promise(ANY, "solve", quantity), **changes)


def reported(text: str = "23 10:00", **fields: Any) -> Reported:  # noqa: ANN401
    """Return a report."""
    return Reported(at(text), **fields)


def runs(agreed: Terms, log: list[Event], now: str) -> list[Run]:
    """Return all runs of a case at an instant."""
    case = cases.read(log, agreed, at(now))
    return list(follow(agreed, case, at(now))) if case else []


def run(agreed: Terms, log: list[Event], now: str) -> Run:
    """Return the only run of a case at an instant."""
    [only] = runs(agreed, log, now)
    return only
