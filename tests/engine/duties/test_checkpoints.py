"""Checkpoints: when a measure passes its limit, and what follows."""

from datetime import timedelta

import pytest

from tests.engine.casework import WAITS, at, clock, desk, hours, promise, reported, solve
from tests.engine.duties.duty_world import checkpoint, evaluated, named, states
from upheld.agreements import ANY
from upheld.clocks import INSTANT
from upheld.events import (
    Called,
    Classified,
    Closed,
    EffortForecast,
    EffortLogged,
    Reopened,
    Replied,
    SolutionProposed,
    WaitEnded,
    WaitStarted,
)

THREE_QUARTERS = checkpoint("share", ANY, share="0.75")


# --- Share ------------------------------------------------------------------------------------------------------------


def test_a_warning_is_a_point_of_the_working_clock_and_not_an_hour_before_due() -> None:
    # A desk was seen to warn at midnight, one hour before a due time that had rolled over to the next morning.
    agreed = solve("within 2 working hours", checkpoints=(THREE_QUARTERS,))

    [warning] = named(agreed, [reported("23 16:30")], "23 16:40", "watch")

    assert (warning.state, warning.due, warning.tell) == ("waiting", at("24 10:00"), ("owner",))


def test_a_warning_is_kept_at_its_instant() -> None:
    agreed = solve("within 4 hours", checkpoints=(THREE_QUARTERS,))

    [warning] = named(agreed, [reported("23 10:00")], "23 13:00", "watch")

    assert (warning.state, warning.stopped) == ("kept", at("23 13:00"))


def test_an_evaluation_looks_again_at_the_warning_and_then_at_the_due() -> None:
    agreed = solve("within 4 hours", checkpoints=(THREE_QUARTERS,))

    looks = [evaluated(agreed, [reported("23 10:00")], now).next_look for now in ("23 11:00", "23 13:00", "23 15:00")]

    assert looks == [at("23 13:00"), at("23 14:00") + INSTANT, None]


def test_a_clock_that_stopped_before_warns_nobody() -> None:
    agreed = solve("within 4 hours", checkpoints=(THREE_QUARTERS,))

    assert states(agreed, [reported("23 10:00"), SolutionProposed(at("23 12:59"))], "24 10:00", "watch") == []


def test_a_pause_moves_a_warning() -> None:
    agreed = solve("within 4 hours", checkpoints=(THREE_QUARTERS,))
    log = [reported("23 10:00"), WaitStarted(at("23 11:00")), WaitEnded(at("23 12:00"))]

    [warning] = named(agreed, log, "23 12:30", "watch")

    assert warning.due == at("23 14:00")


def test_a_new_budget_that_is_used_up_further_warns_at_once() -> None:
    agreed = desk(
        promise("p3", "solve", "within 8 hours"),
        promise("p1", "solve", "within 4 hours"),
        checkpoints=(THREE_QUARTERS,),
    )

    [warning] = named(
        agreed, [reported("23 10:00"), Classified(at("23 13:30"), "p1", "correction")], "23 13:30", "watch"
    )

    assert (warning.state, warning.stopped) == ("kept", at("23 13:30"))


def test_what_was_warned_of_once_is_not_warned_of_again() -> None:
    agreed = desk(
        promise("p1", "solve", "within 4 hours"),
        promise("p3", "solve", "within 8 hours"),
        checkpoints=(THREE_QUARTERS,),
    )
    log = [reported("23 10:00"), Classified(at("23 10:00"), "p1"), Classified(at("23 13:30"), "p3")]

    assert [(duty.id, duty.stopped) for duty in named(agreed, log, "24 10:00", "watch")] == [
        ("checkpoint/watch/solve/1", at("23 13:00"))
    ]


def test_a_warning_stays_where_a_later_severity_has_no_time() -> None:
    agreed = desk(
        promise("p1", "solve", "within 4 hours"), promise("p3", "solve", "to be agreed"), checkpoints=(THREE_QUARTERS,)
    )
    log = [reported("23 10:00"), Classified(at("23 10:00"), "p1"), Classified(at("23 13:30"), "p3")]

    assert states(agreed, log, "24 10:00", "watch") == ["kept"]


def test_each_run_has_its_own_warnings_in_order() -> None:
    update = clock("update", stop="each reply", until="solved")
    agreed = desk(promise(ANY, "update", "every 60 minutes"), clocks=(update,), checkpoints=(THREE_QUARTERS,))

    found = named(agreed, [reported("23 10:00")], "23 12:00", "watch")

    assert [(duty.id[-1], duty.due) for duty in found] == [("1", at("23 10:45")), ("2", at("23 11:45"))]


def test_a_best_effort_clock_has_no_shares() -> None:
    assert states(solve("as soon as possible", checkpoints=(THREE_QUARTERS,)), [reported()], "30 10:00", "watch") == []


# --- Missed -----------------------------------------------------------------------------------------------------------


def test_a_missed_clock_is_told_of_when_it_is_broken() -> None:
    agreed = solve("within 4 hours", checkpoints=(checkpoint("missed", "solve"),))

    before, after = (named(agreed, [reported("23 10:00")], now, "watch")[0] for now in ("23 14:00", "23 14:01"))

    assert (before.state, after.state, after.stopped) == ("waiting", "kept", at("23 14:00") + INSTANT)


