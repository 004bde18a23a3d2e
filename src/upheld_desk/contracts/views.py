"""Views: the list, the page, the source with its findings, the difference, bringing a new one, signing."""

from datetime import date
from typing import Final, cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from upheld import terms
from upheld.errors import Unreadable
from upheld.words import Language
from upheld_desk import access, clock
from upheld_desk.accounts.doors import KnownRequest, anybody
from upheld_desk.actions import routines, signing
from upheld_desk.contracts import ledger, showing, signatures
from upheld_desk.contracts.forms import BringForm
from upheld_desk.contracts.ledger import Account
from upheld_desk.errors import NotFound, Refused
from upheld_desk.people.models import Customer, Person
from upheld_desk.store import agreements
from upheld_desk.store.models import Agreement, Edition

_LAYOUTS: Final = {True: "staff/base.html", False: "portal/base.html"}


def _language() -> Language:
    return cast("Language", translation.get_language() or "en")


def _show(request: KnownRequest, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    person = request.person
    shown = {"layout": _LAYOUTS[person.is_staff], "section": "agreements", **context}
    return render(request, f"contracts/{template}.html", shown, status=status)


def _today(person: Person) -> date:
    """Return the day at the vendor's: by it agreements begin and end."""
    return clock.now().astimezone(ZoneInfo(person.vendor.zone)).date()


def _found(request: KnownRequest, agreement: int) -> Agreement:
    found = access.agreements(request.person).filter(pk=agreement).first()
    if found is None:
        raise NotFound(f"no agreement {agreement} for who asks")
    return found


def _edition(request: KnownRequest, agreement: int, number: int) -> Edition:
    found = _found(request, agreement).editions.exclude(state="discarded").filter(number=number).first()
    if found is None:
        raise NotFound(f"no edition {number} of agreement {agreement}")
    return found


@require_GET
@anybody
def index(request: KnownRequest) -> HttpResponse:
    """Show all agreements that the person sees."""
    person = request.person
    rows = showing.rows(access.agreements(person), _today(person), _language())
    context = {
        "signed": [row for row in rows if row.state != "offer"],
        "offers": [row for row in rows if row.state == "offer"],
        "may_bring": access.may(person, "upload agreement"),
    }
    return _show(request, "index", context)


@require_GET
@anybody
def page(request: KnownRequest, agreement: int) -> HttpResponse:
    """Show an agreement as it is in force, in words and tables, with its editions."""
    found = _found(request, agreement)
    editions = list(found.editions.exclude(state="discarded").order_by("-number"))
    if not editions:
        raise NotFound(f"all editions of {found.number} were thrown away")
    shown = next((edition for edition in editions if edition.state == "signed"), editions[0])
    version = agreements.version_of(shown)
    person, now = request.person, clock.now()
    context = {
        "agreement": found,
        "rounds": showing.rounds(found, version, now, _language()) if shown.state == "signed" else [],
        "may_do": found.log is not None and access.may(person, "mark done", found.log),
        "shared": version.shared,
        "editions": editions,
        "shown": shown,
        "state": showing.state_of(found, version if shown.state == "signed" else None, _today(person)),
        "terms": terms.page(version, _language()),
        "counts": showing.counts(shown) if person.is_staff else {},
    }
    return _show(request, "page", context)


@require_GET
@anybody
def source(request: KnownRequest, agreement: int, number: int) -> HttpResponse:
    """Show the text of an edition, what changed, and who signed; for staff with the findings beside the lines."""
    person, edition = request.person, _edition(request, agreement, number)
    side = "vendor" if person.is_staff else "customer"
    open_for_us = edition.state == "draft" and getattr(edition, f"signed_by_{side}_at") is None
    may_sign = open_for_us and access.may(person, "sign agreement")
    version = agreements.version_of(edition)
    to_solve = [problem for problem in agreements.findings(edition) if problem.level in ("E", "S")]
    # Who signs for the customer must know what is to solve; all else that is found is the vendor's own concern.
    problems = agreements.findings(edition) if person.is_staff else tuple(to_solve if may_sign else ())
    file = request.GET.get("file") or edition.main
    if file not in edition.files:
        raise NotFound(f"no file {file} in {edition}")
    lines, elsewhere = showing.beside_lines(edition.files[file], file, problems)
    before = edition.agreement.editions.filter(state="signed", number__lt=number).order_by("-number").first()
    changed = showing.changes(agreements.version_of(before), version, _language()) if before else []
    context = {
        "agreement": edition.agreement,
        "edition": edition,
        "file": file,
        "lines": lines,
        "elsewhere": elsewhere,
        "to_solve": to_solve,
        "written": signatures.written_by_vendor(edition),
        "before": before,
        "changes": changed,
        "may_sign": may_sign,
        "may_discard": edition.state == "draft" and access.may(person, "upload agreement"),
    }
    return _show(request, "source", context)


@require_http_methods(["GET", "POST"])
@anybody
def bring(request: KnownRequest) -> HttpResponse:
    """Take a new agreement, amendment or offer; show the findings beside its lines, and keep it if asked to."""
    person = request.person
    access.require(person, "upload agreement")
    form = BringForm(access.customers(person), request.POST or None, request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        return _show(request, "bring", {"form": form})
    name, text = form.cleaned_data["name"], form.cleaned_data["text"]
    files = agreements.with_bases(person.vendor, name, text)
    version, problems = agreements.inspect(files, name)
    if "freeze" in request.POST and version:
        text = f"{text.rstrip()}\n\n{agreements.frozen(files, name)}"
        files[name] = text
        version, problems = agreements.inspect(files, name)
    elif "keep" in request.POST and version:
        customer = cast("Customer | None", form.cleaned_data["customer"])
        try:
            edition = signing.upload(person, customer, files, main=name, at=clock.now())
        except Refused as refused:
            form.add_error("customer", refused.sentence)
        except Unreadable as error:
            problems = tuple(error.problems)
        else:
            return redirect(reverse("contracts:source", args=[edition.agreement_id, edition.number]))
    lines, elsewhere = showing.beside_lines(text, name, problems)
    context = {
        "form": form,
        "name": name,
        "text": text,
        "lines": lines,
        "elsewhere": elsewhere,
        "readable": version is not None,
        "needs_holidays": bool(version and version.signature and "\nfrozen:" not in f"\n{text}"),
    }
    return _show(request, "bring", context, status=200 if version else 422)


@require_POST
@anybody
def sign(request: KnownRequest, agreement: int, number: int) -> HttpResponse:
    """Sign an edition for the person's side."""
    edition = _edition(request, agreement, number)
    knowing = request.POST.get("knowing") == "yes"
    signing.sign(request.person, edition, clock.now(), digest=request.POST.get("hash", ""), knowing=knowing)
    return redirect(reverse("contracts:source", args=[agreement, number]))


@require_GET
@anybody
def allowances(request: KnownRequest, agreement: int) -> HttpResponse:
    """Show how the allowances stand, every line that made it so, and what the reader may do with them."""
    found = _found(request, agreement)
    return _show_allowances(request, found, _accounts(request, found))


@require_POST
@anybody
def book(request: KnownRequest, agreement: int) -> HttpResponse:
    """Order, complete, cancel, credit or put right; what is refused comes back in its form, with the reason."""
    found = _found(request, agreement)
    accounts = _accounts(request, found)
    form = ledger.form(accounts, request.POST.get("form", ""))
    if form is None or found.log is None:
        raise Refused(_("This cannot be done any more. Please look at it again."), "changed")
    if form.given(request.POST).is_valid():
        try:
            messages.success(request, form.do(request.person, found.log, clock.now()))
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect(reverse("contracts:allowances", args=[agreement]))
    return _show_allowances(request, found, accounts, status=409)


def _accounts(request: KnownRequest, found: Agreement) -> list[Account]:
    if not access.may(request.person, "see allowances", found.log):
        raise NotFound(f"{request.person.handle} sees no allowances")
    return ledger.accounts(request.person, found, clock.now())


def _show_allowances(
    request: KnownRequest, found: Agreement, accounts: list[Account], status: int = 200
) -> HttpResponse:
    section = "agreements" if request.person.is_staff else "allowances"
    shared = agreements.version(found).shared if found.log else None
    context = {"agreement": found, "accounts": accounts, "shared": shared, "section": section}
    return _show(request, "allowances", context, status=status)


@require_POST
@anybody
def done(request: KnownRequest, agreement: int) -> HttpResponse:
    """Mark a duty of the agreement as done."""
    found = _found(request, agreement)
    if found.log is None:
        access.require(request.person, "mark done")
        raise Refused(_("This agreement is not in force yet."), "not-in-force")
    duty, text = request.POST.get("duty", ""), request.POST.get("text", "")
    routines.done(request.person, found.log, clock.now(), duty=duty, text=text)
    return redirect(f"{reverse('contracts:page', args=[agreement])}#rounds")


@require_POST
@anybody
def discard(request: KnownRequest, agreement: int, number: int) -> HttpResponse:
    """Throw a draft away."""
    signing.discard(request.person, _edition(request, agreement, number), clock.now())
    return redirect(reverse("contracts:index"))
