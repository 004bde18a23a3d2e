"""The people of the customer: who may report, and who looks after them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from upheld.agreements import Terms
from upheld_desk import access, clock
from upheld_desk.accounts import members
from upheld_desk.accounts.doors import KnownRequest, customers
from upheld_desk.errors import NotFound, Refused
from upheld_desk.intake import entitlement
from upheld_desk.people.models import LANGUAGES, Customer, Person
from upheld_desk.store import agreements

_MANAGE: Final = "manage customer people"
_ROLES: Final = [
    ("contact", gettext_lazy("Contact: reports, and sees their own cases")),
    ("customer-lead", gettext_lazy("Lead: sees all cases, and looks after people")),
    ("level-1", gettext_lazy("Level 1: takes reports first and hands them over")),
]


class PersonForm(forms.Form):
    """What is known of somebody."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("Mail address"), max_length=254)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=_ROLES)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the customer, as the list shows them."""

    person: Person
    may_report: bool
    is_me: bool
    can_sign_in: bool


@require_safe
@customers
def index(request: KnownRequest) -> HttpResponse:
    """Show everybody, and to who looks after them the form for one more."""
    return _page(request)


@require_POST
@customers
def add(request: KnownRequest) -> HttpResponse:
    """Add somebody, and mail them their way in."""
    form, now = PersonForm(request.POST), clock.now()
    if not form.is_valid():
        return _page(request, form, status=422)
    given = form.cleaned_data
    details = members.Details(
        name=given["name"],
        email=given["email"],
        phone=given["phone"],
        languages=[given["language"]],
        caller=_caller(request.person, given["role"]),
    )
    try:
        made = members.make_person(request.person, access.own_customer(request.person), details, given["role"], now)
        members.invite(request.person, made, now)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, form, status=409)
    messages.success(request, _("%(name)s is added, and gets a mail with their way in.") % {"name": made.name})
    return redirect("portal:people")


@require_http_methods(["GET", "HEAD", "POST"])
@customers
def one(request: KnownRequest, handle: str) -> HttpResponse:
    """Show what is known of somebody, and change it."""
    if not access.may(request.person, _MANAGE):
        raise NotFound(f"{request.person.handle} looks after nobody")
    someone = access.someone(request.person, handle)
    known = {name: getattr(someone, name) for name in ("name", "email", "phone", "role")}
    spoken = [*someone.languages, access.own_customer(request.person).language]
    form, status = PersonForm(request.POST or None, initial={**known, "language": spoken[0]}), 200
    if request.method == "POST":
        if form.is_valid():
            try:
                _change(request.person, someone, form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused.sentence)
            else:
                messages.success(request, _("Saved."))
                return redirect("portal:people")
        status = 422
    return render(request, "portal/person.html", {"section": "people", "someone": someone, "form": form}, status=status)


@transaction.atomic
def _change(by: Person, someone: Person, given: dict[str, str]) -> None:
    """Change what is known of somebody, and their role where it is another one."""
    now, role = clock.now(), given["role"]
    details = members.Details(
        name=given["name"],
        email=given["email"],
        phone=given["phone"],
        languages=list(dict.fromkeys([given["language"], *someone.languages])),
        caller=someone.caller if role == someone.role else _caller(by, role),
    )
    members.change(by, someone, details, now)
    if role != someone.role:
        members.set_role(by, someone, role, now)


@require_POST
@customers
def change(request: KnownRequest, handle: str, slug: str) -> HttpResponse:
    """Invite somebody again, end their access, or let them in again."""
    someone, now = access.someone(request.person, handle), clock.now()
    try:
        if slug == "invite":
            members.invite(request.person, someone, now)
        elif slug == "deactivate":
            members.deactivate(request.person, someone, now)
        elif slug == "activate":
            members.activate(request.person, someone, now)
        else:
            raise NotFound(f"no act '{slug}'")
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Saved."))
    return redirect("portal:people")


def _page(request: KnownRequest, form: PersonForm | None = None, status: int = 200) -> HttpResponse:
    now, customer = clock.now(), access.own_customer(request.person)
    terms = _terms(customer, now)
    people = access.people(request.person).order_by("-active", "name")
    context = {
        "section": "people",
        "people": [_colleague(request.person, person, terms, now) for person in people],
        "contacts": members.contacts(customer, now),
        "named": terms is not None and any(r.of == "customer" and r.id in ("contacts", "level-1") for r in terms.roles),
        "form": form or PersonForm(initial={"language": customer.language, "role": "contact"}),
        "opened": form is not None,
        "may_manage": access.may(request.person, _MANAGE),
    }
    return render(request, "portal/people.html", context, status=status)


def _colleague(me: Person, person: Person, terms: Terms | None, now: datetime) -> Colleague:
    may = terms is not None and entitlement.may_report(terms, person, now)
    return Colleague(person, may, person.pk == me.pk, person.account_id is not None)


def _terms(customer: Customer, now: datetime) -> Terms | None:
    agreement = agreements.in_force(customer, now.astimezone(ZoneInfo(customer.vendor.zone)).date())
    return agreements.terms(agreement, now) if agreement else None


def _caller(by: Person, role: str) -> str:
    """Return what somebody new is to the vendor: what who adds them is, or level 1."""
    if role == "level-1":
        return "level-1"
    return by.caller if by.caller != "level-1" else "customer"
