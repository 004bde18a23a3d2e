"""The agreement of the customer, and what is left of its allowances."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from upheld_desk import access, clock
from upheld_desk.accounts.doors import KnownRequest, customers
from upheld_desk.store import agreements
from upheld_desk.store.models import Agreement


@require_safe
@customers
def agreement(request: KnownRequest) -> HttpResponse:
    """Go to the agreement that is in force; where there is none, to the list of them."""
    found = _in_force(request)
    return redirect("contracts:page", found.pk) if found else redirect("contracts:index")


@require_safe
@customers
def allowances(request: KnownRequest) -> HttpResponse:
    """Go to what is left by the agreement that is in force; where there is none, to the list of them."""
    found = _in_force(request)
    return redirect("contracts:allowances", found.pk) if found else redirect("contracts:index")


def _in_force(request: KnownRequest) -> Agreement | None:
    now, customer = clock.now(), access.own_customer(request.person)
    return agreements.in_force(customer, now.astimezone(ZoneInfo(customer.vendor.zone)).date())
