"""Statements: what is owed for some days, from each day's version of the agreement, the use and the misses.

Every amount is a function of the agreement's eras, the log and the days asked for; nothing is carried over in between.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, localcontext
from difflib import get_close_matches
from fractions import Fraction
from itertools import pairwise
from typing import Final

from upheld import events, rhythms
from upheld.agreements import Era, Fee, Meter, Metered, Price, Terms
from upheld.calendars import time_zone
from upheld.cases import in_utc
from upheld.errors import BadAmount
from upheld.money import EXACT, MOST_DIGITS, Money, half_up, is_countable
from upheld.prices.adjustments import Adjustment, adjusted, agreed_on, checked
from upheld.prices.credits import Miss, credit_lines
from upheld.prices.lines import ONE, VAT, WHOLE, Line, Statement, in_currency, priced
from upheld.prices.slices import Metering, use_lines
from upheld.reasons import Field, Reason
from upheld.rhythms import Rhythm

_MONTH: Final = rhythms.parse("month")
_CONTRACT_MONTH: Final = rhythms.parse("contract month")
_DAY: Final = timedelta(days=1)
_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Use:
    """So much of a meter on a local day of the agreement."""

    meter: str
    amount: Decimal
    on: date


def uses_in(log: events.Log, zone: str) -> tuple[Use, ...]:
    """Return the use that an agreement's log has metered; without a day it is the local day of the entry."""
    return tuple(
        Use(event.meter, event.amount, event.on or in_utc(event.at, "at").astimezone(time_zone(zone)).date())
        for event in log
        if isinstance(event, events.Metered)
    )


def statement(  # noqa: PLR0913  what a price depends on
    terms: Terms,
    starts: date,
    ends: date,
    uses: Mapping[str, Decimal] | None = None,
    *,
    misses: Sequence[Miss] = (),
    contract: date | None = None,
    adjustments: Sequence[Adjustment] = (),
) -> Statement:
    """Return what one set of terms costs for the days from `starts` up to and without `ends`.

    `uses` is the use of these days by meter. `contract` is the day that contract months count from, by default
    `starts`. BadAmount names a use that cannot be counted, a meter that does not exist, days that are none.
    """
    given = uses or {}
    era = Era(terms, starts, ends, contract or starts)
    for name in given:
        meter = _meter(name, era)
        if meter.per.months and starts < ends and not _within_one_period(meter, era):
            message = (
                f"{name}: a use without days must be of one {meter.per.text}; '{starts}' to '{ends}' is of several"
            )
            raise BadAmount(message)
    dated = tuple(Use(name, amount, starts) for name, amount in given.items())
    return invoice((era,), starts, ends, dated, misses=misses, adjustments=adjustments)


def invoice(  # noqa: PLR0913  what a price depends on
    eras: Sequence[Era],
    starts: date,
    ends: date,
    uses: Sequence[Use] = (),
    *,
    misses: Sequence[Miss] = (),
    adjustments: Sequence[Adjustment] = (),
) -> Statement:
    """Return what is owed for the days from `starts` up to and without `ends`, each by the version that it has.

    `eras` are `Version.eras()`; `uses`, `misses` and `adjustments` may hold those of other days too, and should hold
    the use since the meter's period began. BadAmount says what cannot be counted.
    """
    if not starts < ends:
        message = f"'{starts}' to '{ends}' has no day; the end is the day after the last"
        raise BadAmount(message)
    if not eras:
        message = "an offer has no days to bill; name a plan and price its terms"
        raise BadAmount(message)
    with localcontext(EXACT):
        bill = _Bill(tuple(eras), starts, ends, tuple(uses), checked(adjustments, eras))
        lines = [*bill.price_lines(), *bill.uncharged_lines(), *bill.credit_lines(misses)]
        found = Statement(starts, ends, bill.currency, tuple(lines))
        return replace(found, lines=(*found.lines, *bill.tax_lines(found.net)))


