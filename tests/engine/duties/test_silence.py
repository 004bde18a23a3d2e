"""Silence as it is found: stretches without work, and what breaks them."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.casework import at, desk, reported
from tests.engine.duties.duty_world import checkpoint
from upheld import cases
from upheld.duties.silence import Silence, does, silences
from upheld.events import (
    CustomerReplied,
    EffortLogged,
    Event,
    Reopened,
    Replied,
    SolutionProposed,
    SolutionRefused,
    WaitEnded,
    WaitStarted,
    Withdrawn,
    WorkStarted,
)

HOUR = checkpoint("no work", time="1 hour")
WHEN = st.integers(0, 200).map(lambda n: at("23 10:00") + n * (at("23 10:10") - at("23 10:00")))
KINDS = (
    CustomerReplied,
    EffortLogged,
    Reopened,
    Replied,
    SolutionProposed,
    SolutionRefused,
    WaitEnded,
    WaitStarted,
    Withdrawn,
)
LOGS = st.lists(st.one_of(*(st.builds(kind, WHEN) for kind in KINDS)), max_size=12)


def found(log: list[Event], now: str) -> list[Silence]:
    """Return the silences on a case for which an hour is too long."""
    case = cases.read([reported("23 10:00"), *log], desk(), at(now))
    assert case
    return list(silences(desk(), HOUR, case, at(now)))


def test_any_work_shows_that_work_was_done() -> None:
    assert [does(kind, "work started") for kind in (WorkStarted, EffortLogged, Replied)] == [True, True, False]


def test_another_event_shows_itself() -> None:
    assert [does(kind, "replied") for kind in (Replied, WorkStarted)] == [True, False]


def test_a_reply_is_no_work() -> None:
    assert [silence.passed for silence in found([Replied(at("23 10:30"))], "23 11:30")] == [True]


def test_a_silence_that_was_too_long_once_is_told_of_once() -> None:
    assert len(found([], "30 10:00")) == 1


def test_what_the_customer_refuses_goes_on() -> None:
    log = [SolutionProposed(at("23 10:30")), SolutionRefused(at("23 12:00"))]

    assert [(silence.since, silence.passed) for silence in found(log, "23 12:30")] == [(at("23 12:00"), False)]


@given(LOGS)
def test_silences_follow_each_other_and_all_but_the_last_were_too_long(log: list[Event]) -> None:
    silences_of_case = found(log, "24 23:00")

    assert all(one.late and one.late <= other.since and one.passed for one, other in pairwise(silences_of_case))


@given(LOGS, st.integers(10, 23))
def test_what_was_too_long_once_stays_so(log: list[Event], hour: int) -> None:
    early, late = (
        [(silence.since, silence.late) for silence in found(log, now) if silence.passed]
        for now in (f"23 {hour}:00", "24 23:00")
    )

    assert early == late[: len(early)]
