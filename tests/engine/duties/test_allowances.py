"""Allowances as duties: each grant with what became of it, and the checkpoints it passed."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from tests.engine.casework import BERLIN
from tests.engine.duties.duty_world import checkpoint
from tests.engine.versions import part, version
from tests.engine.world import clause
from upheld import rhythms
from upheld.agreements import Allowance, Checkpoint
from upheld.duties import Evaluation, evaluate
from upheld.events import Called, Event, Reserved, Settled

CASES = Allowance(
    id="cases", unit="case", amount=Decimal(10), per=rhythms.parse("quarter"), step=None, counts=(), not_counted=(),
    carry_over=False, expires=None, overdraft=False, price=None, when_used_up={}, catalogue={}, reserve="opened",
    settle="closed", release=(), where=(), clause=clause("allowances.cases", "10 per quarter"),
)  # fmt: skip


def day(month: int, number: int) -> datetime:
    """Return noon of a day of 2026 in Berlin."""
    return datetime(2026, month, number, 12, tzinfo=BERLIN)


def evaluated(now: datetime, *log: Event, watch: Checkpoint | None = None) -> Evaluation:
    """Return the evaluation of an agreement that grants ten cases a quarter from April on."""
    points = (watch,) if watch else ()
    return evaluate(version(top=part("", allowances=(CASES,), checkpoints=points)), log, now)


def taken(number: int) -> list[Event]:
    """Return the facts of so many cases, one a day from 2 April."""
    return [Reserved(day(4, n + 2), "cases", Decimal(1), f"case {n}") for n in range(number)]


def test_each_grant_is_a_duty_until_it_expires() -> None:
    assert [(duty.id, duty.state, duty.due) for duty in evaluated(day(8, 1)).duties] == [
        ("allowance/cases/1", "ended", day(7, 1).replace(hour=0)),
        ("allowance/cases/2", "running", day(10, 1).replace(hour=0)),
    ]


def test_a_grant_says_what_is_reserved_used_and_left() -> None:
    [grant] = evaluated(day(5, 1), *taken(3), Settled(day(4, 20), "case 1")).duties

    assert {name: int(amount) for name, amount in grant.amounts.items()} == {
        "granted": 10,
        "reserved": 2,
        "used": 1,
        "left": 7,
        "expired": 0,
    }


def test_an_evaluation_looks_again_when_the_next_grant_comes() -> None:
    assert evaluated(day(5, 1)).next_look == day(7, 1).replace(hour=0)


def test_a_share_that_is_taken_is_told_of_once() -> None:
    watch = checkpoint("allowance", "cases", share="0.8")

    found = evaluated(day(5, 1), *taken(9), watch=watch).of_kind("checkpoint")

    assert [(duty.id, duty.state, duty.stopped, duty.tell) for duty in found] == [
        ("checkpoint/watch/cases/1", "kept", day(4, 9), ("owner",))
    ]


def test_a_share_after_which_something_must_be_done_runs_until_it_is() -> None:
    watch = replace(checkpoint("allowance", "cases", share="0.8"), done_by="called")

    before, after = (
        evaluated(now, *taken(9), Called(day(4, 20)), watch=watch).of_kind("checkpoint")[0].state
        for now in (day(4, 15), day(5, 1))
    )

    assert (before, after) == ("running", "kept")


def test_what_cannot_be_booked_is_said() -> None:
    unknown = Reserved(day(4, 2), "points", Decimal(1), "case 1")

    assert [reason.code for reason in evaluated(day(5, 1), unknown).reasons] == ["version", "allowance unknown"]
