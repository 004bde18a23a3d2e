"""Approval: who must say yes before a case is closed, and what silence says."""

from typing import Any

from tests.engine.casework import at, desk, reported
from tests.engine.duties.duty_world import evaluated, named, states
from tests.engine.world import clause
from upheld.agreements import Closing, Terms
from upheld.clocks import INSTANT
from upheld.events import (
    Closed,
    Event,
    Merged,
    Reopened,
    SolutionApproved,
    SolutionProposed,
    SolutionRefused,
)
from upheld.quantities import parse

PROPOSED = [reported("2 10:00"), SolutionProposed(at("2 12:00"))]


def agreed(silence: str = "", remind: str = "", **changes: Any) -> Terms:  # noqa: ANN401  any field of terms
    """Return terms under which closing needs the customer's approval."""
    closing = Closing(
        needs_approval=True,
        approved_by_silence_after=parse(silence) if silence else None,
        remind_after=parse(remind) if remind else None,
        clause=clause("closing"),
    )
    return desk(closing=closing, **changes)


def approval(log: list[Event], now: str, terms: Terms | None = None) -> list[str]:
    """Return the states of the approvals of a case."""
    return states(terms or agreed(), log, now, "approval")


def test_approval_waits_for_a_solution_and_runs_until_the_customer_says_yes() -> None:
    log: list[Event] = [*PROPOSED, SolutionApproved(at("3 12:00"))]

    assert [approval(log, now) for now in ("2 11:00", "2 13:00", "4 10:00")] == [["waiting"], ["running"], ["kept"]]


def test_silence_never_approves_unless_it_was_agreed() -> None:
    assert approval([*PROPOSED], "30 12:00") == ["running"]


def test_silence_approves_after_its_time() -> None:
    terms = agreed(silence="within 10 working days")

    [before], [after] = (named(terms, PROPOSED, now, "approval") for now in ("16 12:00", "16 12:01"))

    assert (before.state, after.state, after.stopped) == ("running", "kept", at("16 12:00"))


def test_what_silence_approved_is_not_undone_by_a_late_word() -> None:
    log: list[Event] = [*PROPOSED, SolutionRefused(at("20 12:00"))]

    assert approval(log, "30 12:00", agreed(silence="within 10 working days")) == ["kept"]


def test_a_refused_solution_waits_for_the_next() -> None:
    log: list[Event] = [*PROPOSED, SolutionRefused(at("3 12:00")), SolutionProposed(at("4 12:00"))]

    assert [approval(log, now) for now in ("3 13:00", "4 13:00")] == [["ended", "waiting"], ["ended", "running"]]


def test_closing_without_approval_breaks_it_and_the_vendor_did_it() -> None:
    [lacking] = named(agreed(), [*PROPOSED, Closed(at("3 12:00"))], "4 12:00", "approval")

    assert (lacking.state, lacking.of, lacking.stopped) == ("broken", "vendor", at("3 12:00"))


def test_closing_straight_away_breaks_it_too() -> None:
    assert approval([reported("2 10:00"), Closed(at("2 11:00"))], "4 12:00") == ["broken"]


def test_an_approved_case_may_be_closed() -> None:
    assert approval([*PROPOSED, SolutionApproved(at("3 12:00")), Closed(at("3 12:00"))], "4 12:00") == ["kept"]


def test_a_case_that_goes_away_needs_no_approval() -> None:
    assert approval([*PROPOSED, Merged(at("3 12:00"), "7")], "4 12:00") == ["ended"]


def test_a_reopened_case_waits_for_its_next_solution() -> None:
    log: list[Event] = [*PROPOSED, SolutionApproved(at("3 12:00")), Closed(at("3 12:00")), Reopened(at("4 12:00"))]

    assert approval(log, "5 12:00") == ["kept", "waiting"]


def test_where_closing_needs_nothing_nothing_is_asked() -> None:
    assert approval([*PROPOSED], "3 12:00", desk()) == []


def test_the_customer_is_reminded_while_nobody_answers() -> None:
    terms = agreed(remind="within 5 working days")

    before, after = (named(terms, PROPOSED, now, "approval reminder")[0] for now in ("3 12:00", "9 12:00"))

    assert (before.state, before.due, after.state, after.of) == ("waiting", at("9 12:00"), "kept", "vendor")


def test_who_has_answered_is_not_reminded() -> None:
    log = [*PROPOSED, SolutionApproved(at("3 12:00"))]

    assert states(agreed(remind="within 5 working days"), log, "30 12:00", "approval reminder") == []


def test_the_next_look_is_at_the_reminder_and_then_at_the_end_of_silence() -> None:
    terms = agreed(silence="within 10 working days", remind="within 5 working days")

    assert [evaluated(terms, PROPOSED, now).next_look for now in ("3 12:00", "10 12:00")] == [
        at("9 12:00"),
        at("16 12:00") + INSTANT,
    ]
