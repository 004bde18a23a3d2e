"""Adjustments: a new base from its day on, as far as the cap allows, where the clause allows it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.engine.prices.comarch import ADVANCED, fee
from tests.engine.world import clause, terms
from upheld.agreements import Era, Indexation, Price
from upheld.errors import BadAmount
from upheld.prices.adjustments import Adjustment, adjusted, agreed_on, checked
from upheld.rhythms import parse

YEARLY = Indexation(parse("year"), (4, 1), Decimal("0.03"), clause("price.indexed"))
PRICE = replace(ADVANCED, base=fee("4200.00"), plus=(), indexed=YEARLY)
START = date(2026, 4, 1)
TWO_YEARS = (Adjustment(date(2027, 4, 1), Decimal("0.05")), Adjustment(date(2028, 4, 1), Decimal("0.0111")))


def era(price: Price, starts: date = START, ends: date | None = None) -> Era:
    return Era(terms(prices=(price,)), starts, ends, START)


def base_on(day: date) -> str:
    base, _ = adjusted(PRICE, START, day, TWO_YEARS)
    assert base
    return str(base.amount)


def test_the_base_changes_on_the_day_and_not_before() -> None:
    assert base_on(date(2027, 3, 31)) == "4200.00 EUR"
    assert base_on(date(2027, 4, 1)) == "4326.00 EUR"


def test_each_new_base_is_rounded_and_the_next_builds_on_it() -> None:
    assert base_on(date(2028, 4, 1)) == "4374.02 EUR"


def test_the_reason_says_what_was_asked_for_and_what_the_cap_allowed() -> None:
    _, (reason,) = adjusted(PRICE, START, date(2027, 4, 1), TWO_YEARS)

    assert reason.code == "base adjusted"
    assert (reason.fields["asked"], reason.fields["by"]) == (Decimal("0.05"), Decimal("0.03"))


def test_what_the_index_did_before_a_base_was_agreed_is_in_it() -> None:
    base, reasons = adjusted(PRICE, date(2027, 4, 1), date(2027, 12, 1), TWO_YEARS)

    assert (base, reasons) == (PRICE.base, ())


def test_a_base_counts_from_the_first_version_that_has_it_without_a_break() -> None:
    eras = [
        era(replace(PRICE, base=fee("4000")), ends=date(2026, 7, 1)),
        era(PRICE, date(2026, 7, 1), date(2026, 10, 1)),
        era(PRICE, date(2026, 10, 1)),
    ]

    assert agreed_on(PRICE, eras[2], eras) == date(2026, 7, 1)


def test_a_price_without_the_clause_stays() -> None:
    fixed = replace(PRICE, indexed=None)

    assert adjusted(fixed, START, date(2029, 1, 1), TWO_YEARS) == (fixed.base, ())


def test_a_hole_stays_a_hole() -> None:
    hole = replace(PRICE, base=replace(fee("0"), amount=None))

    assert adjusted(hole, START, date(2029, 1, 1), TWO_YEARS) == (hole.base, ())


def test_adjustments_are_taken_in_the_order_of_their_days() -> None:
    assert checked(TWO_YEARS[::-1], [era(PRICE)]) == TWO_YEARS


def test_without_a_clause_no_adjustment_is_taken() -> None:
    with pytest.raises(BadAmount, match="'2027-04-01' cannot bring a new base: the agreement says nothing on indexa"):
        checked(TWO_YEARS, [era(replace(PRICE, indexed=None))])


def test_another_day_than_agreed_is_refused() -> None:
    with pytest.raises(BadAmount, match=r"'2027-05-01' cannot .*: price\.indexed allows one on 04-01 only"):
        checked([Adjustment(date(2027, 5, 1), Decimal("0.01"))], [era(PRICE)])


def test_two_adjustments_within_a_period_are_refused() -> None:
    any_day = replace(PRICE, indexed=replace(YEARLY, on=None))
    early = [Adjustment(date(2027, 5, 1), Decimal("0.01")), Adjustment(date(2028, 4, 30), Decimal("0.01"))]

    with pytest.raises(BadAmount, match=r"'2028-04-30' cannot bring a new base so soon after '2027-05-01'"):
        checked(early, [era(any_day)])
