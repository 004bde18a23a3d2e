"""Forms of work: who has the case, what is waited for, what it took."""

from datetime import datetime
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from upheld.events import Waiting
from upheld_desk import access
from upheld_desk.actions import working
from upheld_desk.looks import speech
from upheld_desk.people.models import Person
from upheld_desk.staff.forms.base import ActForm, text_field
from upheld_desk.staff.opening import Opened
from upheld_desk.store.models import Log


class Plain(ActForm):
    """Nothing but the button."""


class StartWork(Plain):
    """Work begins."""

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Start work."""
        working.start_work(person, log, at)


class Take(Plain):
    """The case is mine."""

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Take the case."""
        working.assign(person, log, at, to=person)


class Assign(ActForm):
    """Who has the case."""

    to = forms.ChoiceField(label=_("To whom"), required=False)

    def prepare(self, opened: Opened) -> None:
        """Offer those who work on cases."""
        staff = access.people(opened.person).filter(customer=None, active=True)
        named = [(each.handle, each.name) for each in staff if working.can_have(each)]
        self.choose("to", [("", str(_("nobody, the team"))), *named])
        self.initial["to"] = opened.case.assignee

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Give the case to them."""
        to = self.cleaned_data["to"]
        working.assign(person, log, at, to=access.someone(person, to) if to else None)


class Wait(ActForm):
    """Nothing can be done before somebody else acts."""

    on = forms.ChoiceField(
        label=_("Whom for"),
        widget=forms.RadioSelect,
        choices=[("customer", _("the customer")), ("access", _("access")), ("third party", _("a third party"))],
        initial="customer",
    )
    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("The customer sees this."))

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Begin to wait."""
        on = cast("Waiting", self.cleaned_data["on"])
        working.wait(person, log, at, on=on, reason=self.cleaned_data["reason"])


class Resume(ActForm):
    """What was waited for is there."""

    text = text_field(_("What has come (optional)"), rows=2)

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Go on."""
        working.resume(person, log, at, text=self.cleaned_data["text"])


class Minutes(ActForm):
    """So much time."""

    hours = forms.IntegerField(label=_("Hours"), min_value=0, max_value=8760, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=59, required=False)
    text = text_field(_("On what (optional)"), rows=2)

    @property
    def total(self) -> int:
        """Return the minutes in all."""
        return (self.cleaned_data["hours"] or 0) * 60 + (self.cleaned_data["minutes"] or 0)


class LogEffort(Minutes):
    """Work that was done."""

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Log it."""
        working.log_effort(person, log, at, minutes=self.total, text=self.cleaned_data["text"])


class Forecast(Minutes):
    """Work that the case will take in all."""

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Say so."""
        working.forecast(person, log, at, minutes=self.total, text=self.cleaned_data["text"])


class Visit(ActForm):
    """Somebody was on site."""

    text = text_field(_("What was done there"))

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Log the visit."""
        working.visit(person, log, at, text=self.cleaned_data["text"])


class NotFixedRemotely(ActForm):
    """Work from afar did not help."""

    text = text_field(_("What was tried"))

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Log it."""
        working.not_fixed_remotely(person, log, at, text=self.cleaned_data["text"])


class HandOver(ActForm):
    """Another level takes over."""

    level = forms.TypedChoiceField(label=_("To level"), coerce=int)
    text = text_field(_("What was found out"))

    def prepare(self, opened: Opened) -> None:
        """Offer the vendor's other levels, the next one first."""
        now = opened.case.level
        others = [tier for tier in opened.terms.tiers if tier.of == "vendor" and tier.level != now]
        tiers = sorted(others, key=lambda tier: (tier.level < now, tier.level))
        said = [(str(tier.level), f"{tier.level}: {tier.does.in_language(speech.language())}") for tier in tiers]
        self.choose("level", said)

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Hand over."""
        working.hand_over(person, log, at, level=self.cleaned_data["level"], text=self.cleaned_data["text"])


class Forward(ActForm):
    """A supplier is to help."""

    to = forms.ChoiceField(label=_("To whom"))
    text = text_field(_("What they were told"))

    def prepare(self, opened: Opened) -> None:
        """Offer the suppliers of the agreement."""
        self.choose("to", [(third.id, third.name) for third in opened.terms.shared.third_parties])

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Pass the case on."""
        working.forward(person, log, at, to=self.cleaned_data["to"], text=self.cleaned_data["text"])
