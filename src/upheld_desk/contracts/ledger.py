"""The ledger as people read it: how each allowance stands, what is ordered from it, and every line that made it so.

Who reads it sees what they may: whose case took a unit is told only to who sees that case.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from upheld.agreements import Allowance
from upheld.events import Corrected, Granted, Released, Reserved, Settled
from upheld.grants import Movement
from upheld.words import figures, say
from upheld_desk import access
from upheld_desk.actions import booking
from upheld_desk.actions.allowances import Books, Standing, books, standings
from upheld_desk.casefiles import orders
from upheld_desk.casefiles.orders import Order
from upheld_desk.contracts.booking import (
    BookForm,
    CancelForm,
    CompleteForm,
    CorrectForm,
    CreditForm,
    Item,
    OrderForm,
)
from upheld_desk.facts import Fact
from upheld_desk.looks import speech
from upheld_desk.people.models import Person
from upheld_desk.store.models import Agreement, Log

Key = tuple[str, datetime, str]  # the code of a reason, an instant, and a reference or an allowance

_ONE: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger: when, why, who, how much, and what was left."""

    at: datetime
    sentence: str
    note: str  # what was ordered, or said with it
    who: str  # a name; empty: the agreement itself, or whoever opened or closed a case
    ref: str
    case: str  # the reference of the case that it is about; empty: of none
    amount: Decimal  # what came is more than nothing, what went is less
    left: Decimal


@dataclass(frozen=True, slots=True)
class Opened:
    """An order that goes on, and what the reader may do with it."""

    order: Order
    what: str
    who: str
    forms: tuple[BookForm, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """An allowance: how it stands, what is ordered from it, its lines, and what the reader may do with it."""

    standing: Standing
    opened: tuple[Opened, ...]
    lines: tuple[Line, ...]  # the newest first
    order: OrderForm | None
    instead: str  # what to do where something is not there; empty: all is there
    credit: CreditForm | None
    correct: CorrectForm | None


def accounts(person: Person, agreement: Agreement, now: datetime) -> list[Account]:
    """Return the allowances of an agreement for a reader."""
    if agreement.log is None:
        return []
    clerk = _Clerk(person, agreement.log, books(agreement, now), now)
    return [clerk.account(standing) for standing in standings(clerk.books.ledger)]


def form(found: Iterable[Account], key: str) -> BookForm | None:
    """Return the form of that key, if the reader has it."""
    for account in found:
        of_orders = [form for opened in account.opened for form in opened.forms]
        for each in (account.order, account.credit, account.correct, *of_orders):
            if each and each.key == key:
                return each
    return None


@dataclass(frozen=True)
class _Clerk:
    """What the accounts of one reader are made from."""

    person: Person
    log: Log
    books: Books
    now: datetime

    def account(self, standing: Standing) -> Account:
        """Return one account."""
        rules = standing.rules
        entries = self.books.history.entries
        movements = access.ledger(self.person, self.log, self.books.ledger).of(rules.id)
        found = [each for each in orders.read(entries) if each.allowance == rules.id]
        called = access.names(self.person, {fact.by for fact in entries})
        may_credit = access.may(self.person, "credit allowance", self.log)
        may_order = booking.is_orderable(rules) and access.may(self.person, "book allowance", self.log)
        form, instead = self.ordering(standing) if may_order else (None, "")
        return Account(
            standing=standing,
            opened=tuple(self.opened(each, rules, called) for each in found if each.state == "open"),
            lines=tuple(_lines(movements, entries, found, called)),
            order=form,
            instead=instead,
            credit=CreditForm(rules.id) if may_credit else None,
            correct=CorrectForm(rules.id) if may_credit else None,
        )

    def ordering(self, standing: Standing) -> tuple[OrderForm, str]:
        """Return the form to order with, and what to do where something is not there."""
        rules = standing.rules
        items = {item: booking.asked(self.books, rules, item=item) for item in rules.catalogue}
        asked = list(items.values()) or [booking.asked(self.books, rules, amount=rules.step or _ONE)]
        lacking = next((found for found in asked if found.lacking), None)
        charged = lacking.cost if lacking and lacking.do == "charge" else None
        cost = figures.money(charged.amount, charged.currency, speech.language()) if charged else ""
        shown = [Item(name, found.amount, found.lacking) for name, found in items.items()]
        form = OrderForm(rules, shown, standing.left, cost)
        form.is_possible = bool(cost) or any(found.reserve for found in asked)
        return form, booking.instead(self.log, rules, lacking) if lacking else ""

    def opened(self, order: Order, rules: Allowance, called: Mapping[str, str]) -> Opened:
        """Return an order that goes on."""
        forms: list[BookForm] = []
        zone = ZoneInfo(self.books.ledger.terms.shared.zone)
        first, today = (at.astimezone(zone).date() for at in (order.at, self.now))
        if access.may(self.person, "complete booking", self.log):
            forms.append(CompleteForm(order, rules, first, today))
        if access.may(self.person, "book allowance", self.log):
            forms.append(CancelForm(order, by_staff=self.person.is_staff))
        return Opened(order, orders.what(order, speech.language()), called.get(order.by, order.by), tuple(forms))


# --- Lines ------------------------------------------------------------------------------------------------------------


def _lines(
    movements: Sequence[Movement], entries: Sequence[Fact], found: Sequence[Order], called: Mapping[str, str]
) -> Iterator[Line]:
    facts = {key: fact for fact in entries for key in _keys(fact)}
    known = {order.ref: order for order in found}
    for movement in reversed(_together(movements)):
        code = movement.reason.code
        named = movement.allowance if code in ("granted", "corrected") else movement.ref
        fact = facts.get((code, movement.at, named))
        order = known.get(movement.ref)
        ordered = orders.what(order, speech.language()) if order and code == "reserved" else ""
        yield Line(
            at=movement.at,
            sentence=say(movement.reason, speech.language(), speech.zone()),
            note=" – ".join(filter(None, (ordered, str(fact.desk.get("text", "")) if fact else ""))),
            who=called.get(fact.by, fact.by) if fact else "",
            ref=movement.ref,
            case="" if order or code in ("granted", "corrected") else movement.ref.split("/")[0],
            amount=movement.amount * _sign(movement),
            left=movement.left,
        )


def _together(movements: Iterable[Movement]) -> list[Movement]:
    """Return movements, those of one order or case that took from several grants at once as one."""
    found: list[Movement] = []
    for movement in movements:
        if movement.ref and found and _fact(found[-1]) == _fact(movement):
            found[-1] = replace(movement, amount=found[-1].amount + movement.amount)
        else:
            found.append(movement)
    return found


def _fact(movement: Movement) -> tuple[object, ...]:
    return movement.at, movement.reason.code, movement.ref, movement.source, movement.target


def _keys(fact: Fact) -> Iterator[Key]:
    """Yield under what the movements find the fact that they come from."""
    match fact.event:
        case Granted(allowance=allowance):
            yield "granted", fact.at, allowance
        case Corrected(allowance=allowance):
            yield "corrected", fact.at, allowance
        case Reserved(ref=ref):
            yield "reserved", fact.at, ref
        case Settled(ref=ref):
            yield "used", fact.at, ref
            yield "released", fact.at, ref
        case Released(ref=ref):
            yield "released", fact.at, ref
        case _:
            pass


def _sign(movement: Movement) -> int:
    if movement.source == "reserved" and movement.target == "used":
        return 0  # it was counted when it was set aside
    return 1 if movement.target == "available" else -1
