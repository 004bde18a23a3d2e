"""The first page: a report is one press away, and what goes on stands below."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upheld_desk import access, clock
from upheld_desk.accounts.doors import KnownRequest, customers
from upheld_desk.actions import allowances
from upheld_desk.portal import labels
from upheld_desk.portal.listing import listed, rows
from upheld_desk.store import agreements

_SHOWN = 8


@require_safe
@customers
def start(request: KnownRequest) -> HttpResponse:
    """Show the person's open cases, those of the whole company to who leads it, and what is left of allowances."""
    now, customer = clock.now(), access.own_customer(request.person)
    going_on = rows(request.person).filter(status__in=labels.GOING_ON)
    found = listed(request.person, list(going_on.order_by("next_due", "-reported")[: _SHOWN + 1]))
    agreement = agreements.in_force(customer, now.astimezone(ZoneInfo(customer.vendor.zone)).date())
    may_see = access.may(request.person, "see allowances")
    context = {
        "section": "start",
        "now": now,
        "asking": [each for each in found if each.asks_you],
        "cases": [each for each in found[:_SHOWN] if not each.asks_you],
        "more": len(found) > _SHOWN,
        "whole_company": request.person.role != "contact",
        "allowances": allowances.left(agreement, now) if may_see else [],
        "agreement": agreement,
    }
    return render(request, "portal/start.html", context)
