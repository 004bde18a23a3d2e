"""A call: the look-up, the form with what the caller may have, and what would be promised."""

import uuid
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from upheld_desk import clock
from upheld_desk.accounts.doors import KnownRequest, staff_who_may
from upheld_desk.errors import NotFound, Refused
from upheld_desk.intake.preview import Preview, preview
from upheld_desk.intake.reporting import report
from upheld_desk.people.models import Person
from upheld_desk.staff import calls
from upheld_desk.staff.calls import Caller, CallForm
from upheld_desk.staff.models import is_first


@require_http_methods(["GET", "HEAD", "POST"])
@staff_who_may("log call")
def page(request: KnownRequest) -> HttpResponse:
    """Show who can be meant, then the form; log the call."""
    caller, now = calls.caller(request.person, request.GET), clock.now()
    if caller is None:
        return render(request, "staff/call_who.html", _looked_up(request))
    if request.method == "POST":
        return _log(request, caller, now)
    first = preview(caller.customer, caller.person, calls.CallForm(None).draft(), now)
    now = now.replace(second=0)  # nothing is promised yet, and whole minutes are easier to read
    begun = {name: request.GET.get(name, "") for name in ("subject", "text")}
    form = CallForm(first.terms, initial={"form": uuid.uuid4(), **begun})
    return _show(request, caller, form, preview(caller.customer, caller.person, form.draft(), now))


@require_safe
@staff_who_may("log call")
def look_up(request: KnownRequest) -> HttpResponse:
    """Show who can be meant by what was typed so far."""
    return render(request, "staff/call_found.html", _looked_up(request))


@require_POST
@staff_who_may("log call")
def foresee(request: KnownRequest) -> HttpResponse:
    """Show what the agreement says of the report as it is filled in so far."""
    caller, now = calls.caller(request.person, request.GET), clock.now().replace(second=0)
    if caller is None:
        raise NotFound("nobody is called")
    return render(request, "staff/call_preview.html", _foreseen(caller, request, now))


def _looked_up(request: KnownRequest) -> dict[str, object]:
    text = request.GET.get("q", "").replace("\0", "")[:200]
    return {"section": "call", "text": text, "found": calls.look_up(request.person, text), "now": clock.now()}


def _foreseen(caller: Caller, request: KnownRequest, now: datetime) -> dict[str, object]:
    first = preview(caller.customer, caller.person, CallForm(None).draft(), now)
    form = CallForm(first.terms, request.POST)
    return {**_told(request.person, preview(caller.customer, caller.person, form.draft(), now)), "caller": caller}


def _told(staff: Person, found: Preview) -> dict[str, object]:
    """Return what is shown of a preview."""
    return {
        "preview": found,
        "now": found.now,
        "uses": calls.uses(found),
        "people": calls.people(staff, found),
        "severity_name": calls.severity_name(found),
        "plan_name": calls.plan_name(found),
    }


def _log(request: KnownRequest, caller: Caller, now: datetime) -> HttpResponse:
    first = preview(caller.customer, caller.person, CallForm(None).draft(), now)
    form = CallForm(first.terms, request.POST)
    found = preview(caller.customer, caller.person, form.draft(), now)
    if not form.is_valid():
        return _show(request, caller, form, found, 409)
    if not is_first(form.cleaned_data["form"], request.person, now):
        return redirect("staff:queue")  # sent twice: the first one has opened the case
    try:
        log = report(caller.customer, caller.person, form.draft(), now, logged_by=request.person)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        form.name_again()
        return _show(request, caller, form, found, 409)
    return redirect("staff:case", log.reference)


def _show(request: KnownRequest, caller: Caller, form: CallForm, found: Preview, status: int = 200) -> HttpResponse:
    context = {
        "section": "call",
        **_told(request.person, found),
        "caller": caller,
        "form": form,
        "cases": calls.open_cases(request.person, caller),
    }
    return render(request, "staff/call.html", context, status=status)
