"""The door: only people of a customer get in. A stranger is asked to sign in, anybody else finds nothing here."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from upheld_desk.accounts.middleware import PersonRequest
from upheld_desk.errors import NotFound
from upheld_desk.people.models import Customer, Person

P = ParamSpec("P")


class CustomerRequest(PersonRequest):
    """A request of somebody of a customer."""

    person: Person


View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
CustomerView = Callable[Concatenate[CustomerRequest, P], HttpResponseBase]


def customers(view: CustomerView[P]) -> View[P]:
    """Let people of a customer in."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        who = cast("PersonRequest", request).person
        if who is None:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            raise NotFound("an account that is nobody here")
        if who.customer is None:
            raise NotFound(f"{who.handle} is of the vendor")
        return view(cast("CustomerRequest", request), *args, **kwargs)

    return answer


def customer_of(person: Person) -> Customer:
    """Return the customer that somebody is of; its vendor is theirs, and need not be asked for again."""
    assert person.customer
    person.customer.vendor = person.vendor
    return person.customer
