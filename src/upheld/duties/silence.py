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
    promise = Promise(ANY, point.id, point.when.time, Only(), point.clause)
    course = _Course()
    number = 1
    for at, fact in case.facts:
        if course.silence and course.silence.is_over(at):
            yield Silence(number, course.silence.begin, course.silence.late, passed=True)
            course.silence = None
            number += 1
        course.take(fact, at)
        if course.goes_on and (type(fact) in _BREAKS or fact is case.report):
            course.listen(Limit(promise, terms, at))
    if course.silence:
        yield Silence(number, course.silence.begin, course.silence.late, passed=course.silence.is_over(now))


class _Course:
    """Whether a case goes on and waits, and the silence on it."""

    def __init__(self) -> None:
        self.solved = False
        self.ended = False
        self.waits = ""
        self.silence: Limit | None = None

    @property
    def goes_on(self) -> bool:
        return not (self.solved or self.ended)

    def take(self, fact: Event, at: datetime) -> None:
        """Take in what a fact says about the case."""
        kind = type(fact)
        self.solved = kind in SOLVES or (self.solved and kind not in TAKES_BACK)
        self.ended = kind in ENDINGS or (self.ended and kind is not Reopened)
        if not self.goes_on:
            self.silence = None
        if isinstance(fact, WaitStarted):
            self.waits = fact.on
            if self.silence:
                self.silence.hold(at)
        elif kind in {WaitEnded, Reopened} or (kind in BY_CUSTOMER and self.waits == "customer"):
            self.waits = ""
            if self.silence and self.silence.since is None:
                self.silence.run(at)

    def listen(self, limit: Limit) -> None:
        """Begin to count anew."""
        self.silence = limit
        if not self.waits:
            limit.run(limit.begin)
