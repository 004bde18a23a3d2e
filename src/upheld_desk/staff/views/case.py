"""A case: its page, the acts on it, what is being written, its news, its files."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from upheld.words.figures import short_duration
from upheld_desk import access, clock
from upheld_desk.accounts.doors import KnownRequest, staff
from upheld_desk.errors import Refused
from upheld_desk.staff import acts, allowances, evidence, severity, talk
from upheld_desk.staff.forms.base import ActForm
from upheld_desk.staff.models import Draft, is_first, was_sent
from upheld_desk.staff.opening import Opened
from upheld_desk.store import attachments


@require_safe
@staff
def page(request: KnownRequest, reference: str) -> HttpResponse:
    """Show the case; `only=live` shows what changes, without what is being written."""
    opened = _opened(request, reference, clock.now())
    template = "staff/case_live.html" if request.GET.get("only") == "live" else "staff/case.html"
    return render(request, template, _context(opened))


@require_safe
@staff
def sheet(request: KnownRequest, reference: str) -> HttpResponse:
    """Show the case as it is printed, with its evidence."""
    return render(request, "staff/case_print.html", _context(_opened(request, reference, clock.now())))


@require_POST
@staff
def act(request: KnownRequest, reference: str, slug: str) -> HttpResponse:
    """Do an act; what is refused stands beside its form, with all that was typed."""
    now, wanted = clock.now(), acts.by_slug(slug)
    opened = _opened(request, reference, now)
    form = wanted.form(opened, request.POST, request.FILES)
    if form.is_valid() and _done(request, opened, form):
        return _after(request, opened, wanted)
    if not request.htmx:
        return render(request, "staff/case.html", _context(opened, form), status=409)
    offer = next(offer for offer in acts.offers(opened, {}, form) if offer.act is wanted)
    template = "staff/composer_form.html" if wanted.group == "composer" else "staff/act.html"
    response = render(request, template, {"offer": offer, "opened": opened, "case": opened.case, "now": now})
    response.headers["HX-Retarget"] = f"#act-{slug}"
    response.headers["HX-Reswap"] = "outerHTML"
    return response


def _done(request: KnownRequest, opened: Opened, form: ActForm) -> bool:
    """Do what a form asks for, unless it was sent before; False where it was refused."""
    try:
        with transaction.atomic():
            if is_first(form.cleaned_data["form"], request.person, opened.now):
                form.act(request.person, opened.log, opened.now)
    except Refused as refused:
        field = str(refused.fields.get("field", ""))
        form.add_error(field if field in form.fields else None, refused.sentence)
        return False
    return True


def _after(request: KnownRequest, opened: Opened, done: acts.Act) -> HttpResponse:
    """Answer with the case as it is now; what was said is not being written any more."""
    if done.group == "composer":
        Draft.objects.filter(person=request.person, log=opened.log, kind=done.slug).delete()
    if not request.htmx:
        return redirect(reverse("staff:case", args=[opened.log.reference]))
    again = Opened.of(request.person, opened.log, clock.now())
    if done.group != "composer":
        return render(request, "staff/case_live.html", _context(again))
    return render(request, "staff/case_all.html", _context(again))


@require_POST
@staff
def draft(request: KnownRequest, reference: str, kind: str) -> HttpResponse:
    """Keep what is being written; nothing of it is kept where it is empty."""
    log = access.case(request.person, reference)
    text = request.POST.get("text", "")
    if acts.by_slug(kind).group != "composer":
        return HttpResponse(status=400)
    if text.strip() and not was_sent(request.POST.get("form", "")):
        changed = {"text": text, "changed": clock.now()}
        Draft.objects.update_or_create(person=request.person, log=log, kind=kind, defaults=changed)
    else:
        Draft.objects.filter(person=request.person, log=log, kind=kind).delete()
    return HttpResponse(status=204)


@require_safe
@staff
def news(request: KnownRequest, reference: str) -> HttpResponse:
    """Say what was added since the page was shown."""
    opened = _opened(request, reference, clock.now())
    given = request.GET.get("length", "")
    length = int(given) if given.isdecimal() else opened.case.length
    fresh = [entry for entry in talk.entries(opened) if entry.number > length]
    return render(request, "staff/case_news.html", {"opened": opened, "fresh": fresh, "now": opened.now})


@require_safe
@staff
def file(request: KnownRequest, reference: str, digest: str) -> HttpResponseBase:
    """Hand out what is attached to the case."""
    found = access.attachment(request.person, access.case(request.person, reference), digest)
    return attachments.serve(found)


def _opened(request: KnownRequest, reference: str, now: datetime) -> Opened:
    return Opened.of(request.person, access.case(request.person, reference), now)


def _context(opened: Opened, given: ActForm | None = None) -> dict[str, object]:
    drafts = _drafts(opened)
    offered = list(acts.offers(opened, drafts, given))
    return {
        "section": "cases",
        "now": opened.now,
        "opened": opened,
        "case": opened.case,
        "log": opened.log,
        "shared": opened.terms.shared,
        **_composers([offer for offer in offered if offer.act.group == "composer"], given),
        "head": {offer.act.slug: offer for offer in offered if offer.act.group == "head"},
        "groups": _grouped(offered),
        "not_now": [offer for offer in offered if not offer.allowed and offer.act.group not in ("composer", "head")],
        "entries": list(talk.entries(opened)),
        "allowances": allowances.left(opened.log.agreement, opened.now, opened.log.reference),
        "upgrades": allowances.upgrades_of(opened),
        "evidence": list(evidence.lines(opened)),
        "decisions": severity.steps(opened),
        "claims": severity.claims(opened),
        "severity_reasons": severity.reasons(opened),
        "effort": short_duration(timedelta(minutes=opened.case.effort)),
        "forecast": opened.case.forecast and short_duration(timedelta(minutes=opened.case.forecast)),
        "watchers": [opened.names.get(handle, handle) for handle in opened.case.watchers],
    }


def _composers(found: list[acts.Offer], given: ActForm | None) -> dict[str, object]:
    """Return what can be written, and which of it is open at first: what was refused, else what is possible."""
    refused = [offer for offer in found if offer.form is given]
    return {"composers": found, "writing": next((offer for offer in (*refused, *found) if offer.allowed), None)}


def _grouped(offered: list[acts.Offer]) -> list[tuple[str, list[acts.Offer]]]:
    groups = ("work", "severity", "solution", "more")
    found = {name: [offer for offer in offered if offer.act.group == name and offer.allowed] for name in groups}
    return [(name, of_it) for name, of_it in found.items() if of_it]


def _drafts(opened: Opened) -> Mapping[str, str]:
    found = Draft.objects.filter(person=opened.person, log=opened.log)
    return dict(found.values_list("kind", "text"))
