"""Slices: exact borders, parts that sum to the use, no jump and no fall where slices are graduated."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.prices.comarch import eur, metered
from tests.engine.world import clause, said
from upheld.agreements import Metered
from upheld.money import Money
from upheld.prices.lines import Line
from upheld.prices.slices import Metering, use_lines
from upheld.reasons import Reason

cents = st.decimals(0, 10**6, places=2)
ABOUT = Reason("", {"meter": "cci_usage_fee"})


def lines(
    use: str | Decimal, before: str | Decimal = "0", mode: Literal["graduated", "volume"] = "graduated"
) -> list[Line]:
    amount, first = Decimal(use), Decimal(before)
    return list(use_lines(metered(mode), Metering(first, amount, first + amount), ABOUT, "EUR"))


def cost(found: list[Line]) -> Decimal:
    return Money.sum((line.amount for line in found if line.amount), "EUR").amount


def figures(found: Iterable[Line]) -> list[tuple[str, ...]]:
    return [(line.code, str(line.quantity), str(line.rate), str(line.amount)) for line in found]


def test_each_slice_is_a_line_with_its_own_rate() -> None:
    assert figures(lines("8000")) == [
        ("use covered", "5000", "0", "0.00 EUR"),
        ("use in slice", "2000", "0.19", "380.00 EUR"),
        ("use in slice", "1000", "0.14", "140.00 EUR"),
    ]


def test_the_worked_example_stands_on_the_line() -> None:
    assert lines("8000")[1].reason.fields == {
        "meter": "cci_usage_fee",
        "above": 5000,
        "up_to": 7000,
        "quantity": 2000,
        "rate": Decimal("0.19"),
        "amount": 380,
        "currency": "EUR",
    }
    assert lines("8000")[1].reason.clause == clause("price.plus.slices.0")


def test_the_last_slice_is_open() -> None:
    assert "up_to" not in lines("20000.01")[-1].reason.fields


def test_a_use_on_the_border_belongs_to_the_slice_below() -> None:
    assert [line.rate for line in lines("7000.00")] == [0, Decimal("0.19")]
    assert lines("7000.01")[-1].quantity == Decimal("0.01")


def test_by_volume_a_use_on_the_border_has_the_rate_below() -> None:
    assert lines("7000.00", mode="volume")[0].rate == Decimal("0.19")
    assert lines("7000.01", mode="volume")[0].rate == Decimal("0.14")


@pytest.mark.parametrize("mode", ["graduated", "volume"])
def test_no_use_is_one_line_of_zero(mode: Literal["graduated", "volume"]) -> None:
    assert figures(lines("0", mode=mode)) == [("use covered", "0", "0", "0.00 EUR")]


def test_no_more_use_stands_in_the_slice_that_more_would_reach() -> None:
    assert figures(lines("0", before="7000")) == [("use in slice", "0", "0.14", "0.00 EUR")]


def test_a_price_per_unit_is_one_line() -> None:
    units = Metered("drives", "per unit", (), eur("0.35"), clause("plus.drives"), said("Managed drives"))
    (line,) = use_lines(units, Metering(Decimal(0), Decimal(1001), Decimal(1001)), ABOUT, "EUR")

    assert (line.code, str(line.amount)) == ("use per unit", "350.35 EUR")
    assert line.name == said("Managed drives")


def test_a_rate_that_nobody_has_agreed_is_not_guessed() -> None:
    units = Metered("drives", "per unit", (), None, clause("plus.drives"))
    (line,) = use_lines(units, Metering(Decimal(0), Decimal(3), Decimal(3)), ABOUT, "EUR")

    assert figures([line]) == [("use per unit", "3", "None", "None")]


@given(cents, cents)
def test_the_parts_sum_to_the_use(before: Decimal, use: Decimal) -> None:
    assert sum(line.quantity for line in lines(use, before)) == use


@given(cents, cents)
def test_more_use_never_costs_less_than_less_use(one: Decimal, other: Decimal) -> None:
    less, more = sorted((one, other))

    assert cost(lines(less)) <= cost(lines(more))


@given(st.sampled_from([5000, 7000, 10000, 20000]))
def test_a_graduated_price_has_no_jump_at_a_border(border: int) -> None:
    step = Decimal("0.01")

    assert cost(lines(border + step)) - cost(lines(border - step)) <= step


@given(cents, cents)
def test_use_priced_in_two_goes_costs_the_same_within_a_cent_a_line(first: Decimal, second: Decimal) -> None:
    goes = lines(first) + lines(second, before=first)

    assert abs(cost(goes) - cost(lines(first + second))) <= Decimal("0.01") * len(goes)


def test_a_first_slice_from_zero_leaves_nothing_covered() -> None:
    free_of_nothing = replace(metered(), slices=(replace(metered().slices[0], above=Decimal(0)),))
    found = list(use_lines(free_of_nothing, Metering(Decimal(0), Decimal(10), Decimal(10)), ABOUT, "EUR"))

    assert figures(found) == [("use in slice", "10", "0.19", "1.90 EUR")]
