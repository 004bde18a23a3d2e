"""What is said of a duty, and how one comes to its state."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.engine.casework import at, desk, hours
from tests.engine.world import clause
from upheld.clocks import INSTANT
from upheld.duties.duty import Duty, Evaluation, first_change, settled, timed
from upheld.quantities import parse
from upheld.reasons import Reason

CALL = Duty(
    id="procedure/call/1",
    kind="procedure",
    name="call",
    of="vendor",
    state="running",
    clause=clause("steps.call", "call the customer"),
    start=at("23 10:00"),
    reasons=(Reason("step called for"),),
)
IN_TIME = timed(CALL, parse("within 2 hours"), desk())


def test_a_quantity_gives_a_duty_its_due() -> None:
    assert (IN_TIME.due, IN_TIME.budget, IN_TIME.changes) == (at("23 12:00"), hours(2), at("23 12:00") + INSTANT)


def test_a_strict_quantity_is_late_at_its_due() -> None:
    assert timed(CALL, parse("under 2 working hours"), desk()).changes == at("23 12:00")


@pytest.mark.parametrize(("quantity", "code"), [("to be agreed", "hole"), ("as soon as possible", "best effort")])
def test_without_a_time_a_duty_has_no_due_and_says_why(quantity: str, code: str) -> None:
    found = timed(CALL, parse(quantity), desk())

    assert (found.due, found.reasons[-1].code) == (None, code)


def test_a_time_in_hours_that_are_to_be_agreed_gives_no_due() -> None:
    open_hours = replace(desk(), shared=replace(desk().shared, calendars={}))

    found = timed(CALL, parse("under 2 working hours"), open_hours)

    assert (found.due, found.reasons[-1].fields["calendar"]) == (None, "desk")


def test_without_a_quantity_nothing_is_added() -> None:
    assert timed(CALL, None, desk()) is CALL


@pytest.mark.parametrize(
    ("done", "now", "state"),
    [
        (None, "23 12:00", "running"),
        (None, "23 12:00:00.000001", "broken"),
        ("23 12:00", "24 10:00", "kept"),
        ("23 12:00:00.000001", "24 10:00", "broken"),
    ],
)
def test_a_duty_is_kept_up_to_its_due_and_broken_after(done: str | None, now: str, state: str) -> None:
    assert settled(IN_TIME, at(done) if done else None, "kept", at(now)).state == state


def test_a_duty_that_was_late_before_it_ended_is_broken() -> None:
    found = settled(IN_TIME, at("23 15:00"), "ended", at("24 10:00"))

    assert (found.state, found.stopped) == ("broken", None)


def test_the_next_look_is_at_the_first_change_after_now() -> None:
    duties = [replace(CALL, changes=at(text)) for text in ("23 12:00", "23 11:00", "23 09:00")]

    assert first_change(duties, at("23 10:00")) == at("23 11:00")


def test_where_nothing_changes_by_itself_there_is_no_next_look() -> None:
    assert first_change([CALL], at("23 10:00")) is None


def test_an_evaluation_is_plain_data() -> None:
    evaluation = Evaluation(
        at("23 10:00"), "hash", (IN_TIME, replace(CALL, pauses=((at("23 10:00"), None),))), None, ()
    )

    data = evaluation.as_data()

    assert json.loads(json.dumps(data)) == data


def test_durations_are_in_seconds_and_instants_have_their_offset() -> None:
    data = replace(IN_TIME, used=timedelta(minutes=90)).as_data()

    assert (data["used"], data["due"]) == (5400, "2026-11-23T11:00:00+00:00")


def test_duties_of_one_kind_are_found() -> None:
    evaluation = Evaluation(at("23 10:00"), "", (CALL, replace(CALL, kind="clock")), None, ())

    assert evaluation.of_kind("procedure") == (CALL,)
