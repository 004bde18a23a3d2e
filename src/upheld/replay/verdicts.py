"""Verdicts: the table of answers of a replay, one row a run of a clock.

Runs come as numbers, from arrays or one by one, and leave as columns with names: instants in UTC, times in seconds.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from upheld.clocks import Run
from upheld.replay.budgets import NEVER, NONE
from upheld.replay.facts import instant
from upheld.replay.standing import Standing

Numbers = npt.NDArray[np.int64]
Part = Mapping[
    str, Numbers
]  # COLUMNS of some runs, as numbers; NONE or NEVER, or a negative code, where there is nothing

STATES: Final = ("waiting", "running", "paused", "kept", "broken", "ended")  # as in `upheld.clocks`
COLUMNS: Final = (
    "index", "clock", "number", "severity", "promise", "state", "start", "due", "strict", "stopped", "allowed", "used",
)  # fmt: skip
_INSTANT: Final = pl.Datetime("ms", "UTC")
_TICKS: Final = 1000  # in a second
_EPOCH: Final = instant(0)
_SECOND: Final = timedelta(seconds=1)


def schema(standing: Standing, case: pl.DataType) -> Mapping[str, pl.DataType]:
    """Return the columns of a table of verdicts about cases whose names are of the given type."""
    return MappingProxyType(
        {
            "case": case,
            "clock": pl.Enum(standing.clocks),
            "number": pl.Int16(),
            "severity": pl.Enum(standing.severities),
            "promise": pl.Enum(standing.promises),
            "state": pl.Enum(STATES),
            "reported": _INSTANT,
            "start": _INSTANT,
            "due": _INSTANT,
            "strict": pl.Boolean(),
            "stopped": _INSTANT,
            "allowed": pl.Int64(),
            "used": pl.Int64(),
        }
    )


def table(parts: Sequence[Part], cases: pl.Series, reported: Numbers, standing: Standing) -> pl.DataFrame:
    """Return the runs in the order of the cases, the clocks, and the runs of each; with their `index` of the case."""
    if not parts:
        return pl.DataFrame(schema={"index": pl.Int64, **schema(standing, cases.dtype)})
    of = {name: np.concatenate([part[name] for part in parts]) for name in COLUMNS}
    order = _order(of)
    if order is not None:
        of = {name: values[order] for name, values in of.items()}
    wanted = schema(standing, cases.dtype)
    columns = {"index": pl.Series(of["index"]), "case": cases.gather(of["index"])}
    of["reported"] = reported[of["index"]]
    for name, kind in wanted.items():
        if name != "case":
            columns[name] = _column(of[name], kind)
    return pl.DataFrame(columns)


def _order(of: Part) -> npt.NDArray[np.intp] | None:
    """Return the order of the rows, or None where they are in order."""
    places = (of["index"] << 24) + (of["clock"] << 16) + of["number"]
    return np.argsort(places, kind="stable") if (places[1:] < places[:-1]).any() else None


def _column(numbers: Numbers, kind: pl.DataType) -> pl.Series:
    if isinstance(kind, pl.Enum):
        column = pl.Series(np.maximum(numbers, 0).astype(np.uint32)).cat.to(kind)
        nothing = numbers < 0
    else:
        nothing = (numbers == NONE) | (numbers == NEVER)
        plain = np.where(nothing, 0, numbers) if nothing.any() else numbers
        column = pl.Series(plain * _TICKS if kind == _INSTANT else plain).cast(kind)
    return column.set(pl.Series(nothing), None) if nothing.any() else column


def seconds_of(instants: pl.Series) -> Numbers:
    """Return the instants of a column, none of them null, in seconds since 1970."""
    return instants.to_physical().to_numpy() // _TICKS


def numbered(runs: Iterable[tuple[int, Run]], standing: Standing) -> Part:
    """Return runs, each with the index of its case, as numbers."""
    rows = [
        (
            index,
            standing.clocks.index(run.clock.id),
            run.number,
            -1 if run.severity is None else standing.severities.index(run.severity),
            -1 if run.promise is None else standing.promises.index(run.promise.clause.path),
            STATES.index(run.state),
            _seconds(run.start),
            _seconds(run.due),
            run.strict,
            _seconds(run.stopped),
            NONE if run.budget is None else run.budget // _SECOND,
            run.used // _SECOND,
        )
        for index, run in runs
    ]
    numbers = np.array(rows, np.int64).reshape(-1, len(COLUMNS))
    return dict(zip(COLUMNS, numbers.T, strict=True))


def _seconds(at: datetime | None) -> int:
    return NONE if at is None else (at - _EPOCH) // _SECOND
