import pickle
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.engine.calendars.walk import CHANGES, DAY, MINUTE, World, calendars, in_utc, worlds
from upheld.calendars import DAYS, WHOLE_DAY, Calendar, Hours, Window, local, time_zone
from upheld.errors import BadCalendar, BeyondYears, NaiveTime, NeverOpens

WEEKDAYS = DAYS[:5]
MICROSECOND = timedelta(microseconds=1)
HOUR = timedelta(hours=1)

# The public holidays of Sweden by its law, as far as the examples need them.
SWEDISH = {
    date(2026, 1, 1): "Nyårsdagen",
    date(2026, 1, 6): "Trettondedag jul",
    date(2026, 4, 3): "Långfredagen",
    date(2026, 4, 5): "Påskdagen",
    date(2026, 4, 6): "Annandag påsk",
    date(2026, 5, 1): "Första maj",
    date(2026, 5, 14): "Kristi himmelsfärdsdag",
    date(2026, 5, 24): "Pingstdagen",
    date(2026, 6, 6): "Sveriges nationaldag",
    date(2026, 6, 20): "Midsommardagen",
    date(2026, 10, 31): "Alla helgons dag",
    date(2026, 12, 25): "Juldagen",
    date(2026, 12, 26): "Annandag jul",
    date(2027, 1, 1): "Nyårsdagen",
}


def weekly(zone: str, opens: str, closes: str, **words: object) -> Calendar:
    return Calendar(zone, dict.fromkeys(WEEKDAYS, ((opens, closes),)), **words)  # type: ignore[arg-type]


STOCKHOLM = weekly(
    "Europe/Stockholm", "08:00", "17:00", holidays=SWEDISH, eve=[("08:30", "14:00")], through=date(2026, 12, 31)
)
COMARCH = weekly("Europe/Berlin", "09:00", "18:00")
MAXENCE = weekly("Europe/Berlin", "09:00", "17:00")
AUSTRIA = weekly("Europe/Vienna", "00:00", "24:00", closed=[date(2026, 12, 8)])
DAY_AND_NIGHT = Calendar.always("Europe/Berlin")
FORTY_HOURS = weekly("+01:00", "09:00", "17:00")
NIGHTS = Calendar("Europe/Berlin", dict.fromkeys(DAYS, (("22:00", "06:00"),)))


def at(calendar: Calendar, text: str) -> datetime:
    return local(datetime.fromisoformat(text), calendar.zone)


# The worked examples of the offers.


@pytest.mark.parametrize(
    ("calendar", "hours", "reported", "due"),
    [
        (STOCKHOLM, 8, "2026-11-23T15:00", "2026-11-24T14:00+01:00"),
        (STOCKHOLM, 8, "2026-11-23T08:00", "2026-11-23T16:00+01:00"),
        (STOCKHOLM, 8, "2026-11-23T09:00", "2026-11-23T17:00+01:00"),
        (STOCKHOLM, 8, "2026-11-20T17:00", "2026-11-23T16:00+01:00"),
        (STOCKHOLM, 8, "2026-11-20T16:59", "2026-11-23T15:59+01:00"),
        (STOCKHOLM, 8, "2026-05-13T14:00", "2026-05-15T16:00+02:00"),
        (STOCKHOLM, 2, "2026-05-13T13:30", "2026-05-15T09:30+02:00"),
        (STOCKHOLM, 8, "2026-12-24T09:00", "2026-12-28T11:00+01:00"),
        (STOCKHOLM, 8, "2026-04-02T10:00", "2026-04-07T12:00+02:00"),
        (STOCKHOLM, 2, "2026-11-23T15:30", "2026-11-24T08:30+01:00"),
        (STOCKHOLM, 4, "2026-11-23T15:30", "2026-11-24T10:30+01:00"),
        (COMARCH, 36, "2026-11-23T09:00", "2026-11-26T18:00+01:00"),
        (COMARCH, 12, "2026-11-23T15:00", "2026-11-24T18:00+01:00"),
        (DAY_AND_NIGHT, 24, "2026-11-20T17:00", "2026-11-21T17:00+01:00"),
        (DAY_AND_NIGHT, 12, "2026-03-28T20:00", "2026-03-29T09:00+02:00"),
        (DAY_AND_NIGHT, 0.5, "2026-12-25T02:15", "2026-12-25T02:45+01:00"),
        (DAY_AND_NIGHT, 1, "2026-11-22T23:30", "2026-11-23T00:30+01:00"),
        (MAXENCE, 4, "2026-11-23T15:00", "2026-11-24T11:00+01:00"),
        (AUSTRIA, 12, "2026-11-20T18:00", "2026-11-23T06:00+01:00"),
        (AUSTRIA, 12, "2026-12-07T18:00", "2026-12-09T06:00+01:00"),
    ],
)
def test_the_worked_examples_of_the_offers(calendar: Calendar, hours: float, reported: str, due: str) -> None:
    assert calendar.add(at(calendar, reported), HOUR * hours).isoformat("T", "minutes") == due


