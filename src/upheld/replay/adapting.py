"""Adapting: rows of somebody else's log into rows of the neutral table, by a mapping, all rows of a chunk at once.

An event comes from its row and the row before it in the same case, and its instant is never later than its row's own:
what the first rows of a case say does not depend on the rows after them. Events of one row keep the order of the rules.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from upheld.calendars import time_zone
from upheld.errors import BadLog
from upheld.replay.mapping import ISO, Condition, EventMapping, Rule, Source
from upheld.replay.rows import ROW, SHOWN, Broken
from upheld.replay.tables import CASE_EVENTS, COLUMNS, EVENT, read_instants, whole_seconds, without

Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]
CHANGES: Final = 10**6  # stands for the offset of a day whose clocks may change
_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - the local days of any zone are counted from it
_DAY: Final = 86_400
_TICKS: Final = 1_000  # milliseconds in a second
_MISSING, _OTHER, _FIRST_TEXT = 0, 1, 2


def adapted(
    frame: pl.DataFrame, mapping: EventMapping, also: Sequence[str] = (), place: str = ""
) -> tuple[pl.DataFrame, list[Broken]]:
    """Return the events that the rows of whole cases tell of, and the rows that are broken.

    The columns are those of the neutral table that the rules fill, with `at` in seconds since 1970, the place of the
    row, and the columns in `also` as they are. A broken row counts as if it were not there; `place` names the file
    where a column cannot be used at all.
    """
    good, at, broken = _good(frame, mapping, place)
    rows = _Rows(good, at, mapping, place)
    events = rows.events(also)
    return without(events, rows.broken), [*broken, *rows.broken]


# --- Good rows --------------------------------------------------------------------------------------------------------


def _good(frame: pl.DataFrame, mapping: EventMapping, place: str) -> tuple[pl.DataFrame, pl.Series, list[Broken]]:
    """Return the rows that have a case, an instant and only known values; the instants; and what the others lack."""
    needed = {mapping.case, mapping.at, *mapping.known}
    known = frame.with_columns(_without(frame[name], mapping.missing) for name in needed)
    at = _instants(known[mapping.at], mapping, place)
    broken = [
        Broken(row, mapping.case, "", "the case is missing; every row needs one") for row in _nulls(known, mapping.case)
    ]
    if at.null_count():
        broken += _unread(known.filter(at.is_null()), mapping.at, mapping)
    for column, texts in mapping.known.items():
        strange = known.filter(known[column].cast(pl.String).is_in(texts).not_())
        broken += [
            Broken(
                row, column, str(value)[:SHOWN], f"'{str(value)[:SHOWN]}' is not among the known values of the mapping"
            )
            for row, value in strange.select(ROW, column).rows()
        ]
    if not broken:
        return known, at, []
    kept = ~known[ROW].is_in({found.row for found in broken})
    return known.filter(kept), at.filter(kept), sorted(broken, key=lambda found: found.row)


def _without(column: pl.Series, missing: Sequence[str]) -> pl.Series:
    """Return a column with null for the texts that mean that nothing is known."""
    if not missing or column.dtype != pl.String:
        return column
    return column.set(column.is_in(missing), None)


def _nulls(frame: pl.DataFrame, column: str) -> list[int]:
    return frame.filter(pl.col(column).is_null())[ROW].to_list() if frame[column].null_count() else []


def _instants(column: pl.Series, mapping: EventMapping, place: str) -> pl.Series:
    """Return the instants of a column in seconds since 1970; null where it cannot be read."""
    if isinstance(column.dtype, pl.Datetime):
        local = column
    elif column.dtype == pl.String and mapping.times == ISO:
        local = read_instants(column)
        if local.null_count() > column.null_count():
            plain = column.str.strptime(pl.Datetime("us"), "%Y-%m-%dT%H:%M:%S%.f", strict=False)
            return whole_seconds(local).fill_null(from_local(whole_seconds(plain), mapping.zone))
    elif column.dtype == pl.String:
        aware = "%z" in mapping.times
        kind = pl.Datetime("us", "UTC") if aware else pl.Datetime("us")
        local = column.str.strptime(kind, mapping.times, strict=False)
    elif column.dtype == pl.Null:
        return column.cast(pl.Int64)
    else:
        raise BadLog(
            f"{place}: {column.name}: the column is {column.dtype}; an instant is a text or a date with its time"
        )
    seconds = whole_seconds(local)
    return seconds if local.dtype.time_zone else from_local(seconds, mapping.zone)  # type: ignore[attr-defined]


def from_local(seconds: pl.Series, zone: str) -> pl.Series:
    """Return local times, in seconds as if they were UTC, as instants.

    Of two instants with the same local time the earlier is taken; a local time that a clock change skips is null.
    """
    known = seconds.drop_nulls()
    if not len(known):
        return seconds
    first, last = (int(edge) // _DAY for edge in (known.min(), known.max()))  # type: ignore[arg-type]  # whole numbers
    offsets = _offsets(zone, first, last)
    found = seconds - pl.Series(offsets).gather(seconds // _DAY - first)
    if (offsets == CHANGES).any():
        changing = (pl.Series(offsets == CHANGES).gather(seconds // _DAY - first)).arg_true()
        local = (seconds.gather(changing) * _TICKS).cast(pl.Datetime("ms"))
        exact = local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
        found = found.scatter(changing, whole_seconds(exact))
    return found.alias(seconds.name)


@lru_cache(maxsize=64)
def _offsets(zone: str, first: int, last: int) -> npt.NDArray[np.int64]:
    """Return how many seconds a zone is ahead of UTC on each day since 1970; CHANGES where that may change."""
    midnights = (_EPOCH + timedelta(days=day) for day in range(first - 1, last + 3))
    noted = [midnight.replace(tzinfo=time_zone(zone)).utcoffset() or timedelta() for midnight in midnights]
    days = zip(noted, noted[1:], noted[2:], strict=False)
    return np.array([int(day.total_seconds()) if before == day == after else CHANGES for before, day, after in days])


def _unread(rows: pl.DataFrame, column: str, mapping: EventMapping) -> Iterator[Broken]:
    """Yield what is wrong with texts that are no instants."""
    how = "with its offset or in the mapping's zone" if mapping.times == ISO else f"as '{mapping.times}'"
    for row, value in rows.select(ROW, column).rows():
        shown = str(value)[:SHOWN]
        what = "the instant is missing" if value is None else f"'{shown}' is not an instant in {mapping.zone}"
        yield Broken(row, column, "" if value is None else shown, f"{what}; write it {how}")


# --- Events -----------------------------------------------------------------------------------------------------------


class _Rows:
    """Good rows of whole cases, asked what they say; what is found to be wrong on the way is kept."""

    def __init__(self, frame: pl.DataFrame, at: pl.Series, mapping: EventMapping, place: str) -> None:
        self.frame = frame
        self.at = at.to_numpy()
        self.mapping = mapping
        self.place = place
        self.broken: list[Broken] = []
        case = frame[mapping.case]
        self.first: Flags = case.ne_missing(case.shift(1)).to_numpy(writable=True)
        self.first[:1] = True
        self._codes: dict[str, tuple[npt.NDArray[np.uint32], dict[str, int], Places]] = {}

    def events(self, also: Sequence[str]) -> pl.DataFrame:
        """Return the events of all rows, in the order in which they count."""
        rules = self.mapping.rules
        said = [self._says(rule) for rule in rules]
        # Row by row, and within a row rule by rule.
        rows, numbers = np.nonzero(np.column_stack(said)) if rules else (np.empty(0, np.intp), np.empty(0, np.intp))
        kinds = np.array([CASE_EVENTS.index(rule.event) for rule in rules], np.uint8)[numbers]
        columns = {
            ROW: self.frame[ROW].gather(rows),
            "case": self.frame[self.mapping.case].gather(rows),
            "at": pl.Series(self._when(rows, numbers)),
            "event": pl.Series(kinds).cat.to(EVENT),
            **{name: self._field(name, rows, numbers) for name in dict.fromkeys(n for r in rules for n in r.fields)},
            **{name: self.frame[name].gather(rows) for name in also},
        }
        return pl.DataFrame(columns)

    def _when(self, rows: Places, numbers: Places) -> npt.NDArray[np.int64]:
        at = self.at[rows]
        for number, rule in enumerate(self.mapping.rules):
            if rule.at:
                here = np.flatnonzero(numbers == number)
                texts = self.frame.select(ROW, rule.at).select(pl.all().gather(rows[here]))
                texts = texts.with_columns(_without(texts[rule.at], self.mapping.missing))
                instants = _instants(texts[rule.at], self.mapping, self.place)
                self.broken += _unread(
                    texts.filter(instants.is_null() & texts[rule.at].is_not_null()), rule.at, self.mapping
                )
                own = at[here]
                at[here] = np.minimum(instants.fill_null(pl.Series(own)).to_numpy(), own)
        return at

    def _field(self, name: str, rows: Places, numbers: Places) -> pl.Series:
        """Return one field of all events; null where the rule says nothing about it."""
        kind = pl.Enum(COLUMNS[name].words) if COLUMNS[name].words else pl.String
        taken = pl.Series(name, [None], dtype=kind).new_from_index(0, len(rows))
        for number, rule in enumerate(self.mapping.rules):
            source = rule.fields.get(name)
            if source:
                here = np.flatnonzero(numbers == number)
                texts = self._texts(rule, name, source, rows[here]) if source.column else source.text
                taken = taken.scatter(here, texts.cast(kind) if isinstance(texts, pl.Series) else texts)
        return taken

    def _texts(self, rule: Rule, name: str, source: Source, rows: Places) -> pl.Series:
        """Return what the rows say in a column, renamed; report what has no name here, or is missing and needed."""
        column = _without(self.frame[source.column].gather(rows).cast(pl.String), self.mapping.missing)
        texts = column.replace_strict(source.values, default=None, return_dtype=pl.String) if source.values else column
        lost = texts.is_null() & column.is_not_null()
        if lost.any():
            for row, value in zip(self.frame[ROW].gather(rows).filter(lost), column.filter(lost), strict=True):
                shown = value[:SHOWN]
                message = f"'{shown}' has no meaning in the mapping; add it under 'values'"
                self.broken.append(Broken(row, source.column, shown, message))
        if rule.event in COLUMNS[name].needed and column.null_count():
            for row in self.frame[ROW].gather(rows).filter(column.is_null()):
                message = f"'{source.column}' is missing; '{rule.event}' needs it"
                self.broken.append(Broken(row, source.column, "", message))
        return texts

    # Tests

    def _says(self, rule: Rule) -> Flags:
        if rule.when.first_row:
            return self.first
        flags = np.ones(self.frame.height, np.bool_)
        for test in rule.when.tests:
            flags &= self._passes(test)
        return flags

    def _passes(self, test: Condition) -> Flags:
        codes, numbers, last_known = self._coded(test.column)
        if test.kind == "changes":
            return self._changes(test.column, last_known)
        wanted = np.zeros(len(numbers) + _FIRST_TEXT, np.bool_)
        wanted[[numbers[text] for text in test.texts]] = True
        inside: Flags = wanted[codes]
        before = np.concatenate([inside[:1], inside[:-1]])
        entered: Flags = inside & (self.first | ~before)
        left: Flags = ~inside & before & ~self.first
        return {"is": inside, "becomes": entered, "leaves": left}[test.kind]

    def _changes(self, column: str, last_known: Places) -> Flags:
        filled = self.frame[column].gather(last_known)
        return filled.ne_missing(filled.shift(1)).to_numpy() & ~self.first

    def _coded(self, column: str) -> tuple[npt.NDArray[np.uint32], dict[str, int], Places]:
        """Return a column as numbers of the texts that tests name; what is missing is as in the row before."""
        if column not in self._codes:
            texts = dict.fromkeys(
                text
                for rule in self.mapping.rules
                for test in rule.when.tests
                if test.column == column
                for text in test.texts
            )
            numbers = {text: number for number, text in enumerate(texts, _FIRST_TEXT)}
            own = self.frame[column].cast(pl.String)
            meant = [text for text in self.mapping.missing if text not in texts]
            found = own.cast(pl.Enum([*texts, *meant]), strict=False).to_physical().cast(pl.UInt32)
            missing = (own.is_null() | (found >= len(texts)).fill_null(value=False)).to_numpy()
            codes = (found + _FIRST_TEXT).fill_null(_OTHER).to_numpy()
            last_known = np.arange(len(codes))
            if missing.any():
                last_known = np.maximum.accumulate(np.where(missing & ~self.first, 0, last_known))
                codes = np.where(missing, np.uint32(_MISSING), codes)[last_known]
            self._codes[column] = codes, numbers, last_known
        return self._codes[column]
