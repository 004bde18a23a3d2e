"""Forms to say something: replies, notes, solutions, calls; the subject, and who is told."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from upheld_desk import access
from upheld_desk.actions import solving, talking, working
from upheld_desk.people.models import Person
from upheld_desk.staff.forms.base import ActForm, FilesField, text_field
from upheld_desk.staff.opening import Opened
from upheld_desk.store.models import Log


class Reply(ActForm):
    """An answer to the customer."""

    text = text_field(_("Reply to the customer"), rows=6)
    attachments = FilesField()
    waits = forms.BooleanField(required=False, label=_("Then wait for the customer’s answer"))

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Reply, and wait for the answer if that was wished."""
        text = self.cleaned_data["text"]
        talking.reply(person, log, at, text=text, attachments=self.attached())
        if self.cleaned_data["waits"]:
            working.wait(person, log, at, on="customer", reason=str(_("We asked the customer something.")))


class Note(ActForm):
    """A note that the customer never sees."""

    text = text_field(_("Internal note"), rows=6)
    attachments = FilesField()

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Write the note."""
        talking.note(person, log, at, text=self.cleaned_data["text"], attachments=self.attached())


class Propose(ActForm):
    """A solution for the customer to decide on."""

    text = text_field(_("Solution, as the customer reads it"), rows=6)
    attachments = FilesField()

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Propose the solution."""
        solving.propose(person, log, at, text=self.cleaned_data["text"], attachments=self.attached())


class Call(ActForm):
    """A call to the customer."""

    about = forms.CharField(label=_("About what"), max_length=200)
    text = text_field(_("What was said"))

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Log the call."""
        talking.call(person, log, at, about=self.cleaned_data["about"], text=self.cleaned_data["text"])


class Heard(ActForm):
    """Somebody of the customer called, and said something about the case."""

    who = forms.ChoiceField(label=_("Who called"))
    text = text_field(_("What they said"), required=True)

    def prepare(self, opened: Opened) -> None:
        """Offer the people of the customer, first the one who reported."""
        found = access.people(opened.person, opened.log.customer).filter(active=True)
        self.choose("who", [(each.handle, each.name) for each in found])
        self.initial["who"] = opened.case.reporter

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Enter it as the word of who called."""
        caller = access.someone(person, self.cleaned_data["who"])
        talking.heard(person, log, at, who=caller, text=self.cleaned_data["text"])


class Subject(ActForm):
    """Another subject."""

    subject = forms.CharField(label=_("Subject"), max_length=300)

    def prepare(self, opened: Opened) -> None:
        """Begin with the present one."""
        self.initial["subject"] = opened.case.subject

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Set the subject."""
        talking.subject(person, log, at, subject=self.cleaned_data["subject"])


class Watch(ActForm):
    """Whether one is told about the case."""

    on = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Watch the case, or no longer."""
        talking.watch(person, log, at, on=self.cleaned_data["on"])
