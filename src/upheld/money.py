"""Money: an exact amount in one currency.

Amounts are Decimal and never rounded on the way. One function rounds, `half_up`: to the nearest minor unit of the
currency, the half away from zero, so that a credit rounds as the amount it takes back.

>>> Money(Decimal("0.125"), "EUR").rounded()
Money(amount=Decimal('0.13'), currency='EUR')
>>> [str(part) for part in Money.parse("100.00 EUR").shared([1, 1, 1])]
['33.33 EUR', '33.34 EUR', '33.33 EUR']
>>> Money.parse("1 EUR") + Money.parse("1 SEK")
Traceback (most recent call last):
ValueError: '1 EUR' and '1 SEK' cannot be added: they are of two currencies
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Final, Self

# What nobody writes on an invoice is refused, so that every sum of amounts fits into EXACT.
MOST_DIGITS: Final = 24  # before the point, and after it
EXACT: Final = Context(prec=200, traps=[Inexact, InvalidOperation])  # raises where it would have to round

_TEXT = re.compile(r"(-?\d+(?:\.\d+)?) ([A-Z]{3})")
_HALF = Fraction(1, 2)
_USUAL_DIGITS: Final = 2
_NOT_DIVIDED = ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV")
_DIGITS: Final = {  # of the minor unit, by ISO 4217, where they are not 2
    **dict.fromkeys([*_NOT_DIVIDED, "XAF", "XOF", "XPF"], 0),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
    **dict.fromkeys(["CLF", "UYW"], 4),
}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of a currency, ISO 4217; ValueError for an amount that is no number or absurdly long."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not is_countable(self.amount):
            message = f"'{self.amount}' {self.currency} is not an amount; write up to {MOST_DIGITS} digits"
            raise ValueError(message)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the amount that `text` states, like "4200.00 EUR"; ValueError says how to write one."""
        match = _TEXT.fullmatch(text)
        if not match:
            message = f"'{text}' is not an amount of money; write it like '4200.00 EUR'"
            raise ValueError(message)
        return cls(Decimal(match[1]), match[2])

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Return nothing, in a currency."""
        return cls(Decimal(0), currency)

    @staticmethod
    def sum(amounts: Iterable["Money"], currency: str) -> "Money":
        """Return the sum of amounts that are all of one currency."""
        return sum(amounts, start=Money.zero(currency))

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"

    def __add__(self, other: "Money") -> Self:
        if self.currency != other.currency:
            message = f"'{self}' and '{other}' cannot be added: they are of two currencies"
            raise ValueError(message)
        return type(self)(EXACT.add(self.amount, other.amount), self.currency)

    def __neg__(self) -> Self:
        return type(self)(self.amount.copy_negate() if self.amount else self.amount, self.currency)

    def __sub__(self, other: "Money") -> Self:
        return self + -other

    def __mul__(self, factor: Decimal | int) -> Self:
        return type(self)(EXACT.multiply(self.amount, Decimal(factor)), self.currency)

    def rounded(self) -> Self:
        """Return the amount in whole minor units, rounded half up."""
        return type(self)(half_up(Fraction(self.amount), self.currency), self.currency)

    def shared(self, weights: Sequence[int]) -> tuple[Self, ...]:
        """Split whole minor units by weight; the parts sum to the whole, each within a minor unit of its exact share.

        ValueError for weights below 0 or all 0, and for an amount that has parts of a minor unit.
        """
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            message = f"the weights must be 0 or more and not all 0, not {list(weights)}"
            raise ValueError(message)
        if self != self.rounded():
            message = f"'{self}' has parts of the smallest unit; share the rounded amount"
            raise ValueError(message)
        # The running totals are rounded and not the parts: the last total is the whole.
        exact = Fraction(self.amount)
        ends = [
            type(self)(half_up(exact * weight / total, self.currency), self.currency)
            for weight in accumulate(weights, initial=0)
        ]
        return tuple(end - start for start, end in pairwise(ends))


def half_up(exact: Fraction, currency: str) -> Decimal:
    """Return the nearest amount in whole minor units of the currency; a half goes away from zero."""
    digits = _DIGITS.get(currency, _USUAL_DIGITS)
    size = int(abs(exact) * 10**digits + _HALF)
    return Decimal(size if exact >= 0 else -size).scaleb(-digits, EXACT)


def is_countable(number: Decimal) -> bool:
    """Say whether a number is finite and no longer than `MOST_DIGITS` before and after the point."""
    if not number.is_finite():
        return False
    exponent = int(number.as_tuple().exponent)
    return (not number or number.adjusted() < MOST_DIGITS) and -MOST_DIGITS <= exponent < MOST_DIGITS
