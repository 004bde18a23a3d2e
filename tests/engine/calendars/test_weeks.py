from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.calendars import time_zone
from upheld.calendars.hours import DAY, MINUTE
from upheld.calendars.weeks import CYCLE, MONDAY, WEEK, WorkingTime

HOUR = 60 * MINUTE
FOREVER = 10**20
NINE_TO_FIVE = ((9 * HOUR, 17 * HOUR),)
MONDAYS = WorkingTime(UTC, (NINE_TO_FIVE, (), (), (), (), (), ()), {}, begin=-FOREVER, end=FOREVER)
BERLIN = WorkingTime(time_zone("Europe/Berlin"), (NINE_TO_FIVE,) * 6 + (((0, DAY),),), {}, begin=-FOREVER, end=FOREVER)


def number(day: date) -> int:
    return (day - MONDAY.date()).days


def test_the_first_instant_of_used_up_time_is_the_closing() -> None:
    worked = MONDAYS.work(DAY)

    assert MONDAYS.wall(worked, latest=False) == 17 * HOUR


def test_the_latest_instant_of_used_up_time_is_the_next_opening() -> None:
    worked = MONDAYS.work(DAY)

    assert MONDAYS.wall(worked, latest=True) == WEEK + 9 * HOUR


@given(
    at=st.integers(number(date(2200, 1, 1)) * DAY, number(date(9000, 1, 1)) * DAY),
    amount=st.integers(-(10**15), 10**15).filter(bool),
    cycles=st.integers(-3, 3),
)
@settings(max_examples=50)
def test_all_repeats_after_four_hundred_years(at: int, amount: int, cycles: int) -> None:
    later = at + abs(cycles) * CYCLE * WEEK
    due, later_due = (BERLIN.wall(BERLIN.work(t) + amount, latest=amount < 0) for t in (at, later))

    assert later_due - due == later - at


@given(at=st.integers(number(date(1, 2, 1)) * DAY, number(date(1700, 1, 1)) * DAY), weeks=st.integers(-50_000, 50_000))
@settings(max_examples=50)
def test_before_clocks_were_changed_every_week_is_the_same(at: int, weeks: int) -> None:
    sixty_six_hours = (6 * 8 + 24) * HOUR
    then = at + min(weeks, (number(date(1700, 1, 1)) * DAY - at) // WEEK) * WEEK

    assert BERLIN.work(then) - BERLIN.work(at) == (then - at) // WEEK * sixty_six_hours


@pytest.mark.parametrize("year", [3, 1500, 2026, 3000, 9990])
def test_a_year_far_from_ours_may_be_all_that_is_known(year: int) -> None:
    begin, end = number(date(year, 1, 1)) * DAY, number(date(year + 1, 1, 1)) * DAY
    only = WorkingTime(UTC, (NINE_TO_FIVE,) * 7, {}, begin=begin, end=end)

    assert only.work(end) - only.work(begin) == (end - begin) // DAY * 8 * HOUR
    assert only.wall(only.work(end) + WEEK, latest=False) == end + 1
    assert only.wall(only.work(begin) - WEEK, latest=True) == begin - 1


def test_a_dated_word_far_from_ours_is_kept() -> None:
    far = date(7000, 3, 1)
    calendar = WorkingTime(UTC, (NINE_TO_FIVE,) * 7, {number(far): ()}, begin=-FOREVER, end=FOREVER)
    midnight = number(far) * DAY

    assert calendar.work(midnight + DAY) == calendar.work(midnight)
    assert calendar.work(midnight + 2 * DAY) == calendar.work(midnight) + 8 * HOUR


def test_the_zero_of_work_does_not_move_as_the_table_grows() -> None:
    time = WorkingTime(UTC, (NINE_TO_FIVE,) * 7, {}, begin=-FOREVER, end=FOREVER)
    at = (datetime(2026, 6, 1, tzinfo=UTC) - MONDAY) // timedelta(microseconds=1)
    work = time.work(at)
    time.work(at - 3000 * WEEK)
    time.work(at + 3000 * WEEK)

    assert time.work(at) == work
