"""Statements: the worked examples, part months, versions within a month, credits and tax, and what is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, localcontext
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.prices.comarch import ADVANCED, MONTH, PREMIUM, USAGE, VOLUME, comarch, eur, fee, shared
from tests.engine.world import clause, said, terms
from upheld.agreements import Credit, Era, Indexation, Invoicing, Meter, Metered, Price, Terms
from upheld.errors import BadAmount, NaiveTime
from upheld.events import Metered as MeteredFact
from upheld.money import Money
from upheld.prices import Adjustment, Miss, Statement, Use, invoice, statement, uses_in
from upheld.rhythms import parse

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))
# Monthly use; then what advanced, premium and the volume reading of advanced cost, without tax.
GOLDENS = [
    ("0", "1500.00", "10000.00", "1500.00"),
    ("5000", "1500.00", "10000.00", "1500.00"),
    ("6000", "1690.00", "10000.00", "2640.00"),
    ("7000.01", "1880.00", "10000.00", "2480.00"),
    ("10000.01", "2300.00", "10000.00", "2600.00"),
    ("20000", "3400.00", "10000.00", "3700.00"),
    ("20000.01", "3400.00", "10000.00", "3100.00"),
    ("25000", "3800.00", "10000.00", "3500.00"),
    ("150000", "13800.00", "13800.00", "13500.00"),
]
cents = st.decimals(0, 10**6, places=2)


def january(price: Price, use: str = "0") -> Statement:
    return statement(comarch(price), JAN, FEB, {USAGE: Decimal(use)})


def rows(found: Statement) -> list[tuple[str, str]]:
    return [(line.code, str(line.amount)) for line in found.lines]


def era(terms: Terms, starts: date, ends: date | None = None, version: str = "") -> Era:
    return Era(terms, starts, ends, JAN, version)


@pytest.mark.parametrize(("use", "advanced", "premium", "volume"), GOLDENS)
def test_a_month_costs_what_the_worked_examples_say(use: str, advanced: str, premium: str, volume: str) -> None:
    found = [str(january(price, use).net.amount) for price in (ADVANCED, PREMIUM, VOLUME)]

    assert found == [advanced, premium, volume]


def test_base_and_slices_are_lines() -> None:
    assert rows(january(ADVANCED, "8000")) == [
        ("base price", "1500.00 EUR"),
        ("use covered", "0.00 EUR"),
        ("use in slice", "380.00 EUR"),
        ("use in slice", "140.00 EUR"),
    ]


def test_the_rest_up_to_the_floor_is_a_line() -> None:
    line = january(PREMIUM, "8000").lines[-1]

    assert (line.code, str(line.amount)) == ("minimum price", "7980.00 EUR")
    assert (line.reason.fields["minimum"], line.reason.fields["charged"]) == (10000, 2020)
    assert line.clause == clause("plans.premium.price.minimum")


def test_at_the_floor_there_is_no_rest() -> None:
    assert "minimum price" not in [line.code for line in january(PREMIUM, "102500").lines]


def test_an_included_price_is_a_line_of_zero() -> None:
    basic = Price("plans.basic", True, None, MONTH, (), None, None, clause("plans.basic.price"))  # noqa: FBT003

    assert rows(january(basic)) == [("price included", "0.00 EUR"), ("use not charged", "0.00 EUR")]


def test_use_that_nobody_prices_shows_and_costs_nothing() -> None:
    flat = replace(ADVANCED, plus=())
    line = january(flat, "9000").lines[-1]

    assert (line.code, str(line.quantity), str(line.amount)) == ("use not charged", "9000", "0.00 EUR")


def test_a_meter_without_a_reading_is_a_line_of_zero() -> None:
    assert rows(statement(comarch(ADVANCED), JAN, FEB)) == rows(january(ADVANCED, "0"))


def test_a_price_that_nobody_has_agreed_is_no_guess() -> None:
    hole = replace(ADVANCED, base=replace(fee("0"), amount=None))
    found = january(hole, "6000")

    assert [line.code for line in found.to_be_agreed] == ["base price"]
    assert found.net == eur("190")


def test_a_floor_over_a_hole_is_to_be_agreed_too() -> None:
    hole = replace(PREMIUM, base=replace(fee("0"), amount=None))

    assert [line.code for line in january(hole).to_be_agreed] == ["base price", "minimum price"]


def test_a_base_for_each_release_cannot_be_told_from_dates() -> None:
    found = january(replace(ADVANCED, per=parse("each release"), minimum=fee("5")))

    assert [line.code for line in found.to_be_agreed] == ["base price", "minimum price"]


# --- Parts of months


def test_a_part_of_a_month_costs_its_days() -> None:
    (line, _) = statement(comarch(ADVANCED), date(2026, 1, 10), FEB).lines

    assert str(line.amount) == "1064.52 EUR"
    assert [line.reason.fields[name] for name in ("days", "of_days", "part")] == [22, 31, "22/31"]


def test_a_quarter_has_the_lines_of_three_months() -> None:
    found = statement(comarch(ADVANCED), JAN, APR)

    assert [str(line.amount) for line in found.lines if line.code == "base price"] == ["1500.00 EUR"] * 3


def test_a_yearly_base_is_a_twelfth_a_month() -> None:
    yearly = replace(ADVANCED, base=fee("12000"), per=parse("year"), plus=())
    (line, *_) = statement(comarch(yearly), FEB, MAR).lines

    assert (str(line.amount), line.reason.fields["part"]) == ("1000.00 EUR", "1/12")


def test_a_contract_year_begins_with_the_contract() -> None:
    yearly = replace(ADVANCED, base=fee("12000"), per=parse("contract year"), plus=())
    found = statement(comarch(yearly), date(2026, 2, 10), date(2028, 2, 10), contract=date(2026, 2, 10))

    assert [str(line.amount) for line in found.lines] == ["12000.00 EUR", "12000.00 EUR"]


@given(st.sets(st.integers(2, 31), max_size=30))
def test_the_parts_of_a_month_cost_the_month_within_a_cent_a_line(days: set[int]) -> None:
    borders = [date(2026, 1, day) for day in sorted({1, *days})] + [FEB]
    bases = [statement(comarch(ADVANCED), start, end).lines[0] for start, end in pairwise(borders)]

    billed = Money.sum((line.amount for line in bases if line.amount), "EUR")

    assert sum(line.part for line in bases) == 1
    assert abs(billed.amount - 1500) <= Decimal("0.01") * len(bases)


# --- Versions


def test_each_day_has_the_price_of_its_version() -> None:
    second_gate = replace(ADVANCED, base=fee("4950", "amendments.1"))
    eras = [
        era(comarch(ADVANCED), JAN, date(2026, 1, 11), "a1"),
        era(comarch(second_gate), date(2026, 1, 11), version="b2"),
    ]
    bases = [line for line in invoice(eras, JAN, FEB).lines if line.code == "base price"]

    assert [str(line.amount) for line in bases] == ["483.87 EUR", "3353.23 EUR"]
    assert [line.reason.because[0].fields["version"] for line in bases] == ["a1", "b2"]


def test_the_days_outside_of_the_agreement_cost_nothing() -> None:
    found = invoice([era(comarch(ADVANCED), date(2026, 1, 31), date(2026, 2, 15))], JAN, APR)

    assert [line.reason.fields["part"] for line in found.lines if line.code == "base price"] == ["1/31", "1/2"]


@given(cents, cents, st.integers(2, 31))
def test_an_amendment_of_something_else_changes_no_price(first: Decimal, second: Decimal, day: int) -> None:
    uses = [Use(USAGE, first, JAN), Use(USAGE, second, date(2026, 1, 31))]
    change = date(2026, 1, day)
    split = [era(comarch(PREMIUM), JAN, change), era(comarch(PREMIUM), change)]
    whole, parts = invoice([era(comarch(PREMIUM), JAN)], JAN, FEB, uses), invoice(split, JAN, FEB, uses)

    assert abs(whole.net.amount - parts.net.amount) <= Decimal("0.01") * len(parts.lines)


def test_use_climbs_the_slices_in_the_order_of_its_days() -> None:
    cheaper = replace(
        ADVANCED, plus=(replace(ADVANCED.plus[0], slices=(replace(ADVANCED.plus[0].slices[0], rate=Decimal("0.1")),)),)
    )
    change = date(2026, 1, 16)
    eras = [era(comarch(ADVANCED), JAN, change), era(comarch(cheaper), change)]
    uses = [Use(USAGE, Decimal(1000), date(2026, 1, 20)), Use(USAGE, Decimal(6000), date(2026, 1, 2))]
    found = invoice(eras, JAN, FEB, uses)

    assert [str(line.amount) for line in found.lines if line.code == "use in slice"] == ["190.00 EUR", "100.00 EUR"]


def test_another_plan_starts_at_the_bottom_of_its_own_slices() -> None:
    change = date(2026, 1, 16)
    flat = replace(ADVANCED, source="plans.flat", plus=())
    eras = [era(comarch(flat), JAN, change), era(comarch(ADVANCED), change)]
    uses = [Use(USAGE, Decimal(9000), JAN), Use(USAGE, Decimal(6000), change)]

    assert rows(invoice(eras, JAN, FEB, uses))[-3:] == [
        ("use covered", "0.00 EUR"),
        ("use in slice", "190.00 EUR"),
        ("use not charged", "0.00 EUR"),
    ]


def test_a_meter_counts_on_over_the_statements_of_its_period() -> None:
    quarterly = Meter(USAGE, "EUR", parse("quarter"), said(""), "", clause("meters"))
    priced = terms(shared=replace(shared(), meters={USAGE: quarterly}), prices=(ADVANCED,))
    uses = [Use(USAGE, Decimal(6000), JAN), Use(USAGE, Decimal(1000), FEB), Use(USAGE, Decimal(9), MAR)]

    assert rows(invoice([era(priced, JAN)], FEB, MAR, uses)) == [
        ("base price", "1500.00 EUR"),
        ("use in slice", "190.00 EUR"),
    ]


def test_what_was_metered_is_used_on_its_day_or_on_that_of_the_entry() -> None:
    new_year = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)  # 00:30 in Berlin
    log = [
        MeteredFact(new_year, meter=USAGE, amount=Decimal(5)),
        MeteredFact(new_year, meter=USAGE, amount=Decimal(6), on=date(2025, 12, 30)),
    ]

    assert [use.on for use in uses_in(log, "Europe/Berlin")] == [JAN, date(2025, 12, 30)]


def test_use_at_a_time_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 1, 1, 12)  # noqa: DTZ001  it is the point

    with pytest.raises(NaiveTime, match="at: '2026-01-01 12:00:00' has no time zone"):
        uses_in([MeteredFact(naive, USAGE, Decimal(1))], "Europe/Berlin")


def test_a_later_reading_may_take_back_an_earlier_one() -> None:
    uses = [Use(USAGE, Decimal(6000), JAN), Use(USAGE, Decimal(-500), date(2026, 1, 9))]

    assert invoice([era(comarch(ADVANCED), JAN)], JAN, FEB, uses).net == eur("1595")


# --- Indexation, credits, tax


def test_an_index_changes_the_base_within_the_month() -> None:
    indexed = replace(
        ADVANCED, base=fee("3000"), plus=(), indexed=Indexation(parse("year"), None, Decimal("0.03"), clause("indexed"))
    )
    found = statement(comarch(indexed), FEB, MAR, adjustments=[Adjustment(date(2026, 2, 15), Decimal("0.02"))])

    assert [str(line.amount) for line in found.lines] == ["1500.00 EUR", "1530.00 EUR"]
    assert found.lines[1].reason.because[0].code == "base adjusted"


def test_an_index_that_moved_since_the_contract_began_is_in_the_base() -> None:
    indexed = replace(ADVANCED, plus=(), indexed=Indexation(parse("year"), None, Decimal("0.03"), clause("indexed")))
    moved = [Adjustment(JAN, Decimal("0.02"))]
    found = statement(comarch(indexed), FEB, MAR, contract=date(2025, 1, 1), adjustments=moved)

    assert rows(found) == [("base price", "1530.00 EUR")]


LATE = Credit("late", "restore", (), Decimal("0.05"), None, "miss", Decimal("0.30"), clause("credits.late"))


def miss(day: date) -> Miss:
    return Miss("restore", "stop", datetime(day.year, day.month, day.day, 12, tzinfo=UTC), timedelta(hours=1))


def test_a_miss_is_credited_in_its_month() -> None:
    found = statement(comarch(ADVANCED, credits=(LATE,)), JAN, MAR, misses=[miss(FEB), miss(MAR)])

    assert rows(found)[-1] == ("credit", "-75.00 EUR")
    assert len([line for line in found.lines if line.code == "credit"]) == 1


def test_the_base_of_a_month_in_part_is_the_part() -> None:
    late = comarch(ADVANCED, credits=(LATE,))
    found = invoice([era(late, date(2026, 2, 15))], FEB, MAR, misses=[miss(date(2026, 2, 20))])

    assert rows(found)[-1] == ("credit", "-37.50 EUR")


def test_the_credits_of_a_month_wait_for_its_last_day() -> None:
    eras = [era(comarch(ADVANCED, credits=(LATE,)), JAN)]
    misses = [miss(date(2026, 1, 5))]

    assert "credit" not in [code for code, _ in rows(invoice(eras, JAN, date(2026, 1, 20), misses=misses))]
    assert "credit" in [code for code, _ in rows(invoice(eras, date(2026, 1, 20), FEB, misses=misses))]


def test_the_last_month_of_an_agreement_is_closed_with_it() -> None:
    eras = [era(comarch(ADVANCED, credits=(LATE,)), JAN, date(2026, 1, 20))]
    found = invoice(eras, JAN, date(2026, 1, 20), misses=[miss(date(2026, 1, 5))])

    assert rows(found)[-1][0] == "credit"


def test_after_the_end_of_an_agreement_no_month_is_credited_again() -> None:
    eras = [era(comarch(ADVANCED, credits=(LATE,)), JAN, date(2026, 1, 20))]
    found = invoice(eras, date(2026, 1, 20), FEB, misses=[miss(date(2026, 1, 5))])

    assert found.lines == ()


def test_a_month_in_which_nothing_is_owed_has_nothing_to_credit() -> None:
    late = comarch(replace(ADVANCED, base=None), credits=(LATE,))

    assert rows(statement(late, JAN, FEB, misses=[miss(JAN)]))[-1] == ("credit", "0.00 EUR")


def test_tax_is_the_last_line_where_the_invoicing_states_one() -> None:
    billed = Invoicing(MONTH, "in advance", "xrechnung", None, Decimal("0.19"), clause("invoice"))
    found = statement(comarch(ADVANCED, invoicing=billed), JAN, FEB, {USAGE: Decimal(6000)})

    assert rows(found)[-1] == ("VAT", "321.10 EUR")
    assert (str(found.net), str(found.total)) == ("1690.00 EUR", "2011.10 EUR")


@given(cents, st.sampled_from([ADVANCED, PREMIUM, VOLUME]))
def test_the_lines_sum_to_the_total(use: Decimal, price: Price) -> None:
    billed = Invoicing(MONTH, "in arrears", "pdf", None, Decimal("0.25"), clause("invoice"))
    found = statement(comarch(price, invoicing=billed), JAN, FEB, {USAGE: use})

    assert sum(line.amount.amount for line in found.lines if line.amount) == found.total.amount


def test_a_statement_is_the_same_whatever_the_precision_around_it() -> None:
    with localcontext(prec=2):
        found = january(ADVANCED, "150000")

    assert found == january(ADVANCED, "150000")


# --- What is refused


@pytest.mark.parametrize("use", ["NaN", "Infinity", "1E-999999999"])
def test_what_is_no_number_is_refused(use: str) -> None:
    with pytest.raises(BadAmount, match=rf"cci_usage_fee: '{use}' is not a use; write a number"):
        statement(comarch(ADVANCED), JAN, FEB, {USAGE: Decimal(use)})


@pytest.mark.parametrize("price", [ADVANCED, VOLUME, replace(ADVANCED, plus=())])
def test_a_negative_use_is_refused(price: Price) -> None:
    with pytest.raises(BadAmount, match="cci_usage_fee: '-5' is less than nothing; write a use of 0 or more"):
        january(price, "-5")


def test_an_unknown_meter_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(BadAmount, match=r"'cci_usage' is not a meter of the agreement; did you mean 'cci_usage_fee'\?"):
        statement(comarch(ADVANCED), JAN, FEB, {"cci_usage": Decimal(1)})


def test_a_use_without_days_must_be_of_one_period() -> None:
    with pytest.raises(BadAmount, match="cci_usage_fee: a use without days must be of one month; '2026-01-01' to"):
        statement(comarch(ADVANCED), JAN, MAR, {USAGE: Decimal(1)})


def test_days_that_are_none_are_refused() -> None:
    with pytest.raises(BadAmount, match="'2026-02-01' to '2026-01-01' has no day; the end is the day after the last"):
        statement(comarch(ADVANCED), FEB, JAN)


def test_an_offer_cannot_be_invoiced() -> None:
    with pytest.raises(BadAmount, match="an offer has no days to bill; name a plan and price its terms"):
        invoice((), JAN, FEB)


def test_a_price_in_another_currency_is_refused() -> None:
    dollars = replace(ADVANCED, base=replace(fee("0"), amount=replace(eur("5"), currency="USD")))

    with pytest.raises(BadAmount, match=r"price\.base: '5 USD' is not an amount of EUR"):
        january(dollars)


def test_a_rate_per_unit_is_priced_by_its_meter() -> None:
    drives = Meter("drives", "drive", MONTH, said("managed drives"), "usage events", clause("meters.drives"))
    price = replace(ADVANCED, base=None, plus=(Metered("drives", "per unit", (), eur("0.35"), clause("plus.drives")),))
    found = statement(
        terms(shared=replace(shared(), meters={"drives": drives}), prices=(price,)), JAN, FEB, {"drives": Decimal(1001)}
    )

    assert rows(found) == [("use per unit", "350.35 EUR")]
    assert found.lines[0].reason.fields["share"] is False
