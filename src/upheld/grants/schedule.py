"""Schedule: what an agreement grants by itself, and on which local day.

A period's grant is whole even where the agreement begins within the period. An amendment that grants more adds the
difference on its day; one that grants less takes nothing back and counts from the next period.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from typing import Final

from upheld.agreements import Allowance, Era
from upheld.reasons import Field, Reason
from upheld.rhythms import Rhythm, add_months

_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Due:
    """A grant that the agreement itself makes on a day."""

    day: date
    allowance: Allowance
    amount: Decimal
    expires: date | None
    reason: Reason


def schedule(eras: Sequence[Era], until: date) -> list[Due]:
    """Return the agreement's own grants up to and including a day, in order of days."""
    granted: dict[tuple[str, str, date], Decimal] = {}
    found: list[Due] = []
    for era in eras:
        for allowance in era.terms.allowances:
            for day, first in _periods(allowance, era, until):
                key = (allowance.id, allowance.per.text if allowance.per else "", first)
                amount = (allowance.amount or _NOTHING) - granted.get(key, _NOTHING)
                if amount > 0:
                    granted[key] = granted.get(key, _NOTHING) + amount
                    found.append(_due(allowance, day, amount, era.contract))
    return sorted(found, key=lambda due: due.day)


def next_day(eras: Sequence[Era], today: date) -> date | None:
    """Return the next day on which a period or an era begins; None where nothing comes any more."""
    days = [era.starts for era in eras if era.starts > today]
    for era in eras:
        if era.starts <= today and (era.ends is None or today < era.ends):
            ends = [a.per.period(today, era.contract)[1] for a in era.terms.allowances if a.per and a.per.months]
            days += [day for day in ends if era.ends is None or day < era.ends]
    return min(days, default=None)


def expiry(day: date, after: Rhythm | None) -> date | None:
    """Return the first day on which what was granted on `day` is gone; None: never, or nobody has agreed when."""
    return add_months(day, after.months) if after and after.months else None


def first_instant(day: date, zone: tzinfo) -> datetime:
    """Return the first instant of a local day, midnight or, where a clock change skips it, the change."""
    return datetime.combine(day, time(), zone)


def period_end(allowance: Allowance, day: date, contract: date) -> date | None:
    """Return when what is granted on `day` expires with its period; None where it does not."""
    if allowance.per is None or not allowance.per.months or allowance.carry_over:
        return None
    return allowance.per.period(day, contract)[1]


def _periods(allowance: Allowance, era: Era, until: date) -> Iterator[tuple[date, date]]:
    """Yield the days of an era on which an allowance is granted, each with the first day of its period."""
    if allowance.amount is None or era.starts > until:
        return
    if allowance.per is None:
        yield era.starts, date.min
        return
    day = era.starts
    while allowance.per.months and day <= until and (era.ends is None or day < era.ends):
        first, after = allowance.per.period(day, era.contract)
        yield day, first
        day = after


def _due(allowance: Allowance, day: date, amount: Decimal, contract: date) -> Due:
    fields: dict[str, Field] = {"allowance": allowance.id, "unit": allowance.unit, "amount": amount, "on": day}
    expires = period_end(allowance, day, contract) or expiry(day, allowance.expires)
    if allowance.per:
        fields["per"] = allowance.per.text
    if expires:
        fields["expires"] = expires
    return Due(day, allowance, amount, expires, Reason("granted by agreement", fields, allowance.clause))
