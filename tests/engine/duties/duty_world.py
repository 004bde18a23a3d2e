"""Duties for tests: the evaluation of a case of the small desk, in a few words."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tests.engine.casework import at
from tests.engine.world import clause, said
from upheld.agreements import Checkpoint, Measure, Terms
from upheld.duties import Duty, Evaluation, of_case
from upheld.events import Event
from upheld.quantities import parse


def evaluated(agreed: Terms, log: Sequence[Event], now: str) -> Evaluation:
    """Return the evaluation of a case."""
    return of_case(agreed, log, at(now))


def named(agreed: Terms, log: Sequence[Event], now: str, name: str) -> list[Duty]:
    """Return the duties of one name."""
    return [duty for duty in evaluated(agreed, log, now).duties if duty.name == name]


def states(agreed: Terms, log: Sequence[Event], now: str, name: str) -> list[str]:
    """Return the states of the duties of one name."""
    return [duty.state for duty in named(agreed, log, now, name)]


def checkpoint(kind: Any, subject: str = "", time: str = "", share: str = "0", done_by: str = "") -> Checkpoint:  # noqa: ANN401
    """Return a checkpoint "watch" that tells the owner."""
    measure = Measure(kind, subject, Decimal(share), parse(f"within {time}") if time else None)
    return Checkpoint("watch", measure, ("owner",), said("Look."), "vendor", clause("checkpoints.watch"), done_by)
