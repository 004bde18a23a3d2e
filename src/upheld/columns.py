"""Columns: the arithmetic of calendars over NumPy arrays, by the ten million.

Every item is what the calendar's own call answers. Instants are whole seconds since 1970 in UTC and amounts whole
seconds, both int64. The open windows are laid out once and kept with the calendar; an item that lies outside them,
or that has no answer, is put to the calendar itself.

>>> desk = Calendar("Europe/Berlin", {day: [("09:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")})
>>> friday_three = np.array(["2026-02-27T14:00"], dtype="datetime64[s]").astype(np.int64)
>>> due = add_many(desk, friday_three, 4 * 3600)
>>> due.astype("datetime64[s]")
array(['2026-03-02T10:00:00'], dtype='datetime64[s]')
>>> between_many(desk, friday_three, due)
array([14400])

How it is computed: docs/algorithms/calendars.md.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from upheld.calendars import Calendar
from upheld.calendars.weeks import EARLIEST, LATEST, MONDAY, SECOND
from upheld.errors import BeyondYears, NeverOpens

Seconds = NDArray[np.int64]
Integers = NDArray[np.signedinteger[Any]]  # what is taken; int64 saves a copy
Rows = NDArray[np.intp]
Inner = NDArray[np.int32]  # seconds inside a layout, from its start

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ONE_SECOND = timedelta(seconds=1)
_MONDAY = (MONDAY - EPOCH) // _ONE_SECOND

_CHUNK = 32_768  # items whose arrays stay in the nearer caches of a core
_LONGEST = 2**30  # seconds of a layout, 34 years: sums of two still fit into 32 bits
_BLOCK = 2**24  # layouts begin and end at multiples, half a year, so that they are seldom made again
_HALF = _LONGEST // 2 - _BLOCK
_MOST_BUCKETS = 2**17
_CROWDED = -(2**31)  # stands in for a lift where a bucket has more than one step


def add_many(calendar: Calendar, starts: Integers, seconds: Integers | int) -> Seconds:
    """Return `calendar.add` for each start, with one amount for all or one for each.

    Raises what `calendar.add` raises, with the index of the first such item in front.
    """
    starts = _column(starts, "starts")
    amounts = _column(seconds, "seconds", starts.size)
    each = amounts if amounts.ndim else np.broadcast_to(amounts, starts.shape)
    due = np.empty_like(starts)
    if starts.size:
        layout = _layout(calendar, [starts], amounts)
        for chunk, lanes in _chunks(starts.size):
            given = amounts[chunk] if amounts.ndim else amounts
            for row in layout.add(starts[chunk], given, due[chunk], lanes) + chunk.start:
                due[row] = _add(calendar, int(row), int(starts[row]), int(each[row]))
    return due


def between_many(calendar: Calendar, starts: Integers, ends: Integers | int) -> Seconds:
    """Return `calendar.between` in seconds for each start with its end.

    Raises what `calendar.between` raises, with the index of the first such item in front.
    """
    starts = _column(starts, "starts")
    ends = np.broadcast_to(_column(ends, "ends", starts.size), starts.shape)
    passed = np.empty_like(starts)
    if starts.size:
        layout = _layout(calendar, [starts, ends])
        for chunk, lanes in _chunks(starts.size):
            for row in layout.between(starts[chunk], ends[chunk], passed[chunk], lanes) + chunk.start:
                passed[row] = _between(calendar, int(row), int(starts[row]), int(ends[row]))
    return passed


class _Lanes:
    """Arrays to compute in, used again for every chunk."""

    __slots__ = ("at", "index", "spare", "work", "worked")

    def __init__(self, size: int) -> None:
        self.index = np.empty(size, np.intp)
        self.at, self.spare, self.work, self.worked = np.empty((4, size), np.int32)


class _Steps:
    """How many steps of a staircase lie at or below a number, for many numbers at once.

    The numbers are cut into buckets of 2**bits, so small that a bucket has one step at most. Each has a `lift`:
    added to a number of the bucket, it makes the count of steps stand in the bits above.
    """

    __slots__ = ("_bits", "_lifts", "_steps")

    def __init__(self, steps: Seconds, length: int) -> None:
        nearest = int(np.diff(steps).min(initial=_LONGEST))
        bits = max(nearest.bit_length() - 1, length.bit_length() - _MOST_BUCKETS.bit_length() + 1)
        starts = np.arange((length >> bits) + 1, dtype=np.int64) << bits
        below, upto = np.searchsorted(steps, (starts, starts + (1 << bits)))
        # Without a step the lift takes the bucket's start away; with one, the number reaches the next count there.
        step = np.append(steps, 0)[below]
        lifts = np.where(upto == below, (below << bits) - starts, ((below + 1) << bits) - step)
        crowded = (upto - below > 1) | (upto + 1 >= 2**31 >> bits)
        self._bits = np.int32(bits)
        self._lifts = np.where(crowded, _CROWDED, lifts).astype(np.int32)
        self._steps = steps if crowded.any() else None

    def count(self, numbers: Inner, index: NDArray[np.intp], spare: Inner) -> None:
        """Write the count for each number into `index`."""
        np.right_shift(numbers, self._bits, out=index)
        np.take(self._lifts, index, out=spare, mode="wrap")
        np.add(spare, numbers, out=spare)
        np.right_shift(spare, self._bits, out=index)
        if self._steps is not None:
            crowded = np.flatnonzero(index < 0)
            index[crowded] = np.searchsorted(self._steps, numbers[crowded], side="right")


class _Layout:
    """The open windows of a calendar from one instant to another, and the map both ways."""

    __slots__ = ("_closings", "_shut", "_total", "_worked", "_workings", "end", "start")

    def __init__(self, calendar: Calendar, start: int, end: int) -> None:
        self.start = start
        self.end = end
        spans = calendar.working_time.spans((start - _MONDAY) * SECOND, (end - _MONDAY) * SECOND)
        seconds = np.array(spans, dtype=np.int64).reshape(-1, 2) // SECOND - (start - _MONDAY)
        opens, closes = np.append(seconds[:, 0], end - start), seconds[:, 1]
        worked = np.append(0, np.cumsum(closes - opens[:-1]))
        self._total = int(worked[-1])
        self._shut = (opens - worked).astype(np.int32)  # closed time before each opening, and before the end
        self._worked = worked.astype(np.int32)  # open time before them
        self._closings = _Steps(closes, end - start)
        self._workings = _Steps(worked[1:], self._total)

    def add(self, starts: Seconds, amounts: Seconds, due: Seconds, lanes: _Lanes) -> Rows:
        """Write the due instants and return the rows that the layout cannot answer."""
        outside = self._enter(starts, lanes)
        work, at, spare, index = lanes.work, lanes.at, lanes.spare, lanes.index
        self._work(lanes, work)
        least, most = amounts.min(), amounts.max()
        np.add(work, amounts.clip(-_LONGEST, _LONGEST).astype(np.int32), out=work)
        # Ahead the first instant with so much work is wanted, back the latest: the steps below, or at and below.
        np.subtract(work, amounts > 0 if least <= 0 else np.int32(1), out=at)
        if at.min() < 0 or at.max() >= self._total:
            outside = _either(outside, np.flatnonzero((at < 0) | (at >= self._total)))
            np.clip(at, 0, self._total - 1, out=at)
        self._workings.count(at, index, spare)
        np.take(self._shut, index, out=spare, mode="wrap")
        np.add(spare, work, out=spare)
        np.add(spare, np.int64(self.start), out=due)
        if least <= 0 <= most:
            np.copyto(due, starts, where=amounts == 0)
        return outside

    def between(self, starts: Seconds, ends: Seconds, passed: Seconds, lanes: _Lanes) -> Rows:
        """Write the open time from start to end and return the rows that the layout cannot answer."""
        outside = self._enter(starts, lanes)
        self._work(lanes, lanes.work)
        outside = _either(outside, self._enter(ends, lanes))
        self._work(lanes, lanes.worked)
        np.subtract(lanes.worked, lanes.work, out=passed)
        return outside

    def _enter(self, instants: Seconds, lanes: _Lanes) -> Rows:
        """Write instants into `lanes.at`, counted from the start, and return the rows that lie outside."""
        if self.start <= instants.min() and instants.max() <= self.end:
            np.subtract(instants, self.start, out=lanes.at, casting="unsafe")
            return _NO_ROWS
        np.subtract(instants.clip(self.start, self.end), self.start, out=lanes.at, casting="unsafe")
        return np.flatnonzero((instants < self.start) | (instants > self.end))

    def _work(self, lanes: _Lanes, work: Inner) -> None:
        """Write the open time before `lanes.at` into `work`."""
        self._closings.count(lanes.at, lanes.index, work)
        np.take(self._shut, lanes.index, out=lanes.spare, mode="wrap")
        np.subtract(lanes.at, lanes.spare, out=lanes.spare)
        # Before the next opening the work is what lies before that.
        np.take(self._worked, lanes.index, out=work, mode="wrap")
        np.maximum(work, lanes.spare, out=work)


_NO_ROWS = np.empty(0, np.intp)
_LAYOUTS: WeakKeyDictionary[Calendar, _Layout] = WeakKeyDictionary()


def _layout(calendar: Calendar, columns: list[Seconds], amounts: Seconds | None = None) -> _Layout:
    """Return the calendar's layout, made new or longer where it does not hold what is asked."""
    first, last = _needed(calendar, columns, amounts)
    layout = _LAYOUTS.get(calendar)
    if layout is None or not layout.start <= first <= last <= layout.end:
        if layout is not None and max(last, layout.end) - min(first, layout.start) <= _LONGEST:
            first, last = min(first, layout.start), max(last, layout.end)
        layout = _LAYOUTS[calendar] = _Layout(calendar, first, last)
    return layout


