"""Booking: units of an allowance are ordered, used, given back, credited and put right."""

from http import HTTPStatus
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from ninja import Router
from ninja.responses import Status

from upheld_desk import access
from upheld_desk.actions import booking
from upheld_desk.api import acts, agreed, forms, shapes
from upheld_desk.api.door import Bearer, TokenRequest
from upheld_desk.api.problems import DECLARED
from upheld_desk.errors import Refused
from upheld_desk.store.models import Log

router = Router(tags=["booking"])
_READ: Final = "agreements:read"
_WRITE: Final = "agreements:write"


def _log(request: TokenRequest, act: str) -> Log:
    """Return the log that is booked on, if the person may."""
    log = request.agreement.log
    access.require(request.person, act, log)
    if log is None:
        raise Refused(_("This agreement is not in force yet."), "not-in-force")
    return log


@router.get(
    "/agreements/{number}/orders",
    auth=Bearer(_READ),
    response={200: list[shapes.Order], **DECLARED},
    summary="List what was ordered from the allowances",
    operation_id="list_orders",
)
def index(request: TokenRequest, number: str) -> list[shapes.Order]:
    """The first order first, with what became of each."""
    del number  # the door found it
    access.require(request.person, "see allowances", request.agreement.log)
    return agreed.orders(request.person, request.agreement.log) if request.agreement.log else []


@router.post(
    "/agreements/{number}/orders",
    auth=Bearer(_WRITE),
    response={201: shapes.Booked, **DECLARED},
    summary="Order from an allowance",
    operation_id="order",
)
@transaction.atomic
def order(request: TokenRequest, number: str, body: forms.PlaceOrder) -> Status[shapes.Booked]:
    """It sets aside what the catalogue of its day says; what is not there is refused, with the clause."""
    del number
    log = _log(request, "book allowance")
    acts.hold(request.person, log, body)
    ref = booking.order(request.person, log, request.now, **body.model_dump(exclude={"after"}))
    return Status(HTTPStatus.CREATED, agreed.booked(request.person, log, request.now, ref=ref))


@router.post(
    "/agreements/{number}/orders/{order}/complete",
    auth=Bearer(_WRITE),
    response={200: shapes.Booked, **DECLARED},
    summary="Say that an order is done",
    operation_id="complete_order",
)
@transaction.atomic
def complete(request: TokenRequest, number: str, order: str, body: forms.Complete) -> shapes.Booked:
    """It uses what was set aside; of hours so many as were worked."""
    del number
    log = _log(request, "complete booking")
    acts.hold(request.person, log, body)
    booking.complete(request.person, log, request.now, ref=order, **body.model_dump(exclude={"after"}))
    return agreed.booked(request.person, log, request.now, ref=order)


@router.post(
    "/agreements/{number}/orders/{order}/cancel",
    auth=Bearer(_WRITE),
    response={200: shapes.Booked, **DECLARED},
    summary="Cancel an order",
    operation_id="cancel_order",
)
@transaction.atomic
def cancel(request: TokenRequest, number: str, order: str, body: forms.Cancel) -> shapes.Booked:
    """It gives back what was set aside."""
    del number
    log = _log(request, "book allowance")
    acts.hold(request.person, log, body)
    booking.cancel(request.person, log, request.now, ref=order, reason=body.reason)
    return agreed.booked(request.person, log, request.now, ref=order)


@router.post(
    "/agreements/{number}/allowances/{allowance}/grant",
    auth=Bearer(_WRITE),
    response={200: shapes.Booked, **DECLARED},
    summary="Credit what was bought or given",
    operation_id="grant",
)
@transaction.atomic
def grant(request: TokenRequest, number: str, allowance: str, body: forms.Grant) -> shapes.Booked:
    """With the number of the order, or why."""
    del number
    log = _log(request, "credit allowance")
    acts.hold(request.person, log, body)
    given = body.model_dump(exclude={"after"})
    booking.grant(request.person, log, request.now, allowance=allowance, **given)
    return agreed.booked(request.person, log, request.now, allowance=allowance)


@router.post(
    "/agreements/{number}/allowances/{allowance}/correct",
    auth=Bearer(_WRITE),
    response={200: shapes.Booked, **DECLARED},
    summary="Put a ledger right",
    operation_id="correct",
)
@transaction.atomic
def correct(request: TokenRequest, number: str, allowance: str, body: forms.Correct) -> shapes.Booked:
    """Nothing is changed: a line is added, with its reason."""
    del number
    log = _log(request, "credit allowance")
    acts.hold(request.person, log, body)
    booking.correct(request.person, log, request.now, allowance=allowance, amount=body.amount, reason=body.reason)
    return agreed.booked(request.person, log, request.now, allowance=allowance)
