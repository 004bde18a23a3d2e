"""Credits: what missed promises cost the vendor, month by month, each miss on its own line.

A credit is a share of the month's base, or an amount, for each miss or each started hour late; all misses of a month
together stop at the cap. The terms in force when the case was reported decide what a miss costs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from upheld.agreements import Credit, Era
from upheld.calendars import time_zone
from upheld.cases import in_utc
from upheld.money import Money
from upheld.prices.lines import ONE, Line, in_currency, priced
from upheld.reasons import Field, Reason

_LATE: Final = {"started hour late": timedelta(hours=1), "started day late": timedelta(days=1)}


@dataclass(frozen=True, slots=True)
class Miss:
    """A promise that was broken: which, when it was due, and how late it was kept."""

    clock: str
    severity: str
    due: datetime
    late: timedelta  # plain time; up to the end of what is billed where it is not kept yet
    case: str = ""
    reported: datetime | None = None  # None: under the terms in force when it was due

    def __post_init__(self) -> None:
        for what, at in (("due", self.due), ("reported", self.reported)):
            if at is not None:
                in_utc(at, what)

    def in_month(self, first: date, after: date, zone: str) -> bool:
        """Say whether it was due on a local day of `zone` from `first` up to and without `after`."""
        return first <= self.due.astimezone(time_zone(zone)).date() < after


def credit_lines(base: Money | None, misses: Sequence[Miss], eras: Sequence[Era]) -> Iterator[Line]:
    """Yield the credits for the misses of one month, in order of their due times; `base` is None where it is a hole."""
    left: dict[str, Decimal] = {}  # of the cap, by credit
    for miss in sorted(misses, key=lambda m: (in_utc(m.due, "due"), m.case, m.clock)):
        era = _era_of(miss, eras)
        for credit in era.terms.credits:
            if credit.clock == miss.clock and (not credit.severities or miss.severity in credit.severities):
                yield _line(credit, miss, base, era.terms.shared.currency, left)


def _era_of(miss: Miss, eras: Sequence[Era]) -> Era:
    zone = time_zone(eras[0].terms.shared.zone)
    day = (miss.reported or miss.due).astimezone(zone).date()
    return next((era for era in reversed(eras) if era.starts <= day), eras[0])


def _line(credit: Credit, miss: Miss, base: Money | None, currency: str, left: dict[str, Decimal]) -> Line:
    """Return the credit for one miss, and take it from what is left of the cap."""
    fields: dict[str, Field] = {"credit": credit.id, "clock": miss.clock, "severity": miss.severity, "due": miss.due}
    fields |= {"late": miss.late, "each": credit.each, "case": miss.case}
    count = _count(credit, miss)
    rate = _rate(credit, base, currency)
    if credit.share is not None:
        fields["share"] = credit.share
    if base is not None:
        fields["base"] = base.amount
    full = priced(Reason("credit", fields, credit.clause), count, rate, currency)
    if full.amount is None or credit.cap is None or base is None:
        return full
    cap = (base * credit.cap).rounded().amount
    limit = left.setdefault(credit.id, cap)
    taken = min(-full.amount.amount, limit)
    left[credit.id] = limit - taken
    if taken == -full.amount.amount:
        return full
    fields |= {"counted": count, "uncapped": full.amount.amount, "at_most": credit.cap, "cap": cap}
    return priced(Reason("credit up to its cap", fields, credit.clause), ONE, -taken, currency)


def _count(credit: Credit, miss: Miss) -> Decimal:
    if credit.each == "miss":
        return ONE
    # A promise that is missed by nothing, as "under" is at its due instant, has begun its first hour.
    return Decimal(max(1, -(-miss.late // _LATE[credit.each])))


def _rate(credit: Credit, base: Money | None, currency: str) -> Decimal | None:
    if credit.amount is not None:
        return -in_currency(credit.amount, currency, credit.clause)
    if credit.share is None or base is None:
        return None
    return -(base * credit.share).amount
