"""Facts: the events of many whole cases as arrays, in the order in which they count.

Instants are whole seconds since 1970. What only some events have (a severity, a channel) stays in the table, and is
looked up for those rows alone.

>>> from upheld.replay.tables import EVENT
>>> rows = {"case": ["a", "a"], "at": [60, 0], "event": ["closed", "reported"]}
>>> gathered(pl.DataFrame(rows, schema_overrides={"event": EVENT})).at.tolist()
[0, 60]
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from upheld import events
from upheld.events import Event
from upheld.replay.tables import CASE_EVENTS, COLUMNS

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]

EVENTS: Final[Mapping[str, int]] = MappingProxyType({name: code for code, name in enumerate(CASE_EVENTS)})
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIELDS: Final = MappingProxyType({"other": "case"})  # the columns that have another name than their field
_COLUMNS_OF: Final = MappingProxyType(
    {name: tuple(column for column in COLUMNS.values() if name in column.of) for name in CASE_EVENTS}
)


@dataclass(frozen=True, slots=True)
class Facts:
    """The events of some cases. A case has the rows from its start to the start of the next."""

    frame: pl.DataFrame  # the rows of the neutral table
    starts: Ints  # one more than cases: the last is the number of rows
    at: Ints
    event: Codes

    @property
    def cases(self) -> pl.Series:
        """Return the case of each start."""
        return self.frame["case"].gather(self.starts[:-1])

    def case_of(self, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        """Return the number of the case that each row belongs to; the rows are in order."""
        return np.searchsorted(self.starts, rows, side="right") - 1

    def texts(self, column: str, rows: npt.NDArray[np.intp]) -> pl.Series:
        """Return what stands in a column in some rows; null where the table does not have it."""
        if column not in self.frame.columns:
            return pl.repeat(None, len(rows), dtype=pl.String, eager=True)
        return self.frame[column].gather(rows)

    def of(self, wanted: Flags) -> "Facts":
        """Return the facts of some of the cases."""
        return gathered(self.frame.filter(np.repeat(wanted, np.diff(self.starts))))

    def rows(self, case: int) -> pl.DataFrame:
        """Return the rows of one case, by its number."""
        first, after = self.starts[case : case + 2]
        return self.frame[int(first) : int(after)]

    def log(self, case: int) -> tuple[Event, ...]:
        """Return the log of one case, by its number."""
        return tuple(logged(self.rows(case)))


def gathered(frame: pl.DataFrame) -> Facts:
    """Return the rows of whole cases as facts; within a case they come in the order of their instants."""
    if not frame.height:
        return Facts(frame, np.zeros(1, np.int64), np.empty(0, np.int64), np.empty(0, np.uint8))
    case, at = frame["case"], frame["at"].to_numpy()
    first = case.ne_missing(case.shift(1)).to_numpy(writable=True)
    first[0] = True
    late = (at[1:] < at[:-1]) & ~first[1:]
    if late.any():
        # lexsort keeps the order of rows that are equal.
        order = np.lexsort((at, np.cumsum(first)))
        frame = frame.select(pl.all().gather(order))
        at = at[order]
    starts = np.append(np.flatnonzero(first), frame.height)
    return Facts(frame, starts, at, frame["event"].to_physical().to_numpy())


def logged(rows: pl.DataFrame) -> Iterator[Event]:
    """Yield the rows of one case as events; a text that an event cannot do without is empty where it was not read."""
    for row in rows.iter_rows(named=True):
        given: dict[str, Any] = {}
        for column in _COLUMNS_OF[row["event"]]:
            value = row.get(column.name)
            if value is not None:
                given[_FIELDS.get(column.name, column.name)] = instant(value) if column.type == "instant" else value
            elif row["event"] in column.needed:
                given[_FIELDS.get(column.name, column.name)] = ""
        yield events.KINDS[row["event"]](instant(row["at"]), **given)


def instant(seconds: int) -> datetime:
    """Return the instant that lies so many seconds after the beginning of 1970."""
    return _EPOCH + timedelta(seconds=seconds)
