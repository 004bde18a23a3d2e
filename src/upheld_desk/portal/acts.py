"""What the customer may do on a case: each act with its form, and the one call that does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from upheld_desk.actions import classifying, solving, talking, working
from upheld_desk.errors import NotFound, Refused
from upheld_desk.looks import naming
from upheld_desk.people.models import Person
from upheld_desk.portal.opening import Opened
from upheld_desk.portal.reporting import FilesField
from upheld_desk.store import attachments
from upheld_desk.store.attachments import Attachment

Data = Mapping[str, Any]
Do = Callable[[Person, Opened, datetime, Data], None]

_LONGEST: Final = 50_000


class ReplyForm(forms.Form):
    """What one says."""

    text = forms.CharField(
        label=gettext_lazy("Your message"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=_LONGEST,
    )
    attached = FilesField(label=gettext_lazy("Pictures and files"), required=False)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("Why?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=_LONGEST)


class WordForm(forms.Form):
    """A word with it, or none."""

    text = forms.CharField(
        label=gettext_lazy("A word with it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=_LONGEST,
    )


class SeverityForm(forms.Form):
    """Which severity is asked for."""

    severity = forms.ChoiceField(label=gettext_lazy("Severity"))
    text = forms.CharField(
        label=gettext_lazy("Why?"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=_LONGEST
    )


class NoForm(forms.Form):
    """Nothing to fill in."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something to do on a case."""

    name: str  # as the table of roles has it
    form: type[forms.Form]
    do: Do
    done: Callable[[], str]  # what is said afterwards


def build(slug: str, opened: Opened, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ANN401  Django's own
    """Return the form of an act on a case."""
    form = ACTS[slug].form(data, files, auto_id=f"{slug}-%s")
    if isinstance(form, SeverityForm):
        now = opened.case.severity
        chooser = form.fields["severity"]
        assert isinstance(chooser, forms.ChoiceField)
        found = [s for s in opened.terms.shared.severities if s.id != now]
        chooser.choices = [(s.id, naming.called(s)) for s in found]
    return form


def of(slug: str) -> Act:
    """Return the act of an address; `NotFound` where there is none."""
    if slug not in ACTS:
        raise NotFound(f"no act '{slug}'")
    return ACTS[slug]


def _files(data: Data) -> list[Attachment]:
    return [attachments.take(f.name, f.content_type or "", f.file) for f in data.get("attached", [])]


def _reply(person: Person, opened: Opened, at: datetime, data: Data) -> None:
    talking.reply(person, opened.log, at, text=data["text"], attachments=_files(data))


def _ask(person: Person, opened: Opened, at: datetime, data: Data) -> None:
    text = data.get("text", "")
    classifying.ask_severity(person, opened.log, at, severity=data["severity"], channel="portal", text=text)


def _hand_over(person: Person, opened: Opened, at: datetime, data: Data) -> None:
    if not opened.terms.tiers:
        raise Refused(_("This agreement knows no levels of support."), "no-levels")
    level = min(tier.level for tier in opened.terms.tiers if tier.of == "vendor")
    working.hand_over(person, opened.log, at, level=level, text=data["text"])


def _watch(person: Person, opened: Opened, at: datetime, data: Data) -> None:
    del data
    talking.watch(person, opened.log, at, on=person.handle not in opened.case.watchers)


ACTS: Final[Mapping[str, Act]] = {
    "reply": Act("reply", ReplyForm, _reply, lambda: _("Your message is sent.")),
    "approve": Act(
        "approve",
        WordForm,
        lambda person, opened, at, data: solving.approve(person, opened.log, at, text=data["text"]),
        lambda: _("Thank you. The solution is approved."),
    ),
    "refuse": Act(
        "refuse solution",
        ReasonForm,
        lambda person, opened, at, data: solving.refuse(person, opened.log, at, reason=data["reason"]),
        lambda: _("We have heard that it is not solved, and go on."),
    ),
    "object": Act(
        "object",
        ReasonForm,
        lambda person, opened, at, data: classifying.object(person, opened.log, at, reason=data["reason"]),
        lambda: _("Your objection is made. A second person decides on it."),
    ),
    "ask-severity": Act("ask severity", SeverityForm, _ask, lambda: _("Your wish for another severity is noted.")),
    "hand-over": Act("hand over", WordForm, _hand_over, lambda: _("The case is handed over.")),
    "reopen": Act(
        "reopen",
        ReasonForm,
        lambda person, opened, at, data: solving.reopen(person, opened.log, at, reason=data["reason"]),
        lambda: _("The case is open again."),
    ),
    "withdraw": Act(
        "withdraw",
        ReasonForm,
        lambda person, opened, at, data: solving.withdraw(person, opened.log, at, reason=data["reason"]),
        lambda: _("Your report is taken back."),
    ),
    "watch": Act("watch", NoForm, _watch, lambda: _("Saved.")),
}
