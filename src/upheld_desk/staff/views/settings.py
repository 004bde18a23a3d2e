"""The settings of the vendor."""

import re
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from upheld_desk.accounts.doors import KnownRequest, staff_who_may
from upheld_desk.people import hours
from upheld_desk.people.models import LANGUAGES, Vendor


class VendorForm(forms.ModelForm):  # type: ignore[type-arg]  # only its stubs can be subscripted
    """What the vendor decides about its desk."""

    unknown_senders = forms.ChoiceField(
        label=gettext_lazy("Mails of strangers"),
        widget=forms.RadioSelect,
        choices=[
            ("answer", gettext_lazy("are answered once, politely")),
            ("triage", gettext_lazy("wait for staff to sort them")),
        ],
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    zone = forms.ChoiceField(label=gettext_lazy("Time zone"))

    class Meta:
        model = Vendor
        fields = ("name", "mail_address", "unknown_senders", "notify_hours", "zone", "languages", "colour")
        labels = {
            "name": gettext_lazy("Name"),
            "mail_address": gettext_lazy("Mail address for reports"),
            "notify_hours": gettext_lazy("When people are told what is due"),
            "colour": gettext_lazy("Colour"),
        }
        help_texts = {
            "notify_hours": gettext_lazy("Written like “mon-fri 07:00-19:00, sat 09:00-12:00”, in the zone below."),
            "colour": gettext_lazy("Where text stands on it or in it, it is made dark or light enough to be read."),
        }
        widgets = {"colour": forms.TextInput(attrs={"type": "color"})}

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **named)
        places = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = [(place, place.replace("_", " ")) for place in places]

    def clean_colour(self) -> str:
        """Return a colour that pages can be given."""
        given = str(self.cleaned_data["colour"]).strip().lower()
        if not re.fullmatch(r"#[0-9a-f]{6}", given):
            raise forms.ValidationError(_("This is no colour. Write it like “#2563c9”."))
        return given

    def clean_mail_address(self) -> str:
        """Return an address in the one spelling in which it is looked for; what follows a plus is for the desk."""
        given = str(self.cleaned_data["mail_address"]).strip().lower()
        if "+" in given:
            raise forms.ValidationError(_("An address for reports has no “+”. Please leave out what follows it."))
        return given

    def clean_notify_hours(self) -> str:
        """Return hours that can be read."""
        given = str(self.cleaned_data["notify_hours"]).strip().lower()
        try:
            hours.calendar(given, "UTC")
        except ValueError as error:
            message = _("These are no hours. Write them like “mon-fri 07:00-19:00, sat 09:00-12:00”.")
            raise forms.ValidationError(message) from error
        return given


@require_http_methods(["GET", "HEAD", "POST"])
@staff_who_may("settings")
def page(request: KnownRequest) -> HttpResponse:
    """Show the settings; keep them."""
    vendor = Vendor.objects.get(pk=request.person.vendor_id)
    form = VendorForm(request.POST if request.method == "POST" else None, instance=vendor)
    if form.is_valid():
        form.save()
        messages.success(request, _("Kept."))
        return redirect("staff:settings")
    return render(
        request, "staff/settings.html", {"section": "settings", "form": form}, status=409 if form.errors else 200
    )
