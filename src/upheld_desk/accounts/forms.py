"""The forms of one's own account."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from upheld_desk.accounts.tokens import SCOPES

_DAYS = [
    ("30", _("in 30 days")),
    ("90", _("in 90 days")),
    ("365", _("in a year")),
    ("", pgettext_lazy("token", "never")),
]


def _zones() -> Iterable[tuple[str, str]]:
    places = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [("", gettext("that of my firm")), *((zone, zone.replace("_", " ")) for zone in places)]


class ZoneForm(forms.Form):
    """In which zone one wants to see times."""

    zone = forms.ChoiceField(label=_("Show times in the zone"), choices=_zones, required=False)


class TokenForm(forms.Form):
    """What a new token is called, what it may do, and when it ends."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("So that you know later what it is for: “monitoring”, “export”.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    days = forms.ChoiceField(label=_("It ends"), choices=_DAYS, initial="365", required=False)

    def expires(self, now: datetime) -> datetime | None:
        """Return when the token ends; None: never."""
        days = self.cleaned_data["days"]
        return now + timedelta(days=int(days)) if days else None
