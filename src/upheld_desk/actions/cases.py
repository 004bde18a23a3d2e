"""Cases are opened here: the report, what severity it has by its answers, and the units that it takes.

The one who calls has asked the gates; here is decided only what must be decided together with the writing.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from typing import Final

from django.db import transaction

from upheld.events import Classified, Event, Reported
from upheld.severity import classify
from upheld_desk import casefiles
from upheld_desk.actions import allowances, given
from upheld_desk.actions.acting import Change, Files, Mail, desk, until_settled
from upheld_desk.actions.agreements import activate
from upheld_desk.facts import Fact
from upheld_desk.people.models import Customer, Person
from upheld_desk.store import agreements, logs
from upheld_desk.store.dossiers import Dossier
from upheld_desk.store.models import Agreement, Log

_NAME: Final = 40  # characters


@transaction.atomic
def open_case(
    customer: Customer,
    agreement: Agreement,
    report: Reported,
    *,
    subject: str,
    text: str,
    attachments: Files = (),
    html: str = "",
    by: Person | None = None,
    mail: Mail | None = None,
    logged_by: Person | None = None,
) -> Log:
    """Open a case and return its log.

    `by` is who reported, `logged_by` who wrote it down for them. Raises `Refused` where the agreement takes no more.
    """
    assert agreement.customer_id == customer.pk, f"{agreement.number} is not of {customer.slug}"
    if agreement.log is None:
        activate(agreement, report.at)
    report = replace(
        report,
        at=report.at.astimezone(UTC),
        by=by.handle if by else report.by,
        channel=report.channel[:_NAME],  # no name in an agreement is longer
        kind=report.kind[:_NAME],
    )
    events = _events(agreement, report)
    kept = {"subject": given.subject(subject, text), **desk(text, attachments, html, mail)}
    if logged_by:
        kept["logged_by"] = logged_by.handle
    assert agreement.log
    logs.lock(agreement.log)  # of two who take units the second one waits, and then sees what is left
    log = logs.open_case(customer.vendor, customer, agreement)
    until_settled(lambda: _opened(log, events, kept))
    return log


def _events(agreement: Agreement, report: Reported) -> Sequence[Event]:
    """Return the report, and the severity that the answers in it give; nobody gave it, so the vendor may confirm it."""
    terms = agreements.terms(agreement, report.at)
    if terms.shared.classification.by == "customer":
        return [report]
    found = classify(terms.shared, report.answers).severity
    if found is None:
        return [report]
    return [report, Classified(report.at, severity=found, answers=dict(report.answers))]


def _opened(log: Log, events: Sequence[Event], kept: dict[str, object]) -> list[Change]:
    """Decide on the units of the case, and return what is to be written."""
    report = events[0]
    assert isinstance(report, Reported)
    dossier = Dossier.of(log)
    terms = dossier.terms(report.at)
    case = casefiles.read([Fact.of(event) for event in events], terms, report.at)
    assert case
    books = allowances.books(log.agreement, report.at)
    found = allowances.decisions(books, terms, report.kind, case.severity)
    allowances.refuse(found, terms, log.vendor.zone)
    if found:
        kept = {**kept, "allowances": allowances.kept(found)}
    facts = (Fact.of(report, **kept), *(Fact.of(event) for event in events[1:]))
    reserving = allowances.reserving(books, log.reference, found, case.severity)
    return [Change(dossier, facts), reserving]
