from typing import Any

import numpy as np
import pytest

from tests.engine.replay.histories import facts, hours, standing
from upheld.replay.budgets import budgets
from upheld.replay.courses import Courses
from upheld.replay.evaluating import known_of

NEW_FACTS, CORRECTION = "new facts", "correction"


def followed(clock: str, *rows: dict[str, Any]) -> Courses:
    terms = standing()
    ways, known = known_of(facts(*rows), terms.terms[0], terms)
    return next(Courses(of, terms.terms[0], known) for of in budgets(terms.terms[0], ways) if of.clock.id == clock)


def at(hour: float, event: str, **fields: object) -> dict[str, Any]:
    return {"at": hour, "event": event, **fields}


def state(courses: Courses) -> list[str]:
    names = np.array(["waiting", "running", "paused", "kept", "broken", "ended"])
    return [str(name) for name in names[courses.rounds.state[: courses.rounds.count]]]


def test_the_first_severity_holds_from_the_beginning() -> None:
    courses = followed("solve", at(0, "reported"), at(3, "solution proposed"), at(9, "classified", severity="slow"))

    assert (state(courses), courses.rounds.stopped[0], bool(courses.odd[0])) == (["kept"], hours(3), False)


def test_of_two_decisions_at_the_instant_of_the_report_the_second_is_the_first() -> None:
    courses = followed(
        "solve", at(0, "reported"), at(0, "classified", severity="stop"), at(0, "classified", severity="slow")
    )

    assert courses.rounds.governing("budget", np.array([0])).tolist() == [16 * 3600]


def test_a_clock_waits_for_a_severity() -> None:
    courses = followed("solve", at(0, "reported"))

    assert (state(courses), courses.is_waiting(np.array([0])).tolist()) == ([], [True])


def test_a_reopened_case_runs_again_as_a_second_run() -> None:
    courses = followed(
        "close",
        at(0, "reported"),
        at(0, "classified", severity="slow"),
        at(1, "closed"),
        at(2, "reopened"),
        at(3, "closed"),
    )

    assert state(courses) == ["kept", "kept"]


def test_a_merged_case_ends_its_clocks_started_or_not() -> None:
    rows = at(0, "reported"), at(0, "classified", severity="stop"), at(1, "merged")
    started, not_started = followed("solve", *rows), followed("restore", *rows)

    assert state(started) == ["ended"]
    assert [each.case.tolist() for each in not_started.unstarted] == [[0]]


def test_an_automatic_reply_is_none() -> None:
    courses = followed(
        "reply", at(0, "reported"), at(0, "classified", severity="stop"), at(0.1, "replied", automatic=True)
    )

    assert state(courses) == ["running"]


@pytest.mark.parametrize(
    ("clock", "rows"),
    [
        ("close", [at(0, "work started"), at(1, "reported")]),
        ("close", [at(0, "reported"), at(1, "reported")]),
        ("close", [at(0, "reported"), at(1, "absorbed", reported=hours(-1))]),
        ("solve", [at(0, "reported"), at(1, "solution refused")]),
        ("close", [at(0, "reported"), at(1, "closed"), at(2, "classified", severity="stop")]),
        ("update", [at(0, "reported")]),
        (
            "solve",
            [
                at(0, "reported"),
                at(0, "classified", severity="slow"),
                at(1, "wait started"),
                at(2, "wait ended"),
                at(3, "classified", severity="stop", ground=CORRECTION),
            ],
        ),
        (
            "approve",
            [
                at(0, "reported"),
                at(0, "classified", severity="stop"),
                at(1, "solution proposed"),
                at(3, "classified", severity="slow", ground=CORRECTION),
            ],
        ),
    ],
)
def test_what_happens_seldom_makes_a_case_odd(clock: str, rows: list[dict[str, Any]]) -> None:
    assert followed(clock, *rows).odd.tolist() == [True]
