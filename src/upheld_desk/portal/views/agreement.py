"""The agreement of the customer, and what is left of its allowances."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from upheld_desk import access, clock
from upheld_desk.accounts.doors import KnownRequest, customers
from upheld_desk.errors import NotFound
from upheld_desk.portal.allowances import standings
from upheld_desk.store import agreements


@require_safe
@customers
def agreement(request: KnownRequest) -> HttpResponse:
    """Go to the agreement that is in force; where there is none, to the list of them."""
    now, customer = clock.now(), access.own_customer(request.person)
    found = agreements.in_force(customer, now.astimezone(ZoneInfo(customer.vendor.zone)).date())
    return redirect("contracts:page", found.pk) if found else redirect("contracts:index")


@require_safe
@customers
def allowances(request: KnownRequest) -> HttpResponse:
    """Show what is left, and each movement that made it so."""
    if not access.may(request.person, "see allowances"):
        raise NotFound(f"{request.person.handle} sees no allowances")
    now, customer = clock.now(), access.own_customer(request.person)
    found = agreements.in_force(customer, now.astimezone(ZoneInfo(customer.vendor.zone)).date())
    terms = agreements.terms(found, now) if found else None
    context = {
        "section": "allowances",
        "now": now,
        "agreement": found,
        "allowances": standings(found, now),
        "shared": terms.shared if terms else None,
    }
    return render(request, "portal/allowances.html", context)
