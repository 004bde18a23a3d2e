from datetime import date

import pytest

from upheld.calendars.hours import DAYS, Hours, eve_hours, joined, pairs_of, spans_of, week_spans
from upheld.errors import BadCalendar

OFFICE: dict[str, Hours] = dict.fromkeys(DAYS[:5], (("08:00", "17:00"),))
SHORT: Hours = (("08:30", "14:00"),)


def test_the_day_before_a_holiday_has_the_hours_of_an_eve() -> None:
    ascension = date(2026, 5, 14)

    assert eve_hours(OFFICE, [ascension], SHORT) == {date(2026, 5, 13): SHORT}


def test_an_eve_never_opens_a_closed_day() -> None:
    easter_sunday = date(2026, 4, 5)

    assert eve_hours(OFFICE, [easter_sunday], SHORT) == {}


def test_a_holiday_of_its_own_beats_the_eve() -> None:
    christmas = [date(2026, 12, 25), date(2026, 12, 26)]

    assert eve_hours(OFFICE, christmas, SHORT) == {date(2026, 12, 24): SHORT}


def test_what_is_said_by_hand_beats_the_eve() -> None:
    assert eve_hours(OFFICE, [date(2026, 5, 14)], SHORT, kept={date(2026, 5, 13)}) == {}


def test_new_years_eve_needs_the_holidays_of_the_next_year() -> None:
    assert eve_hours(OFFICE, [date(2027, 1, 1)], SHORT) == {date(2026, 12, 31): SHORT}


@pytest.mark.parametrize(
    ("hours", "message"),
    [
        ([("8:00", "17:00")], "mon: '8:00' is not a time of day; write it like '08:30', from '00:00' to '24:00'"),
        ([("08:00", "24:30")], "mon: '24:30' is not a time of day"),
        ([("09:00", "09:00")], "mon: the window '09:00-09:00' is empty; a whole day is '00:00-24:00'"),
        ([("24:00", "06:00")], "mon: the window '24:00-06:00' is empty"),
        ([("08:00", "12:00"), ("11:00", "17:00")], "mon: two of the windows '08:00-12:00', '11:00-17:00' overlap"),
    ],
)
def test_windows_that_mean_nothing_are_refused_with_what_to_write(hours: Hours, message: str) -> None:
    with pytest.raises(BadCalendar) as refused:
        spans_of(hours, "mon")

    assert str(refused.value).startswith(message)


@pytest.mark.parametrize("hours", ["08:00", ["08:00-17:00"], [8, 17], [("08:00", 17)], [("08:00", "12:00", "13:00")]])
def test_what_is_not_a_list_of_windows_is_refused(hours: object) -> None:
    with pytest.raises(
        BadCalendar, match=r"^mon: '.*' is not a list of windows; write it like \[\('08:00', '17:00'\)\]"
    ):
        pairs_of(hours, "mon")  # type: ignore[arg-type]


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(BadCalendar, match="'mo' is not a day; write one of mon, tue"):
        week_spans({"mo": SHORT})


def test_a_night_must_not_reach_into_the_hours_of_the_next_morning() -> None:
    with pytest.raises(BadCalendar, match="the night of sun reaches into the hours of mon"):
        week_spans({"sun": [("22:00", "09:00")], "mon": [("08:00", "17:00")]})


def test_windows_that_touch_are_one() -> None:
    assert joined([(0, 10), (10, 20), (21, 30)]) == [(0, 20), (21, 30)]
