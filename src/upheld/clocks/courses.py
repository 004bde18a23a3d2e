"""Courses: one clock over all facts of a case.

The facts are followed in order, once. Before each, time passes: what is used up by then is broken, whatever the fact
says. The rules and their numbers stand in `docs/algorithms/clocks.md`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from upheld.agreements import Clock, Milestone, Terms
from upheld.cases import ENDINGS, REACHES, Decision, counts, in_utc
from upheld.clocks.promises import Found
from upheld.clocks.runs import Limit, Round, Run, waiting
from upheld.events import (
    Absorbed,
    CustomerReplied,
    Event,
    Reopened,
    SolutionApproved,
    SolutionProposed,
    SolutionRefused,
    WaitEnded,
    WaitStarted,
    name_of,
)
from upheld.reasons import Field, Reason

CUSTOMER: Final = "waiting for customer"
_BY_SOLUTION: Final = frozenset({SolutionProposed, SolutionApproved})


class Course:
    """What became of one clock so far."""

    def __init__(self, clock: Clock, terms: Terms, shares: Sequence[Decimal], earlier: Sequence[Round] = ()) -> None:
        self.clock = clock
        self.terms = terms
        self.shares = shares
        self.found: Found | None = None  # None: no severity yet
        self.severity: str | None = None
        self.because: tuple[Reason, ...] = ()  # why it has this severity
        self.starts_at = start_of(clock, terms)
        self.heeds = _heeded(clock, self.starts_at)  # the kinds of fact that can change it
        self.reached: dict[Milestone, datetime] = {}
        self.restored_by_solution = False  # and by nothing else
        self.wait: tuple[str, datetime] | None = None
        self.is_over = False
        self.waits = True  # for its start
        self.round: Round | None = None  # the one that runs, or is only measured
        self.rounds: list[Round] = [*earlier]
        self.unstarted: list[Run] = []  # what still waited when the case ended

    @property
    def repeats(self) -> bool:
        """Say whether each stop starts the next round."""
        return bool(self.found and self.found.promise and self.found.promise.quantity.repeats)

    @property
    def next_number(self) -> int:
        """Return the number that the next run of the clock will have."""
        return len(self.rounds) + len(self.unstarted) + 1

    def hold(self, found: Found, severity: str | None, because: tuple[Reason, ...]) -> None:
        """Let a promise hold, before any fact is fed."""
        self.found, self.severity, self.because = found, severity, because

    def anew(self, decision: Decision, found: Found) -> "Course":
        """Return the course of the same clock before any fact, for which that severity holds from the start."""
        course = Course(self.clock, self.terms, self.shares, self.rounds)
        course.unstarted = self.unstarted
        course.hold(found, decision.severity, (decision.reason(),))
        return course

    def feed(self, fact: Event, at: datetime) -> None:
        """Let time pass up to a fact, and take it in."""
        self.lapse(at)
        kind = type(fact)
        if kind in _ACTS:
            _ACTS[kind](self, fact, at)
        if kind in REACHES and counts(fact, self.terms):
            self._reach(kind, REACHES[kind], at)
        if kind in ENDINGS:
            self._end_case(at, name_of(kind))

    def lapse(self, at: datetime) -> None:
        """Let time pass: what is used up is broken, and a clock that repeats starts its next round there."""
        while self.round and self.round.is_undecided and self.round.lapse(at):
            lost = self.round
            lost.lose()
            if self.repeats and lost.due:
                self._open(lost.due).go_on_from(lost, lost.due)

    def change(self, decision: Decision, found: Found) -> bool:
        """Let another severity hold; say whether the clock must be followed anew, as if it had held from the start."""
        before, worse = self.found, self._rank_of(decision.severity) < self._rank_of(self.severity)
        self.found, self.severity, self.because = found, decision.severity, (decision.reason(),)
        if self.round is None:
            starts = self.waits and not before and bool(found) and self.starts_at in self.reached
            if starts and decision.ground == "new facts":
                self._begin(decision.at, from_start=False)
            return starts and decision.ground == "correction"
        if not self.round.is_undecided:
            return False
        self._change_round(decision, found, same=bool(before and before.same_as(found)), worse=worse)
        return False

    def _change_round(self, decision: Decision, found: Found, *, same: bool, worse: bool) -> None:
        assert self.round is not None
        fields: dict[str, Field] = {
            "from": self.round.severity or "",
            "to": decision.severity,
            "ground": decision.ground,
            "at": decision.at,
        }
        if self.round.severity is None:
            self.round.because = (decision.reason(), *self.round.because)
        else:
            self.round.steps.append(Reason("severity changed", fields, decision.clause, found.reasons))
        self.round.severity = decision.severity
        if same:
            return
        if not found:
            self.round.end(decision.at, "severity")
            self.round, self.waits = None, True
            return
        begin = decision.at if decision.ground == "new facts" else self.round.start
        self.round.found = found
        self.round.change(Limit(found.promise, self.terms, begin), decision.at, worse=worse)
        self.lapse(decision.at)

    def _rank_of(self, name: str | None) -> int:
        """Return how bad a severity is, 1 being the worst; none at all is the mildest."""
        severities = self.terms.shared.severities
        return next((severity.rank for severity in severities if severity.id == name), len(severities) + 1)

    # Milestones

    def _reach(self, kind: type[Event], milestones: Sequence[Milestone], at: datetime) -> None:
        if "restored" in milestones:
            self.restored_by_solution = kind in _BY_SOLUTION and (
                self.restored_by_solution or "restored" not in self.reached
            )
        starts = self.starts_at in milestones and self.starts_at not in self.reached
        for milestone in milestones:
            self.reached.setdefault(milestone, at)
        if starts:
            self._begin(self.reached[self.starts_at])
        elif self.round and self.clock.stop in milestones:
            self._stop(at, last=self.clock.until in milestones)
        elif self.round and self.repeats and self.clock.until in milestones:
            self.round.end(at, str(self.clock.until))
            self.round = None

    def _begin(self, at: datetime, *, from_start: bool = True) -> None:
        if not self.waits or self.is_over or not self.found or (self.repeats and self.clock.until in self.reached):
            return
        self.waits = False
        self._open(at).from_start = from_start
        self._resume(at)
        if not self.repeats and self.clock.stop in self.reached:
            self._stop(at)

    def _open(self, at: datetime) -> Round:
        assert self.found is not None
        limit = Limit(self.found.promise, self.terms, at)
        self.round = Round(self.next_number, self.severity, self.found, limit, self.shares)
        self.round.because = (*self.because, *self.found.reasons)
        self.rounds.append(self.round)
        return self.round

    def _resume(self, at: datetime) -> None:
        """Let the round run, or pause where it must wait."""
        wait = self.wait if self.wait and self.wait[0] in self.clock.pauses else None
        if self.round and (wait or self.round.since is None):
            self.round.hold(at, wait)

    def _stop(self, at: datetime, *, last: bool = False) -> None:
        assert self.round is not None
        self.round.stop(at)
        self.round = None
        if self.repeats and not last:
            self._open(at)
            self._resume(at)

    def _end_case(self, at: datetime, by: str) -> None:
        if self.round:
            self.round.end(at, by)
            self.round = None
        elif self.waits and (self.found is None or self.found) and not self.is_over:
            ended = (*self.because, Reason("ended", {"by": by, "at": at}))
            self.unstarted.append(
                replace(waiting(self.clock, self.next_number, self.found, self.severity), state="ended", reasons=ended)
            )
        self.is_over = True

    def _take_back(self, milestones: Sequence[Milestone], at: datetime) -> None:
        """Take back what did not last; what it had stopped runs again, what it had started waits again."""
        taken = [milestone for milestone in milestones if self.reached.pop(milestone, None)]
        if self.is_over:
            return
        if self.starts_at in taken:
            if self.round:
                self.round.end(at, f"{self.starts_at} taken back")
                self.round = None
            self.waits = True
        elif self.round is None and self.found:
            if not self.waits:
                self._run_again(self.rounds[-1], at)
            elif self.starts_at in self.reached:
                self._begin(at, from_start=False)

    def _run_again(self, last: Round, at: datetime) -> None:
        if self.repeats:
            if self.clock.until not in self.reached:
                self._open(at)
                self._resume(at)
            return
        if last.state == "broken" or self.clock.stop in self.reached:
            return
        again = self._open(at)
        again.take_over(last)
        self._resume(at)
        if self.found and not last.found.same_as(self.found):
            worse = self._rank_of(self.severity) < self._rank_of(last.severity)
            again.change(Limit(self.found.promise, self.terms, at), at, worse=worse)

    # Facts of other kinds

    def wait_started(self, fact: WaitStarted, at: datetime) -> None:
        """Take in a wait: what the clock pauses for holds it, any other ends the wait before."""
        self.wait = (f"waiting for {fact.on}", at)
        self._resume(at)

    def wait_ended(self, _: Event, at: datetime) -> None:
        """Take in the end of every wait."""
        if self.wait:
            self.wait = None
            self._resume(at)

    def customer_spoke(self, fact: Event, at: datetime) -> None:
        """Take in a word of the customer's: a wait for the customer is over."""
        if self.wait and self.wait[0] == CUSTOMER:
            self.wait_ended(fact, at)

    def solution_refused(self, fact: SolutionRefused, at: datetime) -> None:
        """Take in a refusal: the case is not solved, and not restored if only the solution said so."""
        self.customer_spoke(fact, at)
        self._take_back(("solved", "approved", *(("restored",) if self.restored_by_solution else ())), at)

    def reopened(self, fact: Reopened, at: datetime) -> None:
        """Take in that the case goes on."""
        self.is_over = False
        self.wait_ended(fact, at)
        self._take_back(("restored", "solved", "approved", "closed"), at)

    def absorbed(self, fact: Absorbed, at: datetime) -> None:
        """Take in a case that says the same and was reported earlier."""
        earlier = in_utc(fact.reported, "absorbed: reported")
        if self.starts_at != "reported" or earlier >= self.reached.get("reported", earlier):
            return
        self.reached["reported"] = earlier
        if self.round and self.round.from_start and self.round.is_undecided:
            self.round.steps.append(Reason("absorbed", {"case": fact.case, "reported": earlier, "at": at}))
            self.round.begin_earlier(earlier, at)
            self.lapse(at)


