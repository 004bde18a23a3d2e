"""Evaluating: what became of every clock of many cases.

Cases are followed side by side, by arrays; one that is out of the ordinary is put to `upheld.clocks` itself, whose
answers these are anyhow.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl

from upheld import cases, clocks
from upheld.agreements import Terms
from upheld.clocks import Run
from upheld.errors import TwoPromises
from upheld.replay.budgets import NONE, NOTHING, Budgets, Flags, Ints, Small, Way, budgets
from upheld.replay.courses import Courses, Known, Unstarted
from upheld.replay.facts import EVENTS, Facts, instant
from upheld.replay.rounds import Rows
from upheld.replay.rows import ROW, Broken
from upheld.replay.standing import Standing
from upheld.replay.tables import COLUMNS
from upheld.replay.verdicts import STATES, Part, numbered, table

_WAY = ("channel", "caller", "kind", "severity")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The runs of some cases, in the order of the cases, their clocks and the runs of each."""

    runs: pl.DataFrame  # a table of verdicts, with the `index` of each case
    is_open: Flags  # by case: whether something is undecided, so that nothing is said about it
    unreported: int  # cases without a report, about which nothing can be said
    unclear: Sequence[Broken]  # reports that two promises fit equally well


def evaluate(facts: Facts, standing: Standing, now: datetime | None = None) -> Verdicts:
    """Return what became of every clock of the cases at `now`, a whole second behind which no fact lies.

    Without `now`, the cases in which something is undecided are left out.
    """
    reported = _reported(facts)
    era = np.searchsorted(standing.starts_in_seconds, reported, side="right") - 1
    is_open = np.zeros(len(reported), np.bool_)
    parts: list[Part] = []
    unclear: list[Broken] = []
    for number, terms in enumerate(standing.terms):
        here = (era == number) & (reported != NONE)
        if here.any():
            era_ = _Era(facts if here.all() else facts.of(here), terms, standing, now)
            found, still = era_.parts()
            unclear += era_.unclear
            where = np.flatnonzero(here)
            parts += [{**part, "index": where[part["index"]]} for part in found]
            is_open[where] = still
    runs = table(parts, facts.cases, reported, standing)
    if now is None:
        runs = runs.filter(~pl.Series(is_open).gather(runs["index"]))
    else:
        is_open[:] = False
    return Verdicts(runs, is_open, int(((reported == NONE) & ~is_open).sum()), unclear)


def _reported(facts: Facts) -> Ints:
    """Return when each case was reported; NONE where it was not."""
    rows = np.flatnonzero(facts.event == EVENTS["reported"])
    reported = np.full(len(facts.starts) - 1, NONE)
    # From the last to the first, so that of several reports the first stays.
    reported[facts.case_of(rows)[::-1]] = facts.at[rows[::-1]]
    return reported


class _Era:
    """The cases that were reported while one version of the terms held."""

    def __init__(self, facts: Facts, terms: Terms, standing: Standing, now: datetime | None) -> None:
        self.facts = facts
        self.terms = terms
        self.standing = standing
        self.now = now
        self.unclear: list[Broken] = []

    def parts(self) -> tuple[list[Part], Flags]:
        """Return the runs, and which cases are open."""
        ways, known = known_of(self.facts, self.terms, self.standing)
        size = len(known.way)
        odd, is_open = np.zeros((len(self.standing.clocks), size), np.bool_), np.zeros(size, np.bool_)
        parts: list[Part] = []
        listed = budgets(self.terms, ways)
        for of in listed:
            known.odd[of.unclear[known.way]] = True
        for of in listed:
            courses = Courses(of, self.terms, known)
            number = self.standing.clocks.index(of.clock.id)
            odd[number] = courses.odd
            is_open |= courses.odd | (courses.current >= 0) | courses.is_waiting(np.arange(size))
            parts += _Said(courses, of, self.standing, self.now).parts(number)
        if self.now is not None and odd.any():
            parts.append(numbered(self._one_by_one(odd, self.now), self.standing))
        return parts, is_open

    def _one_by_one(self, odd: Flags, now: datetime) -> Iterator[tuple[int, Run]]:
        """Yield the runs of the clocks that are odd in a case, as `upheld.clocks` follows them."""
        for index in np.flatnonzero(odd.any(axis=0)):
            for run in self._followed(int(index), now):
                if odd[self.standing.clocks.index(run.clock.id), index]:
                    yield int(index), run

    def _followed(self, index: int, now: datetime) -> Sequence[Run]:
        case = cases.read(self.facts.log(index), self.terms, now)
        try:
            return clocks.follow(self.terms, case, now) if case else ()
        except TwoPromises as error:
            row = self.facts.rows(index)[ROW][0] if ROW in self.facts.frame.columns else 0
            self.unclear.append(Broken(row, "", str(self.facts.cases[index]), f"the case cannot be judged: {error}"))
            return ()


