"""Points: the instants at which a duty asks for telling somebody, or for an act of the desk's own.

Pure: a function of an evaluation and of what was told already. A point that lies back and was not told is overdue, so
the next look is due at once: nothing is forgotten that passed while nobody looked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

from upheld.clocks import INSTANT, after
from upheld.duties import Duty, Evaluation
from upheld_desk.facts import Fact

Step = Literal[
    "at risk",  # three quarters of its time are used
    "late",
    "reached",  # a checkpoint of the agreement passed
    "reminder",  # of an approval that the customer owes
    "silence",  # approves, as the agreement says
]
Told = frozenset[tuple[str, str]]

RISK: Final = Decimal("0.75")  # of the budget: from there on a duty is at risk
_NEVER_TOLD: Final = frozenset({"gate", "allowance", "price"})


@dataclass(frozen=True, slots=True)
class Point:
    """An instant of a duty; what was told of a duty and a step is never told again."""

    at: datetime
    duty: Duty
    step: Step


def told(facts: Sequence[Fact]) -> Told:
    """Return what was told by a log: duties by their ids, and steps."""
    return frozenset((fact.desk["duty"], fact.desk["step"]) for fact in facts if fact.kind == "told")


def untold(evaluation: Evaluation, before: Told) -> list[Point]:
    """Return the points that were not told before, the first first; those to come are among them."""
    found = (point for point in _points(evaluation) if (point.duty.id, point.step) not in before)
    return sorted(found, key=lambda point: point.at)


def next_look(evaluation: Evaluation, before: Told) -> datetime | None:
    """Return when to look next: when an answer changes, or somebody is to be told; None: nothing comes by itself."""
    instants = [point.at for point in untold(evaluation, before)[:1]]
    return min([*instants, *([evaluation.next_look] if evaluation.next_look else [])], default=None)


def late_from(duty: Duty) -> datetime | None:
    """Return the first instant at which a duty is late; None: it cannot be, like an invoice, or is not timed now."""
    if duty.due is None or duty.kind == "price":
        return None
    return duty.due if duty.strict else duty.due + INSTANT


def risk_from(duty: Duty) -> datetime | None:
    """Return when three quarters of a duty's time are used up, on its working clock; None while it is paused.

    Pauses are left out as the clock leaves them out.
    """
    if duty.start is None or duty.budget is None or duty.due is None:
        return None
    numerator, denominator = RISK.as_integer_ratio()
    left, at = duty.budget * numerator / denominator, duty.start
    for begin, end in duty.pauses:
        ran = _between(duty, at, begin)
        if left <= ran:
            break
        if end is None:
            return None
        left, at = left - ran, end
    return after(at, left, duty.calendar)


def _between(duty: Duty, start: datetime, end: datetime) -> timedelta:
    return duty.calendar.between(start, end) if duty.calendar else end - start


def _points(evaluation: Evaluation) -> Iterator[Point]:
    missed: dict[str, Point] = {}
    for duty in evaluation.duties:
        if duty.kind in _NEVER_TOLD:
            continue
        if duty.kind == "rhythm":
            if duty.state == "broken" and duty.stopped is None and duty.due:
                missed[duty.name] = Point(duty.due, duty, "late")  # of what comes round, the last one missed
        elif duty.kind == "checkpoint":
            if duty.start:
                yield Point(duty.start, duty, "reached")
        elif duty.name in _OF_APPROVAL:
            yield from _approval(duty)
        else:
            yield from _timed(duty)
    yield from missed.values()


_OF_APPROVAL: Final = frozenset({"approval", "approval reminder"})


def _approval(duty: Duty) -> Iterator[Point]:
    """Yield the reminder that is due, and the approval that silence gave."""
    if duty.state != "kept" or duty.stopped is None:
        return
    if duty.name == "approval reminder":
        yield Point(duty.stopped, duty, "reminder")
    elif any(reason.code == "approved by silence" for reason in duty.reasons):
        yield Point(late_from(duty) or duty.stopped, duty, "silence")


def _timed(duty: Duty) -> Iterator[Point]:
    late = late_from(duty)
    if late is None:
        return
    if duty.state == "broken":
        yield Point(late, duty, "late")
    elif duty.state in ("running", "paused") and duty.of == "vendor" and (risk := risk_from(duty)):
        yield Point(risk, duty, "at risk")
