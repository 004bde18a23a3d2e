"""Booking: units of an allowance are bought, ordered, used, given back, and put right where they were wrong.

An order sets its units aside by what was agreed on its day, and takes them when it is done. Nothing is overdrawn: of
two who order the last units at once the second decides again, sees that they are gone, and is told what to do instead.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from upheld.agreements import Allowance
from upheld.events import Corrected, Granted, Released, Reserved, Settled
from upheld.grants import Decision, request
from upheld.money import Money
from upheld.words.figures import decimal, money
from upheld.words.terms import term
from upheld_desk import access
from upheld_desk.actions import given
from upheld_desk.actions.acting import Change, desk, said, until_settled
from upheld_desk.actions.allowances import Books, books
from upheld_desk.casefiles import orders
from upheld_desk.casefiles.orders import Order
from upheld_desk.errors import NotFound, Refused
from upheld_desk.facts import Fact
from upheld_desk.people.models import Person
from upheld_desk.store import agreements
from upheld_desk.store.models import Log

MOST: Final = Decimal(1_000_000)
_DECIMALS: Final = 2  # of a unit that parts are counted of

Decide = Callable[[Books], Fact]  # what is written, at `Books.at`


# --- The acts ---------------------------------------------------------------------------------------------------------


def grant(
    person: Person,
    log: Log,
    at: datetime,
    *,
    allowance: str,
    amount: Decimal,
    ref: str = "",
    expires: date | None = None,
    text: str = "",
) -> None:
    """Credit what was bought or given, with the number of the order or the reason for it."""

    def decide(found: Books) -> Fact:
        rules = _rules(found, allowance)
        if not ref.strip() and not text.strip():
            raise Refused(_("Please give the number of the order, or say why."), "reason-missing", {"field": "ref"})
        if expires is not None and expires <= _day(found, found.at):
            raise Refused(_("These units would be gone at once. Please choose a later day."), "expires-early")
        units = _countable(rules, amount)
        return Fact.of(Granted(found.at, allowance, units, ref.strip(), expires, by=person.handle), **desk(text))

    _book(person, "credit allowance", log, at, decide)


def correct(person: Person, log: Log, at: datetime, *, allowance: str, amount: Decimal, reason: str) -> None:
    """Add what was missing, or take away what was too much; the reason stands on it."""

    def decide(found: Books) -> Fact:
        rules = _rules(found, allowance)
        units = _countable(rules, abs(amount)).copy_sign(amount)
        if -units > found.ledger.available(allowance):
            fields = {"left": _said(found.ledger.available(allowance))}
            raise Refused(_("No more can be taken away than is left: %(left)s.") % fields, "too-much", fields)
        return Fact.of(Corrected(found.at, allowance, units, given.reason(reason), by=person.handle))

    _book(person, "credit allowance", log, at, decide)


def order(
    person: Person,
    log: Log,
    at: datetime,
    *,
    allowance: str,
    item: str = "",
    amount: Decimal = Decimal(1),
    place: str = "",
    at_cost: bool = False,
    text: str = "",
) -> str:
    """Order something of the catalogue, or so many units; return what the order is called.

    What is charged, because nothing is left, is ordered only by who says that they order it `at_cost`.
    """
    ref = ""

    def decide(found: Books) -> Fact:
        nonlocal ref
        _refuse_not_in_force(log, found)
        rules = _orderable(found, allowance, item)
        decision = asked(found, rules, item=item, amount=amount)
        _refuse_lacking(log, rules, decision, at_cost=at_cost)
        number = len(orders.read(found.history.entries)) + 1
        ref = f"{log.reference}-B{number}"
        kept: dict[str, object] = {"order": number, "item": item, "place": _place(rules, place), **desk(text)}
        if decision.cost:
            kept["cost"] = str(decision.cost)
        event = Reserved(found.at, allowance, decision.amount, ref, by=person.handle)
        return Fact.of(event, **{name: value for name, value in kept.items() if value})

    _book(person, "book allowance", log, at, decide)
    return ref


def complete(
    person: Person,
    log: Log,
    at: datetime,
    *,
    ref: str,
    amount: Decimal | None = None,
    worked: date | None = None,
    text: str = "",
) -> None:
    """Use what an order has set aside; of hours so many as were worked, on the day of the work."""

    def decide(found: Books) -> Fact:
        opened = _open(found, ref)
        _refuse_impossible(found, opened, worked)
        units = None if amount is None else _used(log, found, opened, amount)
        return Fact.of(Settled(found.at, ref, units, worked, by=person.handle), **desk(text))

    _book(person, "complete booking", log, at, decide)


def cancel(person: Person, log: Log, at: datetime, *, ref: str, reason: str = "") -> None:
    """Give back what an order has set aside; the vendor says why."""

    def decide(found: Books) -> Fact:
        _open(found, ref)
        why = given.reason(reason) if person.is_staff else reason
        return Fact.of(Released(found.at, ref, by=person.handle), **desk(why))

    _book(person, "book allowance", log, at, decide)


def _book(person: Person, act: str, log: Log, at: datetime, decide: Decide) -> None:
    """Check that the person may; then look at the books, decide and append until nobody was faster."""
    if log.kind != "agreement":
        raise NotFound(f"{log.reference} is not an agreement")
    access.require(person, act, log)
    wanted = at.astimezone(UTC).replace(microsecond=0)  # people act by the second

    def attempt() -> list[Change]:
        found = books(log.agreement, wanted)
        return [Change(found.dossier, (decide(found),))]

    until_settled(attempt)


# --- What is asked of the agreement -----------------------------------------------------------------------------------


def is_orderable(rules: Allowance) -> bool:
    """Say whether units are ordered; those that cases take are not."""
    return rules.reserve == "ordered" and rules.amount is not None


def asked(found: Books, rules: Allowance, *, item: str = "", amount: Decimal = Decimal(1)) -> Decision:
    """Return what is decided on an item of the catalogue, or on so many units."""
    if item:
        return request(found.ledger, rules.id, item=item)
    return request(found.ledger, rules.id, _countable(rules, amount))


def _rules(found: Books, allowance: str) -> Allowance:
    """Return an allowance of the terms in force, of which so much was agreed."""
    for rules in found.ledger.terms.allowances:
        if rules.id == allowance and rules.amount is not None:
            return rules
    raise Refused(_("This agreement has no such allowance."), "allowance-unknown", {"field": "allowance"})


def _orderable(found: Books, allowance: str, item: str) -> Allowance:
    rules = _rules(found, allowance)
    if not is_orderable(rules):
        raise Refused(_("Nothing is ordered from this allowance: cases take from it."), "not-orderable")
    if rules.catalogue and item not in rules.catalogue:
        known = ", ".join(rules.catalogue)
        raise Refused(_("Please choose from the catalogue: %(known)s.") % {"known": known}, "item", {"field": "item"})
    if item and not rules.catalogue:
        raise Refused(_("This allowance has no catalogue. Please say how much you need."), "item", {"field": "item"})
    return rules


def _place(rules: Allowance, place: str) -> str:
    """Return where it is to take place: one of the places that were agreed, if any were."""
    if (rules.where or place) and place not in rules.where:
        known = ", ".join(term(each, given.language()) for each in rules.where) or "–"
        raise Refused(_("Please choose where: %(known)s.") % {"known": known}, "place", {"field": "place"})
    return place


def _countable(rules: Allowance, amount: Decimal) -> Decimal:
    """Return an amount that can be: more than nothing, and whole where parts of a unit are not counted."""
    if not amount.is_finite() or not 0 < amount <= MOST:
        told = _("Please write a number of more than 0 and at most %(most)s.")
        raise Refused(told % {"most": _said(MOST)}, "amount", {"field": "amount"})
    found = round(amount, 0 if rules.step is None else _DECIMALS)
    if found != amount:
        told = _("Please write a whole number.") if rules.step is None else _("Please write at most two decimals.")
        raise Refused(told, "amount", {"field": "amount"})
    return found


def _open(found: Books, ref: str) -> Order:
    """Return an order that still goes on."""
    known = next((each for each in orders.read(found.history.entries) if each.ref == ref), None)
    if known is None:
        raise NotFound(f"{found.log.reference} has no order {ref}")
    if known.ended:
        told = (
            _("This order was completed on %(ended)s.")
            if known.state == "done"
            else _("This order was cancelled on %(ended)s.")
        )
        raise Refused(told % {"ended": said(known.ended)}, "order-ended", {"state": known.state})
    return known


def _used(log: Log, found: Books, opened: Order, amount: Decimal) -> Decimal:
    """Return how much an order takes; more than it has set aside only if that is there."""
    rules = _rules(found, opened.allowance)
    units = _countable(rules, amount)
    if opened.item and units != opened.amount:
        told = _("A service of the catalogue costs what it cost when it was ordered: %(amount)s.")
        raise Refused(told % {"amount": _said(opened.amount)}, "amount", {"field": "amount"})
    if units > opened.amount:
        decision = request(found.ledger, rules.id, units - opened.amount)
        _refuse_lacking(log, rules, decision, at_cost=False)
    return units


def _refuse_impossible(found: Books, opened: Order, worked: date | None) -> None:
    """Refuse a day of the work that is still to come, or was before anybody ordered it."""
    if worked is not None and not _day(found, opened.at) <= worked <= _day(found, found.at):
        told = _("Please name a day between the order and today.")
        raise Refused(told, "day", {"field": "worked", "ordered": _day(found, opened.at).isoformat()})


def _day(found: Books, at: datetime) -> date:
    return at.astimezone(ZoneInfo(found.ledger.terms.shared.zone)).date()


# --- Refusals ---------------------------------------------------------------------------------------------------------


def _refuse_not_in_force(log: Log, found: Books) -> None:
    signed = agreements.version(log.agreement).signature
    if signed is None or not signed.is_in_force(_day(found, found.at)):
        raise Refused(_("This agreement is not in force today, so nothing can be ordered from it."), "not-in-force")


def _refuse_lacking(log: Log, rules: Allowance, decision: Decision, *, at_cost: bool) -> None:
    """Refuse what is not there, with the clause and what to do instead; what is charged, until who orders agrees."""
    if decision.do in ("grant", "accept and flag") or (decision.do == "charge" and decision.cost and at_cost):
        return
    fields = {
        "unit": term(rules.unit, given.language()),
        "amount": _said(decision.amount),
        "left": _said(decision.amount - decision.lacking),
        "clause": _clause(decision),
    }
    lacks = _("We are sorry: this needs more than is left (%(unit)s: %(amount)s needed, %(left)s left; %(clause)s).")
    sentence = f"{lacks % fields} {instead(log, rules, decision)}"
    raise Refused(sentence, "used-up", {**fields, "allowance": rules.id, "do": decision.do})


def instead(log: Log, rules: Allowance, decision: Decision) -> str:
    """Return what to do where nothing is left."""
    told = {"who": _who(log), "module": decision.module, "price": _priced(decision.cost or rules.price)}
    if decision.do == "charge" and decision.cost:
        return _("It can be had at %(price)s: order it at this price.") % told
    if decision.do == "charge":
        return _("More than was booked is by negotiation: please turn to %(who)s.") % told
    if decision.do == "offer":
        return _("“%(module)s” is offered for it: please turn to %(who)s.") % told
    if rules.price:
        return _("More can be bought, at %(price)s each, from %(who)s.") % told
    return _("More can be bought from %(who)s.") % told


def _who(log: Log) -> str:
    """Return whom to turn to: those who look after the vendor's agreements, or else the vendor."""
    people = log.vendor.people.filter(role="account-manager", active=True).exclude(email="")
    named = [(person.name, person.email) for person in people] or [(log.vendor.name, log.vendor.mail_address)]
    return ", ".join(f"{name} ({address})" for name, address in named)


def _priced(price: Money | None) -> str:
    return money(price.amount, price.currency, given.language()) if price else ""


def _clause(decision: Decision) -> str:
    """Return the clause as people look it up."""
    clause = decision.reason.clause
    if clause is None:
        return "–"
    return f"{clause.path}, § {', '.join(clause.cites)}" if clause.cites else clause.path


def _said(amount: Decimal) -> str:
    return decimal(amount, given.language())