_ACTS: Final[Mapping[type[Event], Callable[[Course, Any, datetime], None]]] = MappingProxyType(
    {
        WaitStarted: Course.wait_started,
        WaitEnded: Course.wait_ended,
        CustomerReplied: Course.customer_spoke,
        SolutionApproved: Course.customer_spoke,
        SolutionRefused: Course.solution_refused,
        Reopened: Course.reopened,
        Absorbed: Course.absorbed,
    },
)


_WAITING: Final = frozenset({WaitStarted, WaitEnded, CustomerReplied, SolutionApproved})


def _heeded(clock: Clock, starts_at: Milestone) -> frozenset[type[Event]]:
    """Return the kinds of fact that matter to a clock; waits do not where it does not pause."""
    milestones = {starts_at, clock.stop, clock.until}
    reaching = {kind for kind, reached in REACHES.items() if not milestones.isdisjoint(reached)}
    acting = _ACTS.keys() if clock.pauses else _ACTS.keys() - _WAITING
    return frozenset(reaching | acting | ENDINGS)


def start_of(clock: Clock, terms: Terms) -> Milestone:
    """Return the milestone a clock starts at: nobody of the customer's hands over where it has no tier 1."""
    if clock.start != "handed over" or any(tier.level == 1 and tier.of == "customer" for tier in terms.tiers):
        return clock.start
    return "reported"
