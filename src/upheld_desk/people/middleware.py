"""What happens around every request: who it is, in which language, what a page may load, how a refusal is told."""

from collections.abc import Callable
from typing import Final, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation

from upheld_desk.errors import NotFound, Refused
from upheld_desk.people.models import Account, Person

Respond = Callable[[HttpRequest], HttpResponse]
Middleware = Callable[[Respond], Respond]

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)


class PersonRequest(HttpRequest):
    """A request of somebody who signed in: what faces get."""

    person: Person | None
    user: Account


def person(respond: Respond) -> Respond:
    """Set `request.person`: who the account is, in the vendor's world that the session chose."""

    def answer(request: HttpRequest) -> HttpResponse:
        found: Person | None = None
        if request.user.is_authenticated:
            persons = Person.objects.select_related("vendor", "customer", "account").filter(
                account=request.user, active=True
            )
            chosen = request.session.get("person")
            found = persons.filter(pk=chosen).first() if chosen else None
            found = found or persons.order_by("pk").first()
        cast("PersonRequest", request).person = found
        return respond(request)

    return answer


def language(respond: Respond) -> Respond:
    """Answer in the reader's language: their own, that of their cookie, their firm's, or the browser's."""

    def answer(request: HttpRequest) -> HttpResponse:
        known = dict(settings.LANGUAGES)
        who = cast("PersonRequest", request).person
        own = who.account.language if who and who.account else ""
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        wanted = own or (cookie if cookie in known else "") or (who.language if who else "")
        with translation.override(wanted or translation.get_language_from_request(request)):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = respond(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return response

    return answer


def content_policy(respond: Respond) -> Respond:
    """Say that a page loads nothing but our own files, and runs nothing that stands in it."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return answer


class refusals:  # noqa: N801  named in the settings like the others, which are functions
    """Answer a refusal with its sentence, and what is not there for the reader with 404."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.respond(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the answer to what the desk raised; None for any other exception."""
        if isinstance(exception, NotFound):
            raise Http404 from exception
        if isinstance(exception, Refused):
            if "application/json" in request.headers.get("Accept", ""):
                return JsonResponse({"code": exception.code, "detail": exception.sentence}, status=409)
            return render(request, "refused.html", {"refused": exception}, status=409)
        return None
