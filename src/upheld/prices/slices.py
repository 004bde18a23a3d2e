"""Slices: what use costs, slice by slice.

A slice is what lies above its border, up to and including the next one: 7,000.00 belongs to the slice below 7,000.
The parts of all lines sum to the use.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from upheld.agreements import Metered, Slice
from upheld.prices.lines import Line, in_currency, priced
from upheld.reasons import Field, Reason

_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Metering:
    """The use of some days, and where it stands in the period of its meter."""

    before: Decimal  # since the period began
    amount: Decimal  # on these days
    whole: Decimal  # of the period, as far as it is known


@dataclass(frozen=True, slots=True)
class _Row:
    slice: Slice | None  # None: what lies below the first border
    above: Decimal
    end: Decimal | None  # included; None: open

    @property
    def rate(self) -> Decimal:
        return self.slice.rate if self.slice else _NOTHING


def use_lines(metered: Metered, use: Metering, about: Reason, currency: str) -> Iterator[Line]:
    """Yield what use costs; `about` has the fields and the reasons that all lines share."""
    for line in _lines(metered, use, about, currency):
        yield replace(line, name=metered.name)


def _lines(metered: Metered, use: Metering, about: Reason, currency: str) -> Iterator[Line]:
    if metered.mode == "per unit":
        rate = in_currency(metered.rate, currency, metered.clause) if metered.rate else None
        yield priced(replace(about, code="use per unit", clause=metered.clause), use.amount, rate, currency)
        return
    rows = _rows(metered.slices)
    if metered.mode == "volume":
        row = next(row for row in reversed(rows) if row.above < use.whole or row.above == 0)
        reason = _of_row(about, row, metered)
        code = "use at volume rate" if row.slice else "use covered"
        fields = {**reason.fields, "whole": use.whole}
        yield priced(replace(reason, code=code, fields=fields), use.amount, row.rate, currency)
        return
    for row, part in _parts(rows, use):
        reason = _of_row(about, row, metered)
        code = "use in slice" if row.slice else "use covered"
        yield priced(replace(reason, code=code), part, row.rate, currency)


def _rows(slices: Sequence[Slice]) -> list[_Row]:
    """Return the slices with both borders, and what lies below the first of them."""
    starts: list[tuple[Slice | None, Decimal]] = [(slice_, slice_.above) for slice_ in slices]
    if not starts or starts[0][1] > 0:
        starts.insert(0, (None, _NOTHING))
    ends = [*(above for _, above in starts[1:]), None]
    return [_Row(slice_, above, end) for (slice_, above), end in zip(starts, ends, strict=True)]


def _parts(rows: Sequence[_Row], use: Metering) -> Iterator[tuple[_Row, Decimal]]:
    """Yield each row that the use reaches with its part of it; no use stands in the row that the next unit reaches."""
    after = use.before + use.amount
    for row in rows:
        top = after if row.end is None else min(after, row.end)
        part = top - max(use.before, row.above)
        is_next = row.above <= use.before and (row.end is None or use.before < row.end)
        if part > 0 or (not use.amount and is_next):
            yield row, part


def _of_row(about: Reason, row: _Row, metered: Metered) -> Reason:
    borders: dict[str, Field] = {"above": row.above}
    if row.end is not None:
        borders["up_to"] = row.end
    clause = row.slice.clause if row.slice else metered.clause
    return replace(about, fields={**about.fields, **borders}, clause=clause)
