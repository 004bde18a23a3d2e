"""What is due: one list of it, as people have it on their first page."""

from typing import Annotated, Final

from django.db.models import F
from ninja import Query, Router

from upheld.words.terms import term
from upheld_desk import access
from upheld_desk.api import shapes
from upheld_desk.api.door import Bearer, TokenRequest
from upheld_desk.api.problems import DECLARED
from upheld_desk.looks import speech
from upheld_desk.looks.timing import Timing
from upheld_desk.store.models import DutyRow

router = Router(tags=["duties"])
_SCOPE: Final = "cases:read"
_AGREEMENTS: Final = "agreements:read"


@router.get(
    "/duties",
    auth=Bearer(_SCOPE, "whose", "limit"),
    response={200: shapes.Today, **DECLARED},
    summary="List what is due, the first due first",
    operation_id="list_duties",
)
def index(
    request: TokenRequest,
    whose: access.Whose = "mine",
    limit: Annotated[int, Query(100, ge=1, le=500)] = 100,
) -> shapes.Today:
    """To oneself, to one's team, or to everybody; those of agreements need the scope `agreements:read` as well."""
    found = access.duties(request.person, whose).select_related("log", "customer", "assignee")
    if _AGREEMENTS not in request.scopes:
        found = found.filter(log__kind="case")
    rows = found.order_by(F("due").asc(nulls_last=True), "plan_rank", "severity_rank", "pk")[:limit]
    inside = access.may(request.person, "see internal")
    items = [_due(row, request, inside=inside) for row in rows]
    return shapes.Today(now=request.now, items=items, total=found.count())


def _due(row: DutyRow, request: TokenRequest, *, inside: bool) -> shapes.Due:
    timing = Timing.of(row, request.now)
    said = row.title.get(speech.language()) or next(iter(row.title.values()), "")
    return shapes.Due.model_validate(
        {
            **{name: getattr(row, name) for name in ("kind", "name", "of", "due", "team")},
            "about": row.log.kind,
            "reference": row.log.reference,
            "customer": row.customer.slug,
            "id": row.duty,
            "title": said or term(row.name, speech.language()),
            "state": timing.state,
            "left": timing.left.total_seconds(),
            "budget": row.budget.total_seconds() if row.budget is not None else None,
            "assignee": row.assignee.handle if row.assignee and inside else None,
        }
    )
