"""Courses: one clock over the facts of many cases, the first fact of all of them, then the second, and so on.

The columnar twin of `upheld.clocks.courses`; the rules stand in `docs/algorithms/clocks.md`. What happens seldom is not
written a second time: a case that needs it is `odd`, and is left to `upheld.clocks`.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from upheld.agreements import Terms, Wait
from upheld.cases import ENDINGS, REACHES, counts
from upheld.clocks.courses import CUSTOMER, start_of
from upheld.events import KINDS, HandedOver, Replied
from upheld.replay.budgets import NO_SEVERITY, NONE, NOTHING, UNKNOWN, Budgets, Flags, Ints, Small
from upheld.replay.facts import EVENTS, Facts, instant
from upheld.replay.rounds import BROKEN, Rounds, Rows
from upheld.replay.tables import CASE_EVENTS, COLUMNS

# What a fact is for a clock.
STARTS, STOPS, ENDS, REOPENS, CLASSIFIES, WAITS, WAITED, SPEAKS, ODD = (1 << bit for bit in range(9))
TAKEN_BACK: Final = frozenset({"restored", "solved", "approved", "closed"})
NO_WAIT: Final = 0
NO_ROW: Final = -1
_ON: Final = COLUMNS["on"].words
_CUSTOMER: Final = get_args(Wait).index(CUSTOMER) + 1


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of some cases beside their facts."""

    facts: Facts
    way: Small  # case -> the way it was reported
    severity: Small  # row -> the severity that it decides, for those that classify
    correction: Flags  # row -> whether it corrects, for those that classify
    waits: Small  # row -> number of what is waited for, for those that begin a wait
    odd: Flags  # cases whose log is out of the ordinary
    ranks: Small  # by severity, then for any and for none


class Unstarted(NamedTuple):
    """Runs that have not started."""

    case: Rows
    number: Small
    severity: Small
    found: Small


