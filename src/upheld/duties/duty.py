"""Duty: what a promise asks of somebody, and what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final, Literal

from upheld.agreements import NO_TEXT, Party, Terms, Text
from upheld.calendars import Calendar
from upheld.clocks import INSTANT, State, after
from upheld.quantities import Quantity
from upheld.reasons import Clause, Reason, plain

Kind = Literal["clock", "checkpoint", "rhythm", "allowance", "gate", "price", "procedure"]

NO_AMOUNTS: Final[Mapping[str, Decimal]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Who owes what, until when, and how it stands. Instants are in UTC."""

    id: str  # unique in an evaluation, and the same in the next: what was told once is not told again
    kind: Kind
    name: str  # the promise's id in the agreement
    of: Party
    state: State
    clause: Clause | None
    start: datetime | None = None
    due: datetime | None = None
    strict: bool = False  # at the due instant it is already late
    stopped: datetime | None = None
    budget: timedelta | None = None
    used: timedelta | None = None
    number: int = 1  # a round, or a run after the first
    severity: str | None = None
    tell: tuple[str, ...] = ()  # roles
    amounts: Mapping[str, Decimal] = field(default_factory=lambda: NO_AMOUNTS)  # of an allowance
    calendar: Calendar | None = None  # that its time runs in; None: day and night
    pauses: tuple[tuple[datetime, datetime | None], ...] = ()
    changes: datetime | None = None  # when its state changes without a new event
    reasons: tuple[Reason, ...] = ()

    def title(self, terms: Terms) -> Text:
        """Return what the agreement calls what is promised; no text where it has no name of its own."""
        if self.kind == "clock" and self.name in terms.shared.clocks:
            return terms.shared.clocks[self.name].name
        texts = {point.id: point.do for point in terms.checkpoints} | {step.id: step.do for step in terms.steps}
        texts |= {routine.id: routine.topic for routine in terms.routines}
        return texts.get(self.name, NO_TEXT)

    def as_data(self) -> dict[str, object]:
        """Return the duty as plain data for JSON: instants with their offset, durations in seconds, amounts as text."""
        return {
            "id": self.id,
            "kind": self.kind,
            "name": self.name,
            "of": self.of,
            "state": self.state,
            "clause": self.clause.as_data() if self.clause else None,
            "start": _said(self.start),
            "due": _said(self.due),
            "strict": self.strict,
            "stopped": _said(self.stopped),
            "budget": None if self.budget is None else plain(self.budget),
            "used": None if self.used is None else plain(self.used),
            "number": self.number,
            "severity": self.severity,
            "tell": list(self.tell),
            "amounts": {name: str(amount) for name, amount in self.amounts.items()},
            "pauses": [[_said(begin), _said(end)] for begin, end in self.pauses],
            "changes": _said(self.changes),
            "reasons": [reason.as_data() for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All duties of one log at one instant."""

    now: datetime
    version: str  # the hash of the version in force
    duties: tuple[Duty, ...]
    next_look: datetime | None  # None: nothing changes without a new event
    reasons: tuple[Reason, ...]

    def of_kind(self, kind: Kind) -> tuple[Duty, ...]:
        """Return the duties of one kind, in their order."""
        return tuple(duty for duty in self.duties if duty.kind == kind)

    def as_data(self) -> dict[str, object]:
        """Return the evaluation as plain data for JSON."""
        return {
            "now": self.now.isoformat(),
            "version": self.version,
            "duties": [duty.as_data() for duty in self.duties],
            "next_look": _said(self.next_look),
            "reasons": [reason.as_data() for reason in self.reasons],
        }


def timed(duty: Duty, quantity: Quantity | None, terms: Terms) -> Duty:
    """Return a duty that began with the due time that a quantity gives it; without one it has none."""
    if quantity is None or duty.start is None:
        return duty
    if terms.is_open(quantity):
        hours = "" if quantity.is_hole else terms.hours(quantity)
        why = Reason("hole", {"quantity": quantity.text, "calendar": hours}, duty.clause)
        return replace(duty, reasons=(*duty.reasons, why))
    if quantity.is_best_effort:
        return replace(duty, reasons=(*duty.reasons, Reason("best effort", {}, duty.clause)))
    budget, calendar = terms.budget(quantity), terms.calendar(quantity)
    assert budget is not None
    due = after(duty.start, budget, calendar)
    why = Reason("due", {"at": due, "strict": quantity.strict}, duty.clause)
    late = due if quantity.strict else due + INSTANT
    return replace(
        duty,
        due=due,
        strict=quantity.strict,
        budget=budget,
        calendar=calendar,
        changes=late,
        reasons=(*duty.reasons, why),
    )


def settled(duty: Duty, at: datetime | None, state: State, now: datetime) -> Duty:
    """Return a duty that came to a state at an instant, if it was not late before; None: it still runs at `now`."""
    late = duty.changes
    if late and late <= (at or now):
        return replace(duty, state="broken", stopped=at if state == "kept" else None, changes=None)
    return replace(duty, state=state, stopped=at, changes=None) if at else duty


def first_change(duties: Iterable[Duty], now: datetime) -> datetime | None:
    """Return the first instant after `now` at which one of the duties changes by itself."""
    return min((duty.changes for duty in duties if duty.changes and duty.changes > now), default=None)


def _said(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
