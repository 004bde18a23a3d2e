"""A case: its page for the customer, what may be done on it, its files."""

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from upheld_desk import access, clock
from upheld_desk.accounts.doors import KnownRequest, customers
from upheld_desk.errors import Refused
from upheld_desk.portal import acts, labels, talk
from upheld_desk.portal.opening import Opened
from upheld_desk.store import attachments


@require_safe
@customers
def page(request: KnownRequest, reference: str) -> HttpResponse:
    """Show the case; `only=live` shows what changes by itself, without what is being written."""
    opened = _opened(request, reference, clock.now())
    template = "portal/case_live.html" if request.GET.get("only") == "live" else "portal/case.html"
    return render(request, template, _context(opened))


@require_POST
@customers
def act(request: KnownRequest, reference: str, slug: str) -> HttpResponse:
    """Do an act; what is refused stands beside its form, with all that was typed."""
    now, wanted = clock.now(), acts.of(slug)
    opened = _opened(request, reference, now)
    form = acts.build(slug, opened, request.POST, request.FILES)
    if form.is_valid():
        try:
            with transaction.atomic():
                wanted.do(request.person, opened, now, form.cleaned_data)
        except Refused as refused:
            field = str(refused.fields.get("field", ""))
            form.add_error(field if field in form.fields else None, refused.sentence)
        else:
            messages.success(request, wanted.done())
            return redirect("portal:case", reference)
    context = _context(opened)
    context["forms"] = {**_forms(opened), slug.replace("-", "_"): form}
    context["opened_form"] = slug
    return render(request, "portal/case.html", context, status=409)


@require_safe
@customers
def file(request: KnownRequest, reference: str, digest: str) -> HttpResponseBase:
    """Hand out what is attached to the case."""
    found = access.attachment(request.person, access.case(request.person, reference), digest)
    return attachments.serve(found)


def _opened(request: KnownRequest, reference: str, now: datetime) -> Opened:
    return Opened.of(request.person, access.case(request.person, reference), now)


def _context(opened: Opened) -> dict[str, object]:
    case = opened.case
    return {
        "section": "cases",
        "now": opened.now,
        "opened": opened,
        "case": case,
        "log": opened.log,
        "shared": opened.terms.shared,
        "status": labels.status(case),
        "icon": labels.ICONS.get(case.status, "outline/circle"),
        "kind": labels.kind(opened.terms, case.kind),
        "channel": labels.channel(case.channel),
        "wait": labels.word(labels.WAITS, case.wait.on) if case.wait else "",
        "entries": list(talk.entries(opened)),
        "solution": talk.solution(opened),
        "forms": _forms(opened),
        "may": {name.replace(" ", "_"): opened.may(name) for name in opened.allowed},
        "watching": opened.person.handle in case.watchers,
    }


def _forms(opened: Opened) -> dict[str, object]:
    return {slug.replace("-", "_"): acts.build(slug, opened) for slug in acts.ACTS}
