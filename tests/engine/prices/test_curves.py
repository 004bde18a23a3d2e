"""Curves: where a price falls, and from where on two prices are one."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.prices.comarch import ADVANCED, PREMIUM, USAGE, VOLUME, eur, fee, metered
from tests.engine.world import clause
from upheld.agreements import Metered, Slice
from upheld.prices import falls, meets
from upheld.rhythms import parse

FLAT = replace(ADVANCED, plus=())


def slices(*rows: tuple[int, str]) -> tuple[Slice, ...]:
    return tuple(Slice(Decimal(above), Decimal(rate), clause("slice")) for above, rate in rows)


def test_by_volume_the_bill_falls_at_three_borders() -> None:
    found = [(str(fall.use), str(fall.at), str(fall.above)) for fall in falls(VOLUME)]

    assert found == [("7000", "2830", "2480"), ("10000", "2900", "2600"), ("20000", "3700", "3100")]


def test_a_fall_rests_on_the_slice_that_brings_it() -> None:
    assert falls(VOLUME)[0].clause.path == "price.plus.slices.1"
    assert falls(VOLUME)[0].meter == USAGE


def test_a_graduated_price_never_falls() -> None:
    assert falls(ADVANCED) == falls(PREMIUM) == ()


def test_a_fall_below_the_floor_is_none() -> None:
    assert falls(replace(VOLUME, minimum=fee("3000"))) == (
        replace(falls(VOLUME)[2], at=Decimal(3700), above=Decimal(3100)),
    )


def test_with_two_meters_the_floor_hides_no_fall() -> None:
    units = Metered("calls", "per unit", (), eur("1"), clause("plus.calls"))
    price = replace(VOLUME, plus=(metered("volume"), units), minimum=fee("3000"))

    assert [fall.use for fall in falls(price)] == [7000, 10000, 20000]


def test_a_fall_is_found_although_the_base_is_to_be_agreed() -> None:
    price = replace(VOLUME, base=replace(fee("0"), amount=None))

    assert [fall.use for fall in falls(price)] == [7000, 10000, 20000]


def test_advanced_costs_as_much_as_premium_from_102500_on() -> None:
    assert meets(ADVANCED, PREMIUM) == meets(PREMIUM, ADVANCED) == Decimal(102500)


def test_the_same_price_is_the_same_from_nothing_on() -> None:
    assert meets(ADVANCED, replace(ADVANCED, source="plans.other")) == 0


def test_prices_that_differ_for_ever_do_not_meet() -> None:
    assert meets(ADVANCED, VOLUME) is None
    assert meets(ADVANCED, FLAT) is None


def test_prices_that_nobody_has_agreed_are_not_compared() -> None:
    hole = replace(ADVANCED, base=replace(fee("0"), amount=None))

    assert meets(hole, hole) is None


def test_prices_by_different_meters_or_periods_are_not_compared() -> None:
    by_calls = replace(ADVANCED, plus=(replace(metered(), meter="calls"),))

    assert meets(ADVANCED, by_calls) is None
    assert meets(FLAT, replace(FLAT, per=parse("year"))) is None


def test_a_meeting_point_without_end_is_rounded_up() -> None:
    price = replace(ADVANCED, base=None, plus=(replace(metered(), slices=slices((0, "0.03"))),))

    assert meets(price, replace(price, minimum=fee("10"))) == Decimal("333.34")


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 100)), min_size=1, max_size=6))
def test_the_points_of_fall_are_just_those_where_the_rate_falls_by_volume(steps: list[tuple[int, int]]) -> None:
    above, rows = 0, []
    for step, percent in steps:
        above += step
        rows.append((above, str(Decimal(percent) / 100)))
    price = replace(VOLUME, plus=(replace(metered("volume"), slices=slices(*rows)),))
    rates = [Decimal(0), *(Decimal(rate) for _, rate in rows)]

    assert [fall.use for fall in falls(price)] == [
        row[0] for row, left, right in zip(rows, rates, rates[1:], strict=False) if right < left
    ]
