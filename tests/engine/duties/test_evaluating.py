"""The whole of a case: which version counts, what is asked at all, and what holds for every log."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.casework import BERLIN, WAITS, at, classification, clock, desk, promise, reported, solve
from tests.engine.duties.duty_world import checkpoint, evaluated
from tests.engine.versions import part, version
from tests.engine.world import clause, said
from tests.house.checkout import ROOT
from upheld.agreements import ANY, Channel, Closing, Objection, Raise, Step, Version
from upheld.duties import Duty, evaluate, of_case
from upheld.duties.duty import Kind
from upheld.errors import NaiveTime
from upheld.events import (
    Called,
    Classified,
    Closed,
    CustomerReplied,
    EffortForecast,
    EffortLogged,
    Event,
    MarkedDuplicate,
    NotFixedRemotely,
    Objected,
    Reopened,
    Replied,
    Reported,
    Restored,
    SeverityAsked,
    SolutionApproved,
    SolutionProposed,
    SolutionRefused,
    Visited,
    WaitEnded,
    WaitStarted,
    Withdrawn,
)
from upheld.quantities import parse

RAISE = Raise(("p1", "p2"), ("email", "phone"), "any time", clause("classification.raise"))
# Terms with everything that a case can be asked for.
EVERYTHING = desk(
    promise("p1", "reply", "under 1 hour"),
    promise(ANY, "solve", "within 8 working hours"),
    promise("p1", "update", "every 90 minutes"),
    clocks=(
        clock("reply", stop="first human reply"),
        clock("solve", pauses=WAITS),
        clock("update", stop="each reply", until="restored", pauses=WAITS),
    ),
    by=replace(
        classification("customer", "p3", RAISE),
        told_to="customer",
        objection=Objection("customer", said(""), said(""), clause("classification.objection")),
    ),
    checkpoints=(
        replace(checkpoint("share", ANY, share="0.75"), id="share"),
        replace(checkpoint("missed", ANY, done_by="called"), id="missed"),
        replace(checkpoint("effort", time="2 hours", done_by="called"), id="effort"),
        replace(checkpoint("forecast", time="2 hours"), id="forecast"),
        replace(checkpoint("no work", time="2 working hours"), id="silence"),
    ),
    closing=Closing(
        needs_approval=True,
        approved_by_silence_after=parse("within 2 days"),
        remind_after=parse("within 1 day"),
        clause=clause("closing"),
    ),
    steps=(
        Step(
            "visit", "vendor", "not fixed remotely", said(""), "visited", parse("within 6 hours"), clause("steps.visit")
        ),
    ),
    channels=(Channel("email", None, "desk", by_appointment=False, clause=clause("channels.email")),),
    handles=("incident",),
)
WHEN = st.integers(0, 4 * 24 * 12).map(lambda n: at("20 06:00") + timedelta(minutes=5 * n))
NAMES = st.sampled_from(["p1", "p2", "p3"])
PEOPLE = st.sampled_from(["maria", "joris"])
FACTS = st.one_of(
    st.builds(Classified, WHEN, NAMES, st.sampled_from(["new facts", "correction"]), by=PEOPLE),
    st.builds(SeverityAsked, WHEN, NAMES, st.sampled_from(["email", "phone"])),
    st.builds(EffortLogged, WHEN, st.integers(1, 200)),
    st.builds(EffortForecast, WHEN, st.integers(1, 200)),
    st.builds(WaitStarted, WHEN, st.sampled_from(["customer", "third party"])),
    st.builds(MarkedDuplicate, WHEN, st.just("7")),
    *(
        st.builds(kind, WHEN)
        for kind in (
            Called, Closed, CustomerReplied, NotFixedRemotely, Objected, Reopened, Replied, Restored, SolutionApproved,
            SolutionProposed, SolutionRefused, Visited, WaitEnded, Withdrawn,
        )
    ),
)  # fmt: skip
LOGS = st.lists(FACTS, max_size=14).map(lambda facts: [reported("20 06:00", channel="email"), *facts])


def kinds(found: tuple[Duty, ...]) -> set[str]:
    """Return the kinds of some duties."""
    return {duty.kind for duty in found}


def agreement(before: Version | None = None, quantity: str = "within 8 hours") -> Version:
    """Return an agreement from 1 April, or its amendment from 1 October, that promises to solve."""
    terms = solve(quantity)
    return version(
        1 if before else 0,
        before,
        shared=terms.shared,
        top=part("", promises=terms.promises),
        plans={"basic": part("basic")},
    )


# --- What holds for every log -----------------------------------------------------------------------------------------


@given(LOGS, WHEN)
def test_what_was_decided_stays_decided(log: list[Event], now: datetime) -> None:
    decided = {
        duty.id: (duty.state, duty.start, duty.due, duty.of)
        for duty in of_case(EVERYTHING, log, now).duties
        if duty.state in {"kept", "broken", "ended"}
    }
    later = {
        duty.id: (duty.state, duty.start, duty.due, duty.of) for duty in evaluated(EVERYTHING, log, "28 06:00").duties
    }

    assert decided == {name: later.get(name) for name in decided}


@given(LOGS, WHEN)
def test_nothing_changes_by_itself_before_the_next_look(log: list[Event], now: datetime) -> None:
    known = [fact for fact in log if fact.at <= now]
    found = of_case(EVERYTHING, known, now)
    before = (found.next_look or now + timedelta(days=9)) - timedelta(microseconds=1)

    then = of_case(EVERYTHING, known, before)

    assert [(duty.id, duty.state) for duty in found.duties] == [(duty.id, duty.state) for duty in then.duties]


@given(LOGS, WHEN)
def test_every_duty_has_a_name_of_its_own_and_says_why(log: list[Event], now: datetime) -> None:
    duties = of_case(EVERYTHING, log, now).duties

    assert len({duty.id for duty in duties}) == len(duties)
    assert all(duty.reasons for duty in duties)


@given(LOGS)
def test_an_evaluation_is_plain_data_whatever_happened(log: list[Event]) -> None:
    data = evaluated(EVERYTHING, log, "28 06:00").as_data()

    assert json.loads(json.dumps(data)) == data


PROGRAM = """
import json
from tests.engine.casework import at, reported
from tests.engine.duties.test_evaluating import EVERYTHING
from upheld.duties import of_case
from upheld.events import Classified, WaitStarted

