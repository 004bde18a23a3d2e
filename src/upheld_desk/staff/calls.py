"""Calls: who is on the phone, what they may have by their agreement, and what their report would be.

Nothing is decided here: the conditions, the promises and the refusals are what intake says of the draft.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from upheld.agreements import Terms
from upheld.words.terms import term
from upheld_desk import access
from upheld_desk.errors import NotFound
from upheld_desk.intake.drafts import Draft
from upheld_desk.intake.preview import Preview
from upheld_desk.intake.usage import Usage
from upheld_desk.looks import naming, speech
from upheld_desk.people.models import Customer, Person
from upheld_desk.staff import labels
from upheld_desk.store.models import CaseRow

MOST: Final = 12  # people shown for a name
_SHORTEST: Final = 2  # letters of a name that are worth looking for
_DIGITS: Final = 4  # of a number


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is on the phone: somebody of a customer, or of a customer but not known."""

    customer: Customer
    person: Person | None

    @property
    def query(self) -> str:
        """Return what names the caller in an address."""
        return f"caller={self.person.handle}" if self.person else f"customer={self.customer.slug}"


def look_up(staff: Person, text: str) -> Sequence[Person]:
    """Return the people of customers whose name, firm, number or address holds the text."""
    words = text.split()
    if len("".join(words)) < _SHORTEST:
        return []
    found = access.people(staff).filter(customer__isnull=False)
    digits = "".join(each for each in text if each.isdigit())
    named = Q()
    for word in words:
        named &= Q(name__icontains=word) | Q(customer__name__icontains=word) | Q(email__icontains=word)
    if len(digits) >= _DIGITS:
        named |= Q(phone__regex=r"\D*".join(digits.lstrip("0")[-9:]))
    return list(found.filter(named).order_by("-active", "name")[:MOST])


def caller(staff: Person, query: Mapping[str, str]) -> Caller | None:
    """Return the caller that an address names; None where it names nobody."""
    if handle := query.get("caller"):
        person = access.someone(staff, handle)
        if person.customer is None:
            raise NotFound(f"{handle} is not of a customer")
        return Caller(person.customer, person)
    if slug := query.get("customer"):
        return Caller(access.customer(staff, slug), None)
    return None


def open_cases(staff: Person, who: Caller) -> Sequence[CaseRow]:
    """Return the cases of the caller's customer that go on, the caller's own first."""
    found = list(
        access.cases(staff).filter(customer=who.customer, ended=None).select_related("log").order_by("-last_at")
    )
    return sorted(found, key=lambda case: case.reporter_id != (who.person.pk if who.person else None))[:MOST]


def severity_name(found: Preview) -> str:
    """Return what the severity of a report would be called."""
    severity = found.severity.severity if found.severity else None
    return naming.called(severity) if severity else ""


def plan_name(found: Preview) -> str:
    """Return what the plan is called that a report would follow."""
    return naming.plan(found.version, found.terms.plan) if found.version and found.terms else ""


def uses(found: Preview) -> list[tuple[str, Usage]]:
    """Return what a report would use of which allowance, by what it is called."""
    return [(term(usage.allowance.unit, speech.language()), usage) for usage in found.allowances]


def people(staff: Person, found: Preview) -> dict[str, str]:
    """Return the names of those whom the conditions name by their handles, as the agreement does."""
    steps = [step for condition in found.conditions for reason in condition.reasons for step in reason.walk()]
    said = [value for step in steps for value in step.fields.values()]
    listed = [value if isinstance(value, tuple) else (value,) for value in said]
    return access.names(staff, [each for some in listed for each in some if isinstance(each, str)])


class CallForm(forms.Form):
    """What the caller reports."""

    form = forms.UUIDField(widget=forms.HiddenInput)
    subject = forms.CharField(label=_("What it is about"), max_length=300)
    kind = forms.ChoiceField(label=pgettext_lazy("of a case", "Kind"))
    service = forms.ChoiceField(label=_("Service"), required=False)
    severity = forms.ChoiceField(label=_("Severity that the customer asks for"), required=False)
    text = forms.CharField(label=_("What they say"), widget=forms.Textarea(attrs={"rows": 6}), required=False)

    def __init__(self, terms: Terms | None, data: QueryDict | None = None, **named: Any) -> None:  # noqa: ANN401
        super().__init__(data, **named)
        self.questions: list[str] = []
        if terms:
            self._ask(terms)
        else:
            del self.fields["severity"], self.fields["service"]
            self._choose("kind", [("incident", term("incident", speech.language()))])

    def _ask(self, terms: Terms) -> None:
        """Ask what the agreement wants to know."""
        spoken, shared = speech.language(), terms.shared
        kinds = dict.fromkeys((*(terms.handles or ("incident",)), *shared.kinds))
        self._choose("kind", [(kind, term(kind, spoken)) for kind in kinds])
        self._choose("service", [("", "–"), *((name, name) for name in shared.services)])
        names = [(each.id, naming.called(each)) for each in shared.severities]
        self._choose("severity", [("", str(_("none in particular"))), *names])
        if not shared.services:
            del self.fields["service"]
        if shared.classification.by != "customer" or not names:
            del self.fields["severity"]
        for fact in shared.facts:
            self.questions.append(fact.id)
            choices = [("", str(_("not asked"))), *((each, labels.word(labels.ANSWERS, each)) for each in fact.answers)]
            self.fields[f"answer-{fact.id}"] = forms.ChoiceField(
                label=naming.question(fact), choices=choices, required=False, widget=forms.RadioSelect
            )
        self.order_fields(["subject", "kind", "service", "severity", *(f"answer-{name}" for name in self.questions)])

    def _choose(self, field: str, choices: list[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[field]).choices = choices

    def name_again(self) -> None:
        """Give a form that was refused another name, so that it can be sent again."""
        again = cast("QueryDict", self.data).copy()
        again["form"] = str(uuid.uuid4())
        self.data = again

    def draft(self) -> Draft:
        """Return what would be reported, as far as it is filled in."""
        given = {name: self.data.get(name, "") for name in self.fields} if self.is_bound else {}
        answers = {name: given.get(f"answer-{name}", "") for name in self.questions}
        return Draft(
            channel="phone",
            kind=given.get("kind", "") or "incident",
            service=given.get("service", ""),
            severity=given.get("severity", ""),
            answers={name: answer for name, answer in answers.items() if answer},
            subject=given.get("subject", ""),
            text=given.get("text", ""),
        )
