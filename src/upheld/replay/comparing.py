"""Comparing: the same history judged under two agreements, and what the second would have changed.

A case counts as broken when any of its promises was; where an agreement decides nothing about it, it is not judged.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from upheld.replay.evaluating import Verdicts, evaluate
from upheld.replay.facts import Facts
from upheld.replay.history import Found, History, Reading, Scattered, Told
from upheld.replay.matches import IS_BROKEN, IS_KEPT, NOT_JUDGED, case_verdicts
from upheld.replay.standing import Standing
from upheld.replay.tallies import YEARS, months_of, name_of_month, places_counted
from upheld.replay.verdicts import seconds_of

WORDS: Final = {NOT_JUDGED: "not judged", IS_KEPT: "kept", IS_BROKEN: "broken"}


@dataclass
class Comparison:
    """What a history comes to under two agreements.

    `cases` counts cases by severity (under the first agreement, or else the second; the last for none), month of the
    report since 1970, verdict of the first and of the second agreement.
    """

    before: Standing
    after: Standing
    severities: tuple[str, ...]
    until: datetime
    found: Found
    cases: npt.NDArray[np.int64]
    flipped: list[dict[str, str | None]] = field(default_factory=list)

    def turned(self, first: int, second: int) -> int:
        """Return how many cases have these verdicts."""
        return int(self.cases[:, :, first, second].sum())

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        months = np.flatnonzero(self.cases.sum(axis=(0, 2, 3)))
        return {
            "before": self.before.title,
            "after": self.after.title,
            "until": self.until.isoformat(),
            "cases": self.found.cases,
            "broken_rows": self.found.left_out,
            "kept_by_both": self.turned(IS_KEPT, IS_KEPT),
            "broken_by_both": self.turned(IS_BROKEN, IS_BROKEN),
            "now_kept": self.turned(IS_BROKEN, IS_KEPT),
            "now_broken": self.turned(IS_KEPT, IS_BROKEN),
            "not_judged_by_one": int(self.cases[:, :, NOT_JUDGED, 1:].sum() + self.cases[:, :, 1:, NOT_JUDGED].sum()),
            "severities": [
                {"severity": name or None, **_of(self.cases[number])}
                for number, name in enumerate((*self.severities, ""))
                if self.cases[number].any()
            ],
            "months": [
                {"month": name_of_month(int(month)), **_of(self.cases[:, month].sum(axis=0)[None])} for month in months
            ],
            "flipped": self.flipped,
        }


def _of(cases: npt.NDArray[np.int64]) -> dict[str, int]:
    """Return what stands in counts by month and the two verdicts."""
    both = cases.sum(axis=0)
    return {
        "cases": int(both.sum()),
        "broken_before": int(both[IS_BROKEN].sum()),
        "broken_after": int(both[:, IS_BROKEN].sum()),
        "now_kept": int(both[IS_BROKEN, IS_KEPT]),
        "now_broken": int(both[IS_KEPT, IS_BROKEN]),
    }


@dataclass(frozen=True, slots=True)
class _Batch:
    is_open: npt.NDArray[np.bool_]
    cases: npt.NDArray[np.int64]
    flipped: list[dict[str, str | None]]


def compare(history: History, before: Standing, after: Standing, progress: Told) -> Comparison:
    """Judge every case of a history under two agreements.

    Raises `BadLog` where the log cannot be read, and what the agreements themselves cannot answer, like `BeyondYears`.
    """
    try:
        return _compare(history, before, after, progress)
    except Scattered:
        return _compare(replace(history, is_scattered=True), before, after, progress)


def _compare(history: History, before: Standing, after: Standing, progress: Told) -> Comparison:
    severities = tuple(dict.fromkeys((*before.severities, *after.severities)))
    verdicts = len(WORDS)
    shape = (len(severities) + 1, YEARS * 12, verdicts, verdicts)

    def both(facts: Facts, now: datetime | None) -> _Batch:
        first, second = evaluate(facts, before, now), evaluate(facts, after, now)
        is_open = first.is_open | second.is_open
        closed = ~is_open
        one, other = (case_verdicts(each.runs, len(is_open)) for each in (first, second))
        severity, month = _where(facts, (first, second), severities, before.zone)
        counted = closed & (month >= 0)
        places = (severity[counted], month[counted], one[counted].astype(np.int64), other[counted].astype(np.int64))
        flips = np.flatnonzero(counted & (one != other) & (one != NOT_JUDGED) & (other != NOT_JUDGED))
        names = facts.cases.gather(flips).cast(pl.String)
        flipped = [
            {
                "case": name,
                "severity": (*severities, None)[severity[n]],
                "before": WORDS[one[n]],
                "after": WORDS[other[n]],
            }
            for name, n in zip(names, flips, strict=True)
        ]
        return _Batch(is_open, places_counted(shape, *places), flipped)

    reading = Reading(history, both, progress)
    comparison = Comparison(before, after, severities, reading.until, reading.found, np.zeros(shape, np.int64))
    for batch in reading.answers():
        comparison.cases += batch.cases
        comparison.flipped += batch.flipped
    comparison.until = reading.until
    return comparison


def _where(
    facts: Facts, found: tuple[Verdicts, Verdicts], severities: tuple[str, ...], zone: str
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the severity of each case and the month of its report; -1 for the month of a case without any run."""
    severity = np.full(len(facts.starts) - 1, len(severities))
    month = np.full(len(facts.starts) - 1, -1)
    # The first agreement comes last, so that its severity is the one that stays.
    for runs in (found[1].runs, found[0].runs):
        named = runs.filter(pl.col("severity").is_not_null())
        index = named["index"].to_numpy()
        severity[index] = named["severity"].cast(pl.String).cast(pl.Enum(severities)).to_physical().to_numpy()
        month[runs["index"].to_numpy()] = months_of(seconds_of(runs["reported"]), zone) if runs.height else []
    return severity, month