def test_a_checkpoint_watches_the_clock_it_names() -> None:
    agreed = desk(
        promise(ANY, "solve", "within 4 hours"), promise(ANY, "reply", "within 1 hour"),
        checkpoints=(checkpoint("missed", "solve"),),
    )  # fmt: skip

    assert states(agreed, [reported("23 10:00")], "23 12:00", "watch") == ["waiting"]


# --- Effort -----------------------------------------------------------------------------------------------------------

FOUR_HOURS = checkpoint("effort", time="4 hours", done_by="called")


def test_work_over_the_limit_asks_for_a_call() -> None:
    log = [reported("23 10:00"), EffortLogged(at("23 12:00"), 240), EffortLogged(at("23 13:00"), 1)]

    [call] = named(desk(checkpoints=(FOUR_HOURS,)), log, "23 14:00", "watch")

    assert (call.state, call.start, call.used) == ("running", at("23 13:00"), timedelta(minutes=241))


def test_work_of_just_the_limit_asks_for_nothing() -> None:
    log = [reported("23 10:00"), EffortLogged(at("23 12:00"), 240)]

    assert states(desk(checkpoints=(FOUR_HOURS,)), log, "23 14:00", "watch") == ["waiting"]


def test_the_call_keeps_it() -> None:
    log = [reported("23 10:00"), Called(at("23 10:30")), EffortLogged(at("23 12:00"), 300), Called(at("23 15:00"))]

    [call] = named(desk(checkpoints=(FOUR_HOURS,)), log, "23 16:00", "watch")

    assert (call.state, call.stopped) == ("kept", at("23 15:00"))


def test_a_call_that_nobody_made_ends_with_the_case() -> None:
    log = [reported("23 10:00"), EffortLogged(at("23 12:00"), 300), Closed(at("23 15:00")), Called(at("23 16:00"))]

    assert states(desk(checkpoints=(FOUR_HOURS,)), log, "24 16:00", "watch") == ["ended"]


def test_a_case_that_is_over_asks_for_no_work_to_be_watched() -> None:
    assert (
        states(desk(checkpoints=(FOUR_HOURS,)), [reported("23 10:00"), Closed(at("23 15:00"))], "24 16:00", "watch")
        == []
    )


def test_what_is_expected_is_watched_too() -> None:
    expected = checkpoint("forecast", time="4 hours")
    log = [reported("23 10:00"), EffortForecast(at("23 11:00"), 300)]

    [told] = named(desk(checkpoints=(expected,)), log, "23 16:00", "watch")

    assert (told.state, told.stopped, told.used) == ("kept", at("23 11:00"), hours(5))


# --- No work ----------------------------------------------------------------------------------------------------------

SILENCE = checkpoint("no work", time="4 working hours")


def test_silence_runs_until_somebody_works_again() -> None:
    log = [reported("23 10:00"), EffortLogged(at("23 15:00"), 30)]

    quiet, loud = (named(desk(checkpoints=(SILENCE,)), log, now, "watch")[0] for now in ("23 14:30", "23 15:30"))

    assert (quiet.state, quiet.start, loud.state, loud.stopped) == (
        "running",
        at("23 14:00") + INSTANT,
        "kept",
        at("23 15:00"),
    )


def test_the_next_silence_is_the_next_duty() -> None:
    log = [reported("23 10:00"), EffortLogged(at("23 15:00"), 30)]

    found = named(desk(checkpoints=(SILENCE,)), log, "24 12:00", "watch")

    assert [(duty.id, duty.state) for duty in found] == [
        ("checkpoint/watch/1", "kept"),
        ("checkpoint/watch/2", "running"),
    ]


@pytest.mark.parametrize(
    "log",
    [
        [reported("23 10:00"), SolutionProposed(at("23 11:00")), EffortLogged(at("23 12:00"), 5)],
        [reported("23 10:00"), WaitStarted(at("23 11:00"), "third party")],
        [reported("23 10:00"), Closed(at("23 11:00"))],
    ],
    ids=["solved", "waiting", "closed"],
)
def test_nobody_need_work_on_a_case_that_is_over_or_waits(log: list[Replied]) -> None:
    assert "running" not in states(desk(checkpoints=(SILENCE,)), log, "30 11:00", "watch")


def test_a_case_that_goes_on_asks_for_work_again() -> None:
    log = [reported("23 10:00"), SolutionProposed(at("23 11:00")), Reopened(at("24 10:00"))]

    [silence] = named(desk(checkpoints=(SILENCE,)), log, "24 11:00", "watch")

    assert (silence.state, silence.due) == ("waiting", at("24 14:00") + INSTANT)


def test_a_wait_that_ends_lets_silence_go_on_from_what_it_was() -> None:
    log = [reported("23 10:00"), WaitStarted(at("23 11:00")), WaitEnded(at("23 14:00"))]

    [silence] = named(desk(checkpoints=(SILENCE,), clocks=(clock("solve", pauses=WAITS),)), log, "23 15:00", "watch")

    assert silence.due == at("23 17:00") + INSTANT
