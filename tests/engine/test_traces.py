from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.casework import desk, promise
from upheld import cases, traces
from upheld.agreements import Terms
from upheld.calendars import DAYS, WHOLE_DAY, Calendar
from upheld.clocks import Run, follow
from upheld.events import Classified, Event, Reopened, Reported, SolutionProposed, WaitEnded, WaitStarted

WEEK = {day: [("08:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")}
CHRISTMAS = {date(2026, 12, 25): "Christmas Day", date(2026, 12, 26): "Boxing Day"}
SUPPORT = Calendar("Europe/Stockholm", WEEK, holidays=CHRISTMAS, eve=[("08:30", "14:00")])


def terms(quantity: str) -> Terms:
    found = desk(promise("p3", "solve", quantity))
    return replace(found, shared=replace(found.shared, calendars={"desk": SUPPORT}))


def run(reported: datetime, *log: Event, quantity: str = "within 8 working hours", now: datetime | None = None) -> Run:
    agreed = terms(quantity)
    case = cases.read([Reported(reported), Classified(reported, severity="p3"), *log], agreed, now or reported)
    assert case
    return next(run for run in follow(agreed, case, now or reported) if run.clock.id == "solve")


def run_again(reported: datetime, *log: Event) -> Run:
    agreed = terms("within 8 working hours")
    case = cases.read([Reported(reported), *log], agreed, log[-1].at)
    assert case
    return follow(agreed, case, log[-1].at)[-1]


def stockholm(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SUPPORT.zone).astimezone(UTC)  # type: ignore[arg-type, misc]  # year, month, day ...


def told(run: Run) -> list[tuple[str, object, object]]:
    """Code, first day and time used of each row."""
    return [(r.code, r.fields.get("date", r.fields.get("from")), r.fields.get("used")) for r in traces.days(run)]


def test_each_day_from_start_to_due_has_its_row() -> None:
    rows = told(run(stockholm(2026, 12, 24, 9)))

    assert rows == [
        ("day", date(2026, 12, 24), timedelta(hours=5)),
        ("day without time", date(2026, 12, 25), None),
        ("day without time", date(2026, 12, 26), None),
        ("day without time", date(2026, 12, 27), None),
        ("day", date(2026, 12, 28), timedelta(hours=3)),
    ]


def test_closed_days_of_the_week_stand_together() -> None:
    rows = told(run(stockholm(2026, 11, 20, 15)))

    assert ("days closed", date(2026, 11, 21), None) in rows


def test_a_day_says_which_hours_were_used_and_what_is_left() -> None:
    first = traces.days(run(stockholm(2026, 12, 24, 9)))[0].fields

    assert [first["hours"], first["kind"], first["name"], first["left"]] == [
        ("08:30–14:00",),
        "eve",
        "Christmas Day",
        timedelta(hours=3),
    ]


def test_a_pause_uses_nothing() -> None:
    start = stockholm(2026, 11, 23, 9)
    pause = [WaitStarted(start + timedelta(hours=1)), WaitEnded(start + timedelta(hours=3))]

    rows = told(run(start, *pause, now=start + timedelta(hours=4)))

    assert rows[0] == ("day", date(2026, 11, 23), timedelta(hours=6))


def test_what_ends_at_midnight_ends_on_that_day() -> None:
    always = Calendar("Europe/Stockholm", dict.fromkeys(DAYS, WHOLE_DAY), through=date(2026, 11, 23))
    agreed = desk(promise("p3", "solve", "within 8 working hours"))
    agreed = replace(agreed, shared=replace(agreed.shared, calendars={"desk": always}))
    start = stockholm(2026, 11, 23, 16)
    case = cases.read([Reported(start)], agreed, start)
    assert case

    [found] = follow(agreed, case, start)

    assert told(found) == [("day", date(2026, 11, 23), timedelta(hours=8))]


def test_a_run_that_has_nothing_left_has_no_days() -> None:
    start, due = stockholm(2026, 11, 23, 9), stockholm(2026, 11, 23, 17)
    spent = [SolutionProposed(due), Reopened(due + timedelta(hours=1))]

    last = run_again(start, *spent)

    assert (last.due, traces.days(last)) == (last.start, ())


def test_plain_time_has_no_days() -> None:
    assert traces.days(run(stockholm(2026, 11, 23, 9), quantity="within 8 hours")) == ()


def test_the_days_take_the_place_of_the_special_ones() -> None:
    codes = [reason.code for reason in traces.explained(run(stockholm(2026, 12, 24, 9)))]

    assert codes == [
        "severity",
        "promise",
        "start",
        "calendar",
        "day",
        "day without time",
        "day without time",
        "day without time",
        "day",
        "due",
    ]


@given(st.integers(0, 60 * 24 * 60), st.integers(1, 200))
def test_what_the_days_use_is_the_budget(minutes: int, hours: int) -> None:
    reported = stockholm(2026, 11, 1, 0) + timedelta(minutes=minutes)

    rows = traces.days(run(reported, quantity=f"within {hours} working hours"))

    used = [row.fields["used"] for row in rows if "used" in row.fields]
    assert sum((u for u in used if isinstance(u, timedelta)), timedelta()) == timedelta(hours=hours)
