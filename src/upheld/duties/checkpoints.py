"""Checkpoints of a case: what must be said or done when a measure passes its limit.

Telling is the desk's matter: a checkpoint that only tells is kept at the instant at which it passes.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import accumulate
from types import MappingProxyType
from typing import Final

from upheld.agreements import ANY, Checkpoint, Terms
from upheld.cases import ENDINGS, Case, Dated
from upheld.clocks import Run, State
from upheld.duties.duty import Duty
from upheld.duties.silence import WORKED, does, silences
from upheld.events import EffortForecast, EffortLogged, Reopened
from upheld.reasons import Reason

_MINUTE: Final = timedelta(minutes=1)


def shares(terms: Terms) -> dict[str, tuple[Decimal, ...]]:
    """Return the shares at which the terms want to know of each clock."""
    wanted = [(point.when.subject, point.when.share) for point in terms.checkpoints if point.when.kind == "share"]
    return {
        clock: tuple(dict.fromkeys(share for subject, share in wanted if subject in {clock, ANY}))
        for clock in terms.shared.clocks
    }


def checkpoints(terms: Terms, case: Case, runs: Sequence[Run], now: datetime) -> Iterator[Duty]:
    """Yield the duties of every checkpoint of a case whose clocks have these runs."""
    view = _View(terms, case, runs, now)
    for point in terms.checkpoints:
        if point.when.kind in _WATCHED:
            yield from _WATCHED[point.when.kind](view, point)


@dataclass(frozen=True, slots=True)
class _View:
    """What checkpoints look at."""

    terms: Terms
    case: Case
    runs: Sequence[Run]
    now: datetime

    def share(self, point: Checkpoint) -> Iterator[Duty]:
        for run in self._watched_runs(point):
            reached = next((each for each in run.points if each.share == point.when.share), None)
            if reached and (reached.passed or (run.budget is not None and run.is_open)):
                passed = reached.at if reached.passed else None
                reason = Reason("share", {"clock": run.clock.id, "share": point.when.share}, point.clause)
                yield self._duty(point, run, passed, reached.at, reason)

    def missed(self, point: Checkpoint) -> Iterator[Duty]:
        for run in self._watched_runs(point):
            if run.state == "broken" or (run.is_open and run.late_from):
                passed = run.late_from if run.state == "broken" else None
                reason = Reason("missed", {"clock": run.clock.id}, point.clause)
                yield self._duty(point, run, passed, run.late_from, reason)

    def effort(self, point: Checkpoint) -> Iterator[Duty]:
        """Watch the sum of all work that was logged."""
        logged = [(at, fact.minutes * _MINUTE) for at, fact in self._while_open() if isinstance(fact, EffortLogged)]
        sums = list(accumulate((time for _, time in logged), initial=timedelta()))
        limit, used = self._limit(point), sums[-1]
        passed = next((at for (at, _), total in zip(logged, sums[1:], strict=True) if total > limit), None)
        if passed or not self.case.ended:
            reason = Reason("effort", {"limit": limit, "used": used}, point.clause)
            yield replace(self._duty(point, None, passed, None, reason), budget=limit, used=used)

    def forecast(self, point: Checkpoint) -> Iterator[Duty]:
        """Watch how much work the case is expected to take."""
        expected = [(at, fact.minutes * _MINUTE) for at, fact in self._while_open() if isinstance(fact, EffortForecast)]
        limit, last = self._limit(point), expected[-1][1] if expected else timedelta()
        passed = next((at for at, time in expected if time > limit), None)
        if passed or not self.case.ended:
            reason = Reason("forecast", {"limit": limit, "expected": last}, point.clause)
            yield replace(self._duty(point, None, passed, None, reason), budget=limit, used=last)

    def _limit(self, point: Checkpoint) -> timedelta:
        """Return how much work a checkpoint allows; where that is not known, no work is too much."""
        limit = self.terms.budget(point.when.time) if point.when.time else None
        return timedelta.max if limit is None else limit

    def _while_open(self) -> Iterator[Dated]:
        """Yield the facts of the case while it goes on."""
        ended = False
        for at, fact in self.case.facts:
            ended = type(fact) in ENDINGS or (ended and not isinstance(fact, Reopened))
            if not ended:
                yield at, fact

    def no_work(self, point: Checkpoint) -> Iterator[Duty]:
        """Watch for silence, which runs until somebody works again."""
        followed = replace(point, done_by=point.done_by or WORKED)
        limit = point.when.time.text if point.when.time else ""
        for silence in silences(self.terms, point, self.case, self.now):
            reason = Reason("no work", {"limit": limit, "since": silence.since}, point.clause)
            duty = self._duty(followed, None, silence.late if silence.passed else None, silence.late, reason)
            yield replace(duty, id=f"{duty.id}/{silence.number}", number=silence.number)

    def _watched_runs(self, point: Checkpoint) -> Iterator[Run]:
        return (run for run in self.runs if point.when.subject in {run.clock.id, ANY})

    def _duty(
        self, point: Checkpoint, run: Run | None, passed: datetime | None, due: datetime | None, reason: Reason
    ) -> Duty:
        """Return the duty of a checkpoint, which passed at an instant or will at `due`."""
        waits = Duty(
            id="/".join(["checkpoint", point.id, *([run.clock.id, str(run.number)] if run else [])]),
            kind="checkpoint",
            name=point.id,
            of=point.of,
            state="waiting",
            clause=point.clause,
            due=due,
            changes=due,
            number=run.number if run else 1,
            severity=run.severity if run else self.case.severity,
            tell=point.tell,
            reasons=(reason,),
        )
        if passed is None:
            return waits
        known = replace(
            waits, start=passed, due=passed, changes=None, reasons=(reason, Reason("passed", {"at": passed}))
        )
        state, stopped = self._followed(point, passed)
        return replace(known, state=state, stopped=stopped)

    def _followed(self, point: Checkpoint, passed: datetime) -> tuple[State, datetime | None]:
        """Return what became of a checkpoint after it passed, and when."""
        if not point.done_by:
            return "kept", passed
        for at, fact in self.case.facts:
            if at >= passed and does(type(fact), point.done_by):
                return "kept", at
            if at >= passed and type(fact) in ENDINGS:
                return "ended", at
        return "running", None


_WATCHED: Final[Mapping[str, Callable[[_View, Checkpoint], Iterator[Duty]]]] = MappingProxyType(
    {
        "share": _View.share,
        "missed": _View.missed,
        "effort": _View.effort,
        "forecast": _View.forecast,
        "no work": _View.no_work,
    },
)
