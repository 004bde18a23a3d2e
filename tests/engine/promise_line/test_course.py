from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from upheld.calendars import Calendar
from upheld.promise_line.course import Course, Note, stretches

WEEKDAYS = Calendar("UTC", {day: [("08:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")})
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def at(hours: float) -> datetime:
    return MONDAY + timedelta(hours=hours)


def test_open_and_closed_time_follow_each_other() -> None:
    found = stretches(WEEKDAYS, at(15), at(24 + 14))

    assert [(s.kind, s.start, s.end) for s in found] == [
        ("open", at(15), at(17)),
        ("closed", at(17), at(32)),
        ("open", at(32), at(38)),
    ]


def test_without_a_calendar_it_is_open_day_and_night() -> None:
    assert [s.kind for s in stretches(None, at(0), at(100))] == ["open"]


def test_a_pause_stops_open_time_only() -> None:
    found = stretches(WEEKDAYS, at(10), at(24 + 12), pauses=[(at(12), at(24 + 9))])

    assert [s.kind for s in found] == ["open", "paused", "closed", "paused", "open"]


def test_what_follows_due_is_late() -> None:
    found = stretches(WEEKDAYS, at(10), at(13), due=at(12))

    assert [(s.kind, s.start) for s in found] == [("open", at(10)), ("late", at(12))]


@given(st.floats(0, 500), st.floats(0.1, 500))
def test_stretches_leave_no_hole(start: float, length: float) -> None:
    found = stretches(WEEKDAYS, at(start), at(start + length))

    assert [s.end for s in found] == [*[s.start for s in found[1:]], at(start + length)]


def test_the_open_time_of_the_line_is_that_of_the_calendar() -> None:
    start, end = at(15), at(24 * 9)

    shown = sum((s.length for s in stretches(WEEKDAYS, start, end) if s.kind == "open"), timedelta())

    assert shown == WEEKDAYS.between(start, end)


def test_a_night_with_a_clock_change_is_as_long_as_it_was() -> None:
    berlin = Calendar("Europe/Berlin", {"sat": [("20:00", "24:00")], "sun": [("00:00", "12:00")]})
    start = datetime.combine(date(2026, 3, 28), datetime.min.time().replace(hour=20), berlin.zone)

    (night,) = stretches(berlin, start, start.replace(day=29, hour=12))

    assert night.length == timedelta(hours=15)


def test_an_hour_that_occurs_twice_is_shown_from_its_first_to_its_second_time() -> None:
    zone = Calendar.always("Europe/Berlin").zone
    first, second = (datetime(2026, 10, 25, 2, 30 - 15 * fold, tzinfo=zone, fold=fold) for fold in (0, 1))

    assert [(s.kind, s.length) for s in stretches(None, first, second)] == [("open", timedelta(minutes=45))]


def test_notes_stand_in_order_of_time() -> None:
    course = Course("", "", "UTC", at(0), None, strict=False, stretches=(), notes=(Note(at(9), at(10), "later"),))

    assert [note.text for note in course.noted([Note(at(1), at(2), "sooner")]).notes] == ["sooner", "later"]