# The conventions, one by one.


def test_no_amount_ends_at_once_even_when_closed() -> None:
    sunday = at(STOCKHOLM, "2026-11-22T12:00")

    assert STOCKHOLM.add(sunday, timedelta(0)) == sunday


def test_a_negative_amount_ends_at_the_latest_instant_with_so_much_before_the_start() -> None:
    tuesday_nine = at(STOCKHOLM, "2026-11-24T09:00")

    assert STOCKHOLM.add(tuesday_nine, -HOUR) == at(STOCKHOLM, "2026-11-24T08:00")


def test_elapsed_time_back_is_negative() -> None:
    monday, tuesday = at(STOCKHOLM, "2026-11-23T12:00"), at(STOCKHOLM, "2026-11-24T12:00")

    assert STOCKHOLM.between(tuesday, monday) == -STOCKHOLM.between(monday, tuesday) == -9 * HOUR


def test_a_desk_is_open_at_opening_and_not_at_closing() -> None:
    assert STOCKHOLM.is_open(at(STOCKHOLM, "2026-11-23T08:00"))
    assert not STOCKHOLM.is_open(at(STOCKHOLM, "2026-11-23T17:00"))


def test_microseconds_are_kept() -> None:
    start = at(STOCKHOLM, "2026-11-23T16:59:59.999999")

    assert STOCKHOLM.add(start, 2 * MICROSECOND) == at(STOCKHOLM, "2026-11-24T08:00:00.000001")


def test_the_answer_is_in_the_zone_of_the_calendar() -> None:
    due = STOCKHOLM.add(datetime(2026, 11, 23, 14, 0, tzinfo=UTC), HOUR)

    assert due.isoformat() == "2026-11-23T16:00:00+01:00"


def test_a_time_in_the_second_of_two_equal_hours_keeps_its_place() -> None:
    due = DAY_AND_NIGHT.add(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), HOUR)

    assert (due.isoformat(), due.fold) == ("2026-10-25T02:30:00+01:00", 1)


@pytest.mark.parametrize(
    ("night", "hours"),
    [("2026-03-28", 7), ("2026-10-24", 9), ("2026-11-23", 8)],
    ids=["spring", "autumn", "no change"],
)
def test_a_night_over_the_clock_change_is_an_hour_shorter_or_longer(night: str, hours: int) -> None:
    evening = at(NIGHTS, f"{night}T12:00")

    assert NIGHTS.between(evening, in_utc(evening) + DAY) == hours * HOUR


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 0), ("2026-10-25", 2)], ids=["skipped", "twice"])
def test_an_hour_that_is_skipped_does_not_count_and_one_that_occurs_twice_counts_twice(day: str, hours: int) -> None:
    two_to_three = Calendar("Europe/Berlin", dict.fromkeys(DAYS, (("02:00", "03:00"),)))
    midnight = at(two_to_three, f"{day}T00:00")

    assert two_to_three.between(midnight, in_utc(midnight) + 12 * HOUR) == hours * HOUR


@pytest.mark.parametrize(
    ("zone", "day", "length"),
    [
        ("Australia/Lord_Howe", "2026-04-05", 24.5 * HOUR),
        ("Australia/Lord_Howe", "2026-10-04", 23.5 * HOUR),
        ("America/Sao_Paulo", "2018-11-04", 23 * HOUR),
        ("Pacific/Apia", "2011-12-30", timedelta(0)),
        ("Pacific/Apia", "2011-12-31", 24 * HOUR),
    ],
)
def test_a_day_is_as_long_as_its_clocks_make_it(zone: str, day: str, length: timedelta) -> None:
    that_day = Calendar(zone, {}, special={date.fromisoformat(day): WHOLE_DAY, date(2030, 1, 1): WHOLE_DAY})
    noon = datetime.fromisoformat(f"{day}T12:00+00:00")

    assert that_day.between(noon - 3 * DAY, noon + 3 * DAY) == length


def test_windows_that_touch_at_midnight_or_over_a_week_are_one() -> None:
    monday, friday = (datetime(2026, 11, day, tzinfo=AUSTRIA.zone) for day in (23, 28))

    assert AUSTRIA.windows(monday - 4 * DAY, friday + 4 * DAY)[1:2] == [Window(monday, friday)]


