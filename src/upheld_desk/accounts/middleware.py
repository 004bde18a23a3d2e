"""What happens around every request: who it is, in which language, what a page may load, how a refusal is told."""

from collections.abc import Callable
from typing import Final, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect, render
from django.urls import is_valid_path
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control

from upheld_desk.accounts import sessions
from upheld_desk.errors import NotFound, Refused
from upheld_desk.people.models import Account, Person

Respond = Callable[[HttpRequest], HttpResponse]
Middleware = Callable[[Respond], Respond]

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class PersonRequest(HttpRequest):
    """A request of somebody who signed in: what faces get."""

    person: Person | None
    user: Account


def person(respond: Respond) -> Respond:
    """Set `request.person`: who the account is, in the vendor's world that the session chose."""

    def answer(request: HttpRequest) -> HttpResponse:
        account = request.user
        found = sessions.person_of(account, request.session) if isinstance(account, Account) else None
        cast("PersonRequest", request).person = found
        return respond(request)

    return answer


def language(respond: Respond) -> Respond:
    """Answer in the reader's language: their own, that of their cookie, their firm's, or the browser's.

    Times are shown in their zone.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        known = dict(settings.LANGUAGES)
        who = cast("PersonRequest", request).person
        own = who.account.language if who and who.account else ""
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        wanted = own or (cookie if cookie in known else "") or (who.language if who else "")
        zone = timezone.override(ZoneInfo(who.zone) if who else None)
        with translation.override(wanted or translation.get_language_from_request(request)), zone:
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = respond(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return response

    return answer


def content_policy(respond: Respond) -> Respond:
    """Say that a page loads nothing but our own files, runs nothing that stands in it, and is kept by nobody."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if cast("PersonRequest", request).person and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return answer


def above_forms(respond: Respond) -> Respond:
    """Lead who opens the address that a form is sent to, as by reloading or signing in again, to the page above it."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        is_reader = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if not is_reader or not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        parts = request.path.strip("/").split("/")
        above = ("/" + "/".join(parts[:count]) for count in range(len(parts) - 1, 0, -1))
        pages = (page for path in above for page in (path, f"{path}/") if is_valid_path(page))
        return redirect(next(pages, "/"))

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
