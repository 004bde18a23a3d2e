"""Doors: who gets to a page. A stranger is asked to sign in; anybody else finds nothing where a page is not theirs."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from upheld_desk import access
from upheld_desk.accounts.middleware import PersonRequest
from upheld_desk.errors import NotFound, Refused
from upheld_desk.people.models import Person

P = ParamSpec("P")


class KnownRequest(PersonRequest):
    """A request of somebody whom the door let in."""

    person: Person
    htmx: HtmxDetails


View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
KnownView = Callable[Concatenate[KnownRequest, P], HttpResponseBase]


def only(fits: Callable[[Person], bool]) -> Callable[[KnownView[P]], View[P]]:
    """Let in the people who fit."""

    def of(view: KnownView[P]) -> View[P]:
        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            who = cast("PersonRequest", request).person
            if who is None:
                if not request.user.is_authenticated:
                    return _to_sign_in(request)
                raise NotFound("an account that is nobody here")
            if not fits(who):
                raise NotFound(f"nothing of {who.handle}'s is at {request.path}")
            return view(cast("KnownRequest", request), *args, **kwargs)

        return answer

    return of


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Ask to sign in; a part of a page cannot, and says so where what was typed still stands."""
    if cast("KnownRequest", request).htmx:
        said = _("You are signed out. Please sign in again in another window, then go on here; what you typed is kept.")
        raise Refused(said, "signed-out")
    return redirect_to_login(request.get_full_path())


def anybody(view: KnownView[P]) -> View[P]:
    """Let in everybody who is somebody here."""
    return only(lambda _who: True)(view)


def staff(view: KnownView[P]) -> View[P]:
    """Let in the vendor's people."""
    return only(lambda who: who.is_staff)(view)


def customers(view: KnownView[P]) -> View[P]:
    """Let in the people of a customer."""
    return only(lambda who: not who.is_staff)(view)


def staff_who_may(act: str) -> Callable[[KnownView[P]], View[P]]:
    """Let in those of the vendor's people whom the table of roles allows an act."""
    return only(lambda who: who.is_staff and access.may(who, act))
