"""Rows: a log file of any size as chunks of rows, each row with its place, broken ones set aside.

Nothing is interpreted here: a chunk holds what stands in the file, in the order of the file. A row that cannot be read
is reported with its place and left out; it never stops the run. A file that cannot be read at all is refused.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Final, NamedTuple

import polars as pl

ROW: Final = "#"  # the column of places: the line of a text file, the number of the row of a Parquet file, both from 1
SHOWN: Final = 60  # characters of a broken value


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that was left out: where it stands, and what is wrong with it."""

    row: int
    column: str  # empty: the row as a whole
    value: str  # as it stands in the file; cut where it is long
    message: str  # says what is so and what to do

    def __str__(self) -> str:
        return f"row {self.row}: {self.column}: {self.message}" if self.column else f"row {self.row}: {self.message}"

    def as_data(self) -> dict[str, object]:
        """Return the finding as plain data for JSON."""
        return asdict(self)


class Chunk(NamedTuple):
    """Some rows of a file, and what was left out among them."""

    frame: pl.DataFrame  # with the column ROW
    broken: Sequence[Broken]
    share: float  # of the file that has been read by the end of this chunk, 0 to 1


Chunks = Iterator[Chunk]
