"""Agreements: what was agreed, as data and in words, and what is left of the allowances."""

from typing import Final

from ninja import Router

from upheld_desk import access
from upheld_desk.api import agreed, shapes
from upheld_desk.api.door import Bearer, TokenRequest
from upheld_desk.api.problems import DECLARED

router = Router(tags=["agreements"])
_SCOPE: Final = "agreements:read"


@router.get(
    "/agreements",
    auth=Bearer(_SCOPE),
    response={200: list[shapes.AgreementListed], **DECLARED},
    summary="List agreements",
    operation_id="list_agreements",
)
def index(request: TokenRequest) -> list[shapes.AgreementListed]:
    """A customer's own; the vendor's people see all, the offers as well."""
    return [agreed.listed(each) for each in access.agreements(request.person)]


@router.get(
    "/agreements/{number}",
    auth=Bearer(_SCOPE),
    response={200: shapes.Agreement, **DECLARED},
    summary="Read an agreement: what a report can name, its versions, its page in words",
    operation_id="read_agreement",
)
def read(request: TokenRequest, number: str) -> shapes.Agreement:
    """The severities, questions and services of it are those that a report may name now."""
    del number  # the door found it
    return agreed.agreement(request.agreement, request.now)


@router.get(
    "/agreements/{number}/allowances",
    auth=Bearer(_SCOPE),
    response={200: shapes.Allowances, **DECLARED},
    summary="Read what is left of the allowances, and each movement that made it so",
    operation_id="read_allowances",
)
def allowances(request: TokenRequest, number: str) -> shapes.Allowances:
    """Amounts are text, so that no digit is lost."""
    del number
    if request.agreement.log:
        access.require(request.person, "see allowances", request.agreement.log)
    return agreed.allowances(request.person, request.agreement, request.now)
