import numpy as np

from tests.engine.replay.histories import hours, standing
from upheld.replay.budgets import NEVER, NONE, Budgets, Way, budgets
from upheld.replay.rounds import BROKEN, ENDED, KEPT, PAUSED, RUNNING, Rounds

SOLVE: Budgets = next(each for each in budgets(standing().terms[0], [Way()]) if each.clock.id == "solve")
EIGHT, SIXTEEN, FORTY = np.int16(0), np.int16(1), np.int16(2)  # working hours, working hours, hours in late
ROW = np.array([0])


def at(hour: float) -> np.ndarray:
    return np.array([hours(hour)])


def running(found: np.int16 = EIGHT) -> Rounds:
    """Return one run that began on Monday at 10:00 in Berlin; the desk closes at 17:00."""
    rounds = Rounds(SOLVE, 1)
    small = np.array([0], np.int16)
    rounds.open(ROW, small + 1, small, np.array([found]), at(0))
    rounds.hold(ROW, at(0), np.array([False]))
    return rounds


def test_a_run_is_due_when_its_budget_is_used_up() -> None:
    assert running().limits.due.tolist() == [hours(24)]


def test_a_pause_leaves_no_due_and_keeps_what_was_used() -> None:
    rounds = running()

    rounds.hold(ROW, at(2), np.array([True]))
    paused = rounds.state[0], rounds.limits.due[0], rounds.limits.used[0]
    rounds.hold(ROW, at(5), np.array([False]))

    assert paused == (PAUSED, NEVER, 2 * 3600)
    assert (rounds.state[0], rounds.limits.due[0]) == (RUNNING, hours(27))


def test_it_is_broken_after_its_due_and_measured_on() -> None:
    rounds = running()

    rounds.lapse(ROW, at(24))
    in_time = rounds.state[0]
    rounds.lapse(ROW, at(25))
    rounds.stop(ROW, at(26))

    assert (in_time, rounds.state[0], rounds.due[0], rounds.budget[0]) == (RUNNING, BROKEN, hours(24), 8 * 3600)
    assert rounds.used(ROW, at(99)).tolist() == [10 * 3600]


def test_a_worse_severity_lays_its_budget_beside_the_one_before() -> None:
    rounds = running(SIXTEEN)

    rounds.change(ROW, np.array([FORTY], np.int16), at(1), np.array([True]))
    first = rounds.governing("due", ROW)[0]
    rounds.change(ROW, np.array([EIGHT], np.int16), at(1), np.array([True]))

    assert first == hours(48)
    assert (rounds.governing("due", ROW)[0], rounds.governing("begin", ROW)[0]) == (hours(25), hours(1))


def test_a_milder_severity_counts_alone() -> None:
    rounds = running(EIGHT)

    rounds.change(ROW, np.array([SIXTEEN], np.int16), at(0), np.array([False]))

    assert (rounds.governing("due", ROW)[0], rounds.has_beside[0]) == (hours(48), False)


def test_what_governs_beside_stays_when_it_is_broken() -> None:
    rounds = running(SIXTEEN)
    rounds.change(ROW, np.array([EIGHT], np.int16), at(1), np.array([True]))

    rounds.lapse(ROW, at(30))

    assert (rounds.limits.found[0], rounds.limits.begin[0], rounds.due[0]) == (EIGHT, hours(1), hours(25))


def test_a_run_that_goes_on_has_what_was_left() -> None:
    rounds = running()
    rounds.stop(ROW, at(3))

    again = rounds.open(ROW, np.array([2], np.int16), np.array([0], np.int16), np.array([EIGHT], np.int16), at(5))
    rounds.take_over(again, ROW)
    rounds.hold(again, at(5), np.array([False]))

    assert rounds.state[0] == KEPT
    assert (rounds.limits.budget[1], rounds.limits.due[1]) == (5 * 3600, hours(26))


def test_an_ended_run_has_no_verdict_but_its_due() -> None:
    rounds = running()

    rounds.end(ROW, at(1))

    assert (rounds.state[0], rounds.due[0], rounds.stopped[0]) == (ENDED, hours(24), NONE)


def test_rows_grow_when_cases_run_twice() -> None:
    rounds = Rounds(SOLVE, 1)
    many = np.zeros(5, np.int16)

    rows = rounds.open(many.astype(np.intp), many, many, many, np.zeros(5, np.int64))

    assert (rows.tolist(), len(rounds.beside.due) >= 5, rounds.stopped[4]) == ([0, 1, 2, 3, 4], True, NONE)
