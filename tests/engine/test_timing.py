from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.calendars import Calendar
from upheld.timing import MINUTE, Alone, Period, Timing, alone, gaps, lag, uncovered

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DESK = Calendar("Europe/Berlin", {day: [("08:00", "17:00")] for day in DAYS[:5]}, [date(2026, 4, 3), date(2026, 4, 6)])
EASTER = Period(datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 4, 9, tzinfo=UTC))


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 4, day, hour, minute, tzinfo=UTC)


def test_a_desk_is_behind_the_clock_by_the_longest_time_it_is_closed() -> None:
    found = lag(Timing(DESK, timedelta(hours=8)), Timing(None, timedelta(hours=4)), EASTER)

    # Thursday 09:01 in Berlin: one minute of the eight hours is left for Tuesday.
    assert found == (timedelta(hours=115), utc(2, 7, 1), timedelta(hours=4))


def test_forwarding_is_added_to_a_time_that_runs_day_and_night() -> None:
    found = lag(
        Timing(None, timedelta(hours=2), forwarding=timedelta(minutes=15)), Timing(None, timedelta(hours=2)), EASTER
    )

    assert found == (timedelta(minutes=15), EASTER.first, timedelta(minutes=15))


def test_only_reports_whose_due_a_calendar_knows_are_compared() -> None:
    bounded = Calendar(
        "UTC", {day: [("08:00", "09:00")] for day in DAYS}, since=date(2026, 4, 2), through=date(2026, 4, 4)
    )

    found = Timing(bounded, timedelta(hours=2)).within(EASTER)

    # From 3 April 09:00 on, two hours would not fit before the last day ends.
    assert found == Period(utc(2, 0), utc(3, 8))


def test_no_known_year_gives_no_answer() -> None:
    long_ago = Calendar("UTC", {"mon": [("08:00", "09:00")]}, since=date(2020, 1, 1), through=date(2020, 12, 31))

    assert lag(Timing(long_ago, MINUTE), Timing(None, MINUTE), EASTER) is None


def test_the_first_report_of_a_gap_that_is_due_before_the_opening_is_alone() -> None:
    found = alone(Timing(None, timedelta(hours=2)), None, DESK, EASTER)

    assert found == Alone(EASTER.first, utc(1, 2), utc(1, 6))


def test_a_promise_as_long_as_the_longest_gap_is_never_alone() -> None:
    longest = max(opens - closes for closes, opens in gaps(DESK, EASTER))

    assert alone(Timing(None, longest + MINUTE), None, DESK, EASTER) is None
    assert alone(Timing(None, longest), None, DESK, EASTER) is not None


def test_a_report_that_is_not_accepted_at_night_is_not_alone() -> None:
    assert alone(Timing(None, timedelta(hours=2)), DESK, DESK, EASTER) is None


def test_the_first_instant_that_is_not_covered() -> None:
    longer = Calendar("Europe/Berlin", {day: [("08:00", "18:00")] for day in DAYS[:5]})

    assert uncovered(DESK, longer, EASTER) is None
    assert uncovered(longer, DESK, EASTER) == utc(1, 15)


def test_day_and_night_is_covered_by_nothing_but_itself() -> None:
    assert uncovered(None, DESK, EASTER) == EASTER.first
    assert uncovered(DESK, None, EASTER) is None


HOURS = st.lists(st.integers(0, 96), min_size=2, max_size=4, unique=True).map(
    lambda edges: [
        (f"{a // 4:02}:{a % 4 * 15:02}", f"{b // 4:02}:{b % 4 * 15:02}")
        for a, b in zip(sorted(edges)[0::2], sorted(edges)[1::2], strict=False)
    ]
)
# The clocks go forward in Berlin on 29 March 2026; a Friday and a Monday of the week after are closed.
CALENDARS = st.dictionaries(st.sampled_from(DAYS), HOURS, min_size=1).map(
    lambda week: Calendar("Europe/Berlin", week, [date(2026, 3, 27), date(2026, 3, 30)])
)
BUDGETS = st.integers(0, 30 * 3600).map(lambda seconds: timedelta(seconds=seconds))
TIMINGS = st.builds(Timing, st.none() | CALENDARS, BUDGETS, st.sampled_from([timedelta(), timedelta(seconds=754)]))
CHANGE = Period(datetime(2026, 3, 27, 12, tzinfo=UTC), datetime(2026, 3, 30, 12, tzinfo=UTC))


def minutes() -> Iterator[datetime]:
    at = CHANGE.first
    while at < CHANGE.last:
        yield at
        at += MINUTE


@settings(max_examples=60)
@given(TIMINGS, TIMINGS)
def test_a_lag_is_that_of_every_minute(one: Timing, other: Timing) -> None:
    every = [(one.due(at) - other.due(at), at) for at in minutes()]

    found = lag(one, other, CHANGE)

    assert found is not None
    assert (found.most, found.least) == (max(every)[0], min(every)[0])
    assert found.at == next(at for difference, at in every if difference == found.most)


@settings(max_examples=60)
@given(TIMINGS, CALENDARS)
def test_a_report_is_alone_just_when_some_minute_is(timing: Timing, desk: Calendar) -> None:
    some = any(not desk.is_open(at) and not desk.between(at, timing.due(at)) for at in minutes())

    assert (alone(timing, None, desk, CHANGE) is not None) is some


@settings(max_examples=60)
@given(CALENDARS, CALENDARS)
def test_the_first_uncovered_minute_is_found(inner: Calendar, outer: Calendar) -> None:
    first = next((at for at in minutes() if inner.is_open(at) and not outer.is_open(at)), None)

    assert uncovered(inner, outer, CHANGE) == first


def test_what_is_passed_on_over_a_clock_change_takes_as_long_as_ever() -> None:
    saturday = datetime(2026, 3, 28, 12, tzinfo=DESK.zone)

    due = Timing(None, timedelta(), forwarding=timedelta(days=1)).due(saturday)

    assert due - saturday.astimezone(UTC) == timedelta(days=1)
