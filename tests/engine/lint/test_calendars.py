import pytest

from tests.engine.lint.worlds import DESK, agreement, found, offer, paths
from upheld.errors import Unreadable


def plan(promise: str) -> str:
    return f"plans: {{basic: {{promises: {{any: {{respond: {promise}}}}}}}}}\n"


def test_a_plain_promise_shorter_than_a_night_cannot_be_kept_by_a_desk() -> None:
    (problem,) = found(offer(DESK, plan("within 2 hours")), "CAL1")

    assert problem.message == (
        "'within 2 hours' reported Fri 1 Jan 2027, 00:00 is due Fri 1 Jan 2027, 02:00, before 'desk' opens again"
    )


@pytest.mark.parametrize("promise", ["within 2 working hours", "within 2 hours in always", "within 10 days"])
def test_a_promise_that_counts_somebody_s_hours_or_is_long_enough_can_be_kept(promise: str) -> None:
    assert found(offer(DESK, plan(promise)), "CAL1") == []


def test_the_longest_gap_of_the_year_counts() -> None:
    # From Thursday 17:00 before Easter to Tuesday 08:00 it is 110 hours, the clock change taken off.
    assert paths(offer(DESK, plan("within 110 hours")), "CAL1") == ["plans.basic.promises.any.respond"]
    assert found(offer(DESK, plan("within 111 hours")), "CAL1") == []


def test_a_channel_says_who_is_there_instead_of_the_working_time() -> None:
    version = offer(DESK, "channels: {phone: always}\n", plan("within 2 hours"))

    assert found(version, "CAL1") + found(version, "CAL2") == []


def test_a_channel_that_accepts_at_night_and_is_staffed_by_day_breaks_short_promises() -> None:
    version = offer(DESK, "channels: {portal: {accepts: always, staffed: desk}}\n", plan("within 2 hours"))

    (problem,) = found(version, "CAL2")

    assert (problem.level, problem.advice) == (
        "S",
        "staff 'portal' at that time, or limit the promise to other channels with 'only'",
    )


def test_a_channel_that_accepts_by_day_only_keeps_what_is_due_by_day() -> None:
    closed_at_lunch = DESK + "  lunch: {week: {mon-fri: 08:00-12:00}, holidays: SE}\n"
    version = offer(closed_at_lunch, "channels: {phone: {accepts: lunch, staffed: desk}}\n", plan("within 2 hours"))

    assert found(version, "CAL2") == []


def test_a_promise_in_longer_hours_than_the_desk_s_is_found() -> None:
    longer = DESK + "  evening: {week: {mon-fri: 08:00-22:00}, holidays: SE}\n"
    version = offer(longer, "channels: {phone: {accepts: evening, staffed: desk}}\n", plan("within 2 hours in evening"))

    assert paths(version, "CAL2") == ["plans.basic.promises.any.respond"]


@pytest.mark.parametrize("zone", ["CET", "Etc/GMT-1", "MET"])
def test_a_zone_that_names_no_place_is_in_doubt(zone: str) -> None:
    assert paths(offer(f"time_zone: {zone}\n"), "CAL3") == ["time_zone"]


def test_a_fixed_offset_is_not_in_doubt() -> None:
    assert found(offer('time_zone: "+01:00"'), "CAL3") == []


def test_a_week_without_holidays_is_in_doubt_unless_it_says_none() -> None:
    doubtful = offer("calendars: {desk: {week: {mon-fri: 08:00-17:00}}}\n")
    clear = offer("calendars: {desk: {week: {mon-fri: 08:00-17:00}, holidays: none}}\n")

    assert (paths(doubtful, "CAL3"), found(clear, "CAL3")) == (["calendars.desk"], [])


def test_an_eve_without_holidays_is_in_doubt() -> None:
    eve = "{week: {mon-fri: 08:00-17:00}, holidays: none, eve_of_holiday: 08:00-12:00}"

    assert paths(offer(f"calendars: {{desk: {eve}}}\n"), "CAL3") == ["calendars.desk.eve_of_holiday"]


def test_a_country_whose_states_differ_needs_one() -> None:
    german = "calendars: {desk: {week: {mon-fri: 08:00-17:00}, holidays: DE}}\n"

    assert paths(offer(german), "CAL3") == ["calendars.desk.holidays"]
    assert found(offer(german.replace("DE", "DE-NW")), "CAL3") == []


def test_weekdays_show_what_a_saturday_would_change() -> None:
    version = offer(
        "working_time: weekdays\ncalendars: {weekdays: {week: {mon-fri: 00:00-24:00}, holidays: SE}}\n",
        plan("within 12 working hours"),
    )

    (problem,) = found(version, "CAL3")

    assert problem.message == (
        "'weekdays' leaves Saturday out, which in law is a weekday too: 'within 12 working hours' reported "
        "Thu 25 Mar 2027, 12:01 is due Tue 30 Mar 2027, 00:01, and would be due Sat 27 Mar 2027, 00:01"
    )


def test_weekdays_that_hold_saturday_are_clear() -> None:
    assert found(offer("calendars: {weekdays: {week: {mon-sat: 08:00-17:00}, holidays: SE}}\n"), "CAL3") == []


def test_an_extended_calendar_must_hold_the_working_time_on_holidays_too() -> None:
    extended = "  extended: {week: {mon-fri: 07:00-20:00}, holidays: AT}\n"

    (problem,) = found(offer(DESK, extended), "CAL4")

    # 26 October is a holiday in Austria alone.
    assert "'extended' is closed Mon 17 May 2027, 08:00" in problem.message


def test_hours_that_overlap_are_found_while_reading() -> None:
    with pytest.raises(Unreadable, match=r"CAL4 calendars\.desk"):
        offer("calendars: {desk: {week: {mon: '08:00-12:00, 11:00-17:00'}, holidays: SE}}\n")


def test_a_year_of_the_term_without_holidays_is_named() -> None:
    frozen = "frozen: {years: 2026-2028, holidays: {SE: {2026-12-25: Christmas Day, 2028-01-01: New Year's Day}}}\n"

    (problem,) = found(agreement(frozen, on=DESK), "CAL5")

    assert problem.message == "'desk' has no holidays for '2027'"


def test_an_eve_needs_the_holidays_of_the_year_after() -> None:
    frozen = "frozen: {years: 2026-2026, holidays: {SE: {2026-12-25: Christmas Day}}}\n"
    valid = "valid: {from: 2026-02-01, to: 2026-12-31}\n"
    eve = "calendars: {desk: {week: {mon-fri: 08:00-17:00}, holidays: SE, eve_of_holiday: 08:00-12:00}}\n"

    assert found(agreement(valid, frozen, on=eve), "CAL5")[0].message == "'desk' has no holidays for '2027'"
    assert found(agreement(valid, frozen, on=eve.replace(", eve_of_holiday: 08:00-12:00", "")), "CAL5") == []