log = [reported("20 06:00", channel="email"), Classified(at("20 07:00"), "p1"), WaitStarted(at("20 08:00"))]
print(json.dumps(of_case(EVERYTHING, log, at("24 06:00")).as_data()))
"""


def test_an_evaluation_is_the_same_in_every_process() -> None:
    answers = {
        subprocess.run(  # noqa: S603  the project's own
            [sys.executable, "-c", PROGRAM],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "42")
    }

    assert len(answers) == 1


# --- What is asked at all ---------------------------------------------------------------------------------------------


def test_a_case_has_clocks_checkpoints_gates_and_procedures() -> None:
    found = evaluated(EVERYTHING, [reported("20 10:00", channel="email", severity="p1")], "20 11:00").duties

    assert kinds(found) == {"clock", "checkpoint", "gate", "procedure"}


def test_a_case_of_a_kind_that_is_not_handled_has_gates_alone() -> None:
    found = evaluated(EVERYTHING, [reported("20 10:00", channel="email", kind="wish")], "20 11:00").duties

    assert [(duty.id, duty.state) for duty in found] == [("gate/channel/1", "kept"), ("gate/kind/1", "broken")]


def test_before_the_report_nothing_is_asked() -> None:
    found = evaluated(EVERYTHING, [reported("20 10:00")], "20 09:00")

    assert (found.duties, [reason.code for reason in found.reasons]) == ((), ["nothing reported"])


def test_a_case_that_is_reopened_too_late_should_have_been_a_new_one() -> None:
    log = [reported("1 10:00"), Closed(at("1 11:00")), Reopened(at("20 10:00"))]

    [gate] = evaluated(solve(), log, "21 10:00").of_kind("gate")

    assert (gate.name, gate.state) == ("reopening", "broken")


def test_a_case_that_runs_again_is_looked_at_when_it_is_late() -> None:
    log = [reported("23 10:00"), SolutionProposed(at("23 11:00")), Reopened(at("23 12:00"))]

    assert evaluated(solve("within 2 hours"), log, "23 12:30").next_look == at("23 13:00") + timedelta(microseconds=1)


@pytest.mark.parametrize("kind", ["clock", "gate"])
def test_duties_are_in_the_order_of_the_terms(kind: Kind) -> None:
    log = [reported("20 10:00", channel="email"), Classified(at("20 10:00"), "p1")]

    names = [duty.name for duty in evaluated(EVERYTHING, log, "20 11:00").of_kind(kind)]

    assert names == {"clock": ["reply", "solve", "update"], "gate": ["channel", "kind"]}[kind]


# --- Versions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("when", "due"), [("2026-09-30T23:59", 8), ("2026-10-01T00:00", 4)])
def test_a_case_follows_the_version_in_force_when_it_was_reported(when: str, due: int) -> None:
    amended = agreement(before=agreement(), quantity="within 4 hours")
    report = Reported(datetime.fromisoformat(when).replace(tzinfo=BERLIN))

    [clock] = evaluate(amended, [report], datetime(2026, 10, 9, tzinfo=BERLIN)).of_kind("clock")

    assert clock.budget == timedelta(hours=due)


def test_the_version_in_force_is_the_first_reason() -> None:
    evaluation = evaluate(agreement(), [reported("20 10:00")], at("20 11:00"))

    assert (evaluation.version, evaluation.reasons[0].fields["effective"]) == ("hash-0", date(2026, 4, 1))


def test_outside_its_days_an_agreement_promises_nothing() -> None:
    early = Reported(datetime(2026, 3, 31, 12, tzinfo=BERLIN))

    [gate] = evaluate(agreement(), [early], at("20 11:00")).duties

    assert (gate.name, gate.state, gate.reasons[0].code) == ("in force", "broken", "not in force")


def test_an_offer_is_evaluated_for_the_plan_that_is_named() -> None:
    offer = replace(agreement(), signature=None, plans={"basic": part("basic"), "gold": part("gold", queue="first")})

    assert evaluate(offer, [reported("20 10:00")], at("20 11:00"), plan="gold").of_kind("clock")


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveTime, match="now: '2026-11-23 10:00:00' has no time zone"):
        evaluate(agreement(), [reported("20 10:00")], datetime(2026, 11, 23, 10))  # noqa: DTZ001  that is the point