def _needed(calendar: Calendar, columns: list[Seconds], amounts: Seconds | None) -> tuple[int, int]:
    """Return from when to when a layout holds all instants and what is due; or most, if they are too far apart."""
    first, last = min(int(column.min()) for column in columns), max(int(column.max()) for column in columns)
    if last - first > _HALF:
        middle = int(np.median(columns[0][:: columns[0].size // 1000 + 1]))
        first, last = max(first, middle - _HALF // 2), min(last, middle + _HALF // 2)
    time = calendar.working_time
    known_first, known_last = (at // SECOND + _MONDAY for at in (max(time.begin, EARLIEST), min(time.end, LATEST)))
    first, last = min(max(first, known_first), known_last), max(min(last, known_last), known_first)
    if amounts is not None:
        soonest, latest = _due(calendar, first, int(amounts.min())), _due(calendar, last, int(amounts.max()))
        first, last = min(first, max(soonest, last - _HALF)), max(last, min(latest, first + _HALF))
    first, last = first // _BLOCK * _BLOCK, -(-last // _BLOCK) * _BLOCK
    return max(first, known_first), min(last, known_last)


def _due(calendar: Calendar, start: int, seconds: int) -> int:
    """Return where an amount leads, or `start` when it leads nowhere."""
    time = calendar.working_time
    try:
        wall = time.wall(time.work((start - _MONDAY) * SECOND) + seconds * SECOND, latest=seconds < 0)
    except NeverOpens:
        return start
    return wall // SECOND + _MONDAY


def _chunks(size: int) -> Iterator[tuple[slice, _Lanes]]:
    lanes = _Lanes(min(size, _CHUNK))
    for start in range(0, size, _CHUNK):
        if size - start < _CHUNK:
            lanes = _Lanes(size - start)
        yield slice(start, start + _CHUNK), lanes


def _either(rows: Rows, others: Rows) -> Rows:
    return np.union1d(rows, others) if rows.size or others.size else rows


def _add(calendar: Calendar, row: int, start: int, seconds: int) -> int:
    """Return what the calendar itself answers; an error names the row."""
    try:
        due = calendar.add(EPOCH + start * _ONE_SECOND, seconds * _ONE_SECOND)
    except (BeyondYears, NeverOpens) as error:
        raise type(error)(f"item {row}: {error}") from None
    except OverflowError:
        raise BeyondYears(f"item {row}: '{start}' plus '{seconds}' lies outside the years 1 to 9999") from None
    return (due - EPOCH) // _ONE_SECOND


def _between(calendar: Calendar, row: int, start: int, end: int) -> int:
    """Return what the calendar itself answers; an error names the row."""
    try:
        return calendar.between(EPOCH + start * _ONE_SECOND, EPOCH + end * _ONE_SECOND) // _ONE_SECOND
    except BeyondYears as error:
        raise BeyondYears(f"item {row}: {error}") from None
    except OverflowError:
        raise BeyondYears(f"item {row}: '{start}' or '{end}' lies outside the years 1 to 9999") from None


def _column(values: Integers | int, name: str, size: int | None = None) -> Seconds:
    """Return values as int64, one for each item or, where a size is given, one for all."""
    column = np.asarray(values)
    if not np.can_cast(column.dtype, np.int64):
        raise TypeError(f"{name}: {column.dtype} is not a whole number of seconds; give int64")
    if column.ndim != 1 and (size is None or column.ndim):
        raise ValueError(f"{name}: an array of shape {column.shape} is not a column; give one dimension")
    if column.ndim and size not in {None, column.size}:
        raise ValueError(f"{name}: {column.size} items do not go with {size} starts; give one for each")
    return column.astype(np.int64, copy=False)
