"""XES: event logs in the XML of IEEE 1849, plain or packed by gzip, as rows of texts with the lines they stand on.

One row an event. An attribute of an event is a column by its key; an attribute of its trace is one with `case:` before
it. Nested attributes and the log's own are not read. A document with a type declaration is refused, so that no entity
is ever expanded; the file is read as a stream.
"""

import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from xml.parsers import expat

import polars as pl

from upheld.errors import BadLog
from upheld.replay.rows import ROW, Broken, Chunk

OF_TRACE: Final = "case:"
BLOCK: Final = 1 << 22  # bytes of text read at once
_VALUES: Final = frozenset({"string", "date", "int", "float", "boolean", "id"})
_TRACE_DEPTH: Final = 2  # log, trace, event


def chunks(path: Path, columns: Sequence[str], block: int = BLOCK) -> Iterator[Chunk]:
    """Yield the events of a file with the given columns as texts; what an event does not have is null."""
    reader = _Reader(path, columns)
    size = max(1, path.stat().st_size)
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        text = gzip.GzipFile(fileobj=file) if packed else file
        more = True
        while more:
            broken: list[Broken] = []
            try:
                read = text.read(block)
                reader.parser.Parse(read, not read)
                more = bool(read)
            except (expat.ExpatError, OSError, EOFError) as error:
                broken, more = [reader.breaks_off(error)], False
            yield Chunk(reader.frame(), broken, min(1.0, file.tell() / size))
    reader.check_columns()


class _Reader:
    """Gathers the events between two calls of `frame`."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._path = path
        self._columns = columns
        self._trace: dict[str, str] = {}
        self._event: dict[str, str] | None = None
        self._place = 0
        self._depth = 0
        self._rows: list[list[str | int | None]] = []
        self._seen: set[str] = set()
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse

    def frame(self) -> pl.DataFrame:
        """Return the events gathered so far, and forget them."""
        schema = {ROW: pl.Int64, **dict.fromkeys(self._columns, pl.String)}
        rows, self._rows = self._rows, []
        return pl.DataFrame(rows, schema=schema, orient="row")

    def breaks_off(self, error: Exception) -> Broken:
        """Say where the file cannot be read further; refuse it where nothing of it could be."""
        if not self._seen and not self._trace:
            raise BadLog(f"{self._path}: this is not an XES log; name an .xes or .xes.gz file") from error
        line = self.parser.CurrentLineNumber
        return Broken(line, "", "", "the log breaks off here or is not XML from here on; export it again")

    def check_columns(self) -> None:
        """Refuse a column that no event and no trace has."""
        missing = [column for column in self._columns if column not in self._seen]
        if missing:
            known = ", ".join(sorted(self._seen)) or "no events"
            raise BadLog(f"{self._path}: there is no attribute '{missing[0]}'; the log has: {known}")

    def _refuse(self, *_: object) -> None:
        raise BadLog(f"{self._path}: the log declares a document type, which XES does not have; remove it")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if tag == "trace":
            self._trace = {}
        elif tag == "event":
            self._event, self._place = {}, self.parser.CurrentLineNumber
        elif tag in _VALUES and "key" in attributes:
            self._attribute(attributes["key"], attributes.get("value", ""))

    def _attribute(self, key: str, value: str) -> None:
        if self._event is not None and self._depth == _TRACE_DEPTH + 2:
            self._event[key] = value
        elif self._event is None and self._depth == _TRACE_DEPTH + 1:
            self._trace[OF_TRACE + key] = value

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if tag == "event" and self._event is not None:
            found = {**self._trace, **self._event}
            self._seen.update(found)
            self._rows.append([self._place, *(found.get(column) or None for column in self._columns)])
            self._event = None
