"""Tallies: what a history comes to, counted batch by batch: what was kept and broken, and how much of its time it took.

A run counts in the month in which its case was reported, by the agreement's own clock. Counting is adding, so it does
not matter how the cases were put into batches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from upheld.calendars import time_zone
from upheld.replay.standing import Standing
from upheld.replay.verdicts import STATES, seconds_of

Counts = npt.NDArray[np.int64]

KEPT: Final = STATES.index("kept")
BROKEN: Final = STATES.index("broken")
MOST: Final = 300  # per cent; a run that used more of its time counts with these
FIRST_YEAR: Final = 1970
YEARS: Final = 130
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Line:
    """How many runs were kept, were broken, or are neither."""

    kept: int
    broken: int
    other: int

    @property
    def share(self) -> float | None:
        """Return which share of the decided ones was kept; None where none was decided."""
        decided = self.kept + self.broken
        return self.kept / decided if decided else None

    def as_data(self) -> dict[str, object]:
        """Return the line as plain data for JSON."""
        share = self.share
        rounded = None if share is None else round(share, 4)
        return {"kept": self.kept, "broken": self.broken, "other": self.other, "kept_share": rounded}


@dataclass(slots=True)
class Tally:
    """Runs counted by clock, severity (the last for none), month since 1970 and state; and by the time they used.

    `used` counts the kept and the broken ones by clock, severity, verdict (0 kept, 1 broken) and the whole per cent of
    their time that they used, up to MOST.
    """

    runs: Counts
    used: Counts

    @classmethod
    def empty(cls, standing: Standing) -> Self:
        """Return the tally of no runs."""
        clocks, severities = len(standing.clocks), len(standing.severities) + 1
        runs = np.zeros((clocks, severities, YEARS * _MONTHS, len(STATES)), np.int64)
        return cls(runs, np.zeros((clocks, severities, 2, MOST + 1), np.int64))

    @classmethod
    def of(cls, runs: pl.DataFrame, standing: Standing) -> Self:
        """Return the tally of the runs of a table of verdicts."""
        tally = cls.empty(standing)
        if runs.height:
            severity = runs["severity"].to_physical().cast(pl.Int64).fill_null(tally.runs.shape[1] - 1).to_numpy()
            clock, state = (runs[name].to_physical().to_numpy().astype(np.int64) for name in ("clock", "state"))
            month = months_of(seconds_of(runs["reported"]), standing.zone)
            _count(tally.runs, clock, severity, month, state)
            allowed = runs["allowed"].fill_null(0).to_numpy()
            judged = np.flatnonzero(((state == KEPT) | (state == BROKEN)) & (allowed > 0))
            share = np.minimum(runs["used"].to_numpy()[judged] * 100 // allowed[judged], MOST)
            _count(tally.used, clock[judged], severity[judged], (state[judged] == BROKEN).astype(np.int64), share)
        return tally

    def __iadd__(self, other: "Tally") -> Self:
        self.runs += other.runs
        self.used += other.used
        return self

    def line(
        self, clock: int | None = None, severity: int | None = None, first: int = 0, after: int = YEARS * _MONTHS
    ) -> Line:
        """Return the runs of a clock and a severity, of all where none is named, in the months from `first` on."""
        chosen = self.runs[_at(clock), _at(severity), first:after].sum(axis=(0, 1, 2))
        kept, broken = int(chosen[KEPT]), int(chosen[BROKEN])
        return Line(kept, broken, int(chosen.sum()) - kept - broken)

    def months(self, clock: int | None = None) -> range:
        """Return the months from the first with a run to the last."""
        there = np.flatnonzero(self.runs[_at(clock)].sum(axis=(0, 1, 3)))
        return range(int(there[0]), int(there[-1]) + 1) if len(there) else range(0)

    def used_at_most(self, share: float, clock: int | None = None, severity: int | None = None) -> int | None:
        """Return the per cent of its time that this share of the runs used no more than; None without runs."""
        counts = self.used[_at(clock), _at(severity)].sum(axis=(0, 1, 2))
        total = counts.sum()
        return int(np.searchsorted(np.cumsum(counts), share * total)) if total else None


def _at(number: int | None) -> slice:
    return slice(None) if number is None else slice(number, number + 1)


def _count(counts: Counts, *places: npt.NDArray[np.int64]) -> None:
    """Add one for each of the places."""
    counts += places_counted(counts.shape, *places)


def places_counted(shape: tuple[int, ...], *places: npt.NDArray[np.int64]) -> Counts:
    """Return how often each place of an array of the shape is named; the places come one axis at a time."""
    size = int(np.prod(shape))
    return np.bincount(np.ravel_multi_index(places, shape), minlength=size).reshape(shape)


# --- Months -----------------------------------------------------------------------------------------------------------


def months_of(instants: Counts, zone: str) -> Counts:
    """Return the local months of instants, in seconds since 1970, counted from January 1970."""
    return np.clip(np.searchsorted(_borders(zone), instants, side="right") - 1, 0, YEARS * _MONTHS - 1)


@lru_cache(maxsize=8)
def _borders(zone: str) -> Counts:
    starts = (datetime(*divmod_month(month), 1, tzinfo=time_zone(zone)) for month in range(YEARS * _MONTHS))
    return np.array([int(start.timestamp()) for start in starts])


def divmod_month(month: int) -> tuple[int, int]:
    """Return year and month, from 1, of a month counted from January 1970."""
    return FIRST_YEAR + month // _MONTHS, month % _MONTHS + 1


def name_of_month(month: int) -> str:
    """Return a month as "2016-03"."""
    year, number = divmod_month(month)
    return f"{year}-{number:02}"


def quarters(months: Sequence[int]) -> list[tuple[str, int, int]]:
    """Return the quarters that months lie in: name, first month, the month after the last."""
    found = dict.fromkeys(month // 3 for month in months)
    return [(f"{FIRST_YEAR + q // 4} Q{q % 4 + 1}", q * 3, q * 3 + 3) for q in found]
