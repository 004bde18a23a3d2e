"""Rhythms: which half-open period a day lies in."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.rhythms import HOLE, add_months, parse

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
CALENDAR = ["month", "quarter", "half-year", "year", "2 months", "4 per year", "6 per year"]
CONTRACT = ["contract month", "contract quarter", "contract year"]


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("month", date(2026, 11, 1), date(2026, 12, 1)),
        ("quarter", date(2026, 10, 1), date(2027, 1, 1)),
        ("half-year", date(2026, 7, 1), date(2027, 1, 1)),
        ("year", date(2026, 1, 1), date(2027, 1, 1)),
        ("6 per year", date(2026, 11, 1), date(2027, 1, 1)),
    ],
)
def test_a_period_of_the_calendar(text: str, first: date, after: date) -> None:
    assert parse(text).period(date(2026, 11, 22)) == (first, after)


def test_a_contract_counts_from_its_start() -> None:
    assert parse("contract quarter").period(date(2026, 11, 22), date(2026, 1, 31)) == (
        date(2026, 10, 31),
        date(2027, 1, 31),
    )


def test_the_31st_is_the_last_day_of_a_shorter_month() -> None:
    assert [add_months(date(2026, 1, 31), months) for months in (1, 2, 25)] == [
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2028, 2, 29),
    ]


@given(st.sampled_from([*CALENDAR, *CONTRACT]), DAYS, DAYS)
def test_every_day_lies_in_its_period(text: str, day: date, start: date) -> None:
    first, after = parse(text).period(day, start)

    assert first <= day < after


@given(st.sampled_from([*CALENDAR, *CONTRACT]), DAYS, DAYS)
def test_periods_follow_each_other_without_a_gap(text: str, day: date, start: date) -> None:
    _, after = parse(text).period(day, start)

    assert parse(text).period(after, start)[0] == after


def test_a_contract_without_a_start_has_no_periods() -> None:
    with pytest.raises(ValueError, match="'contract year' counts from the start of the contract, which is not given"):
        parse("contract year").period(date(2026, 11, 22))


@pytest.mark.parametrize("text", ["each release", HOLE])
def test_what_an_event_or_nobody_sets_has_no_periods(text: str) -> None:
    with pytest.raises(ValueError, match=f"'{text}' has no periods"):
        parse(text).period(date(2026, 11, 22))


def test_each_names_its_event() -> None:
    assert (parse("each feed received").each, parse(HOLE).is_hole) == ("feed received", True)


@pytest.mark.parametrize("text", ["0 per year", "5 per year", "7 per year", "24 per year"])
def test_a_year_is_shared_out_in_whole_months(text: str) -> None:
    with pytest.raises(
        ValueError, match="does not divide a year into whole months; write 1, 2, 3, 4, 6 or 12 per year"
    ):
        parse(text)


@pytest.mark.parametrize("text", ["weekly", "every month", "0 months", "", "contract"])
def test_other_words_are_no_rhythm(text: str) -> None:
    with pytest.raises(ValueError, match="is not a rhythm; write 'month', 'quarter', 'contract year', '6 per year'"):
        parse(text)


def test_a_period_is_no_longer_than_a_hundred_years() -> None:
    with pytest.raises(ValueError, match="'1201 months' is longer than a hundred years; write less"):
        parse("1201 months")
