"""Curves: a price as a function of use, exact at every border, for the questions that compare prices.

A curve is a row of straight pieces, each half-open: what lies above its start, up to and including the next start.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Final

from upheld.agreements import Metered, Price
from upheld.reasons import Clause

_ZERO: Final = Fraction(0)
_CENTS: Final = 100
_ENOUGH: Final = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Fall:
    """A use at which a price drops although use grows: what is owed there, and just above."""

    meter: str
    use: Decimal
    at: Decimal
    above: Decimal
    clause: Clause


@dataclass(frozen=True, slots=True)
class _Piece:
    """A straight piece of a curve: `fixed + slope * use` for a use above `start`."""

    start: Fraction
    fixed: Fraction
    slope: Fraction

    def at(self, use: Fraction) -> Fraction:
        return self.fixed + self.slope * use


def falls(price: Price) -> tuple[Fall, ...]:
    """Return where a price falls while use grows, meter by meter, in order of use."""
    return tuple(fall for metered in price.plus for fall in _falls(price, metered))


def meets(one: Price, other: Price) -> Decimal | None:
    """Return the use from which both prices are the same, however large it grows; None where there is none.

    Prices by the same single meter, or by none, can be compared, and only where every amount is agreed. A use that
    cannot be written as a decimal number is rounded up to the next hundredth.
    """
    meters = {metered.meter for price in (one, other) for metered in price.plus}
    if len(meters) > 1 or one.per != other.per:
        return None
    first, second = _curve(one), _curve(other)
    if not first or not second:
        return None
    found: Fraction | None = None
    for start in sorted({piece.start for piece in (*first, *second)}, reverse=True):
        here, there = _piece_above(first, start), _piece_above(second, start)
        if (here.fixed, here.slope) != (there.fixed, there.slope):
            break
        found = start
    return None if found is None else _decimal(found)


def _falls(price: Price, metered: Metered) -> Iterator[Fall]:
    # With a second meter the floor may be filled by the other one's use, so it hides no fall.
    curve = _curve(price) if len(price.plus) == 1 else _use_curve(metered)
    for left, right in pairwise(curve or _use_curve(metered)):
        at, above = left.at(right.start), right.at(right.start)
        if above < at:
            clause = next((s.clause for s in metered.slices if s.above == right.start), metered.clause)
            yield Fall(metered.meter, _decimal(right.start), _decimal(at), _decimal(above), clause)


def _curve(price: Price) -> list[_Piece]:
    """Return the whole price over the use of its single meter; nothing where an amount is a hole."""
    fees = [fee for fee in (price.base, price.minimum) if fee]
    if any(fee.amount is None for fee in fees) or len({fee.amount.currency for fee in fees if fee.amount}) > 1:
        return []
    base = Fraction(price.base.amount.amount) if price.base and price.base.amount and not price.included else _ZERO
    pieces = [_Piece(_ZERO, _ZERO, _ZERO)]
    for metered in price.plus:
        pieces = _use_curve(metered)
    pieces = [_Piece(piece.start, piece.fixed + base, piece.slope) for piece in pieces]
    if price.minimum and price.minimum.amount:
        return _floored(pieces, Fraction(price.minimum.amount.amount)) if pieces else []
    return pieces


def _use_curve(metered: Metered) -> list[_Piece]:
    """Return what use costs by itself; nothing where its rate is a hole."""
    if metered.mode == "per unit":
        return [_Piece(_ZERO, _ZERO, Fraction(metered.rate.amount))] if metered.rate else []
    pieces = [_Piece(_ZERO, _ZERO, _ZERO)]
    for piece in metered.slices:
        start, rate = Fraction(piece.above), Fraction(piece.rate)
        fixed = pieces[-1].at(start) - rate * start if metered.mode == "graduated" else _ZERO
        pieces = [*(p for p in pieces if p.start < start), _Piece(start, fixed, rate)]
    return pieces


def _floored(pieces: list[_Piece], floor: Fraction) -> list[_Piece]:
    """Return the curve that is nowhere below the floor, with a border wherever it leaves or meets it."""
    found: list[_Piece] = []
    ends = [*(piece.start for piece in pieces[1:]), None]
    for piece, end in zip(pieces, ends, strict=True):
        borders = [piece.start]
        if piece.slope:
            crossing = (floor - piece.fixed) / piece.slope
            if crossing > piece.start and (end is None or crossing < end):
                borders.append(crossing)
        for start, stop in zip(borders, [*borders[1:], end], strict=True):
            inside = (start + stop) / 2 if stop is not None else start + 1
            on_floor = piece.at(inside) < floor
            found.append(_Piece(start, floor, _ZERO) if on_floor else _Piece(start, piece.fixed, piece.slope))
    return found


def _piece_above(curve: list[_Piece], use: Fraction) -> _Piece:
    return next(piece for piece in reversed(curve) if piece.start <= use)


def _decimal(number: Fraction) -> Decimal:
    """Return the number exactly, or rounded up to the next hundredth where its digits never end."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        number = Fraction(-(-number.numerator * _CENTS // number.denominator), _CENTS)
    return _ENOUGH.divide(Decimal(number.numerator), Decimal(number.denominator))
