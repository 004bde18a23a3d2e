"""Prices: how a file says how much is granted, what it costs, what a miss costs, and how that is billed."""

from collections.abc import Iterator
from typing import Final, Literal

from pydantic import Field, model_validator

from upheld.agreements import ANY
from upheld.quantities import HOLE
from upheld.reading.forms.names import KindName, MeterName, MissedClock, SeverityName, SeverityOrAny, UsedUp
from upheld.reading.forms.phrases import (
    Amount,
    DayOfYear,
    Expiry,
    Fee,
    Gives,
    Grant,
    Number,
    Percent,
    Period,
    Span,
    StepSize,
)
from upheld.reading.forms.values import BySeverity, Form, Hole, Many, OrWord, Said, Words, problem
from upheld.rhythms import Rhythm, parse

_MONTH: Final = parse("month")


class Allowance(Form):
    """So much of something, and how it is used: cases a quarter, points, hours, trainings."""

    unit: str = Field(description="What is counted: case, point, hour, training.")
    amount: Grant = Field(description="How much, and per what; without a period it is granted once.")
    step: StepSize | None = Field(None, description="Use is rounded up to this.")
    counts: Many[KindName] = Field((), description="Kinds of case that count; none named: all.")
    not_counted: Words = Field((), description="What does not count, as `duplicate` or `vendor fault`.")
    carry_over: Literal["none", "all"] = Field(
        "none", description="What is left at the end of a period goes on or not."
    )
    expires: Expiry = Field(
        (None,), description="How long what was bought lasts. What is granted per period expires with it."
    )
    overdraft: Literal["refused", "allowed"] = Field("refused", description="Whether more may be used than there is.")
    price: Amount | None = Field(None, description="What one unit costs.")
    when_used_up: BySeverity[SeverityOrAny, UsedUp] = Field(
        {ANY: (HOLE, None, "")}, description="What happens to a request when nothing is left; or by severity."
    )
    catalogue: OrWord[dict[str, Number], Hole] = Field({}, description="What an item takes. Item: units.")
    reserve: Literal["opened", "ordered"] = Field("opened", description="When units are set aside.")
    settle: Literal["accepted", "closed", "done"] = Field("closed", description="When they are used.")
    release: Words = Field(("duplicate", "refused", "cancelled"), description="When they are free again.")
    where: Words = Field((), description="Where it takes place.")


AllowanceOrWord = OrWord[Allowance, Literal["unlimited", "to be agreed"]]


class Meter(Form):
    """What use is counted for a price."""

    unit: str = Field(description="What is counted; for slices of money the currency.")
    per: Period = Field(description="The period that is counted together.")
    what: Said = Field(alias="is", description="What it is, in words for people.")
    source: str = Field(description="Where the figures come from.")


class Slice(Form):
    """The use above a border, up to the next slice, and its rate."""

    above: Number = Field(description="The border; what is exactly on it belongs to the slice before.")
    rate: Percent = Field(description="The share of the use that is owed.")


class Metered(Form):
    """A price by use."""

    name: Said | None = Field(None, description="What the invoice calls it; else what the meter is.")
    mode: Literal["graduated", "volume", "per unit"] = Field(
        description="Each slice at its own rate; all use at the rate it reaches; or so much for each unit."
    )
    slices: tuple[Slice, ...] = Field((), description="For `graduated` and `volume`.")
    rate: Amount | None = Field(None, description="For `per unit`.")


class Indexation(Form):
    """A change of the base that comes round, with its cap."""

    every: Period = Field(description="How often.")
    on: DayOfYear | None = Field(None, description="On which day; else on the day the agreement started.")
    at_most: Percent = Field(description="By how much at most.")


class Price(Form):
    """A base for each period, use, and a floor under the sum of both."""

    base: Fee | None = Field(None, description="What each period costs.")
    plus: dict[MeterName, Metered] = Field({}, description="Prices by use. Meter: price.")
    minimum: Fee | None = Field(None, description="What a period costs at least.")
    indexed: Indexation | None = Field(None, description="How the base may change.")

    @property
    def per(self) -> Rhythm:
        """Return the period that base and minimum are owed for; a month where none of them has an amount."""
        return next(self._periods(), _MONTH)

    def _periods(self) -> Iterator[Rhythm]:
        return (fee[1] for fee in (self.base, self.minimum) if fee and fee[0])

    @model_validator(mode="after")
    def _has_one_period(self) -> "Price":
        periods = list(self._periods())
        if len({(per.months, per.contract) for per in periods}) > 1:
            message = f"the minimum is per {periods[1].text}, and the base per {periods[0].text}"
            raise problem("FMT3", message, "write both for the same period", key="minimum")
        return self


PriceOrWord = OrWord[Price, Literal["included", "to be agreed"]]


class Credit(Form):
    """What a missed promise costs the vendor."""

    when: MissedClock = Field(description="The promise that was missed.")
    severities: Many[SeverityName] = Field((), alias="for", description="For which severities; none named: all.")
    gives: Gives = Field(description="How much, and for what.")
    at_most: Percent | None = Field(None, description="The cap, as a share of the base of the month.")


class Invoice(Form):
    """How what is owed is billed."""

    every: Period = Field(description="How often.")
    when: Literal["in advance", "in arrears"] = Field(description="Before the period, or after it.")
    form: str = Field("pdf", description="As what: pdf, xrechnung, zugferd.")
    pay_within: Span | None = Field(None, description="When it must be paid.")
    vat: Percent | None = Field(None, description="The tax that is added.")
