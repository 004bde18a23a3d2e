"""Money: sums are exact, roundings have one rule, shares lose nothing."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.money import Money, half_up, is_countable

cents = st.integers(-(10**12), 10**12)
weights = st.lists(st.integers(0, 1000), min_size=1, max_size=40).filter(any)


def eur(text: str) -> Money:
    return Money(Decimal(text), "EUR")


def test_an_amount_is_read_as_it_is_written() -> None:
    assert Money.parse("4200.00 EUR") == eur("4200")
    assert str(Money.parse("4200.00 EUR")) == "4200.00 EUR"


@pytest.mark.parametrize("text", ["4200", "4,200.00 EUR", "EUR 4200", "4200.00EUR", "4200 eur", "1e3 EUR", ""])
def test_another_way_of_writing_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=rf"'{text}' is not an amount of money; write it like '4200.00 EUR'"):
        Money.parse(text)


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e999999", "1e-999999", "1e24"])
def test_what_nobody_can_pay_is_no_amount(amount: str) -> None:
    assert not is_countable(Decimal(amount))
    with pytest.raises(ValueError, match="is not an amount"):
        Money(Decimal(amount), "EUR")


def test_two_currencies_are_not_added() -> None:
    with pytest.raises(ValueError, match="'1 EUR' and '2 SEK' cannot be added: they are of two currencies"):
        eur("1") + Money(Decimal(2), "SEK")


def test_amounts_are_added_subtracted_multiplied_and_turned() -> None:
    assert eur("0.10") + eur("0.20") == eur("0.30")
    assert eur("0.10") - eur("0.20") == -eur("0.10")
    assert eur("2000") * Decimal("0.19") == eur("380")
    assert Money.sum([eur("1"), eur("2")], "EUR") == eur("3")


def test_nothing_has_no_sign() -> None:
    assert str(-eur("0.00")) == "0.00 EUR"


def test_a_sum_is_exact_whatever_the_precision_around_it() -> None:
    with localcontext(prec=3):
        total = eur("123456789.01") + eur("0.0001")

    assert total == eur("123456789.0101")


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [("0.125", "0.13"), ("0.124999", "0.12"), ("0.005", "0.01"), ("-0.125", "-0.13"), ("-0.124", "-0.12"), ("7", "7")],
)
def test_the_half_goes_away_from_zero(exact: str, rounded: str) -> None:
    assert eur(exact).rounded() == eur(rounded)


@pytest.mark.parametrize(("currency", "rounded"), [("JPY", "1235"), ("EUR", "1234.57"), ("KWD", "1234.568")])
def test_a_currency_has_its_own_smallest_unit(currency: str, rounded: str) -> None:
    assert str(Money(Decimal("1234.5678"), currency).rounded()) == f"{rounded} {currency}"


def test_a_third_is_rounded_once_from_the_exact_value() -> None:
    assert half_up(Fraction(100, 3), "EUR") == Decimal("33.33")


@given(cents, weights)
def test_shares_sum_to_the_whole(amount: int, weights: list[int]) -> None:
    whole = eur(str(Decimal(amount) / 100))

    assert Money.sum(whole.shared(weights), "EUR") == whole


@given(cents, weights)
def test_no_share_is_a_cent_off(amount: int, weights: list[int]) -> None:
    whole = eur(str(Decimal(amount) / 100))

    for part, weight in zip(whole.shared(weights), weights, strict=True):
        assert abs(Fraction(part.amount) - Fraction(amount, 100) * weight / sum(weights)) <= Fraction(1, 100)


@given(cents, weights)
def test_a_credit_is_shared_as_the_amount_it_takes_back(amount: int, weights: list[int]) -> None:
    whole = eur(str(Decimal(amount) / 100))

    assert (-whole).shared(weights) == tuple(-part for part in whole.shared(weights))


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1, 5]])
def test_weights_that_share_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="the weights must be 0 or more and not all 0"):
        eur("1").shared(weights)


def test_parts_of_a_cent_are_not_shared() -> None:
    with pytest.raises(ValueError, match=r"'0\.125 EUR' has parts of the smallest unit; share the rounded amount"):
        eur("0.125").shared([1, 1])
