"""The list of cases: the person's own, or those of the whole company."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upheld_desk import clock
from upheld_desk.accounts.doors import KnownRequest, customers
from upheld_desk.portal import labels
from upheld_desk.portal.listing import listed, rows

_ON_A_PAGE = 25


@require_safe
@customers
def index(request: KnownRequest) -> HttpResponse:
    """Show the cases that the person sees, open ones unless all are asked for."""
    show = "all" if request.GET.get("show") == "all" else "open"
    whose = "own" if request.GET.get("whose") == "own" else "company"
    text = request.GET.get("text", "").strip()[:100]
    found = rows(request.person)
    if show == "open":
        found = found.filter(status__in=labels.GOING_ON)
    if whose == "own":
        found = found.filter(Q(reporter=request.person) | Q(watchers__contains=[request.person.handle]))
    if text:
        found = found.filter(Q(subject__icontains=text) | Q(reference__icontains=text))
    order = ("next_due", "-reported") if show == "open" else ("-reported",)
    page = Paginator(found.order_by(*order), _ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "cases",
        "now": clock.now(),
        "page": page,
        "cases": listed(request.person, list(page.object_list)),
        "show": show,
        "whose": whose,
        "text": text,
        "whole_company": request.person.role != "contact",
    }
    return render(request, "portal/cases.html", context)
