"""People: the vendor's staff and the customers' people, made, changed, invited and let go."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from upheld_desk import access, clock
from upheld_desk.accounts import members
from upheld_desk.accounts.doors import KnownRequest, staff
from upheld_desk.errors import NotFound, Refused
from upheld_desk.people.models import Customer, Person
from upheld_desk.staff.forms.people import PersonForm


@require_safe
@staff
def index(request: KnownRequest) -> HttpResponse:
    """Show the vendor's staff."""
    people = access.people(request.person).filter(customer=None).order_by("-active", "name")
    context = {"section": "people", "people": people, "may_manage": access.may(request.person, "manage staff")}
    return render(request, "staff/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def new(request: KnownRequest) -> HttpResponse:
    """Show the form of a new person; make them."""
    slug = request.GET.get("customer")
    customer = access.customer(request.person, slug) if slug else None
    _let_in(request.person, customer)
    form = PersonForm(customer, None, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = members.make_person(request.person, customer, form.details(), form.cleaned_data["role"], clock.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(
                request, _("%(name)s is here now. Invite them, so that they can sign in.") % {"name": made}
            )
            return redirect("staff:person", made.handle)
    return _show(request, form, customer, None)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def page(request: KnownRequest, handle: str) -> HttpResponse:
    """Show a person; change what is known of them."""
    person = access.someone(request.person, handle)
    may_manage = _may_manage(request.person, person.customer)
    form = PersonForm(person.customer, person, request.POST if request.method == "POST" and may_manage else None)
    if request.method == "POST" and not may_manage:
        raise NotFound(f"{request.person.handle} does not look after {handle}")
    if form.is_valid():
        try:
            members.change(request.person, person, form.details(), clock.now())
            if form.cleaned_data["role"] != person.role:
                members.set_role(request.person, person, form.cleaned_data["role"], clock.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Kept."))
            return redirect("staff:person", handle)
    return _show(request, form, person.customer, person)


@require_POST
@staff
def act(request: KnownRequest, handle: str, what: str) -> HttpResponse:
    """Invite a person, end their access, or let them in again."""
    person = access.someone(request.person, handle)
    _let_in(request.person, person.customer)
    if what not in _ACTS:
        raise NotFound(what)
    try:
        said = _ACTS[what](request.person, person, clock.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, said)
    return redirect("staff:person", handle)


def _invite(by: Person, person: Person, now: datetime) -> str:
    members.invite(by, person, now)
    return _("An invitation goes to %(email)s.") % {"email": person.email}


def _end(by: Person, person: Person, now: datetime) -> str:
    members.deactivate(by, person, now)
    return _("%(name)s has no access any more.") % {"name": person}


def _return(by: Person, person: Person, now: datetime) -> str:
    members.activate(by, person, now)
    return _("%(name)s has access again.") % {"name": person}


_ACTS: Final[Mapping[str, Callable[[Person, Person, datetime], str]]] = {
    "invite": _invite,
    "end": _end,
    "return": _return,
}


def _may_manage(by: Person, customer: Customer | None) -> bool:
    return access.may(by, "manage staff" if customer is None else "manage customer people")


def _let_in(by: Person, customer: Customer | None) -> None:
    if not _may_manage(by, customer):
        raise NotFound(f"{by.handle} does not look after these people")


def _show(request: KnownRequest, form: PersonForm, customer: Customer | None, person: Person | None) -> HttpResponse:
    context = {
        "section": "customers" if customer else "people",
        "form": form,
        "customer": customer,
        "one": person,
        "may_manage": _may_manage(request.person, customer),
    }
    return render(request, "staff/person.html", context, status=409 if form.errors else 200)
