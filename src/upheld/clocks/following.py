"""Following: every clock of a case over all its facts, and what is to be said about each of its runs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from upheld.agreements import ANY, Clock, Terms
from upheld.calendars import DAYS, Calendar
from upheld.cases import Case, in_utc
from upheld.clocks.courses import Course
from upheld.clocks.promises import Promises
from upheld.clocks.runs import INSTANT, Limit, Round, Run, passed, waiting
from upheld.reasons import Field, Reason

Shares = Mapping[str, Sequence[Decimal]]  # clock -> shares of its budget whose instants are wanted

NO_SHARES: Final[Shares] = MappingProxyType({})
_DAY: Final = timedelta(days=1)


def follow(terms: Terms, case: Case, now: datetime, shares: Shares = NO_SHARES) -> tuple[Run, ...]:
    """Return the runs of every clock of the case as they are at `now`, clock by clock in the order of the terms.

    Raises `TwoPromises` where the terms contradict each other, `BeyondYears` where a calendar does not know the years.
    """
    until = in_utc(now, "now")
    promises = Promises(terms, case.report)
    runs: list[Run] = []
    for clock in promises.clocks:
        course = _followed(clock, promises, case, shares.get(clock.id, ()))
        course.lapse(until)
        runs += _runs(course, until)
    return tuple(runs)


def _followed(clock: Clock, promises: Promises, case: Case, shares: Sequence[Decimal]) -> Course:
    """Follow one clock; what a severity says from the beginning on is followed from the beginning."""
    course = Course(clock, promises.terms, shares)
    if promises.for_any_only(clock):
        course.hold(promises.find(clock, ANY), None, ())
    decisions = {decision.number: decision for decision in case.decisions}
    for number, (at, fact) in enumerate(case.facts):
        if type(fact) in course.heeds:
            course.feed(fact, at)
        decision = decisions.get(number)
        if decision is None:
            continue
        course.lapse(at)
        found = promises.find(clock, decision.severity)
        first = course.found is None
        if first and course.is_over:
            course.hold(found, decision.severity, (decision.reason(),))
        elif first or course.change(decision, found):
            course = course.anew(decision, found)
            for earlier, before in case.facts[: number + 1]:
                if type(before) in course.heeds:
                    course.feed(before, earlier)
            course.lapse(at)
    return course


# --- What is said -----------------------------------------------------------------------------------------------------


def _runs(course: Course, now: datetime) -> list[Run]:
    runs = [_said(course, run, now) for run in course.rounds] + course.unstarted
    if course.waits and not course.is_over and (course.found is None or course.found):
        runs.append(_waiting(course))
    return sorted(runs, key=lambda run: run.number) if course.unstarted else runs


def _waiting(course: Course) -> Run:
    run = waiting(course.clock, course.next_number, course.found, course.severity)
    missing = "severity" if course.found is None else course.starts_at
    reasons = (*course.because, *(course.found.reasons if course.found else ()), Reason("waiting", {"for": missing}))
    return replace(run, reasons=reasons)


def _said(course: Course, run: Round, now: datetime) -> Run:
    limit = run.governing
    broken = run.state == "broken"
    due = limit.due if run.is_undecided else run.due
    used = limit.used if limit.since is None else limit.used + passed(limit.since, now, limit.calendar)
    return Run(
        clock=course.clock,
        number=run.number,
        promise=limit.promise,
        severity=run.severity,
        state=run.state,
        start=limit.begin,
        due=due,
        strict=limit.strict,
        stopped=run.stopped,
        budget=run.budget if broken else limit.budget,
        used=used,
        calendar=limit.calendar,
        pauses=(*run.pauses, *([(run.paused[1], None)] if run.paused else ())),
        points=tuple(run.points.values()),
        reasons=(
            *run.because,
            *([Reason("start", {"milestone": course.starts_at, "at": run.start})] if run.from_start else []),
            *([Reason("counts from", {"at": limit.begin})] if not run.from_start or limit.begin != run.start else []),
            *_calendar(course.terms, limit, due or run.stopped or now),
            *run.steps,
            *_outcome(course.clock, run, due, used),
        ),
    )


def _calendar(terms: Terms, limit: Limit, until: datetime) -> Iterator[Reason]:
    """Yield the calendar that a budget runs in, and the days on the way that are not as every week."""
    quantity, calendar = limit.promise.quantity if limit.promise else None, limit.calendar
    if quantity is None or calendar is None:
        if quantity and quantity.runs_plainly and quantity.limit is not None:
            yield Reason("plain time")
        return
    yield Reason("calendar", {"calendar": terms.hours(quantity), "zone": str(calendar.zone)})
    if calendar.special or calendar.closed or calendar.holidays:
        yield from special_days(calendar, limit.begin, until)


def special_days(calendar: Calendar, start: datetime, end: datetime) -> Iterator[Reason]:
    """Yield a reason for each local day from `start` to `end` whose hours are not those of its weekday."""
    # What ends at midnight ends on the day before.
    day, last = (at.astimezone(calendar.zone).date() for at in (start, max(start, end - INSTANT)))
    while day <= last:
        found = calendar.day(day)
        if found.kind != "week" and found.hours != calendar.week.get(DAYS[day.weekday()], ()):
            hours = tuple(f"{opens}–{closes}" for opens, closes in found.hours)
            yield Reason("special day", {"date": day, "kind": found.kind, "name": found.name or "", "hours": hours})
        day += _DAY


def _outcome(clock: Clock, run: Round, due: datetime | None, used: timedelta) -> Iterator[Reason]:
    limit = run.governing
    if due is not None:
        yield Reason("due", {"at": due, "strict": limit.strict})
    if run.state == "kept" and run.stopped:
        yield Reason("kept", {"milestone": clock.stop, "at": run.stopped, "used": used})
    elif run.state == "ended" and run.stopped:
        yield Reason("measured", {"milestone": clock.stop, "at": run.stopped, "used": used})
    elif run.state == "paused" and run.paused:
        left: dict[str, Field] = {} if limit.budget is None else {"left": limit.budget - used}
        yield Reason("paused", {"on": run.paused[0], "since": run.paused[1], **left})
    elif run.state == "broken" and due:
        late: dict[str, Field] = {"stopped": run.stopped, "late": run.stopped - due} if run.stopped else {}
        yield Reason("broken", {"milestone": clock.stop, "due": due, **late})
