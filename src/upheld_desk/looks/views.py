"""What a reader chooses about the look of pages, and the pages that say that something went wrong."""

import sys
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from upheld_desk.accounts.middleware import PersonRequest
from upheld_desk.looks import colours
from upheld_desk.looks.context import THEME_COOKIE, THEMES

Wrong = Callable[[HttpRequest, Exception], HttpResponse]

_A_YEAR = 365 * 24 * 3600


@require_GET
def colour(request: HttpRequest, colour: str) -> HttpResponse:
    """Answer with the rules for a vendor's colour; they are the same for ever."""
    del request
    response = HttpResponse(colours.sheet(colour), content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=_A_YEAR, immutable=True)
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language that the reader chose: with their account, else in a cookie."""
    chosen = request.POST.get("language", "")
    response = _back(request)
    if chosen in dict(settings.LANGUAGES):
        _remember(request, response, "language", chosen, settings.LANGUAGE_COOKIE_NAME)
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember the theme that the reader chose."""
    chosen = request.POST.get("theme", "")
    response = HttpResponse(status=204) if "fetch" in request.POST else _back(request)
    if chosen in THEMES:
        _remember(request, response, "theme", "" if chosen == "auto" else chosen, THEME_COOKIE)
    return response


def _remember(request: HttpRequest, response: HttpResponse, field: str, value: str, cookie: str) -> None:
    account = cast("PersonRequest", request).user
    if account.is_authenticated:
        setattr(account, field, value)
        account.save(update_fields=[field])
    response.set_cookie(
        cookie,
        value,
        max_age=_A_YEAR,
        secure=bool(settings.LANGUAGE_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def _back(request: HttpRequest) -> HttpResponse:
    """Return to the page where the choice was made, if it is one of ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if ours else "/")


# --- When something is wrong ------------------------------------------------------------------------------------------


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be understood."""
    del exception
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what is not allowed."""
    del exception
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer where nothing is, or nothing for this reader."""
    del exception
    return render(request, "404.html", status=404)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was open for too long, or came from elsewhere."""
    del reason
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours; a database that does not answer is expected back soon."""
    if isinstance(sys.exception(), OperationalError):
        response = render(request, "503.html", status=503)
        response.headers["Retry-After"] = "30"
        return response
    return render(request, "500.html", status=500)