class Courses:
    """What became of one clock in many cases so far."""

    def __init__(self, budgets: Budgets, terms: Terms, known: Known) -> None:
        self._of = budgets
        self.terms = terms
        self._known = known
        self.way = known.way
        self._starts_at = start_of(budgets.clock, terms)
        self._pauses = np.array([False, *(wait in budgets.clock.pauses for wait in get_args(Wait))])
        size = len(known.way)
        self.rounds = Rounds(budgets, size + size // 8)  # some cases run twice
        self.severity: Small = budgets.claimed[known.way]
        self.found: Small = budgets.first[known.way]
        self.current: Rows = np.full(size, -1)  # row of the run that runs, or is only measured
        self.last: Rows = np.full(size, -1)
        self.next_number: Small = np.ones(size, np.int16)
        self.started: Flags = np.zeros(size, np.bool_)
        self.stopped: Flags = np.zeros(size, np.bool_)
        self.waits: Flags = np.ones(size, np.bool_)  # for its start
        self.is_over: Flags = np.zeros(size, np.bool_)
        self.wait: Small = np.zeros(size, np.int16)  # what the case waits for; NO_WAIT
        self.unstarted: list[Unstarted] = []  # what still waited when its case ended
        unusual = np.array([any(budgets.unusual[n] for n in row if n >= 0) for row in budgets.held], np.bool_)
        self.odd: Flags = known.odd | unusual[known.way]
        self._follow()

    def is_waiting(self, cases: Rows) -> Flags:
        """Say in which cases the clock still waits for its start."""
        waiting: Flags = self.waits[cases] & ~self.is_over[cases] & (self.found[cases] != NOTHING)
        return waiting

    def without_start(self, cases: Rows) -> "Unstarted":
        """Return the runs that would be next, of clocks that wait for their start."""
        return Unstarted(cases, self.next_number[cases], self.severity[cases], self.found[cases])

    # All facts

    def _follow(self) -> None:
        facts, meaning = self._known.facts, self._meaning()
        of_case = np.diff(facts.starts)
        case = np.repeat(np.arange(len(of_case)), of_case)
        self._know_first(meaning, case)
        rows = np.flatnonzero((meaning != 0) & (~self.odd & self._of.runs[self._known.way])[case])
        # The facts that matter, case by case: `first` is where those of each case begin among them.
        many = np.bincount(case[rows], minlength=len(of_case))
        first = np.cumsum(many) - many
        cases = np.flatnonzero(many)
        number = 0
        while len(cases):
            here = rows[first[cases] + number]
            self._feed(cases, here, facts.at[here], meaning[here])
            number += 1
            cases = cases[many[cases] > number]

    def _meaning(self) -> npt.NDArray[np.uint16]:
        """Return what each fact is for the clock."""
        facts = self._known.facts
        meaning = np.array([self._meaning_of(name) for name in CASE_EVENTS], np.uint16)[facts.event]
        for kind, column in ((Replied, "automatic"), (HandedOver, "level")):
            rows = np.flatnonzero((facts.event == EVENTS[_NAMES[kind]]) & (meaning != 0))
            if len(rows) and column in facts.frame.columns:
                values = facts.frame[column].gather(rows)
                for value in values.unique().drop_nulls():
                    if not counts(kind(instant(0), **{column: value}), self.terms):
                        meaning[rows[(values == value).fill_null(value=False).to_numpy()]] = 0
        return meaning

    def _meaning_of(self, name: str) -> int:
        kind, clock = KINDS[name], self._of.clock
        milestones = REACHES.get(kind, ())
        meaning = (STARTS if self._starts_at in milestones else 0) | (STOPS if clock.stop in milestones else 0)
        meaning |= (ENDS if kind in ENDINGS else 0) | _ALWAYS.get(name, 0)
        if clock.pauses:
            meaning |= _OF_WAITS.get(name, 0)
        if name == "solution refused" and {self._starts_at, clock.stop} & {"solved", "approved", "restored"}:
            meaning |= ODD
        if name == "severity asked" and self.terms.shared.classification.by == "customer":
            meaning |= ODD
        if name == "absorbed" and self._starts_at == "reported":
            meaning |= ODD
        return meaning

    def _know_first(self, meaning: npt.NDArray[np.uint16], case: Rows) -> None:
        """Let the first severity hold from the beginning, and find the cases that are odd.

        What is decided at the very instant of the report is the first, the last of it if it is decided twice.
        """
        known, facts = self._known, self._known.facts
        self.odd[case[(meaning & ODD) != 0]] = True
        decides = np.flatnonzero((meaning & CLASSIFIES) != 0)
        at_once = facts.at[decides] == facts.at[facts.starts[case[decides]]]
        first = np.full(len(known.way), NO_ROW)
        later = decides[~at_once][::-1]
        first[case[later]] = later  # of several, the first is written last
        first[self.severity != NO_SEVERITY] = NO_ROW  # the report has said it
        first[case[decides[at_once]]] = decides[at_once]
        meaning[decides[at_once]] ^= CLASSIFIES
        self._let_hold(np.flatnonzero(first != NO_ROW), first[first != NO_ROW])
        ends = np.flatnonzero((meaning & ENDS) != 0)[::-1]
        first_end = np.full(len(known.way), len(case))
        first_end[case[ends]] = ends
        self.odd[first_end < first] = True

    def _let_hold(self, cases: Rows, rows: Rows) -> None:
        """Let the severities that the rows decide hold; a clock for any severity does not wait for one."""
        decided = self._known.severity[rows]
        at_once = self._known.facts.at[rows] == self._known.facts.at[self._known.facts.starts[cases]]
        new = (self.found[cases] == UNKNOWN) | at_once
        cases, decided = cases[new], decided[new]
        self.severity[cases] = decided
        self.found[cases] = self._of.held[self._known.way[cases], decided]

    # One fact of each case

    def _feed(self, cases: Rows, rows: Rows, at: Ints, meaning: npt.NDArray[np.uint16]) -> None:
        """Let time pass up to a fact of each case, and take it in."""
        current = self.current[cases]
        running = current >= 0
        self.rounds.lapse(current[running], at[running])
        for bit, act in (
            (WAITS, self._wait_started),
            (WAITED | SPEAKS, self._wait_ended),
            (REOPENS, self._reopened),
            (STARTS | STOPS, self._reach),
            (ENDS, self._end_cases),
            (CLASSIFIES, self._decide),
        ):
            here = np.flatnonzero(meaning & bit)
            if len(here) == len(cases):
                act(cases, rows, at, meaning)
            elif len(here):
                act(cases[here], rows[here], at[here], meaning[here])

    def _wait_started(self, cases: Rows, rows: Rows, at: Ints, _: npt.NDArray[np.uint16]) -> None:
        self.wait[cases] = self._known.waits[rows]
        self._resume(cases, at)

    def _wait_ended(self, cases: Rows, _: Rows, at: Ints, meaning: npt.NDArray[np.uint16]) -> None:
        wait = self.wait[cases]
        over = np.where(meaning & WAITED, wait != NO_WAIT, wait == _CUSTOMER)
        self.wait[cases[over]] = NO_WAIT
        self._resume(cases[over], at[over])

    def _reopened(self, cases: Rows, _: Rows, at: Ints, __: npt.NDArray[np.uint16]) -> None:
        self.is_over[cases] = False
        waited = self.wait[cases] != NO_WAIT
        self.wait[cases] = NO_WAIT
        self._resume(cases[waited], at[waited])
        if self._of.clock.stop in TAKEN_BACK:
            self.stopped[cases] = False
        again = np.ones(len(cases), np.bool_)
        if self._starts_at in TAKEN_BACK:
            again = ~self.started[cases]
            self._wait_again(cases[~again], at[~again])
        again &= (self.current[cases] < 0) & (self.found[cases] >= 0)
        begins = again & self.waits[cases] & self.started[cases]
        self._begin(cases[begins], at[begins])
        again &= ~self.waits[cases] & ~begins
        self._run_again(cases[again], at[again])

    def _wait_again(self, cases: Rows, at: Ints) -> None:
        """Let clocks whose start was taken back wait for it again."""
        self.started[cases] = False
        self._end_rounds(cases, at)
        self.waits[cases] = True

    def _run_again(self, cases: Rows, at: Ints) -> None:
        last = self.last[cases]
        stays = (self.rounds.state[last] == BROKEN) | self.stopped[cases]
        cases, at, last = cases[~stays], at[~stays], last[~stays]
        self.odd[cases[self.found[cases] != self.rounds.found[last]]] = True
        self.rounds.take_over(self._open(cases, at), last)
        self._resume(cases, at)

    def _reach(self, cases: Rows, _: Rows, at: Ints, meaning: npt.NDArray[np.uint16]) -> None:
        stops = (meaning & STOPS) != 0
        starts = ((meaning & STARTS) != 0) & ~self.started[cases]
        self.stopped[cases[stops]] = True
        if starts.any():
            self.started[cases[starts]] = True
            self._begin(cases[starts], at[starts])
            stops &= ~starts
        stops &= self.current[cases] >= 0
        if stops.any():
            self._stop(cases[stops], at[stops])

    def _end_cases(self, cases: Rows, _: Rows, at: Ints, __: npt.NDArray[np.uint16]) -> None:
        unstarted = cases[self.is_waiting(cases) & (self.current[cases] < 0)]
        if len(unstarted):
            self.unstarted.append(self.without_start(unstarted))
            self.next_number[unstarted] += 1
        self._end_rounds(cases, at)
        self.is_over[cases] = True

    def _decide(self, cases: Rows, rows: Rows, at: Ints, _: npt.NDArray[np.uint16]) -> None:
        """Let another severity hold."""
        decided = self._known.severity[rows]
        new = decided != self.severity[cases]
        if not new.any():
            return
        cases, rows, at, decided = cases[new], rows[new], at[new], decided[new]
        ranks = self._known.ranks
        worse = ranks[decided] < ranks[self.severity[cases]]
        before, found = self.found[cases], self._of.held[self._known.way[cases], decided]
        correction = self._known.correction[rows]
        self.severity[cases], self.found[cases] = decided, found
        current = self.current[cases]
        starts = (current < 0) & self.waits[cases] & (before < 0) & (found >= 0) & self.started[cases]
        self.odd[cases[starts & correction]] = True
        self._begin(cases[starts & ~correction], at[starts & ~correction])
        here = np.flatnonzero(current >= 0)
        here = here[self.rounds.is_undecided(current[here])]
        self.rounds.severity[current[here]] = decided[here]
        here = here[found[here] != before[here]]
        ends = here[found[here] < 0]
        self._end_rounds(cases[ends], at[ends])
        self.waits[cases[ends]] = True
        here = here[found[here] >= 0]
        self._change(cases[here], found[here], at[here], correction[here], worse[here])

    def _change(self, cases: Rows, found: Small, at: Ints, correction: Flags, worse: Flags) -> None:
        """Lay the budget of another severity over the runs."""
        rounds, current = self.rounds, self.current[cases]
        # What ran in several stretches is counted one by one, and a third budget beside two is rare.
        self.odd[cases[(correction & rounds.rested[current]) | (worse & rounds.has_beside[current])]] = True
        rounds.change(current, found, np.where(correction, rounds.start[current], at), worse)
        rounds.lapse(current, at)

    # Runs

    def _open(self, cases: Rows, at: Ints) -> Rows:
        opened = self.rounds.open(cases, self.next_number[cases], self.severity[cases], self.found[cases], at)
        self.current[cases] = self.last[cases] = opened
        self.next_number[cases] += 1
        return opened

    def _begin(self, cases: Rows, at: Ints) -> None:
        begins = self.waits[cases] & ~self.is_over[cases] & (self.found[cases] >= 0)
        if not begins.all():
            cases, at = cases[begins], at[begins]
        if not len(cases):
            return
        self.waits[cases] = False
        self._open(cases, at)
        self._resume(cases, at)
        stopped = self.stopped[cases]
        if stopped.any():
            self._stop(cases[stopped], at[stopped])

    def _resume(self, cases: Rows, at: Ints) -> None:
        """Let the runs go on, or pause where the case waits for something that holds the clock."""
        current = self.current[cases]
        pauses = self._pauses[self.wait[cases]]
        held = current >= 0
        held[held] &= pauses[held] | (self.rounds.since[current[held]] == NONE)
        if held.any():
            self.rounds.hold(current[held], at[held], pauses[held])

    def _stop(self, cases: Rows, at: Ints) -> None:
        self.rounds.stop(self.current[cases], at)
        self.current[cases] = -1

    def _end_rounds(self, cases: Rows, at: Ints) -> None:
        current = self.current[cases]
        running = current >= 0
        if running.any():
            self.rounds.end(current[running], at[running])
            self.current[cases] = -1


_NAMES: Final = {KINDS[name]: name for name in CASE_EVENTS}
_ALWAYS: Final = {"classified": CLASSIFIES, "reopened": REOPENS}
_OF_WAITS: Final = {
    "wait started": WAITS,
    "wait ended": WAITED,
    "customer replied": SPEAKS,
    "solution approved": SPEAKS,
    "solution refused": SPEAKS,
}
