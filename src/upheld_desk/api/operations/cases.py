"""Cases: finding and reading them. Their addresses come after those of reporting: no case is called `preview`."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from datetime import UTC, datetime
from typing import Annotated, Final

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import AfterValidator, AwareDatetime, Field

from upheld_desk import access
from upheld_desk.api import forms, shapes, showing
from upheld_desk.api.door import Bearer, TokenRequest
from upheld_desk.api.opening import LISTED, Opened
from upheld_desk.api.operations.reporting import router
from upheld_desk.api.problems import DECLARED
from upheld_desk.errors import NotFound, Refused
from upheld_desk.people.models import Person
from upheld_desk.store import attachments
from upheld_desk.store.models import CaseRow

__all__ = ["router"]

READ: Final = "cases:read"


def _in_utc(instant: datetime) -> datetime:
    """Return the same instant in UTC: the database knows fewer offsets than a program can write."""
    try:
        return instant.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(instant) from error


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]


class Wanted(forms.Given):
    """Which cases."""

    status: Annotated[list[shapes.Status], Field(max_length=9)] = Field(default_factory=list)
    customer: forms.Word = Field("", description="A customer's slug.")
    severity: forms.Word = ""
    assignee: forms.Word = Field("", description="A handle; for the vendor's people only.")
    reported_from: Instant | None = None
    reported_until: Instant | None = None
    text: forms.Word = Field("", description="What subject or reference contain.")
    limit: int = Field(50, ge=1, le=200)
    cursor: forms.Word = Field("", description="What `next` of the page before says.")


@router.get(
    "/cases",
    tags=["cases"],
    auth=Bearer(READ, *Wanted.model_fields),
    response={200: shapes.Page, **DECLARED},
    summary="List cases, the newest first",
    operation_id="list_cases",
)
def index(request: TokenRequest, wanted: Query[Wanted]) -> shapes.Page:
    """All cases that the person sees: a contact their own, the lead of a customer those of the company."""
    found = _filtered(request.person, wanted)
    if wanted.cursor:
        at, reference = _read_cursor(wanted.cursor)
        found = found.filter(Q(reported__lt=at) | Q(reported=at, reference__lt=reference))
    rows = list(found.select_related(*LISTED).order_by("-reported", "-reference")[: wanted.limit + 1])
    shown = rows[: wanted.limit]
    following = _cursor(shown[-1]) if len(rows) > wanted.limit else None
    return shapes.Page(items=[showing.listed(request.person, row) for row in shown], next=following)


def _filtered(person: Person, wanted: Wanted) -> QuerySet[CaseRow]:
    if wanted.assignee and not access.may(person, "see internal"):
        raise NotFound(f"{person.handle} does not see who has a case")
    asked = {
        "status__in": wanted.status,
        "customer__slug": wanted.customer,
        "severity": wanted.severity,
        "assignee__handle": wanted.assignee,
        "reported__gte": wanted.reported_from,
        "reported__lt": wanted.reported_until,
    }
    found = access.cases(person).filter(**{name: value for name, value in asked.items() if value})
    if wanted.text:
        found = found.filter(Q(subject__icontains=wanted.text) | Q(reference__icontains=wanted.text))
    return found


def _cursor(row: CaseRow) -> str:
    return urlsafe_b64encode(f"{row.reported.astimezone(UTC).isoformat()} {row.reference}".encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, str]:
    try:
        at, _space, reference = urlsafe_b64decode(cursor).decode().partition(" ")
        return datetime.fromisoformat(at).astimezone(UTC), reference.replace("\0", "")
    except (BadBase64, ValueError, OverflowError) as error:
        told = _("This cursor is none of ours. Please take it from “next” of the page before.")
        raise Refused(told, "cursor", {"field": "cursor"}) from error


@router.get(
    "/cases/{reference}",
    tags=["cases"],
    auth=Bearer(READ),
    response={200: shapes.Case, **DECLARED},
    summary="Read a case",
    operation_id="read_case",
)
def read(request: TokenRequest, reference: str) -> shapes.Case:
    """The case as it stands now: its status, severity, what is waited for, when something is due."""
    del reference  # the door found it
    return showing.case(Opened.of(request.person, request.log, request.now))


@router.get(
    "/cases/{reference}/entries",
    tags=["cases"],
    auth=Bearer(READ, "from", "limit"),
    response={200: shapes.Entries, **DECLARED},
    summary="Read the entries of a case",
    operation_id="list_entries",
)
def entries(
    request: TokenRequest,
    reference: str,
    start: Annotated[int, Query(1, alias="from", ge=1, le=1_000_000)],
    limit: Annotated[int, Query(100, ge=1, le=500)],
) -> shapes.Entries:
    """What was said and done, in the order of the log; internal entries are for the vendor's people."""
    del reference
    return showing.entries(Opened.of(request.person, request.log, request.now), start, limit)


@router.get(
    "/cases/{reference}/duties",
    tags=["cases"],
    auth=Bearer(READ),
    response={200: shapes.Duties, **DECLARED},
    summary="Read what a case asks of whom until when, and why",
    operation_id="list_duties_of_case",
)
def duties(request: TokenRequest, reference: str) -> shapes.Duties:
    """Every clock with its state and its reasons, in words and as data, each with the clause it rests on."""
    del reference
    return showing.owed(Opened.of(request.person, request.log, request.now))


@router.get(
    "/cases/{reference}/attachments/{digest}",
    tags=["cases"],
    auth=Bearer(READ),
    response={200: None, **DECLARED},
    summary="Fetch what is attached to a case",
    operation_id="read_attachment",
    openapi_extra={"responses": {200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}}},
)
def attachment(request: TokenRequest, reference: str, digest: str) -> HttpResponseBase:
    """The bytes as they were sent, to be saved."""
    del reference
    return attachments.serve(access.attachment(request.person, request.log, digest))