def test_open_day_and_night_is_one_window() -> None:
    start = datetime(1, 1, 2, tzinfo=UTC)

    assert DAY_AND_NIGHT.windows(start, start + DAY * 3_000_000) == [Window(start, start + DAY * 3_000_000)]


def test_windows_are_cut_to_what_was_asked() -> None:
    noon = at(STOCKHOLM, "2026-11-23T12:00")

    assert STOCKHOLM.windows(noon, noon + HOUR) == [Window(noon, noon + HOUR)]


def test_open_day_and_night_is_elapsed_time_without_end() -> None:
    start = datetime(2, 1, 1, tzinfo=UTC)

    assert in_utc(DAY_AND_NIGHT.add(start, DAY * 3_650_000)) == start + DAY * 3_650_000


# Which rule gives a date its hours.


@pytest.mark.parametrize(
    ("day", "kind", "hours", "name"),
    [
        (date(2026, 11, 23), "week", (("08:00", "17:00"),), None),
        (date(2026, 11, 22), "week", (), None),
        (date(2026, 5, 14), "holiday", (), "Kristi himmelsfärdsdag"),
        (date(2026, 5, 13), "eve", (("08:30", "14:00"),), "Kristi himmelsfärdsdag"),
        (date(2026, 12, 31), "eve", (("08:30", "14:00"),), "Nyårsdagen"),
        (date(2026, 4, 4), "week", (), None),
    ],
)
def test_a_date_says_which_rule_gave_its_hours(day: date, kind: str, hours: Hours, name: str | None) -> None:
    found = STOCKHOLM.day(day)

    assert (found.kind, found.hours, found.name) == (kind, hours, name)


def test_the_eves_of_a_year_are_the_open_days_before_holidays() -> None:
    days = (date(2026, 1, 1) + DAY * number for number in range(365))

    assert [f"{day:%d.%m.}" for day in days if STOCKHOLM.day(day).kind == "eve"] == (
        ["05.01.", "02.04.", "30.04.", "13.05.", "05.06.", "19.06.", "30.10.", "24.12.", "31.12."]
    )


def test_dates_said_by_hand_beat_holidays_and_eves() -> None:
    christmas, eve, boxing = date(2026, 12, 25), date(2026, 12, 24), date(2026, 12, 26)
    week = dict.fromkeys(DAYS, (("08:00", "17:00"),))
    named = {christmas: "Christmas", boxing: "Boxing Day"}
    calendar = Calendar("UTC", week, [eve], {christmas: WHOLE_DAY}, holidays=named, eve=[("08:00", "12:00")])

    assert [calendar.day(day).kind for day in (eve, christmas, boxing)] == ["closed", "special", "holiday"]
    assert calendar.between(at(calendar, "2026-12-24T00:00"), at(calendar, "2026-12-27T00:00")) == DAY


def test_an_instant_is_not_taken_for_a_date() -> None:
    with pytest.raises(TypeError, match="give the date that the clocks of Europe/Stockholm show"):
        STOCKHOLM.day(at(STOCKHOLM, "2026-12-25T00:00"))


# What is refused.


def test_a_time_without_zone_is_refused_with_what_to_do() -> None:
    with pytest.raises(NaiveTime) as refused:
        STOCKHOLM.add(datetime(2026, 11, 23, 15, 0), HOUR)  # noqa: DTZ001 - what is refused

    assert str(refused.value) == (
        "'2026-11-23 15:00:00' has no time zone; say in which it was written, like at.replace(tzinfo=calendar.zone)"
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"closed": [date(2026, 1, 2)], "special": {date(2026, 1, 2): WHOLE_DAY}}, "2026-01-02 is both in closed and"),
        ({"closed": ["2026-01-02"]}, "'2026-01-02' is not a date; write it like date"),
        ({"closed": [datetime(2026, 1, 2, tzinfo=UTC)]}, "'2026-01-02 00:00:00+00:00' is not a date"),
        ({"through": datetime(2026, 1, 2, tzinfo=UTC)}, "'2026-01-02 00:00:00+00:00' is not a date"),
        ({"since": date(2027, 1, 1), "through": date(2026, 1, 1)}, "through 2026-01-01 lies before since 2027-01-01"),
        ({"special": {date(2026, 1, 2): [("9", "17:00")]}}, "2026-01-02: '9' is not a time of day"),
    ],
)
def test_words_that_contradict_each_other_are_refused(words: dict[str, object], message: str) -> None:
    with pytest.raises(BadCalendar) as refused:
        weekly("UTC", "09:00", "17:00", **words)

    assert str(refused.value).startswith(message)


