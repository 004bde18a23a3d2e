"""Reporting: a program says what happened, and learns before or afterwards what that promises."""

from http import HTTPStatus
from typing import Annotated, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Header, Router
from ninja.responses import Status

from upheld.agreements import Terms
from upheld_desk import access
from upheld_desk.api import foreseeing, forms, shapes, showing
from upheld_desk.api.door import Bearer, TokenRequest, require
from upheld_desk.api.opening import Opened
from upheld_desk.api.problems import DECLARED
from upheld_desk.errors import Refused
from upheld_desk.intake.drafts import Draft
from upheld_desk.intake.preview import preview as foresee
from upheld_desk.intake.reporting import report as send
from upheld_desk.people.models import Customer, Person
from upheld_desk.store.attachments import Attachment

router = Router()
_WRITE: Final = "cases:write"
_MONITOR: Final = "cases:monitor"


@router.post(
    "/cases",
    tags=["reporting"],
    auth=Bearer(_WRITE, lesser=_MONITOR),
    response={201: shapes.Case, **DECLARED},
    summary="Report a case",
    operation_id="report_case",
)
def report(
    request: TokenRequest,
    response: HttpResponse,
    body: forms.Report,
    key: Annotated[
        str,
        Header(
            "",
            alias="Idempotency-Key",
            max_length=200,
            pattern=r"^[!-~]*$",
            description="Any text of your own: for a day the same report sent again under it is the same case.",
        ),
    ],
) -> Status[shapes.Case]:
    """Open a case, if the agreement takes it; else 422 says why, by which clause, and what to do instead."""
    reporter, customer, logged_by = _who(request.person, body)
    channel = _channel(request, body)
    _refuse_nothing(body)
    _refuse_other_answers(body, foresee(customer, reporter, _draft(body, (), channel), request.now).terms)
    draft = _draft(body, forms.kept(body.attachments), channel)
    log = send(customer, reporter, draft, request.now, logged_by=logged_by, key=key)
    response.headers["Location"] = f"{showing.ROOT}/cases/{log.reference}"
    return Status(HTTPStatus.CREATED, showing.case(Opened.of(request.person, log, request.now)))


@router.post(
    "/cases/preview",
    tags=["reporting"],
    auth=Bearer(_WRITE, lesser=_MONITOR),
    response={200: shapes.Preview, **DECLARED},
    summary="See what a report would promise, without sending it",
    operation_id="preview_case",
)
def preview(request: TokenRequest, body: forms.Report) -> shapes.Preview:
    """Severity, due times, what it takes of allowances, what is not covered and why. Nothing is kept."""
    reporter, customer, _logged_by = _who(request.person, body)
    draft = _draft(body, (), _channel(request, body))
    found = foresee(customer, reporter, draft, request.now)
    _refuse_other_answers(body, found.terms)
    return foreseeing.preview(found)


def _refuse_nothing(body: forms.Report) -> None:
    """Refuse a report that says nothing: it would be a case, and take its part of an allowance."""
    if not (body.subject.strip() or body.text.strip() or body.attachments):
        raise Refused(_("Please say what happened."), "text-missing", {"field": "text"})


def _refuse_other_answers(body: forms.Report, terms: Terms | None) -> None:
    """Refuse answers to questions that nobody asks: without a word the severity would be another one."""
    known = {fact.id: fact.answers for fact in terms.shared.facts} if terms else None
    wrong = [name for name, answer in body.answers.items() if known is not None and answer not in known.get(name, ())]
    if wrong:
        told = _("These answers do not fit the questions of the agreement.")
        raise Refused(told, "answers", {"field": "answers", "names": ", ".join(wrong)})


def _who(person: Person, body: forms.Report) -> tuple[Person, Customer, Person | None]:
    """Return who reports, of which customer, and who of the vendor's people writes it down for them."""
    if person.customer:
        if body.reporter not in ("", person.handle):
            told = _("You report for yourself. Please leave out who reports.")
            raise Refused(told, "reporter-given", {"field": "reporter"})
        access.require(person, "report")
        return person, person.customer, None
    access.require(person, "log call")
    if not body.reporter:
        told = _("Please say who of the customer reports.")
        raise Refused(told, "reporter-missing", {"field": "reporter"})
    reporter = access.someone(person, body.reporter)
    if reporter.customer is None:
        told = _("Reports come from people of a customer.")
        raise Refused(told, "reporter-staff", {"field": "reporter"})
    return reporter, reporter.customer, person


def _channel(request: TokenRequest, body: forms.Report) -> str:
    """Return the channel of a report; a token that only monitors reports nothing else."""
    if body.channel:
        require(request, _MONITOR)
        return body.channel
    require(request, _WRITE)
    return "phone" if request.person.is_staff else "api"


def _draft(body: forms.Report, files: tuple[Attachment, ...], channel: str) -> Draft:
    return Draft(
        channel=channel,
        kind=body.kind,
        service=body.service,
        answers=body.answers,
        severity=body.severity,
        subject=body.subject,
        text=body.text,
        attachments=files,
    )
