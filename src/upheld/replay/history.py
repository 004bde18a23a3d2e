"""History: a log of any size as batches of whole cases, worked on side by side and answered in order.

The rows of a case must lie together; a log in which they do not is read again and sorted. Nothing is held in memory but
the batches under work, and the cases that are open at the end of the log: what is to be said about them depends on when
it ends, and that only its end tells.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Generic, Protocol, Self, TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from upheld.errors import BadLog
from upheld.replay.adapting import adapted
from upheld.replay.facts import EVENTS, Facts, gathered, instant
from upheld.replay.logs import LogFile, opened
from upheld.replay.mapping import EventMapping
from upheld.replay.mapping import read as mapping_at
from upheld.replay.rows import ROW, SHOWN, Broken, Chunk
from upheld.replay.standing import Standing
from upheld.replay.tables import COLUMNS, checked, dtype, without

BATCH: Final = 1_000_000  # rows
NAMED: Final = 1000  # broken rows that are kept; all are counted
_WORKERS: Final = os.cpu_count() or 1
Told = Callable[[float], None]  # is told which share of the log was read, 0 to 1
_NEEDED: Final = ("case", "at", "event")
_TAIL: Final = 256  # rows; hardly a case has more


class Answer(Protocol):
    """What was found out about a batch."""

    @property
    def is_open(self) -> npt.NDArray[np.bool_]:
        """Say which of its cases must be asked again when the end of the log is known."""


A = TypeVar("A", bound=Answer)
Work = Callable[[Facts, datetime | None], A]  # now: None while the end of the log is not known


class Scattered(Exception):
    """The rows of a case do not lie together."""


@dataclass
class Found:
    """What was found on the way through a log."""

    broken: list[Broken] = field(default_factory=list)  # the first of the rows that were left out
    left_out: int = 0  # how many there are
    rows: int = 0
    events: int = 0
    cases: int = 0
    last: int | None = None  # the last instant, in seconds since 1970

    def leave_out(self, broken: Sequence[Broken]) -> None:
        """Count rows that were left out, and keep the first of them."""
        self.left_out += len({each.row for each in broken})
        if broken and len(self.broken) < NAMED:
            self.broken = sorted([*self.broken, *broken], key=lambda each: each.row)[:NAMED]


@dataclass(frozen=True)
class History:
    """A log and how to read it.

    `columns` are those of the neutral table that are wanted, `also` other ones of the log. `severities` are those that
    may be decided; where there are none, all may. Facts after `now` are not looked at.
    """

    log: LogFile
    mapping: EventMapping | None
    columns: Sequence[str]
    also: Sequence[str] = ()
    severities: Sequence[str] = ()
    now: datetime | None = None
    is_scattered: bool = False

    @classmethod
    def of(
        cls,
        log: Path,
        mapping: Path | None,
        standings: Sequence[Standing],
        also: Sequence[str] = (),
        now: datetime | None = None,
    ) -> Self:
        """Return the history in a log, as far as the terms look at it.

        Raises `BadLog` where the log cannot be read, `Unreadable` where the mapping cannot.
        """
        columns = tuple(dict.fromkeys(name for standing in standings for name in standing.columns))
        read_by = mapping_at(mapping).only(columns) if mapping else None
        known = [standing.severities[:-1] for standing in standings if len(standing.severities) > 1]
        severities = tuple(name for name in (known[0] if known else ()) if all(name in names for names in known))
        return cls(opened(log, read_by.separator if read_by else ","), read_by, columns, tuple(also), severities, now)

    def __post_init__(self) -> None:
        if self.mapping is None and self.log.kind == "xes":
            raise BadLog(f"{self.log.path}: an XES log needs a mapping that says what its activities mean")
        missing = [] if self.mapping else [name for name in _NEEDED if name not in self.log.columns]
        if missing:
            advice = "a log of another shape is read through a mapping, which says what its rows mean"
            raise BadLog(f"{self.log.path}: there is no column '{missing[0]}'; {advice}")
        self.log.require(self._read)

    @property
    def case(self) -> str:
        """Return the column that names the case."""
        return self.mapping.case if self.mapping else "case"

    @property
    def case_type(self) -> pl.DataType:
        """Return the type of the names of cases."""
        return self.log.types.get(self.case, pl.String())

    @property
    def _read(self) -> list[str]:
        if self.mapping:
            return list(dict.fromkeys([*self.mapping.columns, *self.also]))
        there = [name for name in self.columns if name in self.log.columns]
        return list(dict.fromkeys([*_NEEDED, *there, *self.also]))

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows of the file, those of a case together if it has to be."""
        if not self.is_scattered:
            yield from self.log.chunks(self._read)
            return
        chunks = list(self.log.chunks(self._read))
        rows = pl.concat([chunk.frame for chunk in chunks]).sort(self.case, ROW)
        yield Chunk(rows[:0], [found for chunk in chunks for found in chunk.broken], 0.0)
        del chunks
        for start in range(0, rows.height, BATCH):
            yield Chunk(rows[start : start + BATCH], (), min(1.0, (start + BATCH) / rows.height))

    def events(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, list[Broken]]:
        """Return the rows of whole cases as rows of the neutral table, and those that are broken."""
        rows = rows.rechunk()
        if self.mapping:
            events, broken = adapted(rows, self.mapping, self.also, str(self.log.path))
        else:
            # What an event cannot do without is missed; of the others nothing is said.
            absent = [name for name in self.columns if name not in rows.columns and COLUMNS[name].needed]
            nothing = (pl.lit(None, dtype(name)).alias(name) for name in absent)
            events, broken = checked(rows.with_columns(nothing), str(self.log.path))
        unknown = self._unknown_severities(events)
        events = without(events, unknown)
        if self.now is not None:
            events = events.filter(pl.col("at") <= int(self.now.timestamp()))
        return events, [*broken, *unknown]

    def _unknown_severities(self, events: pl.DataFrame) -> list[Broken]:
        if not self.severities or "severity" not in events.columns:
            return []
        decides = np.flatnonzero(events["event"].to_physical().to_numpy() == EVENTS["classified"])
        decided = events["severity"].gather(decides).cast(pl.String)
        known = decided.cast(pl.Enum(self.severities), strict=False)
        if not known.null_count():
            return []
        strange = known.is_null()
        what = f"is not a severity of the agreement; it has: {', '.join(self.severities)}"
        places = events[ROW].gather(decides).filter(strange)
        return [
            Broken(row, "severity", name[:SHOWN], f"'{name[:SHOWN]}' {what}")
            for row, name in zip(places, decided.filter(strange), strict=True)
        ]


