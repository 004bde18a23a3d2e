"""Reporting: the form, what it would promise, and sending it."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from upheld.agreements import Terms
from upheld_desk import access, clock
from upheld_desk.accounts.doors import KnownRequest, customers
from upheld_desk.errors import Refused
from upheld_desk.intake.drafts import Draft
from upheld_desk.intake.preview import preview
from upheld_desk.intake.reporting import report as send
from upheld_desk.portal.promising import panel
from upheld_desk.portal.reporting import ReportForm
from upheld_desk.store import agreements
from upheld_desk.store.models import Agreement


@require_http_methods(["GET", "POST"])
@customers
def report(request: KnownRequest) -> HttpResponse:
    """Show the form; take it; or only check it, for browsers without scripts."""
    terms, agreement = _terms(request)
    if terms is None:
        return _without_agreement(request)
    if request.method == "GET" or "check" in request.POST:
        given = request.POST if request.method == "POST" else request.GET
        initial = {name: given[name] for name in given if name not in ("csrfmiddlewaretoken", "check")}
        return _page(request, ReportForm(terms, initial=initial), agreement)
    form = ReportForm(terms, request.POST, request.FILES)
    return _sent(request, form) or _page(request, form, agreement, status=422)


@require_POST
@customers
def look(request: KnownRequest) -> HttpResponse:
    """Show what the form would promise as it is now."""
    terms, agreement = _terms(request)
    draft = ReportForm(terms, request.POST).draft() if terms else Draft(channel="portal")
    return render(request, "portal/preview.html", _seen(request, draft, agreement))


def _sent(request: KnownRequest, form: ReportForm) -> HttpResponse | None:
    """Send a report that is complete; None where something is missing, or it was refused."""
    now, customer = clock.now(), access.own_customer(request.person)
    if not form.is_valid():
        return None
    found = preview(customer, request.person, form.draft(), now)
    if found.may_be_sent and found.severity and found.severity.next:
        form.ask(found.severity.next.id)
        return None
    files = form.take_files()
    if form.errors:
        return None
    try:
        log = send(customer, request.person, form.draft(files), now, key=form.cleaned_data["key"])
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return None
    messages.success(request, _("Your report %(case)s has arrived.") % {"case": log.reference})
    return redirect("portal:case", log.reference)


def _page(request: KnownRequest, form: ReportForm, agreement: Agreement | None, status: int = 200) -> HttpResponse:
    context = {"section": "report", "form": form, **_seen(request, form.draft(), agreement)}
    return render(request, "portal/report.html", context, status=status)


def _seen(request: KnownRequest, draft: Draft, agreement: Agreement | None) -> dict[str, object]:
    now = clock.now()
    found = preview(access.own_customer(request.person), request.person, draft, now)
    return {
        "now": now,
        "panel": panel(found, request.person.vendor.name),
        "preview": found,
        "shared": found.terms.shared if found.terms else None,
        "agreement": agreement,
    }


def _terms(request: KnownRequest) -> tuple[Terms | None, Agreement | None]:
    """Return the terms under which somebody would report now."""
    now, customer = clock.now(), access.own_customer(request.person)
    agreement = agreements.in_force(customer, now.astimezone(ZoneInfo(customer.vendor.zone)).date())
    return (agreements.terms(agreement, now), agreement) if agreement else (None, None)


def _without_agreement(request: KnownRequest) -> HttpResponse:
    context = {"section": "report", **_seen(request, Draft(channel="portal"), None)}
    return render(request, "portal/report_closed.html", context)
