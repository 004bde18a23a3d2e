from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.engine.calendars.walk import CHANGES, calendars
from upheld.calendars import DAYS, WHOLE_DAY, Calendar
from upheld.columns import Seconds, add_many, between_many
from upheld.errors import BeyondYears, NeverOpens

SECOND = timedelta(seconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HOUR = 3600
YEAR = 365 * 24 * HOUR
OFFICE = Calendar("Europe/Berlin", dict.fromkeys(DAYS[:5], (("08:00", "12:00"), ("13:00", "17:00"))))


def second(text: str) -> int:
    return (datetime.fromisoformat(text).replace(tzinfo=UTC) - EPOCH) // SECOND


def one_by_one(calendar: Calendar, starts: Seconds, seconds: Seconds) -> list[int]:
    due = (calendar.add(EPOCH + int(s) * SECOND, int(a) * SECOND) for s, a in zip(starts, seconds, strict=True))
    return [(at - EPOCH) // SECOND for at in due]


def passed_one_by_one(calendar: Calendar, starts: Seconds, ends: Seconds) -> list[int]:
    pairs = zip(starts, ends, strict=True)
    return [calendar.between(EPOCH + int(s) * SECOND, EPOCH + int(e) * SECOND) // SECOND for s, e in pairs]


def spread(seed: int, around: int, width: int, size: int = 200) -> Seconds:
    """Return instants around one, most of them on full minutes, where windows open and close."""
    drawn = np.random.default_rng(seed).integers(around - width, around + width, size)
    drawn[::2] -= drawn[::2] % 300
    return drawn


amounts = st.lists(st.sampled_from([0, 1, -1, HOUR, -HOUR]) | st.integers(-(10**6), 10**6), min_size=200, max_size=200)


@pytest.mark.parametrize("change", CHANGES)
@given(data=st.data(), seed=st.integers(0, 2**32))
@settings(max_examples=8)
def test_every_due_time_is_the_calendars_own(change: str, data: st.DataObject, seed: int) -> None:
    calendar = data.draw(calendars(change))
    assume(any(calendar.week.values()))
    starts = spread(seed, int(CHANGES[change][1].timestamp()), 30 * 24 * HOUR)
    seconds = np.array(data.draw(amounts))

    assert add_many(calendar, starts, seconds).tolist() == one_by_one(calendar, starts, seconds)


@pytest.mark.parametrize("change", CHANGES)
@given(data=st.data(), seeds=st.tuples(st.integers(0, 2**32), st.integers(0, 2**32)))
@settings(max_examples=8)
def test_every_elapsed_time_is_the_calendars_own(change: str, data: st.DataObject, seeds: tuple[int, int]) -> None:
    calendar = data.draw(calendars(change))
    starts, ends = (spread(seed, int(CHANGES[change][1].timestamp()), 30 * 24 * HOUR) for seed in seeds)

    assert between_many(calendar, starts, ends).tolist() == passed_one_by_one(calendar, starts, ends)


@pytest.mark.parametrize("amount", [0, 1, 8 * HOUR, -8 * HOUR, 3 * YEAR])
@pytest.mark.parametrize("size", [1, 32_768, 32_769])
def test_one_amount_for_all_is_the_same_as_one_for_each(amount: int, size: int) -> None:
    starts = spread(1, second("2026-01-01"), YEAR, size)

    assert np.array_equal(add_many(OFFICE, starts, amount), add_many(OFFICE, starts, np.full(size, amount)))


def test_windows_of_minutes_are_counted_as_well_as_long_ones() -> None:
    fives = [(f"{hour:02}:{minute:02}", f"{hour:02}:{minute + 5:02}") for hour in range(24) for minute in (0, 10, 40)]
    calendar = Calendar("Europe/Berlin", {"mon": fives, "tue": [("08:00", "17:00")]})
    starts = spread(2, second("2026-06-01"), 15 * YEAR)
    seconds = spread(3, 0, YEAR // 9)

    assert add_many(calendar, starts, seconds).tolist() == one_by_one(calendar, starts, seconds)


@pytest.mark.parametrize("calendar", [OFFICE, Calendar.always("Europe/Berlin")], ids=["office", "always"])
def test_instants_further_apart_than_a_layout_are_answered_too(calendar: Calendar) -> None:
    starts = np.append(spread(4, second("2026-01-01"), 100 * YEAR), [second("0002-01-01"), second("9998-01-01")])
    seconds = np.resize([8 * HOUR, -HOUR, 0, 40 * YEAR], starts.size)
    seconds[-2:] = HOUR

    assert add_many(calendar, starts, seconds).tolist() == one_by_one(calendar, starts, seconds)
    assert between_many(calendar, starts, starts[::-1]).tolist() == passed_one_by_one(calendar, starts, starts[::-1])


def test_the_last_instant_known_is_part_of_the_columns() -> None:
    year = Calendar("UTC", dict.fromkeys(DAYS, WHOLE_DAY), since=date(2026, 1, 1), through=date(2026, 12, 31))
    first, last = second("2026-01-01"), second("2027-01-01")

    assert add_many(year, np.array([first, last, last]), np.array([YEAR, 0, -YEAR])).tolist() == [last, last, first]
    assert between_many(year, np.array([first]), np.array([last])).tolist() == [YEAR]


def test_the_first_item_without_an_answer_is_named() -> None:
    year = Calendar("UTC", dict.fromkeys(DAYS[:5], WHOLE_DAY), through=date(2026, 12, 31))
    starts = np.full(40_000, second("2026-06-01"))
    starts[[39_000, 39_500]] = second("2026-12-31")

    with pytest.raises(BeyondYears, match=r"^item 39000: the answer lies after the last date of the calendar, .* 2026"):
        add_many(year, starts, 25 * HOUR)
    with pytest.raises(BeyondYears, match=r"^item 39000: "):
        between_many(year, starts, starts + 25 * HOUR)


@pytest.mark.parametrize("start", [2**62, -(2**62)])
def test_seconds_that_no_date_has_are_refused(start: int) -> None:
    with pytest.raises(BeyondYears, match=r"^item 1: .* lies outside the years 1 to 9999"):
        add_many(OFFICE, np.array([0, start]), HOUR)
    with pytest.raises(BeyondYears, match=r"^item 1: .* lies outside the years 1 to 9999"):
        between_many(OFFICE, np.array([0, start]), np.array([0, start]))


def test_a_calendar_that_stays_closed_for_ever_is_named_with_its_item() -> None:
    one_day = Calendar("UTC", {}, special={date(2026, 6, 1): WHOLE_DAY})

    with pytest.raises(NeverOpens, match=r"^item 1: the calendar stays closed for ever"):
        add_many(one_day, np.array([second("2026-06-01"), second("2026-06-02")]), HOUR)


def test_items_of_ordinary_years_are_not_put_to_the_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    starts = spread(6, second("2026-01-01"), 8 * YEAR)
    expected = one_by_one(OFFICE, starts, np.full(starts.size, 8 * HOUR))
    monkeypatch.delattr("upheld.columns._add")

    assert add_many(OFFICE, starts, 8 * HOUR).tolist() == expected


def test_no_items_are_no_answers() -> None:
    nothing = np.empty(0, np.int64)

    assert add_many(OFFICE, nothing, HOUR).size == between_many(OFFICE, nothing, nothing).size == 0


def test_smaller_integers_and_steps_through_memory_are_columns_too() -> None:
    starts = spread(5, second("2026-01-01"), YEAR)

    assert np.array_equal(add_many(OFFICE, starts.astype(np.int32)[::3], HOUR), add_many(OFFICE, starts[::3], HOUR))


@pytest.mark.parametrize(
    ("starts", "seconds", "message"),
    [
        (np.array([1.5]), 1, "starts: float64 is not a whole number of seconds; give int64"),
        (np.array([[1]]), 1, "starts: an array of shape (1, 1) is not a column; give one dimension"),
        (np.array([1, 2]), np.array([1]), "seconds: 1 items do not go with 2 starts; give one for each"),
        (np.array([1]), 2**70, "seconds: object is not a whole number of seconds; give int64"),
    ],
)
def test_what_is_no_column_is_refused(starts: Seconds, seconds: Seconds, message: str) -> None:
    with pytest.raises((TypeError, ValueError)) as refused:
        add_many(OFFICE, starts, seconds)

    assert str(refused.value) == message
