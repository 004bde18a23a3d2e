"""Approval: what closing a case needs of the customer, what silence means, and the reminder."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from upheld.agreements import Closing, Party, Terms
from upheld.cases import Case
from upheld.clocks import State
from upheld.duties.duty import Duty, timed
from upheld.duties.procedures import running
from upheld.events import (
    Closed,
    Event,
    MarkedDuplicate,
    Merged,
    Reopened,
    SolutionApproved,
    SolutionProposed,
    SolutionRefused,
    Withdrawn,
    name_of,
)
from upheld.reasons import Reason


def approvals(terms: Terms, case: Case, now: datetime) -> Iterator[Duty]:
    """Yield the approvals that a case waits for, has or lacks, each with its reminder."""
    if terms.closing is None or not terms.closing.needs_approval:
        return
    course = _Course(terms, terms.closing, now)
    for at, fact in case.facts:
        course.feed(fact, at)
    yield from course.found()


class _Course:
    """Follows the facts of a case for its approval."""

    def __init__(self, terms: Terms, closing: Closing, now: datetime) -> None:
        self.terms = terms
        self.closing = closing
        self.now = now
        self.duties: list[Duty] = []
        self.open: Duty | None = None  # runs since a solution was proposed
        self.waits = True  # for a solution

    def feed(self, fact: Event, at: datetime) -> None:
        """Take in a fact; what silence has approved by then is approved."""
        self.hear_silence(at)
        clause = self.closing.clause
        match fact:
            case SolutionProposed() if self.waits:
                self.begin(at)
            case SolutionApproved() if self.open or self.waits:
                self.decide(at, "kept", Reason("approved", {"at": at, "by": fact.by}, clause))
            case SolutionRefused() if self.open:
                self.decide(at, "ended", Reason("solution refused", {"at": at, "reason": fact.reason}, clause))
                self.waits = True
            case Closed() if self.open or self.waits:
                self.decide(at, "broken", Reason("closed without approval", {"at": at}, clause), of="vendor")
            case Reopened():
                self.end(at, "reopened")
                self.waits = True
            case Merged() | MarkedDuplicate() | Withdrawn():
                self.end(at, name_of(type(fact)))
                self.waits = False

    def found(self) -> list[Duty]:
        """Return all approvals and reminders, the one that runs or is waited for included."""
        self.hear_silence(self.now)
        if self.open:
            return [*self.duties, self.open, *self.reminders(self.open, None)]
        if self.waits:
            waiting = replace(self.approval(self.now), state="waiting", start=None)
            return [*self.duties, replace(waiting, reasons=(Reason("waiting", {"for": "solution proposed"}),))]
        return self.duties

    def approval(self, at: datetime) -> Duty:
        """Return the next approval, which the customer owes from an instant on."""
        number = sum(duty.name == "approval" for duty in self.duties) + 1
        reason = Reason("approval asked", {"at": at}, self.closing.clause)
        return running("approval", "customer", at, number, reason)

    def begin(self, at: datetime) -> None:
        """Let the customer be asked."""
        self.waits = False
        self.open = timed(self.approval(at), self.closing.approved_by_silence_after, self.terms)

    def decide(self, at: datetime, state: State, why: Reason, of: Party = "customer") -> None:
        """Let the approval be decided, also one that nobody was asked for."""
        asked = self.open or self.approval(at)
        decided = replace(asked, state=state, of=of, stopped=at, changes=None, reasons=(*asked.reasons, why))
        self.duties += [decided, *self.reminders(asked, at)]
        self.open, self.waits = None, False

    def end(self, at: datetime, by: str) -> None:
        """End the approval that runs, without a verdict."""
        if self.open:
            self.decide(at, "ended", Reason("ended", {"by": by, "at": at}))

    def hear_silence(self, at: datetime) -> None:
        """Let silence approve what it had time to."""
        if self.open and self.open.due and self.open.changes and self.open.changes <= at:
            self.decide(
                self.open.due, "kept", Reason("approved by silence", {"at": self.open.due}, self.closing.clause)
            )

    def reminders(self, asked: Duty, decided: datetime | None) -> Iterator[Duty]:
        """Yield the reminder of an approval: kept when it is due, none where the answer came before."""
        if asked.start is None or self.closing.remind_after is None:
            return
        reason = Reason("reminder", {"of": "approval", "at": asked.start}, self.closing.clause)
        begun = running("approval reminder", "vendor", asked.start, asked.number, reason)
        duty = timed(begun, self.closing.remind_after, self.terms)
        if duty.due and duty.due <= (decided or self.now):
            yield replace(duty, state="kept", stopped=duty.due, changes=None)
        elif duty.due and decided is None:
            yield replace(duty, state="waiting", changes=duty.due)
