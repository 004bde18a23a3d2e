"""The prices of the Comarch offer, by hand: a base, graduated slices of the monthly usage fee, a floor for Premium."""

from dataclasses import replace
from decimal import Decimal
from typing import Final, Literal

from tests.engine.world import clause, definitions, said, terms
from upheld import rhythms
from upheld.agreements import Definitions, Fee, Meter, Metered, Price, Slice, Terms
from upheld.money import Money

USAGE: Final = "cci_usage_fee"
MONTH: Final = rhythms.parse("month")
RATES: Final = {5000: "0.19", 7000: "0.14", 10000: "0.11", 20000: "0.08"}


def eur(text: str) -> Money:
    return Money(Decimal(text), "EUR")


def fee(text: str, path: str = "price.base") -> Fee:
    return Fee(eur(text), clause(path))


def metered(mode: Literal["graduated", "volume"] = "graduated") -> Metered:
    slices = tuple(
        Slice(Decimal(above), Decimal(rate), clause(f"price.plus.slices.{number}"))
        for number, (above, rate) in enumerate(RATES.items())
    )
    return Metered(USAGE, mode, slices, None, clause("price.plus"))


ADVANCED: Final = Price(
    source="plans.advanced",
    included=False,
    base=fee("1500"),
    per=MONTH,
    plus=(metered(),),
    minimum=None,
    indexed=None,
    clause=clause("plans.advanced.price"),
)
PREMIUM: Final = replace(ADVANCED, source="plans.premium", minimum=fee("10000", "plans.premium.price.minimum"))
VOLUME: Final = replace(ADVANCED, source="plans.volume", plus=(metered("volume"),))


def shared(**changes: object) -> Definitions:
    meter = Meter(USAGE, "EUR", MONTH, said("net usage fees"), "billing import", clause("meters.cci_usage_fee"))
    return definitions(meters={USAGE: meter}, **changes)


def comarch(*prices: Price, **changes: object) -> Terms:
    return terms(shared=shared(), prices=prices, **changes)
