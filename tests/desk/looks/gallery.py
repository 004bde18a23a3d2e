"""Pages with every component in every layout, to be tried by tests and looked at; no desk has to be set up for them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.urls import include, path

from upheld import evaluate, read
from upheld.agreements import Version
from upheld.duties import Duty
from upheld.events import Classified, Event, Reported, WaitStarted, Withdrawn, WorkStarted
from upheld_desk.accounts.middleware import PersonRequest
from upheld_desk.errors import Refused
from upheld_desk.looks.forms import FilesInput
from upheld_desk.people.models import Account, Customer, Person, Vendor

PAGES: Final = Path(__file__).parent / "pages"
ROOT: Final = Path(__file__).parents[3]
REPORTED: Final = datetime(2026, 6, 18, 13, 0, tzinfo=UTC)  # 15:00 in Stockholm, on the day before Midsummer Eve
HOUR: Final = timedelta(hours=1)
NOW: Final = datetime(2026, 6, 22, 8, 45, tzinfo=UTC)  # 10:45 on the Monday after

VENDOR: Final = Vendor(slug="stratiteq", name="Stratiteq", prefix="SOS", colour="#e4572e", zone="Europe/Stockholm")
CUSTOMER: Final = Customer(vendor=VENDOR, slug="farjor", name="Västkustens Färjor AB", language="sv")
STAFF: Final = Person(vendor=VENDOR, handle="m.berg", name="Maria Berg", role="staff")
CONTACT: Final = Person(vendor=VENDOR, customer=CUSTOMER, handle="o.lind", name="Olle Lind", role="contact")


class Report(forms.Form):
    """A form with every kind of control."""

    subject = forms.CharField(label="Subject", help_text="In a few words.")
    email = forms.EmailField(label="E-mail")
    text = forms.CharField(label="What happened", widget=forms.Textarea, required=False)
    service = forms.ChoiceField(label="Service", choices=[("a", "The ticket system"), ("b", "The tills")])
    severity = forms.ChoiceField(
        label="How bad is it?", widget=forms.RadioSelect, choices=[("p1", "Nothing works"), ("p3", "Something is slow")]
    )
    urgent = forms.BooleanField(label="I have also called", required=False)
    file = forms.FileField(label="Attachment", required=False, widget=FilesInput)


@cache
def version() -> Version:
    """The agreement that the pages show."""
    found = read(ROOT / "agreements" / "stratiteq" / "vastkustens-farjor.yaml")
    assert isinstance(found, Version)
    return found


def duties(reported: datetime, *log: Event, now: datetime | None = None) -> dict[str, Duty]:
    """The clocks of a case, by their names."""
    facts = [Reported(reported, channel="email", by="o.lind"), Classified(reported, severity="p3"), *log]
    return {duty.name: duty for duty in evaluate(version(), facts, now or NOW).of_kind("clock")}


def examples() -> list[tuple[str, Duty]]:
    """A duty in every state, at NOW."""
    return [
        ("running", duties(REPORTED)["start_work"]),
        ("at risk", duties(REPORTED - 2 * HOUR)["start_work"]),
        ("broken", duties(REPORTED - 24 * HOUR)["start_work"]),
        ("kept", duties(REPORTED, WorkStarted(REPORTED + HOUR))["start_work"]),
        ("kept too late", duties(REPORTED - 28 * HOUR, WorkStarted(NOW - HOUR))["start_work"]),
        ("paused", duties(REPORTED, WaitStarted(REPORTED + HOUR, on="customer"))["restore"]),
        ("ended", duties(REPORTED, Withdrawn(REPORTED + HOUR))["start_work"]),
    ]


def page(request: HttpRequest, layout: str) -> HttpResponse:
    """Show everything in a layout; what is sent leads back to it."""
    if request.method == "POST":
        return redirect(request.path)
    file = PAGES / "gallery.html"
    who = {"staff": STAFF, "portal": CONTACT}.get(layout)
    reader = cast("PersonRequest", request)
    reader.person = who
    if who:
        reader.user = Account(email="somebody@example.org", theme="")
    form = Report({"email": "not an address", "severity": "p9"} if "wrong" in request.GET else None)
    context = RequestContext(request)
    context.push(
        {
            "layout": f"looks/{layout}.html",
            "form": form,
            "duties": examples(),
            "shared": version().terms().shared,
            "people": [STAFF, CONTACT],
            "amount": Decimal(32000),
            "instants": [NOW, NOW - HOUR / 2, NOW + 3 * HOUR, NOW - 50 * HOUR],
            "time": timedelta(hours=8),
            "now": NOW,
            "house": VENDOR,
            "colour": VENDOR.colour.lstrip("#"),
        },
    )
    return HttpResponse(Template(file.read_text(encoding="utf-8")).render(context))


def noticed(request: HttpRequest) -> HttpResponse:
    """Show a page with messages."""
    messages.success(request, "The reply was sent.")
    messages.error(request, "The case was closed meanwhile.")
    return page(request, "staff")


def wrong(request: HttpRequest, kind: str) -> HttpResponse:
    """Go wrong."""
    del request
    if kind == "missing":
        raise Http404
    if kind == "refused":
        raise Refused("The case is closed; reopen it first.", "case-ended")
    raise ZeroDivisionError(kind)


handler400 = "upheld_desk.looks.views.bad_request"
handler403 = "upheld_desk.looks.views.forbidden"
handler404 = "upheld_desk.looks.views.not_found"
handler500 = "upheld_desk.looks.views.server_error"
urlpatterns = [
    path("gallery/messages", noticed),
    path("gallery/<slug:layout>", page),
    path("wrong/<slug:kind>", wrong),
    path("looks/", include("upheld_desk.looks.urls")),
    path("account/", include("upheld_desk.accounts.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("account/", include("allauth.urls")),
]
