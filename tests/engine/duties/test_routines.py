"""What comes round: meetings and reviews, invoices, and what stands as long as the agreement does."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.casework import BERLIN
from tests.engine.versions import part, version
from tests.engine.world import clause, said
from upheld import rhythms
from upheld.agreements import Invoicing, Routine, Step, Version
from upheld.duties import Duty, Evaluation, evaluate
from upheld.events import Done, Event, Started


def day(month: int, number: int, hour: int = 12, year: int = 2026) -> datetime:
    """Return an instant in Berlin."""
    return datetime(year, month, number, hour, tzinfo=BERLIN)


def routine(every: str = "quarter", name: str = "review", kind: Any = "review") -> Routine:  # noqa: ANN401
    """Return a routine of the vendor's."""
    return Routine(name, kind, rhythms.parse(every), "vendor", said(""), (), (), clause(f"routines.{name}"))


def invoicing(every: str = "month", when: Any = "in arrears") -> Invoicing:  # noqa: ANN401
    """Return how is billed."""
    return Invoicing(rhythms.parse(every), when, "pdf", None, None, clause("invoice"))


def agreement(*routines: Routine, **changes: Any) -> Version:  # noqa: ANN401  any field of the part at the top
    """Return an agreement from 1 April 2026 with these routines."""
    return version(top=part("", routines=routines, **changes))


def states(agreed: Version, now: datetime, *log: Event, kind: str = "rhythm") -> list[tuple[str, str]]:
    """Return what each duty is for, and its state."""
    return [(duty.id.split("/")[-1], duty.state) for duty in evaluated(agreed, now, *log).duties if duty.kind == kind]


def evaluated(agreed: Version, now: datetime, *log: Event) -> Evaluation:
    """Return the evaluation of an agreement's log."""
    return evaluate(agreed, log, now)


def only(agreed: Version, now: datetime, *log: Event) -> Duty:
    """Return the only duty of an agreement's log."""
    [duty] = evaluated(agreed, now, *log).duties
    return duty


# --- Periods ----------------------------------------------------------------------------------------------------------


def test_there_is_one_duty_for_each_period_from_the_start_to_now() -> None:
    found = states(agreement(routine()), day(11, 23), Done(day(5, 20), "review"), Done(day(11, 2), "review"))

    assert found == [("2026-04-01", "kept"), ("2026-07-01", "broken"), ("2026-10-01", "kept")]


def test_a_period_ends_with_its_last_instant_in_the_zone_of_the_agreement() -> None:
    due = datetime(2026, 6, 30, 22, tzinfo=UTC)  # midnight in Berlin
    last = due - timedelta(microseconds=1)

    assert [states(agreement(routine()), now)[0] for now in (last, due)] == [
        ("2026-04-01", "running"),
        ("2026-04-01", "broken"),
    ]


def test_what_was_done_is_looked_at_again_when_the_next_period_begins() -> None:
    assert evaluated(agreement(routine()), day(5, 1), Done(day(4, 20), "review")).next_look == day(7, 1, 0)


def test_what_was_done_late_stays_broken_and_says_when() -> None:
    late = Done(day(7, 3), "review", due=date(2026, 6, 30))

    first = evaluated(agreement(routine()), day(8, 1), late).duties[0]

    assert (first.state, first.stopped) == ("broken", day(7, 3))


def test_what_was_done_early_keeps_the_period_it_was_for() -> None:
    early = Done(day(6, 28), "review", due=date(2026, 7, 1))

    assert states(agreement(routine()), day(8, 1), early) == [("2026-04-01", "broken"), ("2026-07-01", "kept")]


def test_an_agreement_that_has_not_begun_waits_for_its_first_day() -> None:
    waiting = only(agreement(routine()), day(3, 1))

    assert (waiting.state, waiting.changes) == ("waiting", day(4, 1, 0))


def test_the_next_look_is_at_the_end_of_the_period() -> None:
    assert evaluated(agreement(routine()), day(5, 1)).next_look == day(7, 1, 0)


def test_an_agreement_that_started_later_owes_nothing_before() -> None:
    assert states(agreement(routine()), day(9, 1), Started(day(8, 15))) == [("2026-08-15", "running")]


def test_an_offer_runs_from_its_start() -> None:
    offer = version(signature=None, top=part("", routines=(routine("contract quarter"),)))

    assert states(offer, day(9, 1), Started(day(5, 15))) == [("2026-05-15", "broken"), ("2026-08-15", "running")]


def test_an_offer_that_nobody_started_owes_nothing() -> None:
    offer = version(signature=None, top=part("", routines=(routine(),)))

    assert [reason.code for reason in evaluated(offer, day(9, 1)).reasons] == ["version", "not started"]


def test_the_last_period_ends_with_the_agreement() -> None:
    signed = version().signature
    assert signed

    ending = replace(agreement(routine()), signature=replace(signed, ends=date(2026, 8, 31)))

    assert [(duty.state, duty.due) for duty in evaluated(ending, day(12, 1)).duties] == [
        ("broken", day(7, 1, 0)),
        ("broken", day(9, 1, 0)),
    ]


