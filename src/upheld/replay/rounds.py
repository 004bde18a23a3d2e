"""Rounds: runs of one clock in many cases, followed side by side.

The columnar twin of `upheld.clocks.runs`: each method does to some rows of the arrays what the method of the same name
does there to one run. An instant that is not is NONE or NEVER, as budgets say.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from upheld.replay.budgets import NEVER, NONE, Budgets, Flags, Ints, Small

Rows = npt.NDArray[np.intp]

WAITING, RUNNING, PAUSED, KEPT, BROKEN, ENDED = range(6)  # as in `upheld.clocks.State`
_FILLS: Final = {"since": NONE, "due": NEVER, "stopped": NONE, "budget": NONE}


class Limits:
    """A budget over the stretches of each run, from where it begins to count."""

    def __init__(self, budgets: Budgets, size: int) -> None:
        self._of = budgets
        self.found: Small = np.zeros(size, np.int16)
        self.begin: Ints = np.zeros(size, np.int64)
        self.used: Ints = np.zeros(size, np.int64)
        self.since: Ints = np.full(size, NONE)
        self.due: Ints = np.full(size, NEVER)
        self.budget: Ints = np.full(size, NONE)

    def lay(self, rows: Rows, found: Small, begin: Ints) -> None:
        """Begin anew with what was found."""
        self.found[rows], self.begin[rows], self.used[rows] = found, begin, 0
        self.since[rows], self.due[rows] = NONE, NEVER
        self.budget[rows] = self._of.seconds[found]

    def run(self, rows: Rows, since: Ints) -> None:
        """Let them run on."""
        self.since[rows] = since
        budget = self.budget[rows]
        timed = budget != NONE
        if not timed.all():
            rows, since, budget = rows[timed], since[timed], budget[timed]
        self.due[rows] = self._of.after(self.found[rows], since, budget - self.used[rows])

    def hold(self, rows: Rows, at: Ints) -> None:
        """Stop them, and keep what they have used."""
        self.used[rows] += self.passed(rows, at)
        self.since[rows], self.due[rows] = NONE, NEVER

    def passed(self, rows: Rows, at: Ints) -> Ints:
        """Return what was used since they last ran on."""
        since = self.since[rows]
        runs = since != NONE
        if runs.all():
            return self._of.passed(self.found[rows], since, at)
        passed = np.zeros(len(rows), np.int64)
        passed[runs] = self._of.passed(self.found[rows[runs]], since[runs], at[runs])
        return passed

    def take(self, rows: Rows, other: "Limits", theirs: Rows) -> None:
        """Take over all that others are."""
        for name in ("found", "begin", "used", "since", "due", "budget"):
            getattr(self, name)[rows] = getattr(other, name)[theirs]


class Rounds:
    """Runs while their facts are followed. The first `count` rows are in use."""

    def __init__(self, budgets: Budgets, size: int) -> None:
        self._of = budgets
        self.count = 0
        self.limits = Limits(budgets, size)
        self.beside = Limits(budgets, size)  # the budget that came with a worse severity
        self.has_beside: Flags = np.zeros(size, np.bool_)
        self.beside_governs: Flags = np.zeros(size, np.bool_)
        self.case: Rows = np.zeros(size, np.intp)
        self.number: Small = np.zeros(size, np.int16)
        self.state: Small = np.zeros(size, np.int16)
        self.severity: Small = np.zeros(size, np.int16)
        self.found: Small = np.zeros(size, np.int16)
        self.start: Ints = np.zeros(size, np.int64)
        self.since: Ints = np.full(size, NONE)
        self.stopped: Ints = np.full(size, NONE)
        self.due: Ints = np.full(size, NEVER)  # this and the budget once it is decided
        self.budget: Ints = np.full(size, NONE)
        self.rested: Flags = np.zeros(size, np.bool_)  # whether some stretch of it is over

    def is_undecided(self, rows: Rows) -> Flags:
        """Say which still can be kept or broken."""
        state = self.state[rows]
        undecided: Flags = (state == RUNNING) | (state == PAUSED)
        return undecided

    def open(self, case: Rows, number: Small, severity: Small, found: Small, at: Ints) -> Rows:
        """Return the rows of new runs."""
        rows = np.arange(self.count, self.count + len(case))
        self.count += len(case)
        if self.count > len(self.case):
            self._grow(max(self.count, 2 * len(self.case)))
        self.case[rows], self.number[rows], self.severity[rows] = case, number, severity
        self.state[rows], self.found[rows], self.start[rows] = RUNNING, found, at
        self.limits.lay(rows, found, at)
        return rows

    def hold(self, rows: Rows, at: Ints, waits: Flags) -> None:
        """Let those that wait pause, and the others run on."""
        self._rest(rows, at)
        on, since = rows[~waits], at[~waits]
        self.since[on] = since
        self._run(on, since)
        undecided = self.is_undecided(rows)
        self.state[rows[undecided]] = np.where(waits[undecided], PAUSED, RUNNING)
        self.settle(rows[undecided])

    def settle(self, rows: Rows) -> None:
        """Find the budget that is used up first."""
        rows = rows[self.has_beside[rows]]
        if not len(rows):
            return
        due, other = self.limits.due[rows], self.beside.due[rows]
        strict, other_strict = self._of.strict[self.limits.found[rows]], self._of.strict[self.beside.found[rows]]
        sooner = (other < due) | ((other == due) & other_strict & ~strict)
        dated = (due != NEVER) | (other != NEVER)
        self.beside_governs[rows] = np.where(dated, sooner, self.beside_governs[rows])

    def lapse(self, rows: Rows, at: Ints) -> None:
        """Let time pass: what was used up before the instants is broken at its due, and only measured from then on."""
        due = self.governing("due", rows)
        over = (due < at) | ((due == at) & self._of.strict[self.governing("found", rows)])
        over &= self.is_undecided(rows)
        if over.any():
            self._lose(rows[over], due[over])

    def _lose(self, rows: Rows, due: Ints) -> None:
        self.due[rows], self.budget[rows], self.state[rows] = due, self.governing("budget", rows), BROKEN
        swapped = rows[self.beside_governs[rows]]
        self.limits.take(swapped, self.beside, swapped)
        self.has_beside[rows] = self.beside_governs[rows] = False
        self.limits.budget[rows], self.limits.due[rows] = NONE, NEVER

    def change(self, rows: Rows, found: Small, begin: Ints, worse: Flags) -> None:
        """Lay new budgets over runs; where the severity is worse now, what was promised before goes on beside them."""
        for limits, here in ((self.beside, worse), (self.limits, ~worse)):
            chosen = rows[here]
            limits.lay(chosen, found[here], begin[here])
            since = self.since[chosen]
            runs = since != NONE
            limits.run(chosen[runs], np.maximum(since, begin[here])[runs])
            self.has_beside[chosen] = self.beside_governs[chosen] = limits is self.beside
        self.found[rows] = found
        self.settle(rows)

    def take_over(self, rows: Rows, last: Rows) -> None:
        """Go on with what the runs before left of their budgets."""
        budget, used = self.governing("budget", last), self.governing("used", last)
        self.limits.found[rows] = self.governing("found", last)
        self.limits.budget[rows] = np.where(budget == NONE, NONE, budget - used)
        self.found[rows] = self.found[last]

    def stop(self, rows: Rows, at: Ints) -> None:
        """Let their stop milestone be reached."""
        self.stopped[rows] = at
        undecided = self._finish(rows, at)
        judged = self._of.judges[self.governing("found", undecided)]
        self.state[undecided] = np.where(judged, KEPT, ENDED)

    def end(self, rows: Rows, at: Ints) -> None:
        """End them without a verdict; a broken one stays broken, and is no longer measured."""
        self.state[self._finish(rows, at)] = ENDED

    def governing(self, name: str, rows: Rows) -> npt.NDArray[np.int64]:
        """Return an array of the budgets that make the runs due."""
        own: npt.NDArray[np.int64] = getattr(self.limits, name)[rows]
        beside = self.beside_governs[rows]
        return np.where(beside, getattr(self.beside, name)[rows], own) if beside.any() else own

    def used(self, rows: Rows, now: Ints) -> Ints:
        """Return what was used of the governing budgets by `now`, or until they stopped."""
        used = self.limits.used[rows] + self.limits.passed(rows, now)
        beside = np.flatnonzero(self.beside_governs[rows])
        if len(beside):
            theirs = rows[beside]
            used[beside] = self.beside.used[theirs] + self.beside.passed(theirs, now[beside])
        return used

    def _finish(self, rows: Rows, at: Ints) -> Rows:
        """Let them rest for good; return those that were undecided, with their due kept."""
        undecided = rows[self.is_undecided(rows)]
        self.due[undecided] = self.governing("due", undecided)
        self._rest(rows, at)
        return undecided

    def _rest(self, rows: Rows, at: Ints) -> None:
        self.limits.hold(rows, at)
        beside = self.has_beside[rows]
        if beside.any():
            self.beside.hold(rows[beside], at[beside])
        self.rested[rows] |= self.since[rows] != NONE
        self.since[rows] = NONE

    def _run(self, rows: Rows, since: Ints) -> None:
        self.limits.run(rows, since)
        beside = self.has_beside[rows]
        if beside.any():
            self.beside.run(rows[beside], since[beside])

    def _grow(self, size: int) -> None:
        for holder in (self, self.limits, self.beside):
            for name, array in vars(holder).items():
                if isinstance(array, np.ndarray):
                    more = np.full(size - len(array), _FILLS.get(name, 0), array.dtype)
                    setattr(holder, name, np.concatenate([array, more]))
