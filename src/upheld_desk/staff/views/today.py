"""Today: the list of what is due, one of its lines, and whether the list is still right."""

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upheld_desk import access, clock
from upheld_desk.access import Whose
from upheld_desk.accounts.doors import KnownRequest, staff
from upheld_desk.looks import naming
from upheld_desk.staff import mails, today

CHANGED: Final = "today-changed"  # the page fetches its list again when it hears this


@require_safe
@staff
def page(request: KnownRequest) -> HttpResponse:
    """Show what is due to oneself, to the team or to everybody."""
    template = "staff/today_list.html" if request.GET.get("only") == "list" else "staff/today.html"
    return render(request, template, _list(request))


@require_safe
@staff
def line(request: KnownRequest, log: UUID, duty: str) -> HttpResponse:
    """Show one line again; it goes away where nothing is due any more."""
    now = clock.now()
    found = today.lines(today.listed(request.person, _whose(request)).filter(log=log, duty=duty), now)
    if not found:
        return HttpResponse(headers={"HX-Reswap": "delete"})
    return render(request, "staff/today_line.html", {"line": found[0], "now": now, "whose": _whose(request)})


@require_safe
@staff
def news(request: KnownRequest) -> HttpResponse:
    """Show the tabs with their counts again, and say so where the list is not as the page has it."""
    now, whose = clock.now(), _whose(request)
    rows = today.listed(request.person, whose).select_related(None)[: today.MOST]
    cases = today.unpromised(request.person, whose).select_related(None)[: today.MOST]
    context = {"whose": whose, "counts": today.counts(request.person), "to_sort": _to_sort(request)}
    response = render(request, "staff/today_tabs.html", context)
    if request.GET.get("mark") != today.mark(rows, cases, now):
        response.headers["HX-Trigger"] = CHANGED
    return response


def _list(request: KnownRequest) -> dict[str, object]:
    now, whose = clock.now(), _whose(request)
    rows = list(today.listed(request.person, whose)[: today.MOST])
    cases = list(today.unpromised(request.person, whose)[: today.MOST])
    names = naming.severities(case.log.agreement_id for case in cases)
    counts = today.counts(request.person)
    to_close = today.to_close(cases)
    with_severities = {agreement for agreement, _severity in names}
    unclassed = {case.pk for case in cases if not case.severity and case.log.agreement_id in with_severities}
    return {
        "section": "today",
        "now": now,
        "whose": whose,
        "counts": counts,
        "to_sort": _to_sort(request),
        "sections": list(today.in_sections(today.lines(rows, now))),
        "unpromised": [
            (case, naming.of_case(names, case), case.log_id in to_close, case.pk in unclassed) for case in cases
        ],
        "beyond": max(0, counts[whose] - len(rows) - len(cases)),
        "mark": today.mark(rows, cases, now),
    }


def _to_sort(request: KnownRequest) -> int:
    """Return how many mails wait for somebody who sorts them."""
    return mails.waiting(request.person).count() if access.may(request.person, "triage mail") else 0


def _whose(request: KnownRequest) -> Whose:
    """Return which tab is asked for; who leads begins with what the team has."""
    wanted = request.GET.get("whose")
    return next((tab for tab in today.TABS if tab == wanted), "team" if request.person.role == "lead" else "mine")
