"""The first page: a report is one press away, and what goes on stands below."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upheld_desk import access, clock
from upheld_desk.accounts.doors import KnownRequest, customers
from upheld_desk.actions import allowances
from upheld_desk.people.models import Person
from upheld_desk.portal import labels
from upheld_desk.portal.listing import listed, rows
from upheld_desk.store import agreements
from upheld_desk.store.models import Edition

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
        "to_sign": _to_sign(request.person),
    }
    return render(request, "portal/start.html", context)


def _to_sign(person: Person) -> list[Edition]:
    """Return the agreements and amendments that wait for the person's signature."""
    if not access.may(person, "sign agreement"):
        return []
    waiting = Edition.objects.filter(state="draft", signed_by_customer_at=None)
    return list(waiting.filter(agreement__in=access.agreements(person)).select_related("agreement"))
