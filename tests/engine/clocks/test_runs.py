"""Budgets over stretches of time: the arithmetic below the rules."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.casework import DESK, at, hours, promise, reported, run, solve
from upheld.agreements import Terms
from upheld.calendars import Calendar
from upheld.clocks.runs import INSTANT, Limit, after, passed
from upheld.events import Event, SolutionProposed, WaitEnded, WaitStarted

instants = st.integers(0, 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
budgets = st.timedeltas(INSTANT, timedelta(days=9))


def limit(quantity: str, begin: str = "23 10:00") -> Limit:
    """Return a budget of the desk."""
    agreed: Terms = solve(quantity)
    return Limit(promise("any", "solve", quantity), agreed, at(begin))


@pytest.mark.parametrize("calendar", [None, DESK])
@given(start=instants, budget=budgets)
def test_what_passes_until_due_is_the_budget(calendar: Calendar | None, start: datetime, budget: timedelta) -> None:
    assert passed(start, after(start, budget, calendar), calendar) == budget


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(1, 300)), max_size=5))
def test_pauses_move_due_by_the_open_time_they_cover(waits: list[tuple[int, int]]) -> None:
    log: list[Event] = [reported("23 09:00")]
    now, covered = at("23 09:00"), timedelta()
    for gap, length in waits:
        begin = now + timedelta(minutes=gap)
        now = begin + timedelta(minutes=length)
        covered += DESK.between(begin, now)
        log += [WaitStarted(begin), WaitEnded(now)]

    found = run(solve("within 200 working hours"), log, "30 23:00")

    assert found.due == DESK.add(at("23 09:00"), hours(200) + covered)


def test_a_working_day_is_as_long_as_the_desk_is_open() -> None:
    assert limit("within 2 working days").budget == hours(16)


def test_of_two_stretches_the_one_in_which_the_budget_ends_makes_it_due() -> None:
    counted = limit("within 3 hours")

    counted.count([(at("23 10:00"), at("23 12:00")), (at("23 13:00"), at("23 16:00"))], None)

    assert counted.due == at("23 14:00")


def test_what_ran_before_a_budget_began_does_not_count() -> None:
    counted = limit("within 3 hours", begin="23 11:00")

    counted.count([(at("23 10:00"), at("23 12:00"))], at("23 13:00"))

    assert counted.due == at("23 15:00")


def test_a_share_is_a_point_of_the_working_clock() -> None:
    running = limit("within 8 working hours", begin="20 15:00")  # a Friday
    running.run(at("20 15:00"))

    assert running.point(Decimal("0.75"), at("20 15:00")) == at("23 13:00")


def test_a_share_that_is_used_up_already_is_reached_at_once() -> None:
    running = limit("within 2 hours")
    running.run(at("23 10:00"))
    running.hold(at("23 11:55"))
    running.run(at("23 13:00"))

    assert running.point(Decimal("0.75"), at("23 13:00")) == at("23 13:00")


def test_late_begins_one_instant_after_due_where_due_is_in_time() -> None:
    within, under = (run(solve(f"{word} 2 hours"), [reported("23 10:00")], "23 11:00") for word in ("within", "under"))

    assert (within.late_from, under.late_from) == (at("23 12:00") + INSTANT, at("23 12:00"))


def test_a_run_that_is_decided_is_not_open() -> None:
    log = [reported("23 10:00"), SolutionProposed(at("23 11:00"))]

    assert [run(solve(), log, now).is_open for now in ("23 10:30", "23 11:30")] == [True, False]