def test_a_calendar_without_open_hours_is_refused() -> None:
    with pytest.raises(NeverOpens, match="has no open hours on any date"):
        Calendar("UTC", {"mon": []}, closed=[date(2026, 1, 1)])


@pytest.mark.parametrize("back_or_forth", [-1, 1])
def test_a_calendar_that_stays_closed_for_ever_is_an_error_and_no_loop(back_or_forth: int) -> None:
    one_day = Calendar("Europe/Berlin", {}, special={date(2026, 6, 1): WHOLE_DAY})
    noon = at(one_day, "2026-06-01T12:00")

    with pytest.raises(NeverOpens, match="stays closed for ever"):
        one_day.add(noon, 13 * HOUR * back_or_forth)


@pytest.mark.parametrize(
    ("start", "amount", "side"),
    [("2026-12-31T13:00", HOUR * 2, "after the last"), ("2026-01-02T09:00", -2 * HOUR, "before the first")],
)
def test_past_the_known_dates_there_is_an_error_and_no_guess(start: str, amount: timedelta, side: str) -> None:
    year = weekly("Europe/Berlin", "08:00", "14:00", since=date(2026, 1, 2), through=date(2026, 12, 31))

    with pytest.raises(BeyondYears) as refused:
        year.add(at(year, start), amount)

    assert str(refused.value) == (
        f"the answer lies {side} date of the calendar, which is made from 2026-01-02 through 2026-12-31; "
        "make it for more years"
    )


def test_the_last_known_date_can_be_used_up_to_its_end() -> None:
    year = weekly("Europe/Berlin", "00:00", "24:00", through=date(2026, 12, 31))

    due = year.add(at(year, "2026-12-31T12:00"), 12 * HOUR)

    assert due == at(year, "2027-01-01T00:00")


@pytest.mark.parametrize("ask", ["is_open", "day", "windows", "between"])
def test_no_question_is_answered_past_the_known_dates(ask: str) -> None:
    beyond = at(STOCKHOLM, "2027-01-01T00:00")
    arguments = {"is_open": (beyond,), "day": (beyond.date(),)}.get(ask, (beyond, beyond + MICROSECOND))

    with pytest.raises(BeyondYears):
        getattr(STOCKHOLM, ask)(*arguments)


@pytest.mark.parametrize("calendar", [COMARCH, DAY_AND_NIGHT], ids=["weekdays", "always"])
@pytest.mark.parametrize(
    ("start", "amount"),
    [(datetime(9999, 12, 31, 12, tzinfo=UTC), DAY * 10), (datetime(1, 1, 1, 12, tzinfo=UTC), -10 * DAY)],
    ids=["end", "beginning"],
)
def test_the_ends_of_the_calendar_of_years_are_an_error(calendar: Calendar, start: datetime, amount: timedelta) -> None:
    with pytest.raises(BeyondYears, match="outside the years 1 to 9999"):
        calendar.add(start, amount)


# Properties, around every kind of clock change.


@pytest.mark.parametrize("change", CHANGES)
@given(data=st.data())
@settings(max_examples=8)
def test_elapsed_time_is_what_a_walk_by_minutes_counts(change: str, data: st.DataObject) -> None:
    world: World = data.draw(worlds(change))
    counted = world.walk.work(world.other) - world.walk.work(world.one)

    assert world.calendar.between(world.one, world.other) == counted


@pytest.mark.parametrize("change", CHANGES)
@given(data=st.data())
@settings(max_examples=8)
def test_a_due_time_is_the_first_minute_of_the_walk_with_so_much_work(change: str, data: st.DataObject) -> None:
    world: World = data.draw(worlds(change))
    work = world.walk.work
    amount = work(world.later) - work(world.earlier)
    assume(amount)

    due = in_utc(world.calendar.add(world.earlier, amount))

    assert work(due) == work(world.later) > work(due - MICROSECOND)


@pytest.mark.parametrize("change", CHANGES)
@given(data=st.data())
@settings(max_examples=8)
def test_going_back_ends_at_the_last_minute_of_the_walk_with_so_much_work(change: str, data: st.DataObject) -> None:
    world: World = data.draw(worlds(change))
    work = world.walk.work
    amount = work(world.earlier) - work(world.later)
    assume(amount)

    since = in_utc(world.calendar.add(world.later, amount))

    assert work(since) == work(world.earlier) < work(since + MICROSECOND)


