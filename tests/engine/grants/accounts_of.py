"""Allowances by hand, and agreements that have nothing but them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from tests.engine.world import clause, terms
from upheld.agreements import ANY, Allowance, Checkpoint, Era, Terms, UsedUp
from upheld.events import Log
from upheld.grants import Ledger, ledger
from upheld.rhythms import parse

START: Final = date(2026, 1, 1)
CASES: Final = Allowance(
    id="cases",
    unit="case",
    amount=Decimal(10),
    per=parse("quarter"),
    step=None,
    counts=(),
    not_counted=("vendor fault",),
    carry_over=False,
    expires=None,
    overdraft=False,
    price=None,
    when_used_up={ANY: UsedUp("accept and flag", None, "", clause("cases.when_used_up"))},
    catalogue={},
    reserve="opened",
    settle="accepted",
    release=("duplicate", "refused"),
    where=(),
    clause=clause("cases"),
)
HOURS: Final = replace(
    CASES,
    id="hours",
    unit="hour",
    amount=None,
    per=None,
    step=Decimal("0.25"),
    when_used_up={ANY: UsedUp("refuse", None, "", clause("hours.when_used_up"))},
    reserve="ordered",
    settle="done",
    release=("cancelled",),
    where=(),
    clause=clause("hours"),
)


def at(day: date | str, hour: int = 12) -> datetime:
    """Return an hour of a day, in UTC: an hour or two later in Berlin."""
    found = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime(found.year, found.month, found.day, hour, tzinfo=UTC)


def having(*allowances: Allowance, checkpoints: tuple[Checkpoint, ...] = ()) -> Terms:
    return terms(allowances=allowances, checkpoints=checkpoints)


def era(*allowances: Allowance, starts: date = START, ends: date | None = None) -> Era:
    return Era(having(*allowances), starts, ends, START)


def booked(allowance: Allowance, *log: object, now: datetime | str = "2026-03-01", starts: date = START) -> Ledger:
    """Return the ledger of one allowance, by default in the middle of the first quarter."""
    instant = now if isinstance(now, datetime) else at(now)
    facts: Log = log  # type: ignore[assignment]  # tests give events
    return ledger([era(allowance, starts=starts)], facts, instant)


def balances(found: Ledger, allowance: str) -> dict[str, str]:
    """Return the accounts of an allowance that hold anything."""
    return {account: str(amount) for (name, account), amount in found.balances.items() if name == allowance and amount}
