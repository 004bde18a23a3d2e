"""Lines: one rounding each, and sums that leave out what nobody has agreed."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.engine.world import clause
from upheld.errors import BadAmount
from upheld.money import Money
from upheld.prices.lines import VAT, Statement, in_currency, priced
from upheld.reasons import Reason

BASE = priced(Reason("base price"), Decimal(1), Decimal(1000), "EUR", Fraction(1, 3))
HOLE = priced(Reason("use per unit"), Decimal(7), None, "EUR")
TAX = priced(Reason(VAT), Decimal("333.33"), Decimal("0.19"), "EUR")
JANUARY = Statement(date(2026, 1, 1), date(2026, 2, 1), "EUR", (BASE, HOLE, TAX))


def test_a_line_is_quantity_times_rate_times_part_rounded_once() -> None:
    assert BASE.amount == Money.parse("333.33 EUR")


def test_the_reason_of_a_line_holds_all_its_figures() -> None:
    assert BASE.reason.fields == {
        "quantity": Decimal(1),
        "rate": Decimal(1000),
        "part": "1/3",
        "amount": Decimal("333.33"),
        "currency": "EUR",
    }


def test_net_is_without_tax_and_total_with_it() -> None:
    assert JANUARY.net == Money.parse("333.33 EUR")
    assert JANUARY.total == Money.parse("396.66 EUR")


def test_what_is_to_be_agreed_has_a_line_and_is_in_no_sum() -> None:
    assert JANUARY.to_be_agreed == (HOLE,)
    assert "amount" not in HOLE.reason.fields


def test_a_statement_is_plain_data_with_amounts_as_text() -> None:
    data = JANUARY.as_data()

    assert (data["net"], data["total"], data["currency"]) == ("333.33", "396.66", "EUR")
    assert [line["code"] for line in data["lines"]] == ["base price", "use per unit", "VAT"]  # type: ignore[attr-defined]


def test_an_amount_of_another_currency_is_refused_with_its_place() -> None:
    with pytest.raises(BadAmount, match=r"price\.base: '5 USD' is not an amount of EUR"):
        in_currency(Money.parse("5 USD"), "EUR", clause("price.base"))


def test_more_than_can_be_billed_is_refused_with_its_place() -> None:
    use = Reason("use per unit", {}, clause("price.plus.visits"))

    with pytest.raises(BadAmount, match=r"price\.plus\.visits: '9{24}' x '40' is more than can be billed"):
        priced(use, Decimal("9" * 24), Decimal(40), "EUR")
