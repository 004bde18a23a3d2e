"""Agreed: the shapes of an agreement: what a report can name, its versions, its page in words, its allowances."""

from datetime import datetime
from decimal import Decimal

from upheld import terms as pages
from upheld.agreements import Allowance, Terms
from upheld.grants import Ledger
from upheld.terms.page import Page, Points, Table
from upheld.words import names
from upheld.words.terms import per, term
from upheld_desk.actions.allowances import books
from upheld_desk.api import shapes, showing
from upheld_desk.looks import speech
from upheld_desk.store import agreements
from upheld_desk.store.models import Agreement, Edition


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


def allowances(found: Agreement, now: datetime) -> shapes.Allowances:
    """Return how the allowances stand; none where none were agreed, or nothing is signed yet."""
    if found.log is None:
        return shapes.Allowances(now=now, items=[])
    ledger = books(found, now).ledger
    granted = [allowance for allowance in ledger.terms.allowances if allowance.amount is not None]
    return shapes.Allowances(now=now, items=[_allowance(ledger, each) for each in granted])


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
        movements=_movements(ledger, found),
    )


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
