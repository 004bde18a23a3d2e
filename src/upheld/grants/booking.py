"""Booking: from the agreement's own grants and its log to a ledger, day by day, the same whoever does it.

On a local day first expires what expires, then the agreement grants, then the facts of the day count. A reservation
holds the grant it was made from, although that may expire meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from decimal import Decimal, localcontext

from upheld.agreements import ANY, Allowance, Era
from upheld.calendars import time_zone
from upheld.cases import in_utc
from upheld.errors import BadAmount
from upheld.events import Corrected, Granted, Log, Reserved, Settled
from upheld.grants.accounts import NOTHING, Hold, Ledger, Passed
from upheld.grants.books import Books, Cause, Piece
from upheld.grants.facts import Entry, entries, note
from upheld.grants.schedule import Due, expiry, first_instant, next_day, period_end, schedule
from upheld.money import EXACT
from upheld.reasons import Field, Reason


def ledger(eras: Sequence[Era], log: Log, now: datetime) -> Ledger:
    """Return the ledger of all allowances at an instant, from `Version.eras()` and the agreement's log up to then.

    Raises `NaiveTime` for an instant without zone, and `BadAmount` for a fact whose amount is none or for an offer.
    """
    until = in_utc(now, "now")
    if not eras:
        message = "an offer has no days on which it grants; give the terms of a plan with their first day"
        raise BadAmount(message)
    zone = time_zone(eras[0].terms.shared.zone)
    today = until.astimezone(zone).date()
    with localcontext(EXACT):
        counted, notes = entries(log, until, zone)
        due = schedule(eras, today)
        first = min([eras[0].starts, *(entry.day for entry in counted[:1])])
        clerk = _Clerk(tuple(eras), zone, due, Books(first, first_instant(first, zone)), notes)
        for entry in counted:
            clerk.advance(entry.day)
            clerk.book(entry)
        clerk.advance(today)
        return clerk.closed(until, today)


def rounded_up(amount: Decimal, step: Decimal | None) -> Decimal:
    """Return the amount in whole steps, a step begun counting in full.

    >>> rounded_up(Decimal("0.3"), Decimal("0.25"))
    Decimal('0.50')
    """
    rest = amount % step if step else NOTHING
    return amount + step - rest if step and rest else amount


@dataclass(slots=True)
class _Clerk:
    """Books facts and days; `due` are the agreement's own grants that have not been booked yet."""

    eras: tuple[Era, ...]
    zone: tzinfo
    due: list[Due]
    books: Books
    notes: list[Reason]
    holds: dict[int, tuple[Reserved, list[Piece]]] = field(default_factory=dict)  # by number of the reservation
    passed: list[Passed] = field(default_factory=list)
    over: set[tuple[str, str]] = field(default_factory=set)  # checkpoints that are passed, with their allowance

    def advance(self, until: date) -> None:
        """Let expire and grant what is due up to and including a day, and begin that day."""
        while (day := self.next_day(until)) is not None:
            self.books.day, self.books.at = day, first_instant(day, self.zone)
            for lot in [lot for lot in self.books.lots if lot.has_expired(day)]:
                self.books.expire(lot)
            while self.due and self.due[0].day <= day:
                due = self.due.pop(0)
                self.books.add(due.amount, "granted", due.expires, Cause(due.allowance, due.reason))
            self.watch()
        self.books.day = until

    def next_day(self, until: date) -> date | None:
        """Return the next day up to `until` on which something expires or is granted."""
        days = [lot.expires for lot in self.books.lots if lot.expires and lot.available]
        days += [due.day for due in self.due[:1]]
        return min((day for day in days if day <= until), default=None)

    def rules(self, name: str) -> Allowance | None:
        """Return an allowance as it is on the day that is booked, or as it was last, or else as it will be first."""
        found: Allowance | None = None
        for era in self.eras:
            for allowance in era.terms.allowances:
                if allowance.id == name and (found is None or era.starts <= self.books.day):
                    found = allowance
        return found

    # --- Facts

    def book(self, entry: Entry) -> None:
        """Book a fact on its day."""
        self.books.at = entry.fact.at
        allowance = self.rules(entry.allowance)
        if allowance is None:
            self.notes.append(note("allowance unknown", entry.fact, entry.allowance))
            return
        match entry.fact:
            case Granted() as fact:
                self.grant(fact, allowance)
            case Corrected() as fact:
                self.correct(fact, allowance)
            case Reserved() as fact:
                self.reserve(fact, entry, allowance)
            case _:
                self.end(entry, allowance)
        self.watch()

    def grant(self, fact: Granted, allowance: Allowance) -> None:
        """Add what was bought or given; it expires on its own day, or as the agreement says of what is bought."""
        expires = fact.expires or expiry(self.books.day, allowance.expires)
        fields = _fields(allowance, fact.amount, fact.ref)
        if expires:
            fields["expires"] = expires
        cause = Cause(allowance, Reason("granted", fields, allowance.clause), fact.ref)
        self.books.add(fact.amount, "granted", expires, cause)

    def correct(self, fact: Corrected, allowance: Allowance) -> None:
        """Add or take what was wrong; what is added lasts as long as what is granted on that day."""
        fields = {**_fields(allowance, fact.amount), "reason": fact.reason}
        cause = Cause(allowance, Reason("corrected", fields, allowance.clause))
        if fact.amount > 0:
            expires = period_end(allowance, self.books.day, self.eras[0].contract)
            self.books.add(fact.amount, "corrected", expires or expiry(self.books.day, allowance.expires), cause)
        else:
            self.books.take(-fact.amount, "corrected", cause)

    def reserve(self, fact: Reserved, entry: Entry, allowance: Allowance) -> None:
        """Set units aside for a case or an order; nothing where the work turns out to have come before."""
        if entry.before:
            return
        amount = rounded_up(fact.amount, allowance.step)
        reason = Reason("reserved", _fields(allowance, amount, fact.ref, fact.amount), allowance.clause)
        pieces = self.books.take(amount, "reserved", Cause(allowance, reason, fact.ref))
        self.holds[entry.number] = (fact, pieces)

    def end(self, entry: Entry, allowance: Allowance) -> None:
        """Use what was reserved, or more, or less, and give the rest back."""
        _, pieces = self.holds.pop(entry.number, (None, []))
        if isinstance(entry.fact, Settled):
            stated = entry.reserved if entry.fact.amount is None else entry.fact.amount
            amount = rounded_up(stated, allowance.step)
            fields = {**_fields(allowance, amount, entry.ref, stated), "on": entry.day}
            used = Cause(allowance, Reason("used", fields, allowance.clause), entry.ref)
            for piece in pieces:
                amount -= self.books.use(piece, amount, used)
            self.books.take(amount, "used", used)
        rest = sum((piece.amount for piece in pieces), NOTHING)
        released = Reason("released", _fields(allowance, rest, entry.ref), allowance.clause)
        self.books.release(pieces, Cause(allowance, released, entry.ref))

    # --- How it stands

    def watch(self) -> None:
        """Note each checkpoint that the used share of its allowance has reached just now."""
        era = _era_on(self.books.day, self.eras)
        for checkpoint in era.terms.checkpoints:
            measure = checkpoint.when
            names = [a.id for a in era.terms.allowances if measure.subject in {a.id, ANY}]
            for name in names if measure.kind == "allowance" else ():
                taken, whole = self.taken(name)
                key = (checkpoint.id, name)
                if not whole or taken < measure.share * whole:
                    self.over.discard(key)
                elif key not in self.over:
                    self.over.add(key)
                    fields: dict[str, Field] = {"checkpoint": checkpoint.id, "allowance": name, "share": measure.share}
                    reason = Reason(
                        "allowance share reached", {**fields, "taken": taken, "of": whole}, checkpoint.clause
                    )
                    self.passed.append(Passed(checkpoint.id, name, self.books.at, taken, whole, reason))

    def taken(self, name: str) -> tuple[Decimal, Decimal]:
        """Return how much is used or reserved of the grants that are in use, or else of the last, and of how much."""
        lots = self.books.in_force(name)
        lots = [lot for lot in lots if lot.is_in_use] or lots[-1:]
        whole = sum((lot.amount for lot in lots), NOTHING)
        return whole - sum((lot.available for lot in lots), NOTHING), whole

    def closed(self, now: datetime, today: date) -> Ledger:
        """Return the books as a ledger."""
        days = [lot.expires for lot in self.books.lots if lot.expires and lot.available]
        days += [day for day in [next_day(self.eras, today)] if day]
        holds = [
            Hold(fact.ref, fact.allowance, sum((piece.amount for piece in pieces), NOTHING), fact.severity, fact.at)
            for fact, pieces in self.holds.values()
        ]
        return Ledger(
            now=now,
            terms=_era_on(today, self.eras).terms,
            movements=tuple(self.books.movements),
            grants=tuple(lot.frozen() for lot in self.books.lots),
            holds=tuple(holds),
            passed=tuple(self.passed),
            notes=tuple(self.notes),
            changes=first_instant(min(days), self.zone) if days else None,
            balances=dict(self.books.balances),
        )


def _era_on(day: date, eras: Sequence[Era]) -> Era:
    """Return the era of a day, or the nearest before it, or else the first."""
    return next((era for era in reversed(eras) if era.starts <= day), eras[0])


def _fields(allowance: Allowance, amount: Decimal, ref: str = "", asked: Decimal | None = None) -> dict[str, Field]:
    fields: dict[str, Field] = {"allowance": allowance.id, "unit": allowance.unit, "amount": amount}
    if ref:
        fields["ref"] = ref
    if asked is not None and asked != amount and allowance.step:
        fields |= {"asked": asked, "step": allowance.step}
    return fields