@dataclass(frozen=True, slots=True)
class _Piece:
    """Days in one period of a price on which it holds unchanged."""

    price: Price
    era: Era
    starts: date
    ends: date
    base: Fee | None  # as adjusted
    why: tuple[Reason, ...]

    @property
    def part(self) -> Fraction:
        """Return which part of the price's period these days are."""
        return _part(self.starts, self.ends, self.price.per, self.era)

    @property
    def fields(self) -> dict[str, Field]:
        """Return the price and its days, the last one included."""
        return {"source": self.price.source, "from": self.starts, "to": self.ends - _DAY}

    @property
    def period(self) -> date:
        """Return the first day of the price's period."""
        per = self.price.per
        return per.period(self.starts, self.era.contract)[0] if per.months else self.starts


@dataclass(frozen=True, slots=True)
class _Bill:
    eras: tuple[Era, ...]
    starts: date
    ends: date
    uses: tuple[Use, ...]
    adjustments: tuple[Adjustment, ...]

    def __post_init__(self) -> None:
        for use in self.uses:
            _meter(use.meter, *self.eras)
            if not is_countable(use.amount):
                message = f"{use.meter}: '{use.amount}' is not a use; write a number of up to {MOST_DIGITS} digits"
                raise BadAmount(message)

    @property
    def currency(self) -> str:
        return self.eras[-1].terms.shared.currency

    # --- Base, use and minimum

    def price_lines(self) -> Iterator[Line]:
        """Yield the lines of each price, period by period: base, use, and the rest up to the floor."""
        pieces = list(self.pieces(self.starts, self.ends))
        for source in dict.fromkeys(piece.price.source for piece in pieces):
            mine = [piece for piece in pieces if piece.price.source == source]
            for period in dict.fromkeys(piece.period for piece in mine):
                yield from self.period_lines([piece for piece in mine if piece.period == period])

    def pieces(self, starts: date, ends: date) -> Iterator[_Piece]:
        """Yield the prices that hold between two days, cut wherever one changes or a period of it ends."""
        for era in self.eras:
            first, after = max(era.starts, starts), min(era.ends or ends, ends)
            for price in map(_countable, era.terms.prices) if first < after else ():
                since = agreed_on(price, era, self.eras)
                steps = {a.on for a in self.adjustments if price.indexed and first < a.on < after}
                days = {first, after, *steps, *_borders(first, after, price.per, era)}
                for start, end in pairwise(sorted(days)):
                    base, why = adjusted(price, since, start, self.adjustments)
                    yield _Piece(price, era, start, end, base, (*_version(era), *why))

    def period_lines(self, pieces: Sequence[_Piece]) -> Iterator[Line]:
        """Yield the lines of one price in one period: its pieces, and the rest up to its floor."""
        floored: list[Line] = []
        for piece in pieces:
            lines = [*self.base_lines(piece), *self.use_lines(piece)]
            if piece.price.minimum:
                floored += lines
            yield from lines
        yield from self.minimum_lines([piece for piece in pieces if piece.price.minimum], floored)

    def base_lines(self, piece: _Piece) -> Iterator[Line]:
        """Yield the base for the piece's days, or the line that says that the price is included."""
        if piece.price.included:
            reason = Reason("price included", piece.fields, piece.price.clause, piece.why)
            yield priced(reason, ONE, _NOTHING, self.currency)
        elif piece.base:
            rate = in_currency(piece.base.amount, self.currency, piece.base.clause) if piece.base.amount else None
            fields = {**piece.fields, "per": piece.price.per.text, **_days(piece)}
            reason = Reason("base price", fields, piece.base.clause, piece.why)
            yield priced(reason, ONE, rate, self.currency, piece.part)

    def minimum_lines(self, pieces: Sequence[_Piece], lines: Sequence[Line]) -> Iterator[Line]:
        """Yield the difference up to the floor of one period, if what is charged stays below it."""
        if not pieces:
            return
        last = pieces[-1]
        clause = last.price.minimum.clause if last.price.minimum else None
        floor = self.sum_of([(piece.price.minimum, piece.part) for piece in pieces])
        fields = {**last.fields, "from": pieces[0].starts, "per": last.price.per.text}
        reason = Reason("minimum price", fields, clause, last.why)
        if floor is None or any(line.amount is None for line in lines):
            yield priced(reason, ONE, None, self.currency)
            return
        charged = Money.sum((line.amount for line in lines if line.amount), self.currency)
        if charged.amount < floor:
            reason = replace(reason, fields={**fields, "minimum": floor, "charged": charged.amount})
            yield priced(reason, ONE, floor - charged.amount, self.currency)

    def sum_of(self, parts: Sequence[tuple[Fee | None, Fraction]]) -> Decimal | None:
        """Return the sum of parts of fees, rounded once; None where one of them is to be agreed."""
        exact = Fraction(0)
        for fee, part in parts:
            if fee and fee.amount is None:
                return None
            if fee and fee.amount:
                exact += Fraction(in_currency(fee.amount, self.currency, fee.clause)) * part
        return half_up(exact, self.currency)

    # --- Use

    def use_lines(self, piece: _Piece) -> Iterator[Line]:
        """Yield what the use of the piece's days costs, meter period by meter period."""
        for metered in piece.price.plus:
            meter = piece.era.terms.shared.meters[metered.meter]
            days = {piece.starts, piece.ends, *_borders(piece.starts, piece.ends, meter.per, piece.era)}
            for start, end in pairwise(sorted(days)):
                yield from self.metered_lines(piece, metered, start, end)

    def metered_lines(self, piece: _Piece, metered: Metered, start: date, end: date) -> Iterator[Line]:
        """Yield what the use of some days of one meter period costs."""
        meter = piece.era.terms.shared.meters[metered.meter]
        amount = self.used(piece.price.source, meter, start, end)
        _check_sum(meter, amount)
        fields: dict[str, Field] = {**piece.fields, "from": start, "to": end - _DAY, "meter": meter.id}
        fields |= {"unit": meter.unit, "share": meter.unit == self.currency}
        source = piece.price.source
        period, after = meter.per.period(start, piece.era.contract) if meter.per.months else (start, end)
        before = self.used(source, meter, period, start)
        use = Metering(before, amount, self.used(source, meter, period, min(after, self.ends)))
        yield from use_lines(metered, use, Reason("", fields, None, piece.why), self.currency)

    def used(self, source: str, meter: Meter, start: date, end: date) -> Decimal:
        """Return the use of a meter between two days, of those days on which a price of that name holds."""
        return sum(
            (
                use.amount
                for use in self.uses
                if use.meter == meter.id and start <= use.on < end and self.holds(source, use.on)
            ),
            _NOTHING,
        )

    def holds(self, source: str, day: date) -> bool:
        """Say whether a price of that name holds on a day."""
        era = _era_on(day, self.eras)
        return era is not None and any(price.source == source for price in era.terms.prices)

    def uncharged_lines(self) -> Iterator[Line]:
        """Yield a line for each meter that was used while no price was on it: it costs nothing, and shows."""
        free: dict[str, Decimal] = {}
        for use in self.uses:
            era = _era_on(use.on, self.eras) if self.starts <= use.on < self.ends else None
            if era and not any(m.meter == use.meter for price in era.terms.prices for m in price.plus):
                free[use.meter] = free.get(use.meter, _NOTHING) + use.amount
        for name, amount in free.items():
            meter = _meter(name, *self.eras)
            _check_sum(meter, amount)
            fields: dict[str, Field] = {"meter": name, "unit": meter.unit, "share": meter.unit == self.currency}
            yield priced(Reason("use not charged", fields, meter.clause), amount, _NOTHING, self.currency)

    # --- Credits and tax

    def credit_lines(self, misses: Sequence[Miss]) -> Iterator[Line]:
        """Yield the credits of each month whose last day in force lies in this statement."""
        zone = self.eras[0].terms.shared.zone
        last = self.eras[-1].ends
        day = self.starts
        while day < self.ends:
            first, after = _MONTH.period(day)
            if self.starts < min(after, last or after) <= self.ends:
                of_month = [miss for miss in misses if miss.in_month(first, after, zone)]
                yield from credit_lines(self.base_of(first, after) if of_month else None, of_month, self.eras)
            day = after

    def base_of(self, first: date, after: date) -> Money | None:
        """Return the base of all prices for some days; None where one is to be agreed."""
        parts = [(piece.base, piece.part) for piece in self.pieces(first, after) if not piece.price.included]
        amount = self.sum_of(parts)
        return None if amount is None else Money(amount, self.currency)

    def tax_lines(self, net: Money) -> Iterator[Line]:
        """Yield the tax on the net sum, at the rate that the invoicing of the last day states."""
        era = _era_on(self.ends - _DAY, self.eras) or self.eras[-1]
        invoicing = era.terms.invoicing
        if invoicing and invoicing.vat is not None:
            yield priced(Reason(VAT, {}, invoicing.clause), net.amount, invoicing.vat, self.currency)


