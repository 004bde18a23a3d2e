"""When people are told things."""

from datetime import UTC, datetime

import pytest

from upheld_desk.people.hours import opening

SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_within_the_hours_it_is_now() -> None:
    noon = datetime(2026, 11, 23, 11, tzinfo=UTC)

    assert opening("mon-fri 07:00-19:00", "Europe/Berlin", noon) == noon


def test_outside_it_is_the_next_opening_in_the_vendor_s_zone() -> None:
    assert opening("mon-fri 07:00-19:00", "Europe/Berlin", SUNDAY) == datetime(2026, 11, 23, 6, tzinfo=UTC)


def test_days_may_have_hours_of_their_own_and_run_over_the_end_of_the_week() -> None:
    assert opening("sat-mon 09:00-10:00, tue 07:00-08:00", "UTC", SUNDAY) == datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "in the morning", "mon-xyz 07:00-19:00", "mon 7-19", "mon 25:00-26:00", "mon 09:00-09:00"]
)
def test_hours_that_are_none_are_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="write them like 'mon-fri 07:00-19:00'"):
        opening(text, "UTC", SUNDAY)


def test_hours_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="are no hours"):
        opening("mon-fri 07:00-19:00, fri 18:00-20:00", "UTC", SUNDAY)


def test_a_window_in_the_hour_that_summer_time_skips_opens_a_week_later() -> None:
    week_before = datetime(2027, 3, 21, 12, tzinfo=UTC)

    assert opening("sun 02:15-02:45", "Europe/Berlin", week_before) == datetime(2027, 4, 4, 0, 15, tzinfo=UTC)
