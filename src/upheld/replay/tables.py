"""Tables: the neutral event table, one row an event, the form in which histories come into a replay.

The rows of a case lie together; those of the same instant count in the order of the table. A row needs a case, an
instant with its offset and the name of an event; the other columns are the fields that some events have, and may be
left out of the table altogether. What a row says wrongly is reported with its place, and the row is left out.
`docs/reference/event-table.md` describes it all.

>>> COLUMNS["ground"].words
('new facts', 'correction')
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, Literal, get_args, get_origin

import polars as pl

from upheld import events
from upheld.errors import BadLog
from upheld.replay.rows import ROW, SHOWN, Broken

Type = Literal["text", "instant", "yes or no", "whole number"]

CASE_EVENTS: Final = tuple(events.KINDS)[: list(events.KINDS).index("withdrawn") + 1]
EVENT: Final = pl.Enum(CASE_EVENTS)
_RENAMED: Final = MappingProxyType({"case": "other"})  # `case` is the one that the row belongs to
_TYPES: Final[Mapping[object, Type]] = MappingProxyType(
    {datetime: "instant", bool: "yes or no", int: "whole number"},
)
_TICKS: Final = MappingProxyType({"ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000})  # in a second
_TRUTHS: Final = MappingProxyType({"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False})


_DTYPES: Final[Mapping[Type, type[pl.DataType]]] = MappingProxyType(
    {"text": pl.String, "instant": pl.Int64, "yes or no": pl.Boolean, "whole number": pl.Int64},
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table that holds a field of some events."""

    name: str
    type: Type
    of: tuple[str, ...]  # the events that have it
    needed: tuple[str, ...]  # the events that cannot do without it
    words: tuple[str, ...]  # the only texts it may hold; empty: any


def _columns() -> Iterator[Column]:
    having: dict[str, list[str]] = {}
    needing: dict[str, list[str]] = {}
    types: dict[str, Any] = {}
    for event in CASE_EVENTS:
        for f in fields(events.KINDS[event]):
            if f.name in {"at", "answers"}:  # answers are a table of their own
                continue
            name = _RENAMED.get(f.name, f.name)
            having.setdefault(name, []).append(event)
            types[name] = f.type
            if f.default is MISSING and f.default_factory is MISSING:
                needing.setdefault(name, []).append(event)
    for name, kind in types.items():
        words = get_args(kind) if get_origin(kind) is Literal else ()
        yield Column(name, _TYPES.get(kind, "text"), tuple(having[name]), tuple(needing.get(name, ())), words)


COLUMNS: Final[Mapping[str, Column]] = MappingProxyType({column.name: column for column in _columns()})


def dtype(name: str) -> pl.DataType:
    """Return the type that a column has once it was checked; instants are seconds since 1970."""
    if name in {"at", "event"}:
        return pl.Int64() if name == "at" else EVENT
    column = COLUMNS[name]
    return pl.Enum(column.words) if column.words else _DTYPES[column.type]()


def checked(frame: pl.DataFrame, place: str = "") -> tuple[pl.DataFrame, list[Broken]]:
    """Return the rows of a table in its own types, `at` in seconds since 1970, and what was wrong with the others.

    A fraction of a second is cut off. `place` names the file where a column is of a type that cannot be used.
    """
    taken = [_event(frame["event"]), *(_typed(frame[name], place) for name in ("at", *_of(frame)))]
    typed = frame.with_columns(taken)
    broken = list(_not_read(frame, typed))
    typed = without(typed, broken)
    lacking = list(_missing(typed))
    return without(typed, lacking), sorted((*broken, *lacking), key=lambda found: found.row)


def without(frame: pl.DataFrame, broken: Sequence[Broken]) -> pl.DataFrame:
    """Return the rows of a frame that are not broken."""
    return frame.filter(~pl.col(ROW).is_in({found.row for found in broken})) if broken else frame


def _of(frame: pl.DataFrame) -> list[str]:
    return [name for name in frame.columns if name in COLUMNS]


def _event(column: pl.Series) -> pl.Series:
    return column if column.dtype == EVENT else column.cast(pl.String).cast(EVENT, strict=False)


