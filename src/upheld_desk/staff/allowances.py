"""Allowances: what is left of what an agreement grants, as pages of staff show it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from upheld.events import Event
from upheld.grants import ledger
from upheld.words.terms import term
from upheld_desk.looks import speech
from upheld_desk.store import agreements, logs
from upheld_desk.store.models import Agreement


@dataclass(frozen=True, slots=True)
class Left:
    """How one allowance stands."""

    name: str
    granted: Decimal  # of the grants that are in use
    available: Decimal
    reserved: Decimal
    used: Decimal
    unit: str
    ends: date | None  # the first day on which the first of it is gone
    of_this: Decimal  # reserved for the case that is looked at

    @property
    def percent(self) -> int:
        """Return how much of it is used or reserved, in per cent."""
        return int(100 * (self.used + self.reserved) / self.granted) if self.granted else 0


def left(agreement: Agreement, now: datetime, reference: str = "") -> list[Left]:
    """Return how the allowances of an agreement stand; of one that was not started, none."""
    version = agreements.version(agreement)
    if agreement.log_id is None or version.signature is None:
        return []
    books = ledger(version.eras(), _events(agreement.log_id), now)
    found = []
    for allowance in books.terms.allowances:
        grants = [grant for grant in books.grants if grant.allowance == allowance.id and _is_open(grant.expires, now)]
        ends = min((grant.expires for grant in grants if grant.expires and grant.available), default=None)
        held = sum((h.amount for h in books.holds if h.allowance == allowance.id and h.ref == reference), Decimal(0))
        found.append(
            Left(
                name=term(allowance.id, speech.language()),
                granted=sum((grant.amount for grant in grants), Decimal(0)),
                available=books.available(allowance.id),
                reserved=sum((grant.reserved for grant in grants), Decimal(0)),
                used=sum((grant.used for grant in grants), Decimal(0)),
                unit=term(allowance.unit, speech.language()),
                ends=ends,
                of_this=held,
            )
        )
    return found


def _events(log: UUID) -> tuple[Event, ...]:
    return logs.load(log).events


def _is_open(expires: date | None, now: datetime) -> bool:
    return expires is None or expires > now.date()
