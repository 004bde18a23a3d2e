"""The queue of cases."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from upheld_desk import access, clock
from upheld_desk.accounts.doors import KnownRequest, staff
from upheld_desk.looks import naming
from upheld_desk.staff import labels, queue
from upheld_desk.staff.queue import Wanted


@require_safe
@staff
def page(request: KnownRequest) -> HttpResponse:
    """Show the cases that the address asks for; a reference that is one leads straight to its case."""
    wanted = Wanted.of(request.GET.dict())
    exact = access.cases(request.person).filter(reference=wanted.text.strip().upper()) if wanted.text else None
    if exact is not None and not request.htmx and exact.exists():
        return redirect("staff:case", wanted.text.strip().upper())
    shown = Paginator(queue.found(request.person, wanted), queue.PAGE).get_page(wanted.page)
    cases = list(shown)
    names = naming.severities(case.log.agreement_id for case in cases)
    context = {
        "section": "cases",
        "now": clock.now(),
        "wanted": wanted,
        "shown": shown,
        "lines": [(case, naming.of_case(names, case)) for case in cases],
        "statuses": labels.STATUSES.items(),
        "customers": access.customers(request.person),
        "people": access.people(request.person).filter(customer=None, active=True),
        "severities": _severities(request),
        "orders": queue.ORDERS,
    }
    template = "staff/queue_list.html" if request.htmx and not request.htmx.boosted else "staff/queue.html"
    return render(request, template, context)


def _severities(request: KnownRequest) -> dict[str, str]:
    """Return the severities that the vendor's agreements have, by id."""
    agreements = access.agreements(request.person).values_list("pk", flat=True)
    return {severity: name for (_, severity), name in naming.severities(agreements).items()}