def _typed(column: pl.Series, place: str) -> pl.Series:
    """Return a column in its own type; what cannot be read is null."""
    kind = "instant" if column.name == "at" else COLUMNS[column.name].type
    if column.dtype == dtype(column.name):
        return column
    if kind == "instant":
        return _seconds(column, place)
    if kind == "yes or no" and column.dtype != pl.Boolean:
        texts = column.cast(pl.String).str.to_lowercase()
        return texts.replace_strict(_TRUTHS, default=None, return_dtype=pl.Boolean)
    if kind == "whole number":
        return column.cast(pl.Int64, strict=False)
    words = COLUMNS[column.name].words
    return column.cast(pl.String).cast(pl.Enum(words), strict=False) if words else column.cast(pl.String)


def _seconds(column: pl.Series, place: str) -> pl.Series:
    """Return instants as seconds since 1970."""
    if column.dtype == pl.String:
        return whole_seconds(read_instants(column))
    if isinstance(column.dtype, pl.Datetime) and column.dtype.time_zone:
        return whole_seconds(column)
    if column.dtype == pl.Null:
        return column.cast(pl.Int64)
    advice = "write it as UTC, or read the file by a mapping that names the zone"
    raise BadLog(f"{place}: {column.name}: the column is {column.dtype}, without a zone; {advice}")


def whole_seconds(instants: pl.Series) -> pl.Series:
    """Return instants as seconds since 1970, a fraction cut off."""
    assert isinstance(instants.dtype, pl.Datetime), "instants have been read"
    return instants.to_physical() // _TICKS[instants.dtype.time_unit]


def read_instants(texts: pl.Series) -> pl.Series:
    """Return ISO 8601 texts with an offset as instants; any other text is null."""
    instants = texts.str.strptime(pl.Datetime("us", "UTC"), "%+", strict=False)
    if instants.null_count() > texts.null_count():
        without_seconds = texts.str.strptime(pl.Datetime("us", "UTC"), "%Y-%m-%dT%H:%M%#z", strict=False)
        instants = instants.fill_null(without_seconds)
    return instants


_SHOULD: Final[Mapping[Type, str]] = MappingProxyType(
    {
        "instant": "is not an instant; write it like '2026-11-23T15:00:00+01:00', with its offset",
        "yes or no": "is neither true nor false; write 'true' or 'false'",
        "whole number": "is not a whole number; write digits only",
    },
)


def _not_read(frame: pl.DataFrame, typed: pl.DataFrame) -> Iterator[Broken]:
    """Yield the values that were there and could not be read."""
    for name in ("event", "at", *_of(frame)):
        if typed[name].null_count() > frame[name].null_count():
            lost = frame.filter(typed[name].is_null() & frame[name].is_not_null())
            for row, value in lost.select(ROW, name).rows():
                shown = str(value)[:SHOWN]
                yield Broken(row, name, shown, f"'{shown}' {_should(name)}")


def _should(name: str) -> str:
    if name == "event":
        return f"is not an event of a case; write one of: {', '.join(CASE_EVENTS)}"
    words = COLUMNS[name].words if name != "at" else ()
    if words:
        return f"is not known here; write {' or '.join(repr(word) for word in words)}"
    return _SHOULD["instant" if name == "at" else COLUMNS[name].type]


def _missing(typed: pl.DataFrame) -> Iterator[Broken]:
    """Yield the rows that lack what every row, or their event, needs."""
    for name in ("case", "at", "event"):
        if typed[name].null_count():
            for row in typed.filter(pl.col(name).is_null())[ROW]:
                yield Broken(row, name, "", f"'{name}' is missing; every row needs it")
    for column in COLUMNS.values():
        if column.needed and column.name in typed.columns and typed[column.name].null_count():
            lacking = pl.col(column.name).is_null() & pl.col("event").is_in(column.needed)
            for row, event in typed.filter(lacking).select(ROW, "event").rows():
                yield Broken(row, column.name, "", f"'{column.name}' is missing; '{event}' needs it")
