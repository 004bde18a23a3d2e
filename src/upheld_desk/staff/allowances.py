"""Allowances: what is left of what an agreement grants, as pages of staff show it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from upheld.words.terms import term
from upheld_desk.actions.allowances import books
from upheld_desk.looks import speech, upgrades
from upheld_desk.staff.opening import Opened
from upheld_desk.store.models import Agreement


@dataclass(frozen=True, slots=True)
class Left:
    """How one allowance stands."""

    name: str
    granted: Decimal  # of the grants that are in use
    available: Decimal
    reserved: Decimal
    used: Decimal
    last: date | None  # the last day on which all of it is there
    of_this: Decimal  # reserved for the case that is looked at

    @property
    def percent(self) -> int:
        """Return how much of it is used or reserved, in per cent."""
        return int(100 * (self.used + self.reserved) / self.granted) if self.granted else 0


def left(agreement: Agreement, now: datetime, reference: str = "") -> list[Left]:
    """Return how the allowances of an agreement stand; of one that was not started, none."""
    if agreement.log is None:
        return []
    ledger = books(agreement, now).ledger
    found = []
    for allowance in ledger.terms.allowances:
        if allowance.amount is None:
            continue  # as much as one likes
        grants = [grant for grant in ledger.grants if grant.allowance == allowance.id and _is_open(grant.expires, now)]
        ends = min((grant.expires for grant in grants if grant.expires and grant.available), default=None)
        held = sum((h.amount for h in ledger.holds if h.allowance == allowance.id and h.ref == reference), Decimal(0))
        found.append(
            Left(
                name=term(allowance.unit, speech.language()),
                granted=sum((grant.amount for grant in grants), Decimal(0)),
                available=ledger.available(allowance.id),
                reserved=sum((grant.reserved for grant in grants), Decimal(0)),
                used=sum((grant.used for grant in grants), Decimal(0)),
                last=ends and ends - timedelta(days=1),
                of_this=held,
            )
        )
    return found


def upgrades_of(opened: Opened) -> list[str]:
    """Return what to offer the customer, because the case came when an allowance was used up."""
    lacking = upgrades.lacking(next(fact for fact in opened.history.entries if fact.kind == "reported"))
    found = [upgrades.more(opened.version, opened.terms, name) for name in lacking]
    offer = _("The case came when the allowance was used up. Offer them an upgrade.")
    return [f"{offer} {more}" for more in found if more]


def _is_open(expires: date | None, now: datetime) -> bool:
    return expires is None or expires > now.date()
