"""Lines: what a statement is made of, and its sums.

Every amount of a statement is made by `priced`: quantity times rate times part, rounded once, half up. What nobody has
agreed has no amount; it stands on the statement as a line and in no sum.

>>> line = priced(Reason("use in slice", {"above": Decimal(5000)}), Decimal(2000), Decimal("0.19"), "EUR")
>>> str(line.amount)
'380.00 EUR'
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from upheld.agreements import NO_TEXT, Text
from upheld.errors import BadAmount
from upheld.money import Money, half_up
from upheld.reasons import Clause, Reason

VAT: Final = "VAT"  # the code of the line that comes after the net sum
WHOLE: Final = Fraction(1)
ONE: Final = Decimal(1)
MOST: Final = Decimal(10) ** 20  # of any currency on one line, so that every sum of lines fits into an amount


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is and why, and quantity x rate x part = amount."""

    reason: Reason  # its fields hold quantity, rate, amount and currency too, so that words need nothing else
    quantity: Decimal
    rate: Decimal | None  # of the currency, for each unit of the quantity; None: to be agreed
    amount: Money | None  # in whole minor units; None: to be agreed
    part: Fraction = WHOLE  # of the period that the rate is for
    name: Text = NO_TEXT  # what the agreement calls it on an invoice, where it does

    @property
    def code(self) -> str:
        """Say what kind of line it is."""
        return self.reason.code

    @property
    def clause(self) -> Clause | None:
        """Return the clause that the line rests on."""
        return self.reason.clause

    def as_data(self) -> dict[str, object]:
        """Return the line as plain data for JSON; amounts are text, so that no digit is lost."""
        return self.reason.as_data()


def in_currency(money: Money, currency: str, clause: Clause) -> Decimal:
    """Return an agreed amount as a number of the currency that everything is billed in; BadAmount for another one."""
    if money.currency != currency:
        message = f"{clause.path}: '{money}' is not an amount of {currency}, which the agreement is billed in"
        raise BadAmount(message)
    return money.amount


def priced(reason: Reason, quantity: Decimal, rate: Decimal | None, currency: str, part: Fraction = WHOLE) -> Line:
    """Return the line that a reason and its figures make; without a rate it is to be agreed.

    BadAmount for more than anybody can be billed.
    """
    fields = {**reason.fields, "quantity": quantity, "currency": currency}
    if part != WHOLE:
        fields["part"] = str(part)
    amount = None
    if rate is not None:
        exact = half_up(Fraction(quantity) * Fraction(rate) * part, currency)
        if abs(exact) > MOST:
            where = f"{reason.clause.path}: " if reason.clause else ""
            raise BadAmount(
                f"{where}'{quantity}' x '{rate}' is more than can be billed; check the amount that was used"
            )
        amount = Money(exact, currency)
        fields |= {"rate": rate, "amount": amount.amount}
    return Line(replace(reason, fields=fields), quantity, rate, amount, part)


@dataclass(frozen=True, slots=True)
class Statement:
    """What is owed for the days from `starts` up to and without `ends`."""

    starts: date
    ends: date
    currency: str
    lines: tuple[Line, ...]

    @property
    def net(self) -> Money:
        """Return the sum without tax: what `upheld price` calls the total."""
        return self._sum(with_tax=False)

    @property
    def total(self) -> Money:
        """Return the sum of all lines; it has tax where the agreement's invoicing states one."""
        return self._sum(with_tax=True)

    @property
    def to_be_agreed(self) -> tuple[Line, ...]:
        """Return the lines that have no amount, because nobody has agreed on one: they are in no sum."""
        return tuple(line for line in self.lines if line.amount is None)

    def _sum(self, *, with_tax: bool) -> Money:
        amounts = (line.amount for line in self.lines if line.amount and (with_tax or line.code != VAT))
        return Money.sum(amounts, self.currency)

    def as_data(self) -> dict[str, object]:
        """Return the statement as plain data for JSON."""
        return {
            "starts": self.starts.isoformat(),
            "ends": self.ends.isoformat(),
            "currency": self.currency,
            "net": f"{self.net.rounded().amount:f}",
            "total": f"{self.total.rounded().amount:f}",
            "lines": [line.as_data() for line in self.lines],
        }
