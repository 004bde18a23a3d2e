"""The door: only the vendor's staff gets in. A stranger is asked to sign in, anybody else finds nothing here."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_htmx.middleware import HtmxDetails

from upheld_desk import access
from upheld_desk.accounts.middleware import PersonRequest
from upheld_desk.errors import NotFound
from upheld_desk.people.models import Person

P = ParamSpec("P")


class StaffRequest(PersonRequest):
    """A request of the vendor's staff."""

    person: Person
    htmx: HtmxDetails


View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
StaffView = Callable[Concatenate[StaffRequest, P], HttpResponseBase]


def staff(view: StaffView[P]) -> View[P]:
    """Let the vendor's staff in."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        who = cast("PersonRequest", request).person
        if who is None:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            raise NotFound("an account that is nobody here")
        if not who.is_staff:
            raise NotFound(f"{who.handle} is of a customer")
        return view(cast("StaffRequest", request), *args, **kwargs)

    return answer


def who_may(act: str) -> Callable[[StaffView[P]], View[P]]:
    """Let in whom the table of roles allows an act; for the others there is nothing here."""

    def of(view: StaffView[P]) -> View[P]:
        def answer(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not access.may(request.person, act):
                raise NotFound(f"{request.person.handle} may not '{act}'")
            return view(request, *args, **kwargs)

        return staff(wraps(view)(answer))

    return of