def _meter(name: str, *eras: Era) -> Meter:
    known = {meter.id: meter for era in eras for meter in era.terms.shared.meters.values()}
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"the agreement has: {', '.join(known) or 'no meter'}"
        message = f"'{name}' is not a meter of the agreement; {hint}"
        raise BadAmount(message)
    return known[name]


def _check_sum(meter: Meter, amount: Decimal) -> None:
    if amount < 0:
        message = f"{meter.id}: '{amount}' is less than nothing; write a use of 0 or more"
        raise BadAmount(message)


def _countable(price: Price) -> Price:
    """Return the price, or one whose fees are to be agreed where they are due for something that no calendar has."""
    if price.per.months:
        return price
    holes = [fee and replace(fee, amount=None) for fee in (price.base, price.minimum)]
    return replace(price, base=holes[0], minimum=holes[1])


def _within_one_period(meter: Meter, era: Era) -> bool:
    return era.ends is not None and era.ends <= meter.per.period(era.starts, era.contract)[1]


def _era_on(day: date, eras: Sequence[Era]) -> Era | None:
    return next((era for era in eras if era.starts <= day and (era.ends is None or day < era.ends)), None)


def _version(era: Era) -> tuple[Reason, ...]:
    if not era.version:
        return ()
    return (Reason("version of the day", {"version": era.version, "amendment": era.amendment, "from": era.starts}),)


def _borders(starts: date, ends: date, per: Rhythm, era: Era) -> Iterator[date]:
    """Yield the days between two days on which a period of the rhythm begins."""
    day = starts
    while per.months and (day := per.period(day, era.contract)[1]) < ends:
        yield day


def _part(starts: date, ends: date, per: Rhythm, era: Era) -> Fraction:
    """Return which part of a period these days are: whole months, and days of the month for the rest."""
    if not per.months:
        return WHOLE
    month = _CONTRACT_MONTH if per.contract else _MONTH
    months = Fraction(0)
    day = starts
    while day < ends:
        first, after = month.period(day, era.contract)
        months += Fraction((min(after, ends) - day).days, (after - first).days)
        day = after
    return months / per.months


def _days(piece: _Piece) -> dict[str, Field]:
    """Return days in force and days of the month, where a monthly price is for a part of one."""
    if piece.part == WHOLE or piece.price.per.months != 1:
        return {}
    first, after = piece.price.per.period(piece.starts, piece.era.contract)
    return {"days": (piece.ends - piece.starts).days, "of_days": (after - first).days}
