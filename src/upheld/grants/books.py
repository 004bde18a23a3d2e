"""Books: the ledger while it is being written. Nothing changes but by a movement between two accounts.

What expires first is taken first, of those the oldest. Where nothing is left, an allowance that may be overdrawn runs
into a debt that the next units pay back; any other one goes beyond, and that stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal

from upheld.agreements import Allowance
from upheld.grants.accounts import NOTHING, Account, Grant, Movement
from upheld.reasons import Field, Reason

_LAST: Final = date.max
_OF_A_LOT: Final = frozenset({"available", "reserved", "used", "expired", "overdrawn"})


@dataclass(slots=True, eq=False)
class Lot:
    """Units that came together, while they are booked on."""

    number: int
    allowance: Allowance
    starts: date
    expires: date | None
    reason: Reason
    at: dict[Account, Decimal] = field(default_factory=dict)  # where they are; at `overdrawn` what paid a debt back

    @property
    def available(self) -> Decimal:
        """Return what may still be taken."""
        return self.at.get("available", NOTHING)

    @property
    def is_in_use(self) -> bool:
        """Say whether anything is left or reserved."""
        return bool(self.available or self.at.get("reserved"))

    @property
    def amount(self) -> Decimal:
        """Return how much it is in all, less what a correction took."""
        return sum(self.at.values(), NOTHING)

    def has_expired(self, day: date) -> bool:
        """Say whether what is left is gone on a day."""
        return self.expires is not None and self.expires <= day

    def frozen(self) -> Grant:
        """Return the grant as it stands; what paid a debt back is used."""
        return Grant(
            number=self.number,
            allowance=self.allowance.id,
            amount=self.amount,
            starts=self.starts,
            expires=self.expires,
            available=self.available,
            reserved=self.at.get("reserved", NOTHING),
            used=self.at.get("used", NOTHING) + self.at.get("overdrawn", NOTHING),
            expired=self.at.get("expired", NOTHING),
            reason=self.reason,
        )


@dataclass(slots=True, eq=False)
class Piece:
    """Reserved units of one origin."""

    amount: Decimal
    lot: Lot | None  # None: of no grant
    origin: Literal["available", "overdrawn", "beyond"]


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something is booked: the allowance, the case or order, and the reason that stands on the movement."""

    allowance: Allowance
    reason: Reason
    ref: str = ""

    @property
    def name(self) -> str:
        """Return the allowance's id."""
        return self.allowance.id


@dataclass(slots=True)
class Books:
    """All lots, movements and balances, and the day and the instant that is being booked."""

    day: date
    at: datetime
    lots: list[Lot] = field(default_factory=list)
    movements: list[Movement] = field(default_factory=list)
    balances: dict[tuple[str, Account], Decimal] = field(default_factory=dict)
    payments: dict[str, list[tuple[Lot, Decimal]]] = field(default_factory=dict)  # of debts, by allowance

    def balance(self, allowance: str, account: Account) -> Decimal:
        """Return what lies in an account."""
        return self.balances.get((allowance, account), NOTHING)

    def in_force(self, allowance: str) -> list[Lot]:
        """Return the lots that have not expired, in the order in which they are used."""
        lots = [lot for lot in self.lots if lot.allowance.id == allowance and not lot.has_expired(self.day)]
        return sorted(lots, key=lambda lot: (lot.expires or _LAST, lot.number))

    def add(self, amount: Decimal, source: Literal["granted", "corrected"], expires: date | None, cause: Cause) -> None:
        """Put new units in, and pay debts back with them."""
        lot = Lot(len(self.lots) + 1, cause.allowance, self.day, expires, cause.reason)
        self.lots.append(lot)
        self._move(amount, source, "available", cause, lot)
        self.expire(lot)
        self._pay_back(cause.allowance)

    def take(self, amount: Decimal, target: Literal["reserved", "used", "corrected"], cause: Cause) -> list[Piece]:
        """Take an amount out of the lots in force, and what they lack as a debt or beyond; return the pieces."""
        pieces = []
        for lot in self.in_force(cause.name):
            part = min(amount, lot.available)
            if part:
                self._move(part, "available", target, cause, lot)
                pieces.append(Piece(part, lot, "available"))
                amount -= part
        if amount:
            origin: Literal["overdrawn", "beyond"] = "overdrawn" if cause.allowance.overdraft else "beyond"
            self._move(amount, origin, target, cause, None)
            pieces.append(Piece(amount, None, origin))
        return pieces

    def use(self, piece: Piece, amount: Decimal, cause: Cause) -> Decimal:
        """Use as much of a reserved piece as the amount needs; return how much that is."""
        part = min(piece.amount, amount)
        self._move(part, "reserved", "used", cause, piece.lot)
        piece.amount -= part
        return part

    def release(self, pieces: Sequence[Piece], cause: Cause) -> None:
        """Give reserved pieces back to where they came from; what is of an expired grant expires."""
        for piece in pieces:
            self._move(piece.amount, "reserved", piece.origin, cause, piece.lot)
        self._take_back(cause)
        for piece in pieces:
            if piece.lot:
                self.expire(piece.lot)
        self._pay_back(cause.allowance)

    def expire(self, lot: Lot) -> None:
        """Let what is left of a lot expire, if its day has come."""
        if lot.expires and lot.has_expired(self.day) and lot.available:
            allowance = lot.allowance
            fields: dict[str, Field] = {"allowance": allowance.id, "unit": allowance.unit, "amount": lot.available}
            fields |= {"grant": lot.number, "granted": lot.starts, "on": lot.expires}
            reason = Reason("expired", fields, allowance.clause, (lot.reason,))
            self._move(lot.available, "available", "expired", Cause(allowance, reason), lot)

    def _pay_back(self, allowance: Allowance) -> None:
        """Pay debts back with what is available."""
        for lot in self.in_force(allowance.id):
            part = min(lot.available, -self.balance(allowance.id, "overdrawn"))
            if part > 0:
                fields: dict[str, Field] = {"allowance": allowance.id, "unit": allowance.unit, "amount": part}
                reason = Reason("debt paid back", {**fields, "grant": lot.number}, allowance.clause, (lot.reason,))
                self._move(part, "available", "overdrawn", Cause(allowance, reason), lot)
                self.payments.setdefault(allowance.id, []).append((lot, part))

    def _take_back(self, cause: Cause) -> None:
        """Give back what paid a debt that is none any more, to the lot that paid it last."""
        payments = self.payments.get(cause.name, [])
        while (surplus := self.balance(cause.name, "overdrawn")) > 0:
            lot, paid = payments.pop()
            part = min(paid, surplus)
            self._move(part, "overdrawn", "available", cause, lot)
            self.expire(lot)
            if part < paid:
                payments.append((lot, paid - part))

    def _move(self, amount: Decimal, source: Account, target: Account, cause: Cause, lot: Lot | None) -> None:
        """Move an amount, if any, from one account to another: the one place where anything changes."""
        if not amount:
            return
        for account, change in ((source, -amount), (target, amount)):
            self.balances[cause.name, account] = self.balance(cause.name, account) + change
            if lot and account in _OF_A_LOT:
                lot.at[account] = lot.at.get(account, NOTHING) + change
        self.movements.append(
            Movement(
                at=self.at,
                day=self.day,
                allowance=cause.name,
                amount=amount,
                source=source,
                target=target,
                grant=lot.number if lot else 0,
                ref=cause.ref,
                left=self.balance(cause.name, "available"),
                reason=cause.reason,
            )
        )
