"""Matches: verdicts beside those that a log has recorded itself, case by case.

A case counts as broken when any of its promises was. What was recorded is the last value of the case's rows: it may
know the whole case, and is looked at by nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from upheld.replay.facts import Facts
from upheld.replay.rounds import BROKEN, KEPT, Rows

Codes = npt.NDArray[np.int8]

NOT_JUDGED, IS_KEPT, IS_BROKEN = range(3)
_SAYS: Final = {
    **dict.fromkeys(("true", "yes", "1", "kept", "met", "achieved"), IS_KEPT),
    **dict.fromkeys(("false", "no", "0", "broken", "missed", "breached"), IS_BROKEN),
}
_WORD: Final = {IS_KEPT: "kept", IS_BROKEN: "broken"}


@dataclass(slots=True)
class Matches:
    """How many cases a replay and the record agree on, and those they differ on."""

    column: str
    both_kept: int = 0
    both_broken: int = 0
    without: int = 0  # cases without a record, or without a verdict
    differing: list[dict[str, object]] = field(
        default_factory=list
    )  # case, severity, recorded, replayed, used, allowed

    @property
    def agree(self) -> int:
        """Return how many cases have the recorded verdict."""
        return self.both_kept + self.both_broken

    def as_data(self) -> dict[str, object]:
        """Return the comparison as plain data for JSON."""
        return {
            "against": self.column,
            "agree": self.agree,
            "disagree": len(self.differing),
            "not_compared": self.without,
            "differing": self.differing,
        }

    def add(self, other: "Matches") -> None:
        """Add what was found in other cases."""
        self.both_kept += other.both_kept
        self.both_broken += other.both_broken
        self.without += other.without
        self.differing += other.differing


def case_verdicts(runs: pl.DataFrame, cases: int) -> Codes:
    """Return what became of each case: broken if any run is, else kept if any is."""
    verdicts = np.zeros(cases, np.int8)
    index, state = runs["index"].to_numpy(), runs["state"].to_physical().to_numpy()
    verdicts[index[state == KEPT]] = IS_KEPT
    verdicts[index[state == BROKEN]] = IS_BROKEN
    return verdicts


def matched(facts: Facts, runs: pl.DataFrame, is_open: npt.NDArray[np.bool_], column: str) -> Matches:
    """Return how the verdicts on the cases that are not open stand to the record in a column."""
    verdicts = case_verdicts(runs, len(is_open))
    recorded = recorded_verdicts(facts, column)
    judged = (verdicts != NOT_JUDGED) & (recorded != NOT_JUDGED) & ~is_open
    same = judged & (verdicts == recorded)
    differ = np.flatnonzero(judged & ~same)
    return Matches(
        column,
        both_kept=int((same & (verdicts == IS_KEPT)).sum()),
        both_broken=int((same & (verdicts == IS_BROKEN)).sum()),
        without=int((~judged & ~is_open).sum()),
        differing=list(_differing(runs, differ, recorded, verdicts)) if len(differ) else [],
    )


def recorded_verdicts(facts: Facts, column: str) -> Codes:
    """Return what the last row of each case has recorded; NOT_JUDGED where that is no verdict."""
    texts = facts.texts(column, facts.starts[1:] - 1).cast(pl.String).str.to_lowercase()
    return texts.replace_strict(_SAYS, default=NOT_JUDGED, return_dtype=pl.Int8).fill_null(NOT_JUDGED).to_numpy()


def _differing(runs: pl.DataFrame, differ: Rows, recorded: Codes, verdicts: Codes) -> Iterator[dict[str, object]]:
    # The run that speaks for a case: the broken one, or the last that was kept.
    chosen = runs.filter(pl.col("index").is_in(differ), pl.col("state").is_in(["kept", "broken"]))
    chosen = chosen.sort("index", pl.col("state").cast(pl.String), "number", descending=[False, True, False])
    for row in chosen.group_by("index", maintain_order=True).last().iter_rows(named=True):
        index = row["index"]
        yield {
            "case": row["case"],
            "severity": row["severity"],
            "recorded": _WORD[recorded[index]],
            "replayed": _WORD[verdicts[index]],
            "used": row["used"],
            "allowed": row["allowed"],
        }
