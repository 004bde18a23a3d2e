"""Acting: one operation for each act, with the form of its own."""

from collections.abc import Callable
from typing import Final

from ninja import Router

from upheld_desk.api import acts, forms, shapes, showing
from upheld_desk.api.acts import ACTS, Act
from upheld_desk.api.door import Bearer, TokenRequest
from upheld_desk.api.opening import Opened
from upheld_desk.api.problems import DECLARED

router = Router(tags=["acting"])
_READ: Final = "cases:read"
_WRITE: Final = "cases:write"
_NAMES: Final = {slug: act.name for slug, act in ACTS.items()}


@router.get(
    "/cases/{reference}/acts",
    auth=Bearer(_READ),
    response={200: list[shapes.Possible], **DECLARED},
    summary="Ask what can be done on a case now, and why not",
    operation_id="list_acts",
)
def index(request: TokenRequest, reference: str) -> list[shapes.Possible]:
    """Every act that your side has."""
    del reference  # the door found it
    return showing.choices(Opened.of(request.person, request.log, request.now), _NAMES)


def _operation(act: Act) -> Callable[..., shapes.Done]:
    """Return the view of an act; what it reads is said by its form."""

    def operation(request: TokenRequest, reference: str, body: forms.Act) -> shapes.Done:
        del reference
        acts.do(act, request.person, request.log, request.now, body)
        opened = Opened.of(request.person, request.log, request.now)
        return shapes.Done(entry=opened.history.length, case=showing.case(opened))

    operation.__annotations__["body"] = act.form
    operation.__doc__ = act.form.__doc__
    return operation


for _slug, _act in ACTS.items():
    router.add_api_operation(
        f"/cases/{{reference}}/acts/{_slug}",
        ["POST"],
        _operation(_act),
        auth=Bearer(_WRITE),
        response={200: shapes.Done, **DECLARED},
        summary=_act.summary,
        operation_id=_slug.replace("-", "_"),
        url_name=_slug,
    )