@pytest.mark.parametrize("change", CHANGES)
@given(data=st.data())
@settings(max_examples=5)
def test_open_windows_are_the_open_minutes_of_the_walk(change: str, data: st.DataObject) -> None:
    world: World = data.draw(worlds(change))
    minutes = world.walk.minutes

    windows = world.calendar.windows(minutes[0], minutes[-1] + MINUTE)

    spans = [(in_utc(window.opens), in_utc(window.closes)) for window in windows]
    inside = {opens + MINUTE * number for opens, closes in spans for number in range((closes - opens) // MINUTE)}
    assert inside == {minute for minute, is_open in zip(minutes, world.walk.open, strict=True) if is_open}
    assert all(closes < opens for (_, closes), (opens, _) in pairwise(spans))


@pytest.mark.parametrize("change", CHANGES)
@given(data=st.data())
@settings(max_examples=5)
def test_a_minute_is_open_when_the_walk_says_so(change: str, data: st.DataObject) -> None:
    world: World = data.draw(worlds(change))
    numbers = range(0, len(world.walk.minutes), 97)

    assert [world.calendar.is_open(world.walk.minutes[number]) for number in numbers] == (
        [world.walk.open[number] for number in numbers]
    )


instants = st.datetimes(
    datetime(1995, 1, 1),  # noqa: DTZ001 - hypothesis takes bounds without a zone
    datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
amounts = st.timedeltas(timedelta(days=-30), timedelta(days=30))
anywhere = st.sampled_from(sorted(CHANGES)).flatmap(calendars)


@given(calendar=anywhere, start=instants, amount=amounts)
def test_between_undoes_add(calendar: Calendar, start: datetime, amount: timedelta) -> None:
    assume(any(calendar.week.values()))

    assert calendar.between(start, calendar.add(start, amount)) == amount


@given(calendar=anywhere, starts=st.tuples(instants, instants), amount=amounts)
def test_who_reports_later_is_never_due_earlier(
    calendar: Calendar, starts: tuple[datetime, datetime], amount: timedelta
) -> None:
    assume(any(calendar.week.values()))
    first, second = (in_utc(calendar.add(start, amount)) for start in sorted(starts))

    assert first <= second


@given(calendar=anywhere, start=instants, two=st.tuples(amounts, amounts))
def test_a_larger_amount_is_never_due_earlier(
    calendar: Calendar, start: datetime, two: tuple[timedelta, timedelta]
) -> None:
    assume(any(calendar.week.values()))
    first, second = (in_utc(calendar.add(start, amount)) for amount in sorted(two))

    assert first <= second


@given(calendar=anywhere, three=st.tuples(instants, instants, instants))
def test_elapsed_times_add_up(calendar: Calendar, three: tuple[datetime, datetime, datetime]) -> None:
    one, two, other = three

    assert calendar.between(one, two) + calendar.between(two, other) == calendar.between(one, other)


@given(start=st.integers(-700_000, 2_900_000), amount=st.integers(-40_000, 40_000))
def test_the_years_from_1_to_9999_go_on_like_ours(start: int, amount: int) -> None:
    monday = datetime(1970, 1, 5, 9, 0, tzinfo=time_zone("+01:00")) + DAY * (start // 7 * 7)
    assume(1 < monday.year + amount // 52 < 9998)

    assert FORTY_HOURS.between(monday, monday + DAY * 7 * amount) == 40 * HOUR * amount
    assert FORTY_HOURS.add(monday + MINUTE, 40 * HOUR * amount) == monday + MINUTE + DAY * 7 * amount


# The calendar as a value.


def test_a_calendar_is_equal_to_one_of_the_same_words_and_survives_pickling() -> None:
    copy = pickle.loads(pickle.dumps(STOCKHOLM))  # noqa: S301 - our own bytes

    assert (copy, hash(copy)) == (STOCKHOLM, hash(STOCKHOLM))
    assert copy != COMARCH


def test_the_order_in_which_dates_are_said_makes_no_other_calendar() -> None:
    turned = weekly(
        "Europe/Stockholm",
        "08:00",
        "17:00",
        holidays=dict(reversed(SWEDISH.items())),
        eve=[("08:30", "14:00")],
        through=date(2026, 12, 31),
    )

    assert (turned, hash(turned)) == (STOCKHOLM, hash(STOCKHOLM))


def test_a_calendar_shows_its_zone_and_years() -> None:
    assert repr(STOCKHOLM) == "<Calendar in Europe/Stockholm, through 2026-12-31>"
    assert repr(COMARCH) == "<Calendar in Europe/Berlin, for all dates>"
