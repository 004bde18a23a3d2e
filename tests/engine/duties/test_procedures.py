"""Procedures of a case: raising, telling, objecting, and the steps of its course."""

from dataclasses import replace

import pytest

from tests.engine.casework import at, classification, desk, reported
from tests.engine.duties.duty_world import named, states
from tests.engine.world import clause, said
from upheld.agreements import Classification, Objection, Raise, Step, Terms
from upheld.events import (
    Classified,
    Closed,
    Merged,
    NotFixedRemotely,
    Objected,
    Replied,
    SeverityAsked,
    Visited,
)
from upheld.quantities import parse

BY_MAIL_AND_PHONE = Raise(("p1", "p2"), ("email", "phone"), "any time", clause("classification.raise"))
BY_CUSTOMER = classification("customer", "p3", BY_MAIL_AND_PHONE)
BY_VENDOR = replace(
    classification("vendor", "p3"),
    told_to="customer",
    objection=Objection("customer", said("not plausible"), said("a second person"), clause("classification.objection")),
)


def agreed(by: Classification, *steps: Step) -> Terms:
    """Return terms that promise nothing but how a case goes."""
    return desk(by=by, steps=steps)


def step(within: str = "", done_by: str = "visited") -> Step:
    """Return the step that somebody visits when nothing was fixed from afar."""
    return Step(
        "visit",
        "vendor",
        "not fixed remotely",
        said("Send somebody."),
        done_by,
        parse(within) if within else None,
        clause("steps.visit"),
    )


# --- Raising ----------------------------------------------------------------------------------------------------------


def test_a_raise_runs_until_it_was_said_on_every_channel() -> None:
    log = [reported("23 10:00", severity="p1", channel="email"), SeverityAsked(at("23 10:20"), "p1", "phone")]

    before, after = (named(agreed(BY_CUSTOMER), log, now, "raise")[0] for now in ("23 10:10", "23 10:30"))

    assert (before.state, before.reasons[-1].fields["channels"], after.state, after.stopped) == (
        "running",
        ("phone",),
        "kept",
        at("23 10:20"),
    )


def test_a_raise_that_was_not_offered_is_broken_at_once() -> None:
    rule = classification("customer", "p3", replace(BY_MAIL_AND_PHONE, to=("p2",)))

    [raised] = named(agreed(rule), [reported("23 10:00", severity="p1", channel="email")], "23 11:00", "raise")

    assert (raised.state, raised.reasons[-1].fields["why"]) == ("broken", "not offered")


def test_a_raise_that_was_not_completed_ends_with_the_case() -> None:
    log = [reported("23 10:00", severity="p1", channel="email"), Closed(at("23 11:00"))]

    assert states(agreed(BY_CUSTOMER), log, "23 12:00", "raise") == ["ended"]


# --- Telling and objecting --------------------------------------------------------------------------------------------


def test_a_class_is_told_by_the_next_reply() -> None:
    log = [reported("23 10:00"), Classified(at("23 10:10"), "p2"), Replied(at("23 10:20"))]

    [told] = named(agreed(BY_VENDOR), log, "23 11:00", "tell class")

    assert (told.state, told.stopped, told.severity) == ("kept", at("23 10:20"), "p2")


def test_a_receipt_tells_no_class() -> None:
    log = [reported("23 10:00"), Classified(at("23 10:10"), "p2"), Replied(at("23 10:20"), automatic=True)]

    assert states(agreed(BY_VENDOR), log, "23 11:00", "tell class") == ["running"]


def test_a_class_that_changed_before_it_was_told_need_not_be_told() -> None:
    log = [reported("23 10:00"), Classified(at("23 10:10"), "p2"), Classified(at("23 10:20"), "p1")]

    assert states(agreed(BY_VENDOR), log, "23 11:00", "tell class") == ["ended", "running"]


def test_nobody_is_told_where_nobody_must_be() -> None:
    log = [reported("23 10:00"), Classified(at("23 10:10"), "p2")]

    assert states(agreed(classification()), log, "23 11:00", "tell class") == []


def test_an_objection_is_decided_by_another_person() -> None:
    log = [
        reported("23 10:00"),
        Classified(at("23 10:10"), "p2", by="maria"),
        Objected(at("23 10:20"), "not plausible", by="f.richter"),
        Classified(at("23 10:30"), "p2", by="maria"),
        Classified(at("23 10:40"), "p1", by="joris"),
    ]

    before, after = (named(agreed(BY_VENDOR), log, now, "objection")[0] for now in ("23 10:35", "23 11:00"))

    assert (before.state, after.state, after.stopped) == ("running", "kept", at("23 10:40"))


def test_an_objection_that_the_agreement_does_not_know_asks_for_nothing() -> None:
    log = [reported("23 10:00"), Classified(at("23 10:10"), "p2"), Objected(at("23 10:20"))]

    assert states(agreed(classification()), log, "23 11:00", "objection") == []


# --- Steps ------------------------------------------------------------------------------------------------------------


def test_a_step_is_called_for_by_its_event_and_kept_by_another() -> None:
    log = [reported("23 10:00"), NotFixedRemotely(at("23 11:00")), Visited(at("23 15:00"))]

    early, open_, done = (
        states(agreed(BY_VENDOR, step()), log, now, "visit") for now in ("23 10:30", "23 12:00", "24 10:00")
    )

    assert (early, open_, done) == ([], ["running"], ["kept"])


@pytest.mark.parametrize(("visited", "state"), [("23 13:00", "kept"), ("23 13:01", "broken")])
def test_a_step_with_a_time_is_broken_after_it(visited: str, state: str) -> None:
    log = [reported("23 10:00"), NotFixedRemotely(at("23 11:00")), Visited(at(visited))]

    assert states(agreed(BY_VENDOR, step("within 2 hours")), log, "24 10:00", "visit") == [state]


def test_a_step_whose_time_is_to_be_agreed_says_so() -> None:
    log = [reported("23 10:00"), NotFixedRemotely(at("23 11:00"))]

    [visit] = named(agreed(BY_VENDOR, step("to be agreed")), log, "24 10:00", "visit")

    assert (visit.state, visit.due, visit.reasons[-1].code) == ("running", None, "hole")


def test_a_step_that_still_runs_is_not_called_for_twice() -> None:
    log = [reported("23 10:00"), NotFixedRemotely(at("23 11:00")), NotFixedRemotely(at("23 12:00"))]

    assert states(agreed(BY_VENDOR, step()), log, "24 10:00", "visit") == ["running"]


def test_a_step_that_was_done_is_called_for_again() -> None:
    log = [
        reported("23 10:00"),
        NotFixedRemotely(at("23 11:00")),
        Visited(at("23 12:00")),
        NotFixedRemotely(at("23 13:00")),
    ]

    assert states(agreed(BY_VENDOR, step()), log, "24 10:00", "visit") == ["kept", "running"]


def test_a_step_ends_with_the_case() -> None:
    log = [reported("23 10:00"), NotFixedRemotely(at("23 11:00")), Merged(at("23 12:00"), "7")]

    assert states(agreed(BY_VENDOR, step()), log, "24 10:00", "visit") == ["ended"]
