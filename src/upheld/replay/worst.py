"""Worst: the runs that were late the most, kept with the events of their cases, so that each can be explained.

Late is what was used beyond what was allowed, in the calendar of the promise.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
import polars as pl

from upheld import cases, clocks, duties, promise_line
from upheld.agreements import Terms
from upheld.clocks import Run
from upheld.replay.facts import Facts, logged
from upheld.replay.rounds import BROKEN
from upheld.replay.standing import Standing
from upheld.words import names, steps

MOST: Final = 10


@dataclass(frozen=True, slots=True)
class Late:
    """A broken run, by how many seconds it was late, and the rows of its case."""

    seconds: int
    case: str
    clock: str
    number: int
    rows: pl.DataFrame

    @property
    def order(self) -> tuple[int, str, str, int]:
        """Return where it stands among others, the worst first."""
        return -self.seconds, self.case, self.clock, self.number


@dataclass(frozen=True, slots=True)
class Explained:
    """A run as people read it."""

    late: Late
    run: Run
    severity: str
    steps: tuple[str, ...]
    picture: str  # SVG


def worst(facts: Facts, runs: pl.DataFrame, most: int = MOST) -> list[Late]:
    """Return the runs that were late the most, the worst first."""
    used, allowed = runs["used"].to_numpy(), runs["allowed"].fill_null(0).to_numpy()
    broken = np.flatnonzero(runs["state"].to_physical().to_numpy() == BROKEN)
    late = (used - allowed)[broken]
    if len(late) > most:
        # All that are as late as the last that is taken: which of them comes first is decided by their names.
        border = np.partition(late, len(late) - most)[len(late) - most]
        broken, late = broken[late >= border][: most * 10], late[late >= border][: most * 10]
    return worst_of(
        Late(int(seconds), str(row["case"]), row["clock"], row["number"], facts.rows(row["index"]))
        for seconds, row in zip(late, runs[broken].iter_rows(named=True), strict=True)
    )


def worst_of(late: Iterable[Late], most: int = MOST) -> list[Late]:
    """Return the worst of some, the worst first."""
    return sorted(late, key=lambda each: each.order)[:most]


def explained(late: Sequence[Late], standing: Standing, now: datetime) -> list[Explained]:
    """Return the runs as `upheld.clocks` follows and explains them."""
    found = []
    for each in late:
        log = tuple(logged(each.rows))
        terms = standing.for_log(log)
        case = cases.read(log, terms, now)
        assert case is not None, "what was late was reported"
        run = next(r for r in clocks.follow(terms, case, now) if (r.clock.id, r.number) == (each.clock, each.number))
        found.append(_in_words(each, run, terms, now))
    return found


def _in_words(late: Late, run: Run, terms: Terms, now: datetime) -> Explained:
    called = names(terms.shared, "en")
    course = promise_line.course(duties.of_run(run), terms.shared, "en", now if run.is_open else None)
    picture = promise_line.draw(course, "en")
    severity = called.get(run.severity or "", run.severity or "")
    return Explained(late, run, severity, tuple(steps(run.reasons, "en", terms.shared.zone, called)), picture)
