"""Runs: one course of a clock, from its start to what became of it.

A due time is the budget laid over the stretches that ran. Where a worse severity brought a budget of its own, both run
side by side, and the one that is used up first makes the run due.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

from upheld.agreements import Clock, Promise, Terms
from upheld.calendars import Calendar
from upheld.clocks.promises import Found
from upheld.reasons import Field, Reason

State = Literal["waiting", "running", "paused", "kept", "broken", "ended"]

INSTANT: Final = timedelta(microseconds=1)  # the least there is between two instants
NOTHING_USED: Final = timedelta()


@dataclass(frozen=True, slots=True)
class Point:
    """A share of the budget, the instant at which it is used up, and whether that was reached."""

    share: Decimal
    at: datetime | None  # None: the clock is paused, or has no budget
    passed: bool


@dataclass(frozen=True, slots=True)
class Run:
    """What is said about one run. Instants are in UTC."""

    clock: Clock
    number: int  # from 1; a clock that repeats has one run for each round
    promise: Promise | None  # None: measured only, or not known yet
    severity: str | None
    state: State
    start: datetime | None  # None: it waits
    due: datetime | None  # None: it waits, it is paused, or it has none
    strict: bool
    stopped: datetime | None
    budget: timedelta | None
    used: timedelta
    calendar: Calendar | None  # None: day and night
    pauses: tuple[tuple[datetime, datetime | None], ...]  # from, until; None: it still is paused
    points: tuple[Point, ...]
    reasons: tuple[Reason, ...]

    @property
    def late_from(self) -> datetime | None:
        """Return the first instant at which it is broken if it still runs then."""
        return self.due if self.due is None or self.strict else self.due + INSTANT

    @property
    def is_open(self) -> bool:
        """Say whether it still can be kept or broken."""
        return self.state in {"waiting", "running", "paused"}


def after(start: datetime, amount: timedelta, calendar: Calendar | None) -> datetime:
    """Return the instant, in UTC, by which so much time has passed in the calendar, or day and night without one."""
    return start + amount if calendar is None else calendar.add(start, amount).astimezone(UTC)


def passed(start: datetime, end: datetime, calendar: Calendar | None) -> timedelta:
    """Return the time that passed in the calendar, or day and night without one."""
    return end - start if calendar is None else calendar.between(start, end)


class Limit:
    """A budget over the stretches of a run, from where it begins to count."""

    __slots__ = ("begin", "budget", "calendar", "due", "judges", "promise", "since", "strict", "used")

    def __init__(self, promise: Promise | None, terms: Terms, begin: datetime) -> None:
        quantity = promise.quantity if promise else None
        is_open = quantity is None or terms.is_open(quantity)
        timed = quantity is not None and not (is_open or quantity.is_best_effort)
        self.promise = promise
        self.judges = not is_open  # a hole and what is only measured give no verdict
        self.calendar = terms.calendar(quantity) if quantity and timed else None
        self.budget = terms.budget(quantity) if quantity and timed else None
        self.strict = quantity is not None and quantity.strict
        self.begin = begin
        self.used = NOTHING_USED
        self.since: datetime | None = None
        self.due: datetime | None = None

    @property
    def late(self) -> datetime | None:
        """Return the first instant at which it is over."""
        return self.due if self.due is None or self.strict else self.due + INSTANT

    def run(self, since: datetime) -> None:
        """Let it run on."""
        self.since = since
        self.due = None if self.budget is None else after(since, self.budget - self.used, self.calendar)

    def hold(self, at: datetime) -> None:
        """Stop it, and keep what it has used."""
        if self.since is not None:
            self.used += passed(self.since, at, self.calendar)
        self.since = self.due = None

    def is_over(self, at: datetime) -> bool:
        """Say whether it was used up before the instant; a strict one is over at its due instant."""
        return self.due is not None and (self.due < at or (self.strict and self.due == at))

    def count(self, stretches: Sequence[tuple[datetime, datetime]], since: datetime | None) -> None:
        """Count all that ran since `begin`; where it was used up on the way, due stays in the past."""
        self.used, self.since, self.due = NOTHING_USED, None, None
        for start, end in stretches:
            if end > self.begin:
                self.run(max(start, self.begin))
                if self.is_over(end):
                    return
                self.hold(end)
        if since is not None:
            self.run(max(since, self.begin))

    def point(self, share: Decimal, at: datetime) -> datetime | None:
        """Return when the share is used up: at the earliest at the instant at which that is asked."""
        if self.since is None or self.budget is None:
            return None
        numerator, denominator = share.as_integer_ratio()
        left = self.budget * numerator // denominator - self.used
        return max(after(self.since, left, self.calendar), at) if left > NOTHING_USED else at


class Round:
    """One run while its facts are followed."""

    __slots__ = (
        "because", "budget", "due", "ended", "found", "from_start", "governing", "limits", "number", "paused", "pauses",
        "points", "severity", "shares", "since", "start", "state", "steps", "stopped", "stretches",
    )  # fmt: skip

    def __init__(
        self, number: int, severity: str | None, found: Found, limit: Limit, shares: Sequence[Decimal]
    ) -> None:
        self.number = number
        self.severity = severity
        self.found = found
        self.start = limit.begin
        self.from_start = False  # it began at the start milestone, and moves with it
        self.limits = [limit]
        self.governing = limit  # the one that makes it due
        self.shares = shares
        self.points: dict[Decimal, Point] = {}
        self.state: State = "running"
        self.stretches: list[tuple[datetime, datetime]] = []
        self.since: datetime | None = None
        self.paused: tuple[str, datetime] | None = None  # what for, since when
        self.pauses: list[tuple[datetime, datetime | None]] = []
        self.stopped: datetime | None = None
        self.ended: datetime | None = None
        self.due: datetime | None = None  # once it is decided
        self.budget: timedelta | None = None  # once it is broken
        self.because: tuple[Reason, ...] = ()
        self.steps: list[Reason] = []

    @property
    def is_undecided(self) -> bool:
        """Say whether it still can be kept or broken."""
        return self.state in {"running", "paused"}

    def hold(self, at: datetime, waiting: tuple[str, datetime] | None) -> None:
        """Let it pause for what is waited for, or run on where nothing is."""
        self._rest(at)
        self.paused = (waiting[0], at) if waiting else None
        if not waiting:
            self.since = at
            for limit in self.limits:
                limit.run(at)
        if self.is_undecided:
            self.state = "paused" if waiting else "running"
            self.settle(at)

    def settle(self, at: datetime) -> None:
        """Find the budget that is used up first, and the instants at which its shares are."""
        dated = [(limit.due, not limit.strict, n) for n, limit in enumerate(self.limits) if limit.due is not None]
        if dated:
            self.governing = self.limits[min(dated)[2]]
        for share in self.shares:
            if share not in self.points or not self.points[share].passed:
                self.points[share] = Point(share, self.governing.point(share, at), passed=False)

    def lapse(self, at: datetime) -> bool:
        """Let time pass up to the instant, and say whether the budget was used up before it."""
        broken = self.governing.is_over(at)
        end = self.governing.due if broken and self.governing.due else at
        for share, point in self.points.items():
            if point.at and not point.passed and point.at <= end:
                self.points[share] = Point(share, point.at, passed=True)
        return broken

    def lose(self) -> None:
        """Let it be broken at its due; from now on it is only measured."""
        limit = self.governing
        self.due, self.budget, self.state = limit.due, limit.budget, "broken"
        self.limits = [limit]
        limit.budget = None
        limit.count(self.stretches, self.since)

    def change(self, limit: Limit, at: datetime, *, worse: bool) -> None:
        """Lay a new budget over it; where the severity is worse now, what was promised before goes on beside it."""
        limit.count(self.stretches, self.since)
        self.limits = [*self.limits, limit] if worse else [limit]
        self.governing = limit
        self.settle(at)

    def begin_earlier(self, start: datetime, at: datetime) -> None:
        """Move its start to an earlier report."""
        self.stretches.insert(0, (start, self.start))
        for limit in self.limits:
            if limit.begin == self.start:
                limit.begin = start
                limit.count(self.stretches, self.since)
        self.start = start
        self.settle(at)

    def go_on_from(self, lost: "Round", due: datetime) -> None:
        """Take over what ran after the round before was lost; that round ends there."""
        self.stretches = [(max(start, due), end) for start, end in lost.stretches if end > due]
        self.since = None if lost.since is None else max(lost.since, due)
        self.paused = lost.paused
        self.pauses = [(start, end) for start, end in lost.pauses if start >= due]
        self.steps = [step for step in lost.steps if _is_pause_from(step, due)]
        lost.pauses = [(start, end) for start, end in lost.pauses if start < due]
        lost.steps = [step for step in lost.steps if not _is_pause_from(step, due)]
        self.state = "paused" if self.since is None else "running"
        self.limits[0].count(self.stretches, self.since)
        self.settle(due)
        lost.ended = due
        lost.governing.used, lost.governing.since = lost.budget or NOTHING_USED, None

    def take_over(self, last: "Round") -> None:
        """Go on with what the run before left of its budget."""
        limit, before = self.limits[0], last.governing
        limit.promise, limit.calendar, limit.strict = before.promise, before.calendar, before.strict
        limit.judges = before.judges
        limit.budget = None if before.budget is None else before.budget - before.used
        self.found = last.found
        left: dict[str, Field] = {} if limit.budget is None else {"left": limit.budget}
        self.steps.append(Reason("runs again", {"at": limit.begin, **left}))

    def stop(self, at: datetime) -> None:
        """Let its stop milestone be reached."""
        self.stopped = at
        if self.is_undecided:
            self.due = self.governing.due
        self._rest(at)
        if self.is_undecided:
            self.state = "kept" if self.governing.judges else "ended"

    def end(self, at: datetime, by: str) -> None:
        """End it without a verdict; a broken one stays broken, and is no longer measured."""
        if self.is_undecided:
            self.due = self.governing.due
        self._rest(at)
        self.ended = at
        if self.is_undecided:
            self.state = "ended"
            self.steps.append(Reason("ended", {"by": by, "at": at}))

    def _rest(self, at: datetime) -> None:
        if self.paused:
            on, since = self.paused
            self.pauses.append((since, at))
            self.steps.append(Reason("pause", {"on": on, "from": since, "until": at}))
            self.paused = None
        for limit in self.limits:
            limit.hold(at)
        if self.since is not None:
            self.stretches.append((self.since, at))
            self.since = None


def _is_pause_from(step: Reason, instant: datetime) -> bool:
    since = step.fields.get("from")
    return step.code == "pause" and isinstance(since, datetime) and since >= instant


def waiting(clock: Clock, number: int, found: Found | None, severity: str | None) -> Run:
    """Return the run of a clock that waits for its start; what it will promise is not known without a severity."""
    promise = found.promise if found else None
    return Run(
        clock=clock,
        number=number,
        promise=promise,
        severity=severity,
        state="waiting",
        start=None,
        due=None,
        strict=promise is not None and promise.quantity.strict,
        stopped=None,
        budget=None,
        used=NOTHING_USED,
        calendar=None,
        pauses=(),
        points=(),
        reasons=(),
    )
