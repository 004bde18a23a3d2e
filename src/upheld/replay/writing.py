"""Writing: a table too large for memory, written to a Parquet file batch by batch.

The file stands under its name only when it is whole.
"""

from collections.abc import Iterator
from errno import EIO
from pathlib import Path
from queue import Queue
from threading import Thread
from types import TracebackType
from typing import Any, Final, Self

import polars as pl
from polars.io.plugins import register_io_source

_WAITING: Final = 4  # batches between who makes them and who writes them
_PART: Final = ".part"


class ParquetFile:
    """A Parquet file that takes batches of one schema; use it in a `with` block."""

    def __init__(self, path: Path, schema: dict[str, pl.DataType]) -> None:
        self._path = path
        self._part = path.with_name(path.name + _PART)
        self._schema = schema
        self._batches: Queue[pl.DataFrame | None] = Queue(_WAITING)
        self._is_whole = False
        self._failure: Exception | None = None
        self._thread = Thread(target=self._write, daemon=True)

    def __enter__(self) -> Self:
        self._part.touch()  # a place that cannot be written to is found before the work begins
        self._thread.start()
        return self

    def add(self, batch: pl.DataFrame) -> None:
        """Write a batch, some time soon."""
        self._batches.put(batch)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._batches.put(None)
        self._thread.join()
        if kind is None and self._failure is None:
            self._part.replace(self._path)
            return
        self._part.unlink(missing_ok=True)
        if kind is None:
            raise OSError(EIO, "the table cannot be written to its end", str(self._path)) from self._failure

    def _write(self) -> None:
        try:
            rows = register_io_source(self._source, schema=self._schema)
            rows.sink_parquet(self._part, compression="zstd", compression_level=1)
        except (pl.exceptions.PolarsError, OSError) as failure:
            self._failure = failure
            for _ in self._source():  # nobody must wait for a writer that has gone
                pass

    def _source(self, *_: Any) -> Iterator[pl.DataFrame]:  # noqa: ANN401 - what Polars would like to skip
        while not self._is_whole:
            batch = self._batches.get()
            if batch is None:
                self._is_whole = True
            else:
                yield batch
