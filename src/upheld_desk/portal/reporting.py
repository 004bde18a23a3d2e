"""The form of a report: its questions are those of the agreement, in its own words."""

import uuid
from collections.abc import Sequence
from typing import Any, BinaryIO, Final, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from upheld.agreements import Severity, Terms
from upheld.words.phrases import quantity
from upheld_desk.errors import Refused
from upheld_desk.intake.drafts import Draft
from upheld_desk.looks import naming, speech
from upheld_desk.looks.forms import FilesInput
from upheld_desk.portal import labels
from upheld_desk.store import attachments
from upheld_desk.store.attachments import Attachment

OTHER: Final = "-"  # a service that the agreement does not name
_QUESTION: Final = "answer-"
_LONGEST_SUBJECT: Final = 200
_LONGEST_TEXT: Final = 50_000

Choices = list[tuple[str, str]]


class FilesField(forms.FileField):
    """Several files, or none."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":  # noqa: ANN401  as the base has it
        """Return the files that were given."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(each, initial) for each in given]


class ReportForm(forms.Form):
    """A report under some terms."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    kind = forms.ChoiceField(label=gettext_lazy("What is it about?"), widget=forms.RadioSelect)
    service = forms.ChoiceField(label=gettext_lazy("Which service?"))
    subject = forms.CharField(label=gettext_lazy("In one line"), max_length=_LONGEST_SUBJECT)
    text = forms.CharField(
        label=gettext_lazy("What happened, and since when?"), widget=forms.Textarea, max_length=_LONGEST_TEXT
    )
    attached = FilesField(label=gettext_lazy("Pictures and files"), required=False)

    def __init__(self, terms: Terms, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own
        super().__init__(*args, **kwargs)
        self.terms = terms
        self._choose("kind", [(kind, labels.kind(terms, kind)) for kind in _kinds(terms)])
        named = [(name, name) for name in terms.shared.services]
        self._choose("service", [("", _("Please choose")), *named, (OTHER, _("Something else"))] if named else [])
        for fact in terms.shared.facts:
            choices = [(answer, labels.word(labels.ANSWERS, answer)) for answer in fact.answers]
            self.fields[f"{_QUESTION}{fact.id}"] = forms.ChoiceField(
                label=naming.question(fact), choices=choices, widget=forms.RadioSelect, required=False
            )
        if terms.shared.classification.by == "customer" and terms.shared.severities:
            self.fields["severity"] = forms.ChoiceField(
                label=_("How urgent is it?"), choices=_urgencies(terms), widget=forms.RadioSelect, required=False
            )
        self.initial.setdefault("key", uuid.uuid4().hex)
        self.initial.setdefault("kind", _kinds(terms)[0])
        self.initial.setdefault("severity", terms.shared.classification.default or "")

    def _choose(self, name: str, choices: Choices) -> None:
        """Give a field its choices; it goes where there is nothing to choose."""
        if choices and (name != "kind" or len(choices) > 1):
            cast("forms.ChoiceField", self.fields[name]).choices = choices
        else:
            del self.fields[name]

    @property
    def questions(self) -> list[forms.BoundField]:
        """Return the questions that decide the severity."""
        return [self[name] for name in self.fields if name.startswith(_QUESTION)]

    def draft(self, files: Sequence[Attachment] = ()) -> Draft:
        """Return what is written in the form, complete or not."""
        service, severity = self._given("service"), self._given("severity")
        given = {fact.id: self._given(f"{_QUESTION}{fact.id}") for fact in self.terms.shared.facts}
        return Draft(
            channel="portal",
            kind=self._given("kind") or _kinds(self.terms)[0],
            service=_("Something else") if service == OTHER else service,
            answers={fact: answer for fact, answer in given.items() if answer},
            severity="" if severity == self.terms.shared.classification.default else severity,
            subject=self._given("subject"),
            text=self._given("text"),
            attachments=tuple(files),
        )

    def _given(self, name: str) -> str:
        if name not in self.fields:
            return ""
        value = self.data.get(name, "") if self.is_bound else self.initial.get(name, "")
        return str(value)

    def take_files(self) -> list[Attachment]:
        """Keep the files that were given; a refused one stands as an error beside the field."""
        found = []
        for file in self.cleaned_data.get("attached", []):
            try:
                found.append(attachments.take(file.name, file.content_type or "", cast("BinaryIO", file.file)))
            except Refused as refused:
                self.add_error("attached", refused.sentence)
        return found

    def ask(self, question: str) -> None:
        """Say that a question must be answered."""
        self.add_error(f"{_QUESTION}{question}", _("Please answer this question: it decides the severity."))


def _kinds(terms: Terms) -> list[str]:
    return list(terms.shared.kinds) or list(terms.handles) or ["incident"]


def _urgencies(terms: Terms) -> Choices:
    """Return the severities with what is promised for each, the default first."""
    default = terms.shared.classification.default
    found = sorted(terms.shared.severities, key=lambda severity: (severity.id != default, -severity.rank))
    return [(severity.id, _urgency(terms, severity)) for severity in found]


def _urgency(terms: Terms, severity: Severity) -> str:
    language = speech.language()
    name = naming.called(severity)
    promised = (p for p in terms.promises if p.severity == severity.id and not p.quantity.is_hole)
    first = next(promised, None)
    if first is None:
        return name
    clock = terms.shared.clocks[first.clock].name.in_language(language)
    return f"{name} – {clock} {quantity(first.quantity.text, language)}"
