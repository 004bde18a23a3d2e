"""Silence: for how long nobody worked on a case that is open and waits for nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from upheld.agreements import ANY, Checkpoint, Only, Promise, Terms
from upheld.cases import BY_CUSTOMER, ENDINGS, SOLVES, TAKES_BACK, WORK, Case
from upheld.clocks import Limit
from upheld.events import Event, Reopened, WaitEnded, WaitStarted, name_of

_BREAKS: Final = WORK | TAKES_BACK  # what ends a silence, and begins the next
WORKED: Final = "work started"  # what any work does


@dataclass(frozen=True, slots=True)
class Silence:
    """A stretch without work that was too long, or the present one."""

    number: int
    since: datetime
    late: datetime | None  # from when on it is too long; None: somebody else must act first
    passed: bool


def does(kind: type[Event], event: str) -> bool:
    """Say whether a fact shows that an event was done: any work does `work started`."""
    return kind in WORK if event == WORKED else name_of(kind) == event


def silences(terms: Terms, point: Checkpoint, case: Case, now: datetime) -> Iterator[Silence]:
    """Yield each silence on a case that was longer than a checkpoint allows, and then the present one."""
    if point.when.time is None:
        return
    limit = Limit(Promise(ANY, point.id, point.when.time, Only(), point.clause), terms, case.reported)
    course = _Course(limit)
    number = 1
    for at, fact in case.facts:
        if course.is_over(at):
            yield Silence(number, limit.begin, limit.late, passed=True)
            course.silence = None
            number += 1
        course.take(fact, at)
        if course.goes_on and (type(fact) in _BREAKS or fact is case.report):
            course.silence = at
            course.stretches = []
            course.since = None if course.waits else at
    if course.silence:
        passed = course.is_over(now)
        course.count()
        yield Silence(number, limit.begin, limit.late, passed=passed)


class _Course:
    """Whether a case goes on and waits, and the silence on it: since when, and the stretches in which it counts."""

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        self.solved = False
        self.ended = False
        self.waits = ""
        self.silence: datetime | None = None
        self.stretches: list[tuple[datetime, datetime]] = []
        self.since: datetime | None = None

    @property
    def goes_on(self) -> bool:
        return not (self.solved or self.ended)

    def is_over(self, at: datetime) -> bool:
        """Say whether the silence was too long before an instant."""
        # Open time is never more than elapsed time: a short silence need not be counted.
        if self.silence is None or self.limit.budget is None or at - self.silence < self.limit.budget:
            return False
        self.count()
        return self.limit.is_over(at)

    def count(self) -> None:
        """Lay the limit over the stretches of the present silence."""
        assert self.silence
        self.limit.begin = self.silence
        self.limit.count(self.stretches, self.since)

    def take(self, fact: Event, at: datetime) -> None:
        """Take in what a fact says about the case."""
        kind = type(fact)
        self.solved = kind in SOLVES or (self.solved and kind not in TAKES_BACK)
        self.ended = kind in ENDINGS or (self.ended and kind is not Reopened)
        if self.solved or self.ended:
            self.silence = None
        if isinstance(fact, WaitStarted):
            self.waits = fact.on
            if self.since:
                self.stretches.append((self.since, at))
                self.since = None
        elif kind in {WaitEnded, Reopened} or (kind in BY_CUSTOMER and self.waits == "customer"):
            self.waits = ""
            self.since = self.since or at