def test_a_rhythm_that_is_to_be_agreed_is_said_to_be() -> None:
    hole = only(agreement(routine("to be agreed")), day(9, 1))

    assert (hole.state, hole.due, hole.reasons[0].code) == ("running", None, "rhythm to be agreed")


@given(st.sampled_from(["month", "quarter", "contract month", "half-year", "6 per year"]), st.integers(0, 900))
def test_periods_leave_no_day_out(every: str, days: int) -> None:
    found = evaluated(agreement(routine(every)), day(4, 1) + timedelta(days=days)).duties

    assert [duty.start for duty in found] == [day(4, 1, 0), *(duty.due for duty in found[:-1])]


# --- Amendments -------------------------------------------------------------------------------------------------------


def amended(*routines: Routine, **changes: Any) -> Version:  # noqa: ANN401  any field of the part at the top
    """Return an amendment from 1 October, after an agreement with a yearly review."""
    return version(1, agreement(routine("year")), top=part("", routines=routines, **changes))


def test_a_period_that_runs_goes_on_under_the_version_it_began_in() -> None:
    assert states(amended(routine("year")), day(11, 1)) == [("2026-04-01", "running")]


def test_what_an_amendment_adds_begins_with_it() -> None:
    found = states(amended(routine("year"), routine("month", "check")), day(11, 1))

    assert found == [("2026-04-01", "running"), ("2026-10-01", "broken"), ("2026-11-01", "running")]


def test_what_an_amendment_takes_away_ends_with_it() -> None:
    assert states(amended(), day(11, 1)) == [("2026-04-01", "ended")]


def test_an_amendment_to_come_is_a_reason_to_look_again() -> None:
    assert evaluated(amended(routine("year")), day(9, 1)).next_look == day(10, 1, 0)


# --- Each -------------------------------------------------------------------------------------------------------------

CALLS = agreement(routine("each release", "coordination", "meeting"))


def test_each_time_asks_for_one() -> None:
    releases = [Done(day(month, 1), "release") for month in (5, 7, 9)]
    meetings = [Done(day(5, 3), "coordination"), Done(day(9, 2), "coordination")]

    assert states(CALLS, day(10, 1), *releases, *meetings) == [("1", "kept"), ("2", "broken"), ("3", "kept")]


def test_before_the_first_time_nothing_is_asked() -> None:
    assert states(CALLS, day(10, 1)) == []


# --- Invoices and standing steps --------------------------------------------------------------------------------------


def test_an_invoice_in_arrears_is_owed_after_its_period_until_it_is_sent() -> None:
    found = states(agreement(invoicing=invoicing()), day(6, 10), Done(day(5, 4), "invoice"), kind="price")

    assert found == [("2026-04-01", "kept"), ("2026-05-01", "running"), ("2026-06-01", "waiting")]


def test_an_invoice_in_advance_is_owed_from_the_first_day_of_its_period() -> None:
    billed = agreement(invoicing=invoicing("quarter", "in advance"))

    assert states(billed, day(6, 10), kind="price") == [("2026-04-01", "running"), ("2026-07-01", "waiting")]


def test_an_invoice_that_names_its_day_is_for_that_period() -> None:
    sent = Done(day(6, 4), "invoice", due=date(2026, 5, 31))

    assert states(agreement(invoicing=invoicing()), day(6, 10), sent, kind="price")[:2] == [
        ("2026-04-01", "running"),
        ("2026-05-01", "kept"),
    ]


def test_the_next_look_is_at_the_next_invoice() -> None:
    assert evaluated(agreement(invoicing=invoicing()), day(6, 10)).next_look == day(7, 1, 0)


@pytest.mark.parametrize(("log", "state"), [([], "running"), ([Done(day(4, 3), "hand over")], "kept")])
def test_a_standing_step_runs_until_it_is_done(log: list[Done], state: str) -> None:
    step = Step("hand over", "vendor", "always", said(""), "", None, clause("steps.hand-over"))

    assert states(agreement(steps=(step,)), day(6, 10), *log, kind="procedure") == [("1", state)]


def test_a_standing_step_is_looked_at_when_the_agreement_ends() -> None:
    step = Step("backup", "customer", "always", said(""), "", None, clause("steps.backup"))
    ends = agreement(steps=(step,))
    assert ends.signature
    ending = replace(ends, signature=replace(ends.signature, ends=date(2026, 9, 30)))

    found = [evaluated(ending, now) for now in (day(9, 1), day(10, 1, 0))]

    assert (found[0].next_look, [each.duties[0].state for each in found]) == (day(10, 1, 0), ["running", "ended"])


@pytest.mark.parametrize(
    ("every", "when"), [("month", "in advance"), ("quarter", "in arrears"), ("year", "in advance")]
)
def test_no_invoice_comes_before_the_next_look(every: str, when: str) -> None:
    amended = version(1, agreement(), top=part("", invoicing=invoicing(every, when)))
    now = day(9, 1)

    while now < day(6, 1, year=2027):
        found = evaluated(amended, now)
        assert found.next_look
        before = evaluated(amended, found.next_look - timedelta(microseconds=1))
        assert [duty.id for duty in before.duties] == [duty.id for duty in found.duties]
        now = found.next_look
