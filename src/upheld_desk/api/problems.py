"""Problems: every error has one form, `application/problem+json`: what is wrong, where, and a code for programs.

What somebody may not see is 404, like what there never was. What a role or a token does not allow is 403. What the
agreement or the data do not allow is 422; what the case as it is does not allow is 409.
"""

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from json import JSONDecodeError
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel, Field, JsonValue

from upheld_desk.errors import NotFound, Refused

MEDIA_TYPE: Final = "application/problem+json"
_STATUSES: Final[Mapping[str, HTTPStatus]] = {
    "not-yours": HTTPStatus.FORBIDDEN,
    "scope-missing": HTTPStatus.FORBIDDEN,
    "too-many": HTTPStatus.TOO_MANY_REQUESTS,
    "attachment-program": HTTPStatus.UNPROCESSABLE_ENTITY,
    "attachment-size": HTTPStatus.UNPROCESSABLE_ENTITY,
}

_log = logging.getLogger(__name__)


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str = Field(description="`about:blank`: the status says what kind of error it is, the code which one.")
    title: str = Field(description="The name of the status.")
    status: int
    detail: str = Field(description="A sentence for people, in the language that was asked for.")
    instance: str = Field(description="The path that was asked for.")
    code: str = Field(description="For programs: `not-found`, `invalid`, `used-up`, `stale`, ...")
    fields: dict[str, JsonValue] = Field(description="What the sentence names; of `invalid` the `errors`, all of them.")


# How every operation may fail, as it tells the OpenAPI document.
DECLARED: Final[Mapping[int, type[BaseModel]]] = dict.fromkeys(
    (400, 401, 403, 404, 405, 409, 413, 415, 422, 429), Problem
)


class WrongType(Exception):
    """What came is no JSON and does not say that it is."""


def problem(
    request: HttpRequest, status: int, code: str, detail: str, fields: Mapping[str, object] | None = None
) -> HttpResponse:
    """Return the answer that says what is wrong."""
    found = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "code": code,
        "fields": dict(fields or {}),
    }
    return JsonResponse(found, DjangoJSONEncoder, status=status, content_type=MEDIA_TYPE)


def only_problems(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view say in our form that a method is not there."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401  those of any view
        response = view(request, *args, **kwargs)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        allowed = response.headers["Allow"]
        told = _("%(method)s is not done here. What is: %(allowed)s.") % {"method": request.method, "allowed": allowed}
        wrong = problem(request, 405, "method", told, {"allowed": sorted(allowed.split(", "))})
        wrong.headers["Allow"] = allowed
        return wrong

    return answer


def nothing(request: HttpRequest) -> HttpResponse:
    """Answer where there is no operation."""
    return _not_found(request, NotFound(request.path))


def handle(api: NinjaAPI) -> None:
    """Let an interface tell its errors in our form."""
    for raised, handler in _HANDLERS.items():
        api.add_exception_handler(raised, handler)


# --- What was raised --------------------------------------------------------------------------------------------------


def _not_found(request: HttpRequest, error: Exception) -> HttpResponse:
    del error  # what there is for others stays untold
    return problem(request, 404, "not-found", _("There is nothing by this name for you."))


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    fields = error.fields
    given = "field" in fields or "alternatives" in fields  # what came is wrong, not what is there
    status = _STATUSES.get(error.code) or (HTTPStatus.UNPROCESSABLE_ENTITY if given else HTTPStatus.CONFLICT)
    response = problem(request, status, error.code, error.sentence, fields)
    if "retry_after" in fields:
        response.headers["Retry-After"] = str(fields["retry_after"])
    return response


def _no_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    del error
    told = _("Please send a token that is still good: “Authorization: Bearer uph_...”. You make one on your account.")
    response = problem(request, 401, "no-token", told)
    response.headers["WWW-Authenticate"] = 'Bearer realm="upheld"'
    return response


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [{"place": _place(found["loc"]), "message": found["msg"]} for found in error.errors]
    told = _("This is not as it should be: %(places)s.") % {"places": ", ".join(each["place"] for each in errors)}
    return problem(request, 422, "invalid", told, {"errors": errors})


def _place(steps: tuple[str | int, ...]) -> str:
    """Return where something stands: "body.attachments.0.name"; how the parameter is called here is nobody's matter."""
    told = [step for number, step in enumerate(steps) if not (number == 1 and steps[0] == "body")]
    return ".".join(map(str, told))


def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    match error.__cause__:
        case WrongType() as wrong:
            told = _("Please send JSON and say so: “Content-Type: application/json”.")
            return problem(request, 415, "content-type", told, {"given": str(wrong)})
        case JSONDecodeError() as wrong:
            place = {"line": wrong.lineno, "column": wrong.colno}
            told = _("This is no JSON from line %(line)s, column %(column)s on.") % place
            return problem(request, 400, "no-json", told, place)
        case _:
            return problem(request, 400, "no-json", _("This is no JSON."))


def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    del error
    return problem(request, 413, "too-large", _("This is too large to be sent at once."))


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    _log.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem(request, 500, "failed", _("Something went wrong here. We have a record of it."))


_HANDLERS: Final[Mapping[type[Exception], Callable[[HttpRequest, Any], HttpResponse]]] = {
    NotFound: _not_found,
    Http404: _not_found,
    Refused: _refused,
    AuthenticationError: _no_token,
    ValidationError: _invalid,
    HttpError: _unreadable,
    RequestDataTooBig: _too_large,
    Exception: _failed,
}
