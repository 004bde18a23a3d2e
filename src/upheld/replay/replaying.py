"""Replaying: a whole history judged under one agreement, counted, compared with what it recorded, and written down."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy.typing as npt
import polars as pl

from upheld.replay.evaluating import evaluate
from upheld.replay.facts import Facts
from upheld.replay.history import Found, History, Reading, Scattered, Told
from upheld.replay.matches import Matches, matched
from upheld.replay.rows import Broken
from upheld.replay.standing import Standing
from upheld.replay.tallies import Tally, name_of_month, quarters
from upheld.replay.verdicts import schema
from upheld.replay.worst import Late, worst, worst_of
from upheld.replay.writing import ParquetFile


@dataclass
class Replay:
    """What a history comes to under an agreement."""

    standing: Standing
    log: Path
    until: datetime  # the instant at which everything was judged
    found: Found
    tally: Tally
    late: list[Late]  # the worst
    unreported: int  # cases without a report
    matches: Matches | None  # with what the log has recorded

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        found, standing, tally = self.found, self.standing, self.tally
        months = tally.months()
        total = tally.line()
        data: dict[str, Any] = {
            "agreement": standing.title,
            "log": str(self.log),
            "until": self.until.isoformat(),
            "cases": found.cases,
            "rows": found.rows,
            "events": found.events,
            "unreported": self.unreported,
            **total.as_data(),
            "promises": [
                {"clock": clock, "severity": severity or None, **tally.line(c, s).as_data()}
                for c, clock in enumerate(standing.clocks)
                for s, severity in enumerate((*standing.severities, ""))
                if tally.runs[c, s].any()
            ],
            "months": [{"month": name_of_month(m), **tally.line(first=m, after=m + 1).as_data()} for m in months],
            "quarters": [
                {"quarter": name, **tally.line(first=first, after=after).as_data()}
                for name, first, after in quarters(months)
            ],
            "broken_rows": found.left_out,
            "first_broken_rows": [broken.as_data() for broken in found.broken],
            "worst": [
                {"case": each.case, "clock": each.clock, "number": each.number, "late": each.seconds}
                for each in self.late
            ],
        }
        if self.matches:
            data |= self.matches.as_data()
        return data


@dataclass(frozen=True, slots=True)
class _Batch:
    """What was found out about some cases."""

    runs: pl.DataFrame
    is_open: npt.NDArray[Any]
    unreported: int
    tally: Tally
    late: Sequence[Late]
    matches: Matches | None
    unclear: Sequence[Broken]


def run(history: History, standing: Standing, *, against: str | None, verdicts: Path | None, progress: Told) -> Replay:
    """Judge every case of a history; write the table of verdicts to a Parquet file where one is named.

    `against` is a column of the log that has recorded a verdict. Raises `BadLog` where the log cannot be read, and what
    the agreement itself cannot answer, like `BeyondYears`.
    """
    try:
        return _run(history, standing, against, verdicts, progress)
    except Scattered:
        return _run(replace(history, is_scattered=True), standing, against, verdicts, progress)


def _run(history: History, standing: Standing, against: str | None, verdicts: Path | None, progress: Told) -> Replay:
    def judged(facts: Facts, now: datetime | None) -> _Batch:
        found = evaluate(facts, standing, now)
        return _Batch(
            found.runs,
            found.is_open,
            found.unreported,
            Tally.of(found.runs, standing),
            worst(facts, found.runs),
            matched(facts, found.runs, found.is_open, against) if against else None,
            found.unclear,
        )

    reading = Reading(history, judged, progress)
    replayed = Replay(
        standing,
        history.log.path,
        reading.until,
        reading.found,
        Tally.empty(standing),
        [],
        0,
        Matches(against) if against else None,
    )
    file = ParquetFile(verdicts, dict(schema(standing, history.case_type))) if verdicts else None
    with file or nullcontext():
        for batch in reading.answers():
            _add(replayed, batch)
            if file:
                file.add(batch.runs.drop("index"))
    replayed.until = reading.until
    return replayed


def _add(replayed: Replay, batch: _Batch) -> None:
    replayed.tally += batch.tally
    replayed.late = worst_of([*replayed.late, *batch.late])
    replayed.unreported += batch.unreported
    replayed.found.leave_out(batch.unclear)
    if replayed.matches and batch.matches:
        replayed.matches.add(batch.matches)
