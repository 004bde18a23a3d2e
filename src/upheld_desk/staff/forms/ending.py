"""Forms that end a case, let it go on, or join it with another."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from upheld_desk import access
from upheld_desk.actions import joining, solving
from upheld_desk.errors import NotFound
from upheld_desk.people.models import Person
from upheld_desk.staff.forms.base import ActForm, text_field
from upheld_desk.staff.opening import Opened
from upheld_desk.store.models import Log


class Restore(ActForm):
    """It works again."""

    workaround = forms.BooleanField(required=False, label=_("By a workaround: the cause is still there"))
    text = text_field(_("What was done (optional)"))

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Say so."""
        workaround, text = self.cleaned_data["workaround"], self.cleaned_data["text"]
        solving.restore(person, log, at, workaround=workaround, text=text)


class Close(ActForm):
    """The case is over."""

    text = text_field(_("Last words to the customer (optional)"))
    vendor_fault = forms.BooleanField(
        required=False, label=_("The fault was ours: it does not count against the allowance")
    )

    def prepare(self, opened: Opened) -> None:
        """Ask for our fault only where the agreement makes a difference."""
        if not any("vendor fault" in allowance.not_counted for allowance in opened.terms.allowances):
            del self.fields["vendor_fault"]

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Close it."""
        fault = self.cleaned_data.get("vendor_fault", False)
        solving.close(person, log, at, text=self.cleaned_data["text"], vendor_fault=fault)


class Reasoned(ActForm):
    """An act that needs a reason."""

    reason = forms.CharField(label=_("Why"), max_length=300)


class Reopen(Reasoned):
    """The case goes on."""

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Reopen it."""
        solving.reopen(person, log, at, reason=self.cleaned_data["reason"])


class Withdraw(Reasoned):
    """The customer takes the report back."""

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Log it."""
        solving.withdraw(person, log, at, reason=self.cleaned_data["reason"])


class OtherCase(ActForm):
    """An act that needs another case."""

    case = forms.CharField(label=_("Reference of the other case"), max_length=80)

    def clean_case(self) -> Log:
        """Return the other case, if the person sees it."""
        try:
            return access.case(self.opened.person, self.cleaned_data["case"].strip().upper())
        except NotFound as error:
            raise forms.ValidationError(_("There is no case with this reference.")) from error


class Merge(OtherCase):
    """The case goes on in another one."""

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Merge it."""
        joining.merge(person, log, at, into=self.cleaned_data["case"])


class MarkDuplicate(OtherCase):
    """Another case says the same."""

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Mark it."""
        joining.mark_duplicate(person, log, at, of=self.cleaned_data["case"])


class Link(OtherCase):
    """The case belongs together with another."""

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Link them."""
        joining.link(person, log, at, to=self.cleaned_data["case"])


class Unlink(OtherCase):
    """The cases do not belong together."""

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """End the link."""
        joining.unlink(person, log, at, to=self.cleaned_data["case"])
