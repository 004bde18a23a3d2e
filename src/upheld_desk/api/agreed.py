"""Agreed: the shapes of an agreement: what a report can name, its versions, its page in words, its allowances."""

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from upheld import terms as pages
from upheld.agreements import Allowance, Terms
from upheld.grants import Ledger
from upheld.terms.page import Page, Points, Table
from upheld.words import names
from upheld.words.terms import per, term
from upheld_desk import access
from upheld_desk.actions.allowances import books
from upheld_desk.api import shapes, showing
from upheld_desk.casefiles.orders import Order, read
from upheld_desk.looks import speech
from upheld_desk.people.models import Person
from upheld_desk.store import agreements, logs
from upheld_desk.store.models import Agreement, Edition, Log


def listed(found: Agreement) -> shapes.AgreementListed:
    """Return an agreement as lists show it."""
    return shapes.AgreementListed.model_validate(_listed(found))


def _listed(found: Agreement) -> dict[str, object]:
    same = {name: getattr(found, name) for name in ("number", "title", "starts", "ends")}
    return {**same, "customer": found.customer.slug if found.customer else None}


def agreement(found: Agreement, now: datetime) -> shapes.Agreement:
    """Return a whole agreement: what holds for a report now, and the page of the newest version that was signed."""
    editions = list(found.editions.exclude(state="discarded").order_by("number"))
    signed = [edition for edition in editions if edition.state == "signed"]
    told: dict[str, object] = {"versions": [_version(edition) for edition in editions], "named": None, "terms": None}
    if signed:
        told["named"] = _named(agreements.terms(found, now))
        told["terms"] = _page(pages.page(agreements.version_of(signed[-1]), speech.language()))
    return shapes.Agreement.model_validate({**_listed(found), **told})


def _named(terms: Terms) -> shapes.InForce:
    shared, language = terms.shared, speech.language()
    severities = [shapes.Named(id=each.id, name=each.name.in_language(language)) for each in shared.severities]
    questions = [
        shapes.Question(id=each.id, ask=each.ask.in_language(language), answers=list(each.answers))
        for each in shared.facts
    ]
    return shapes.InForce(
        plan=terms.plan,
        modules=list(terms.modules),
        zone=shared.zone,
        severities=severities,
        questions=questions,
        kinds=list(shared.kinds) or list(terms.handles),
        services=list(shared.services),
        channels=[channel.id for channel in terms.channels],
    )


def _version(found: Edition) -> shapes.Version:
    same = {name: getattr(found, name) for name in ("number", "state", "hash", "effective")}
    signed = {"signed_by_vendor": found.signed_by_vendor_at, "signed_by_customer": found.signed_by_customer_at}
    return shapes.Version.model_validate({**same, **signed})


# --- The page ---------------------------------------------------------------------------------------------------------


def _page(found: Page) -> shapes.Terms:
    return shapes.Terms(
        title=found.title,
        subtitle=found.subtitle,
        facts=[shapes.Fact(name=name, value=value) for name, value in found.facts],
        sections=[
            shapes.Section(title=section.title, blocks=[_block(block) for block in section.blocks])
            for section in found.sections
        ],
        note=found.note,
        language=found.language,
    )


def _block(found: Table | Points) -> shapes.Block:
    if isinstance(found, Points):
        return shapes.Block(header=[], rows=[], items=list(found.items))
    rows = [shapes.Row(heading=row.heading, cells=[list(cell) for cell in row.cells]) for row in found.rows]
    return shapes.Block(header=list(found.header), rows=rows, items=[])


# --- Allowances -------------------------------------------------------------------------------------------------------


def allowances(person: Person, found: Agreement, now: datetime) -> shapes.Allowances:
    """Return how the allowances stand; none where none were agreed, or nothing is signed yet."""
    if found.log is None:
        return shapes.Allowances(now=now, length=0, items=[])
    kept = books(found, now)
    ledger = access.ledger(person, found.log, kept.ledger)
    granted = [allowance for allowance in ledger.terms.allowances if allowance.amount is not None]
    items = [_allowance(ledger, each) for each in granted]
    return shapes.Allowances(now=now, length=kept.history.length, items=items)


def _allowance(ledger: Ledger, found: Allowance) -> shapes.Allowance:
    language = speech.language()
    grants = [grant for grant in ledger.grants if grant.allowance == found.id]
    return shapes.Allowance(
        id=found.id,
        unit=found.unit,
        name=term(found.unit, language),
        per=per(found.per, language) if found.per else "",
        left=str(ledger.available(found.id)),
        reserved=str(sum((grant.reserved for grant in grants), Decimal(0))),
        used=str(sum((grant.used for grant in grants), Decimal(0))),
        catalogue={item: str(amount) for item, amount in found.catalogue.items()},
        places=list(found.where),
        movements=_movements(ledger, found),
    )


def orders(person: Person, log: Log) -> list[shapes.Order]:
    """Return what was ordered, the first order first."""
    found = read(logs.load(log.pk).entries)
    called = access.names(person, {order.by for order in found})
    return [_order(order, called.get(order.by, order.by)) for order in found]


def booked(person: Person, log: Log, now: datetime, *, ref: str = "", allowance: str = "") -> shapes.Booked:
    """Return what was booked just now: an order by its reference, or on an allowance."""
    kept = books(log.agreement, now)
    order = next((each for each in orders(person, log) if each.ref == ref), None)
    left = kept.ledger.available(order.allowance if order else allowance)
    return shapes.Booked(entry=kept.history.length, order=order, left=str(left))


def _order(found: Order, name: str) -> shapes.Order:
    said = asdict(found) | {"amount": str(found.amount), "used": None if found.used is None else str(found.used)}
    return shapes.Order.model_validate({**said, "name": name})


def _movements(ledger: Ledger, found: Allowance) -> list[shapes.Movement]:
    called = names(ledger.terms.shared, speech.language())
    return [
        shapes.Movement(
            at=each.at,
            day=each.day,
            amount=str(each.amount),
            source=each.source,
            target=each.target,
            ref=each.ref,
            left=str(each.left),
            reason=showing.reason(each.reason, called),
        )
        for each in ledger.of(found.id)
    ]
