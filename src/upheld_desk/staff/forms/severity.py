"""Forms about the severity: deciding on it, hearing a wish, deciding on an objection."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from upheld.events import Classified, Ground, Reported
from upheld_desk.actions import classifying
from upheld_desk.looks import naming, speech
from upheld_desk.people.models import Person
from upheld_desk.staff import labels
from upheld_desk.staff.forms.base import ActForm, text_field
from upheld_desk.staff.opening import Opened
from upheld_desk.store.models import Log


def severities(opened: Opened) -> list[tuple[str, str]]:
    """Return the severities of the agreement, worst first."""
    return [(each.id, opened.name_of_severity(each.id)) for each in opened.terms.shared.severities]


def _answered(opened: Opened) -> Mapping[str, str]:
    """Return the newest answers to the questions of the agreement, those of the report first."""
    events = [item.fact.event for item in opened.case.items]
    given = [event.answers for event in events if isinstance(event, Reported | Classified) and event.answers]
    return given[-1] if given else {}


class Decision(ActForm):
    """A decision on the severity, and what the agreement has to be made sure of before one."""

    def ask_what_is_checked(self, opened: Opened) -> None:
        """Ask for each step before a severity whether it is so."""
        self.checks = {f"checked-{step.id}": step for step in classifying.checks(opened.terms)}
        for field, step in self.checks.items():
            self.fields[field] = forms.ChoiceField(
                label=_("Only for “%(severity)s”: %(check)s")
                % {
                    "severity": opened.name_of_severity(step.before),
                    "check": step.do.in_language(speech.language()),
                },
                choices=[("", _("not checked")), ("yes", _("checked: it is so")), ("no", _("checked: it is not so"))],
                required=False,
                widget=forms.RadioSelect,
                initial="",
            )

    def checked(self) -> dict[str, str]:
        """Return what was said of each step."""
        return {step.id: said for field, step in self.checks.items() if (said := self.cleaned_data[field])}


class Classify(Decision):
    """The severity, by the questions of the agreement or as who decides says; what was answered before stands there."""

    severity = forms.ChoiceField(label=_("Severity"), required=False)
    ground = forms.ChoiceField(
        label=_("On what ground"),
        widget=forms.RadioSelect,
        choices=[("new facts", _("new facts")), ("correction", _("the decision before was wrong"))],
        initial="new facts",
    )
    text = text_field(_("What to tell the customer (optional)"))

    def prepare(self, opened: Opened) -> None:
        """Ask the questions of the agreement; without criteria the severity can be chosen as well."""
        shared = opened.terms.shared
        if opened.case.classified_by == "":  # by the answers of the report: who decides first puts them right
            self.initial["ground"] = "correction"
        self.questions = [fact.id for fact in shared.facts]
        answered = _answered(opened)
        for fact in shared.facts:
            choices = [
                ("", str(_("not asked"))),
                *((answer, labels.word(labels.ANSWERS, answer)) for answer in fact.answers),
            ]
            self.fields[f"answer-{fact.id}"] = forms.ChoiceField(
                label=naming.question(fact),
                choices=choices,
                required=False,
                widget=forms.RadioSelect,
                initial=answered.get(fact.id, ""),
            )
        first = ("", str(_("as the answers decide")))
        chosen = severities(opened)
        self.choose("severity", [first, *chosen] if self.questions else chosen)
        if not any(decision.source == "classified" for decision in opened.case.decisions):
            self.fields["ground"].widget = forms.HiddenInput()
        if shared.classification.by == "criteria":
            del self.fields["severity"]
        self.ask_what_is_checked(opened)
        self.order_fields([*(f"answer-{name}" for name in self.questions), "severity", *self.checks])

    def answers(self) -> Mapping[str, str]:
        """Return the answers that were given."""
        given = {name: self.cleaned_data[f"answer-{name}"] for name in self.questions}
        return {name: answer for name, answer in given.items() if answer}

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Decide on the severity."""
        classifying.classify(
            person,
            log,
            at,
            severity=self.cleaned_data.get("severity", ""),
            ground=cast("Ground", self.cleaned_data["ground"]),
            answers=self.answers(),
            checked=self.checked(),
            text=self.cleaned_data["text"],
        )


class AskSeverity(ActForm):
    """The customer asks for a severity, and staff hears it."""

    severity = forms.ChoiceField(label=_("Severity that the customer asks for"))
    channel = forms.ChoiceField(label=_("Heard by"), widget=forms.RadioSelect, initial="phone")
    text = text_field(_("What they said (optional)"), rows=2)

    def prepare(self, opened: Opened) -> None:
        """Offer the severities and the ways to ask."""
        self.choose("severity", [each for each in severities(opened) if each[0] != opened.case.severity])
        self.choose("channel", [("phone", str(_("phone"))), ("email", str(_("e-mail")))])

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Log the wish."""
        classifying.ask_severity(
            person,
            log,
            at,
            severity=self.cleaned_data["severity"],
            heard=self.cleaned_data["channel"],
            text=self.cleaned_data["text"],
        )


class DecideObjection(Decision):
    """A second person decides."""

    severity = forms.ChoiceField(label=_("Severity from now on"))
    text = text_field(_("What the customer is told"), rows=4)

    def prepare(self, opened: Opened) -> None:
        """Offer the severities, the present one first chosen."""
        self.choose("severity", severities(opened))
        self.initial["severity"] = opened.case.severity
        self.ask_what_is_checked(opened)
        self.order_fields(["severity", *self.checks])

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Decide."""
        chosen, text = self.cleaned_data["severity"], self.cleaned_data["text"]
        classifying.decide_objection(person, log, at, severity=chosen, text=text, checked=self.checked())
