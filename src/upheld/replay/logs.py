"""Logs: a file of events, whatever it is written in, as chunks of rows.

The content decides, not the name: Parquet, XES and delimited text are told apart by their first bytes, packed or not.
Only the columns that somebody asked for are read.
"""

import gzip
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final, Literal

import polars as pl

from upheld.errors import BadLog
from upheld.replay import delimited, xes
from upheld.replay.rows import ROW, Chunk

Kind = Literal["parquet", "xes", "delimited"]
CHUNK: Final = 500_000  # rows of a Parquet file read at once
_HEAD: Final = 4096


@dataclass(frozen=True, slots=True)
class LogFile:
    """A file of events: where it lies, what it is, and the columns it has."""

    path: Path
    kind: Kind
    types: Mapping[str, pl.DataType]  # the columns and their types; empty for XES, where only the end of the file tells
    separator: str = ","

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns; none for XES."""
        return tuple(self.types)

    def chunks(self, columns: Sequence[str]) -> Iterator[Chunk]:
        """Yield the rows in the order of the file, with the given columns.

        Delimited text and XES give texts, Parquet gives its own types. Raises `BadLog` for a column that is not there.
        """
        self.require(columns)
        if self.kind == "parquet":
            return _parquet_chunks(self.path, columns)
        if self.kind == "xes":
            return xes.chunks(self.path, columns)
        return delimited.chunks(self.path, columns, self.separator)

    def require(self, columns: Sequence[str]) -> None:
        """Raise `BadLog` where a column is missing."""
        for column in columns:
            if self.columns and column not in self.columns:
                near = get_close_matches(column, self.columns, n=1)
                hint = f"did you mean '{near[0]}'?" if near else f"it has: {', '.join(self.columns)}"
                raise BadLog(f"{self.path}: there is no column '{column}'; {hint}")


def opened(path: Path, separator: str = ",") -> LogFile:
    """Return the log at `path`, looked at but not read; `BadLog` says why it cannot be."""
    head = _head(path)
    if head.startswith(b"PAR1"):
        return LogFile(path, "parquet", _schema(path))
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return LogFile(path, "xes", {})
    if not head:
        raise BadLog(f"{path}: the file is empty; name a log in Parquet, CSV, CSV.gz or XES")
    return LogFile(path, "delimited", dict.fromkeys(delimited.header(path, separator), pl.String()), separator)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if head.startswith(b"\x1f\x8b"):
            with gzip.open(path) as packed:
                head = packed.read(_HEAD)
    except FileNotFoundError as error:
        raise BadLog(f"{path}: there is no such file; check the path") from error
    except IsADirectoryError as error:
        raise BadLog(f"{path}: this is a folder; name a file in it") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadLog(f"{path}: the file cannot be unpacked; pack it again, or name it unpacked") from error
    except OSError as error:
        raise BadLog(f"{path}: the file cannot be read ({error.strerror}); check its permissions") from error
    return head


def _schema(path: Path) -> Mapping[str, pl.DataType]:
    try:
        return pl.read_parquet_schema(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise BadLog(f"{path}: the Parquet file is damaged or incomplete; write it again") from error


def _parquet_chunks(path: Path, columns: Sequence[str]) -> Iterator[Chunk]:
    rows = pl.scan_parquet(path)
    height = max(1, rows.select(pl.len()).collect().item())
    read = 0
    try:
        for frame in rows.select(columns).with_row_index(ROW, offset=1).collect_batches(chunk_size=CHUNK):
            read += frame.height
            yield Chunk(frame.with_columns(pl.col(ROW).cast(pl.Int64)), (), read / height)
    except pl.exceptions.PolarsError as error:
        raise BadLog(f"{path}: the Parquet file is damaged behind row {read:,}; write it again") from error
