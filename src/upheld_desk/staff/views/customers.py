"""The customers, and the reports that were not taken."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upheld_desk import access, clock
from upheld_desk.accounts import members
from upheld_desk.accounts.doors import KnownRequest, staff, staff_who_may
from upheld_desk.looks import naming
from upheld_desk.staff import allowances, houses, today
from upheld_desk.store import agreements


@require_safe
@staff
def index(request: KnownRequest) -> HttpResponse:
    """Show the customers."""
    text = request.GET.get("text", "").replace("\0", "")[:100]
    found = houses.houses(request.person, clock.now(), text)
    return render(request, "staff/customers.html", {"section": "customers", "houses": found, "text": text})


@require_safe
@staff
def page(request: KnownRequest, slug: str) -> HttpResponse:
    """Show a customer: what is agreed and left, who its people are, what goes on and what was not taken."""
    person, now = request.person, clock.now()
    customer = access.customer(person, slug)
    in_force = agreements.in_force(customer, now.astimezone(ZoneInfo(person.vendor.zone)).date())
    cases = houses.cases(person, customer)
    names = naming.severities(case.log.agreement_id for case in cases)
    rows = houses.duties(person, customer)
    context = {
        "section": "customers",
        "now": now,
        "customer": customer,
        "agreements": access.agreements(person).filter(customer=customer),
        "in_force": in_force,
        "cases": [(case, naming.of_case(names, case)) for case in cases],
        "duties": today.lines(rows, now),
        "people": access.people(person, customer).order_by("-active", "name"),
        "contacts": members.contacts(customer, now),
        "refused": houses.refused(person, customer)[:5],
        "may_manage": access.may(person, "manage customer people"),
        "allowances": allowances.left(in_force, now) if in_force else [],
    }
    return render(request, "staff/customer.html", context)


@require_safe
@staff_who_may("see refusals")
def refused(request: KnownRequest) -> HttpResponse:
    """Show the reports that were not taken."""
    context = {"section": "refused", "now": clock.now(), "refused": houses.refused(request.person)}
    return render(request, "staff/refused.html", context)
