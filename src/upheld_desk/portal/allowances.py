"""Allowances as the customer sees them: what is left, what was taken when and for which case."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from upheld.agreements import Allowance
from upheld.grants import Ledger, Movement
from upheld.words import say
from upheld.words.terms import per, term
from upheld_desk.actions.allowances import books
from upheld_desk.looks import speech
from upheld_desk.store.models import Agreement


@dataclass(frozen=True, slots=True)
class Line:
    """One movement of the ledger."""

    at: datetime
    amount: Decimal  # what came is more than nothing, what went is less
    left: Decimal
    ref: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How one allowance stands."""

    name: str
    unit: str
    per: str  # "per quarter"; empty: granted once
    granted: Decimal  # of the grants that are in use
    left: Decimal
    reserved: Decimal
    used: Decimal
    ends: date | None  # the last day on which all of what is left can be used
    lines: tuple[Line, ...]  # the newest first

    @property
    def taken(self) -> Decimal:
        """Return what is used or set aside."""
        return self.used + self.reserved


def standings(agreement: Agreement | None, now: datetime) -> list[Standing]:
    """Return how the allowances of an agreement stand; none where none were agreed."""
    if agreement is None or agreement.log is None:
        return []
    ledger = books(agreement, now).ledger
    today = now.date()
    return [_standing(ledger, found, today) for found in ledger.terms.allowances if found.amount is not None]


def _standing(ledger: Ledger, allowance: Allowance, today: date) -> Standing:
    grants = [g for g in ledger.grants if g.allowance == allowance.id and (g.expires is None or g.expires > today)]
    language = speech.language()
    ends = min((grant.expires for grant in grants if grant.expires), default=None)
    return Standing(
        name=term(allowance.unit, language),
        unit=allowance.unit,
        per=per(allowance.per, language) if allowance.per else "",
        granted=sum((grant.amount for grant in grants), Decimal(0)),
        left=ledger.available(allowance.id),
        reserved=sum((grant.reserved for grant in grants), Decimal(0)),
        used=sum((grant.used for grant in grants), Decimal(0)),
        ends=ends and ends - timedelta(days=1),
        lines=tuple(_line(each) for each in reversed(ledger.of(allowance.id))),
    )


def _line(movement: Movement) -> Line:
    came = movement.target == "available"
    goes_on = movement.source == "reserved" and movement.target == "used"  # it was counted when it was set aside
    sign = 0 if goes_on else 1 if came else -1
    sentence = say(movement.reason, speech.language(), speech.zone())
    return Line(movement.at, movement.amount * sign, movement.left, movement.ref, sentence)
