"""Schedule: the agreement's own grants, period by period, through amendments."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from tests.engine.grants.accounts_of import CASES, HOURS, era
from upheld.grants.schedule import expiry, first_instant, next_day, period_end, schedule
from upheld.rhythms import parse

TWENTY = replace(CASES, amount=Decimal(20))


def days(*eras: object, until: date = date(2026, 12, 31)) -> list[tuple[str, str, str]]:
    found = schedule(eras, until)  # type: ignore[arg-type]  # tests give eras
    return [(str(due.day), str(due.amount), str(due.expires)) for due in found]


def test_each_calendar_quarter_brings_its_grant_which_expires_with_it() -> None:
    assert days(era(CASES), until=date(2026, 7, 1)) == [
        ("2026-01-01", "10", "2026-04-01"),
        ("2026-04-01", "10", "2026-07-01"),
        ("2026-07-01", "10", "2026-10-01"),
    ]


def test_a_part_of_a_quarter_brings_the_whole_grant() -> None:
    assert days(era(CASES, starts=date(2026, 11, 10))) == [("2026-11-10", "10", "2027-01-01")]


def test_a_contract_year_counts_from_the_contract() -> None:
    yearly = replace(CASES, per=parse("contract year"))
    found = replace(era(yearly), starts=date(2026, 4, 15), contract=date(2026, 4, 15))

    assert days(found, until=date(2027, 4, 15)) == [
        ("2026-04-15", "10", "2027-04-15"),
        ("2027-04-15", "10", "2028-04-15"),
    ]


def test_what_is_carried_over_never_expires_or_after_its_months() -> None:
    kept = replace(CASES, carry_over=True)

    assert days(era(kept), until=date(2026, 1, 1)) == [("2026-01-01", "10", "None")]
    assert days(era(replace(kept, expires=parse("12 months"))), until=date(2026, 1, 1))[0][2] == "2027-01-01"


def test_an_amount_without_a_period_is_granted_once() -> None:
    once = replace(HOURS, amount=Decimal(24), expires=parse("24 months"))

    assert days(era(once)) == [("2026-01-01", "24", "2028-01-01")]


def test_an_amount_to_be_agreed_grants_nothing() -> None:
    assert days(era(HOURS, replace(CASES, amount=None), replace(TWENTY, per=parse("to be agreed")))) == []


def test_an_amendment_that_grants_more_adds_the_difference_on_its_day() -> None:
    eras = [era(CASES, ends=date(2026, 2, 10)), era(TWENTY, starts=date(2026, 2, 10))]

    assert days(*eras, until=date(2026, 4, 1)) == [
        ("2026-01-01", "10", "2026-04-01"),
        ("2026-02-10", "10", "2026-04-01"),
        ("2026-04-01", "20", "2026-07-01"),
    ]


def test_an_amendment_that_grants_less_takes_nothing_back() -> None:
    eras = [era(TWENTY, ends=date(2026, 2, 10)), era(CASES, starts=date(2026, 2, 10))]

    assert [amount for _, amount, _ in days(*eras, until=date(2026, 4, 1))] == ["20", "10"]


def test_an_amendment_of_something_else_grants_nothing() -> None:
    once = replace(HOURS, amount=Decimal(24))
    eras = [era(CASES, once, ends=date(2026, 2, 10)), era(CASES, once, starts=date(2026, 2, 10))]

    assert len(days(*eras, until=date(2026, 3, 1))) == 2


def test_after_the_end_nothing_is_granted() -> None:
    assert len(days(era(CASES, ends=date(2026, 4, 1)))) == 1


def test_the_next_day_is_that_of_the_next_period_or_version() -> None:
    eras = [era(CASES, ends=date(2026, 2, 10)), era(TWENTY, starts=date(2026, 2, 10), ends=date(2026, 5, 1))]

    assert next_day(eras, date(2026, 1, 20)) == date(2026, 2, 10)
    assert next_day(eras, date(2026, 2, 10)) == date(2026, 4, 1)
    assert next_day(eras, date(2026, 4, 1)) is None


def test_a_rhythm_that_nobody_has_agreed_is_no_expiry() -> None:
    assert expiry(date(2026, 1, 1), parse("to be agreed")) is None


def test_a_period_ends_what_is_not_carried_over() -> None:
    assert period_end(CASES, date(2026, 2, 1), date(2026, 1, 1)) == date(2026, 4, 1)
    assert period_end(HOURS, date(2026, 2, 1), date(2026, 1, 1)) is None


def test_a_day_begins_at_its_first_instant_even_where_midnight_is_skipped() -> None:
    beirut = ZoneInfo("Asia/Beirut")  # 2026-03-29 begins at 01:00

    assert (
        first_instant(date(2026, 3, 29), beirut).timestamp()
        == first_instant(date(2026, 3, 28), beirut).timestamp() + 24 * 3600
    )