def known_of(facts: Facts, terms: Terms, standing: Standing) -> tuple[list[Way], Known]:
    """Return the different ways in which cases were reported, and what is known of them beside their facts."""
    reports = facts.event == EVENTS["reported"]
    first = facts.starts[:-1]
    ways, way = _ways(facts, terms, standing)
    ranks = {severity.id: severity.rank for severity in terms.shared.severities}
    mildest = len(ranks) + 1
    decides = np.flatnonzero(facts.event == EVENTS["classified"])
    severity = np.full(len(facts.at), len(ranks), np.int16)
    if ranks:
        severity[decides] = _codes(facts.texts("severity", decides), tuple(ranks))
    correction = np.zeros(len(facts.at), np.bool_)
    correction[decides] = (facts.texts("ground", decides) == "correction").fill_null(value=False).to_numpy()
    begins = np.flatnonzero(facts.event == EVENTS["wait started"])
    waits = np.zeros(len(facts.at), np.int16)
    waits[begins] = _codes(facts.texts("on", begins).fill_null("customer"), COLUMNS["on"].words) + 1
    return ways, Known(
        facts=facts,
        way=way,
        severity=severity,
        correction=correction,
        waits=waits,
        # A log that begins before its report, or has several.
        odd=~reports[first] | (np.add.reduceat(reports, first, dtype=np.int64) > 1),
        ranks=np.array([*ranks.values(), mildest, mildest], np.int16),
    )


def _ways(facts: Facts, terms: Terms, standing: Standing) -> tuple[list[Way], Small]:
    """Return the different ways of reporting that matter, and the number of each case's."""
    wanted = [name for name in _WAY if name in standing.columns and name in facts.frame.columns]
    if terms.shared.classification.by != "customer":
        wanted = [name for name in wanted if name != "severity"]
    size = len(facts.starts) - 1
    if not wanted:
        return [Way()], np.zeros(size, np.int16)
    given = facts.frame.select(pl.col(wanted).gather(facts.starts[:-1]).cast(pl.String))
    different = given.unique(maintain_order=True).with_row_index("#")
    number = given.join(different, on=wanted, how="left", nulls_equal=True, maintain_order="left")["#"]
    ways = [
        Way(**{name: text for name, text in row.items() if text is not None})
        for row in different.select(wanted).iter_rows(named=True)
    ]
    return ways, number.cast(pl.Int16).to_numpy()


def _codes(texts: pl.Series, names: Sequence[str]) -> Small:
    return texts.cast(pl.String).cast(pl.Enum(names)).to_physical().cast(pl.Int16).to_numpy()


class _Said:
    """What is to be said about the runs of one clock."""

    def __init__(self, courses: Courses, budgets: Budgets, standing: Standing, now: datetime | None) -> None:
        self.courses = courses
        self.rounds = courses.rounds
        self.of = budgets
        # The last entry stands for what is not there, which has the number -1.
        names = [severity.id for severity in courses.terms.shared.severities]
        self.severities = np.array([*(standing.severities.index(name) for name in (*names, "any")), -1])
        paths = [found.promise.clause.path if found.promise else None for found in budgets.found]
        self.promises = np.array([*(-1 if path is None else standing.promises.index(path) for path in paths), -1])
        self.now = None if now is None else int((now - instant(0)).total_seconds())

    def parts(self, clock: int) -> list[Part]:
        """Return the runs of the cases that are not odd."""
        courses = self.courses
        rows = np.arange(self.rounds.count)
        rows = rows[~courses.odd[self.rounds.case[rows]]]
        waiting = np.flatnonzero(courses.is_waiting(np.arange(len(courses.odd))) & self.of.runs[courses.way])
        parts = [self._runs(rows, clock)]
        for state, unstarted in (
            *(("ended", unstarted) for unstarted in courses.unstarted),
            ("waiting", courses.without_start(waiting)),
        ):
            parts.append(self._without_start(unstarted, STATES.index(state), clock))
        return [part for part in parts if len(part["index"])]

    def _runs(self, rows: Rows, clock: int) -> Part:
        rounds = self.rounds
        if self.now is not None:
            rounds.lapse(rows, np.full(len(rows), self.now))
        undecided = rounds.is_undecided(rows)
        found = rounds.governing("found", rows)
        broken = rounds.state[rows] == STATES.index("broken")
        until = rounds.limits.since[rows] if self.now is None else np.full(len(rows), self.now)
        return {
            "index": rounds.case[rows].astype(np.int64),
            "clock": np.full(len(rows), clock),
            "number": rounds.number[rows].astype(np.int64),
            "severity": self.severities[rounds.severity[rows]].astype(np.int64),
            "promise": self.promises[found].astype(np.int64),
            "state": rounds.state[rows].astype(np.int64),
            "start": rounds.governing("begin", rows),
            "due": np.where(undecided, rounds.governing("due", rows), rounds.due[rows]),
            "strict": self.of.strict[found].astype(np.int64),
            "stopped": rounds.stopped[rows],
            "allowed": np.where(broken, rounds.budget[rows], rounds.governing("budget", rows)),
            "used": rounds.used(rows, until),
        }

    def _without_start(self, runs: Unstarted, state: int, clock: int) -> Part:
        """Return the runs of clocks that never started."""
        kept = ~self.courses.odd[runs.case]
        case, number, severity, found = (column[kept] for column in runs)
        found = np.maximum(found, NOTHING)
        strict = np.append(self.of.strict, False)
        nothing = np.full(len(case), NONE)
        return {
            "index": case.astype(np.int64),
            "clock": np.full(len(case), clock),
            "number": number.astype(np.int64),
            "severity": self.severities[severity],
            "promise": self.promises[found],
            "state": np.full(len(case), state),
            "start": nothing,
            "due": nothing,
            "strict": strict[found].astype(np.int64),
            "stopped": nothing,
            "allowed": nothing,
            "used": np.zeros(len(case), np.int64),
        }
