"""Accounts: what a ledger is made of. Every movement takes an amount from one account and puts it into another.

So the accounts of an allowance sum to 0, always. Units come from `granted`, `corrected`, `overdrawn` and `beyond`,
which are below 0 by what they gave; they lie in `available`, `reserved`, `used` and `expired`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal, get_args

from upheld.agreements import Allowance, Terms
from upheld.errors import BadAmount
from upheld.reasons import Reason

Account = Literal[
    "granted",
    "available",
    "reserved",
    "used",
    "expired",
    "corrected",
    "overdrawn",  # used or reserved before it was granted; the next grant pays it back
    "beyond",  # used or reserved although the allowance was used up; no grant pays it back
]
ACCOUNTS: Final[tuple[Account, ...]] = get_args(Account)
NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Movement:
    """So much went from one account to another."""

    at: datetime  # when the fact was entered; what a day brings comes at its first instant
    day: date  # the local day that it counts for: that of the work, where it was named
    allowance: str
    amount: Decimal  # more than 0
    source: Account
    target: Account
    grant: int  # the number of the grant; 0: of none, from `overdrawn` or `beyond`
    ref: str  # the case or the order
    left: Decimal  # available after it
    reason: Reason


@dataclass(frozen=True, slots=True)
class Grant:
    """Units that came together and expire together, and where they are now."""

    number: int  # from 1, in the order of the grants
    allowance: str
    amount: Decimal
    starts: date
    expires: date | None  # the first day on which what is left is gone; None: never
    available: Decimal
    reserved: Decimal
    used: Decimal
    expired: Decimal
    reason: Reason


@dataclass(frozen=True, slots=True)
class Hold:
    """A reservation that is open: it keeps its units, although the grant they are of may expire."""

    ref: str
    allowance: str
    amount: Decimal
    severity: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Passed:
    """The instant at which the used share of an allowance reached a checkpoint's point."""

    checkpoint: str
    allowance: str
    at: datetime
    taken: Decimal  # used or reserved, of the grants that are in use
    of: Decimal
    reason: Reason


@dataclass(frozen=True, slots=True)
class Ledger:
    """All movements up to an instant, and how things stand then."""

    now: datetime
    terms: Terms  # in force on that day
    movements: tuple[Movement, ...]
    grants: tuple[Grant, ...]
    holds: tuple[Hold, ...]
    passed: tuple[Passed, ...]
    notes: tuple[Reason, ...]  # facts that could not be booked, and why
    changes: datetime | None  # the next instant at which something is granted or expires by itself
    balances: Mapping[tuple[str, Account], Decimal]

    def balance(self, allowance: str, account: Account) -> Decimal:
        """Return what lies in an account of an allowance."""
        return self.balances.get((allowance, account), NOTHING)

    def available(self, allowance: str) -> Decimal:
        """Return what may still be taken."""
        return self.balance(allowance, "available")

    def of(self, allowance: str) -> tuple[Movement, ...]:
        """Return the movements of an allowance, in the order in which they count: the statement for people."""
        return tuple(movement for movement in self.movements if movement.allowance == allowance)

    def allowance(self, name: str) -> Allowance:
        """Return an allowance of the terms in force; BadAmount where there is none of that name."""
        for allowance in self.terms.allowances:
            if allowance.id == name:
                return allowance
        known = ", ".join(allowance.id for allowance in self.terms.allowances) or "no allowance"
        message = f"'{name}' is not an allowance of the agreement; it has: {known}"
        raise BadAmount(message)

    def as_data(self) -> dict[str, object]:
        """Return the balances, grants and movements as plain data for JSON; amounts are text."""
        return {
            "now": self.now.isoformat(),
            "balances": {
                name: {account: str(self.balance(name, account)) for account in ACCOUNTS}
                for name in dict.fromkeys(name for name, _ in self.balances)
            },
            "grants": [
                {
                    "number": grant.number,
                    "allowance": grant.allowance,
                    "amount": str(grant.amount),
                    "starts": grant.starts.isoformat(),
                    "expires": grant.expires and grant.expires.isoformat(),
                    "available": str(grant.available),
                }
                for grant in self.grants
            ],
            "movements": [_movement_data(movement) for movement in self.movements],
            "notes": [note.as_data() for note in self.notes],
            "changes": self.changes and self.changes.isoformat(),
        }


def _movement_data(movement: Movement) -> dict[str, object]:
    return {
        "at": movement.at.isoformat(),
        "day": movement.day.isoformat(),
        "allowance": movement.allowance,
        "amount": str(movement.amount),
        "from": movement.source,
        "to": movement.target,
        "grant": movement.grant,
        "ref": movement.ref,
        "left": str(movement.left),
        "reason": movement.reason.as_data(),
    }
