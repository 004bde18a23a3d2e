"""A clock by walking every minute: slow, short and written apart, to try the fast one against.

One clock from the report to the first solution, which pauses for the customer; every fact on a whole minute.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from tests.engine.casework import DESK
from upheld.events import Classified, CustomerReplied, Event, SolutionProposed, WaitEnded, WaitStarted

MINUTE = timedelta(minutes=1)


class Promised(NamedTuple):
    """What a severity is promised."""

    minutes: int
    strict: bool
    working: bool


@dataclass
class Budget:
    """A promise, the minute it counts from, and the minutes it has used."""

    promised: Promised
    begin: datetime
    used: int = 0

    def count(self, minute: datetime) -> None:
        """Use a minute that ran."""
        self.used += minute >= self.begin and (not self.promised.working or DESK.is_open(minute))


def verdict(ladder: Mapping[str, Promised], log: Sequence[Event], begin: datetime, now: datetime) -> str:
    """Return the state of the clock at `now`; severities worst first, the mildest being the default."""
    walk, minute = Walk(ladder, begin), begin
    while minute <= now and not walk.state:
        for fact in [None, *(fact for fact in log if fact.at == minute)]:
            walk.take(fact, minute)
            walk.check(strictly=True)
        if walk.waiting != "customer":
            walk.check(strictly=False)
            walk.ran.append(minute)
            for budget in walk.budgets:
                budget.count(minute)
        minute += MINUTE
    return walk.state or ("paused" if walk.waiting == "customer" else "running")


class Walk:
    """The clock as it is at a minute."""

    def __init__(self, ladder: Mapping[str, Promised], begin: datetime) -> None:
        self.ladder = ladder
        self.begin = begin
        self.severity = list(ladder)[-1]
        self.budgets = [Budget(ladder[self.severity], begin)]
        self.ran: list[datetime] = []
        self.waiting = ""
        self.state = ""  # once it is decided

    def take(self, fact: Event | None, minute: datetime) -> None:
        """Take in a fact."""
        match fact:
            case SolutionProposed() if not self.state:
                self.state = "kept"
            case Classified(severity=severity) if severity != self.severity:
                self.change(severity, minute if fact.ground == "new facts" else self.begin, first=minute == self.begin)
            case WaitStarted():
                self.waiting = fact.on
            case WaitEnded():
                self.waiting = ""
            case CustomerReplied() if self.waiting == "customer":
                self.waiting = ""

    def change(self, severity: str, begin: datetime, *, first: bool) -> None:
        """Let another severity hold, its budget counting all that ran since an instant; the first is no change."""
        order = list(self.ladder)
        worse = order.index(severity) < order.index(self.severity) and not first
        self.severity = severity
        budget = Budget(self.ladder[severity], begin)
        for minute in self.ran:
            budget.count(minute)
        self.budgets = [*self.budgets, budget] if worse else [budget]

    def check(self, *, strictly: bool) -> None:
        """Let it be broken: by facts of a minute what is over or strict, after them what was used up just then."""
        for budget in self.budgets:
            most = budget.promised.minutes - (budget.promised.strict or not strictly)
            if not self.state and budget.used > most:
                self.state = "broken"