class Reading(Generic[A]):
    """One way through a history."""

    def __init__(self, history: History, work: Work[A], progress: Told) -> None:
        self._history = history
        self._work = work
        self._progress = progress
        self._names: list[npt.NDArray[np.uint64]] = []  # of the cases, as hashes
        self._in_order = True
        self._last_name: object = None
        self._open: list[pl.DataFrame] = []
        self.found = Found()

    @property
    def until(self) -> datetime:
        """Return the instant at which everything was judged, once it was."""
        return self._history.now or instant(self.found.last or 0)

    def answers(self) -> Iterator[A]:
        """Yield what the work finds out about each batch, in the order of the log, and then about the open cases.

        Raises `Scattered` where the rows of a case do not lie together; what was answered before is then void.
        """
        with ThreadPoolExecutor(_WORKERS) as workers:
            under_work: deque[tuple[Chunk, Future[_Batch[A]]]] = deque()
            for chunk in _whole_cases(self._history.chunks(), self._history.case):
                under_work.append((chunk, workers.submit(self._batch, chunk.frame, self._history.now)))
                if len(under_work) > _WORKERS:
                    yield self._taken(*under_work.popleft())
            while under_work:
                yield self._taken(*under_work.popleft())
            self._check_order()
            for frame in _batches(self._open):
                yield self._work(gathered(frame), self.until)
        self._progress(1.0)

    def _batch(self, rows: pl.DataFrame, now: datetime | None) -> "_Batch[A]":
        events, broken = self._history.events(rows)
        facts = gathered(events)
        answer = self._work(facts, now)
        opened = facts.of(answer.is_open).frame if answer.is_open.any() else None
        return _Batch(
            answer, facts.cases, broken, opened, len(facts.at), int(facts.at.max()) if len(facts.at) else None
        )

    def _taken(self, chunk: Chunk, future: "Future[_Batch[A]]") -> A:
        batch = future.result()
        found = self.found
        found.leave_out([*chunk.broken, *batch.broken])
        found.rows += chunk.frame.height
        found.events += batch.events
        found.cases += len(batch.cases)
        if batch.last is not None:
            found.last = batch.last if found.last is None else max(found.last, batch.last)
        if batch.opened is not None:
            self._open.append(batch.opened)
        self._note(batch.cases)
        self._progress(chunk.share)
        return batch.answer

    # Whether the rows of each case lie together

    def _note(self, cases: pl.Series) -> None:
        if not len(cases):
            return
        rises = (cases[1:] > cases[:-1]).all() and (self._last_name is None or self._last_name < cases[0])
        self._last_name = cases[-1]
        self._in_order &= bool(rises)
        self._names.append(cases.hash().to_numpy())
        if not rises and cases.n_unique() < len(cases):
            raise Scattered

    def _check_order(self) -> None:
        """Refuse a log in which a case comes twice; names that rise cannot."""
        if not self._in_order:
            names = np.concatenate(self._names)
            if len(np.unique(names)) < len(names):
                raise Scattered


@dataclass(frozen=True, slots=True)
class _Batch(Generic[A]):
    """What a worker hands back."""

    answer: A
    cases: pl.Series
    broken: Sequence[Broken]
    opened: pl.DataFrame | None  # the rows of the open cases
    events: int
    last: int | None


def _whole_cases(chunks: Iterator[Chunk], case: str) -> Iterator[Chunk]:
    """Yield the rows again, cut between cases."""
    rest: pl.DataFrame | None = None
    for chunk in chunks:
        rows = chunk.frame if rest is None else pl.concat([rest, chunk.frame])
        cut = _start_of_last(rows[case]) if rows.height else 0
        rest = rows[cut:]
        yield Chunk(rows[:cut], chunk.broken, chunk.share)
    if rest is not None:
        yield Chunk(rest, (), 1.0)


def _start_of_last(cases: pl.Series) -> int:
    """Return where the rows of the last case begin."""
    tail = _TAIL
    while True:
        start = max(0, len(cases) - tail)
        others = cases[start:].ne_missing(cases[-1]).arg_true()
        if len(others) or not start:
            return start + int(others[-1]) + 1 if len(others) else 0
        tail *= 8


def _batches(frames: Sequence[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Yield frames put together to batches."""
    together: list[pl.DataFrame] = []
    for frame in frames:
        together.append(frame)
        if sum(each.height for each in together) >= BATCH:
            yield pl.concat(together, rechunk=True)
            together = []
    if together:
        yield pl.concat(together, rechunk=True)
