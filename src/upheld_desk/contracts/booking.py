"""The forms by which units are bought, ordered, used, given back and put right; each knows the act that it does.

A form shows beforehand what an order takes and what is left then. Whether it may be, the act alone decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Final, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from upheld.agreements import Allowance
from upheld.words.figures import decimal
from upheld.words.terms import term
from upheld_desk.actions import booking
from upheld_desk.casefiles.orders import Order
from upheld_desk.looks import speech
from upheld_desk.people.models import Person
from upheld_desk.store.models import Log

_LONGEST: Final = 2000
_REF: Final = 100


@dataclass(frozen=True, slots=True)
class Item:
    """Something of a catalogue, what it takes, and how much of that is not there."""

    name: str
    amount: Decimal
    lacking: Decimal


class _Radios(forms.RadioSelect):
    """Choices of which some cannot be chosen now."""

    gone: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  Django's
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.gone:
            option["attrs"]["disabled"] = True
        return option


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _text(label: object, *, required: bool = False, help_text: object = "") -> forms.CharField:
    widget = forms.Textarea({"rows": 2})
    return forms.CharField(
        label=str(label), required=required, max_length=_LONGEST, widget=widget, help_text=str(help_text)
    )


def _said(amount: Decimal) -> str:
    return decimal(amount, speech.language())


class BookForm(forms.Form):
    """What is given for an act, and the allowance or order that it is about."""

    act: ClassVar[str]
    button: ClassVar[object]

    def __init__(self, about: str) -> None:
        self.about = about
        self.key = f"{self.act}-{about}"
        super().__init__(auto_id=f"{self.key}-%s")

    def given(self, posted: QueryDict) -> Self:
        """Return the form with what somebody sent."""
        self.data, self.is_bound = posted, True
        return self

    def do(self, person: Person, log: Log, at: datetime) -> str:
        """Do the act; return what to tell."""
        raise NotImplementedError


class OrderForm(BookForm):
    """An order from a catalogue, or of so many units."""

    act = "order"
    button = pgettext_lazy("button", "Order")
    is_possible = True  # something is there, or to be had at a price

    def __init__(self, rules: Allowance, items: Sequence[Item], left: Decimal, cost: str = "") -> None:
        super().__init__(rules.id)
        if items:
            self.fields["item"] = forms.ChoiceField(label=_("What"), choices=_choices(rules, items, left))
            self.fields["item"].widget = _radios(self.fields["item"], {i.name for i in items if i.lacking})
        elif rules.step:
            self.fields["amount"] = _amount(rules, left)
        if rules.where:
            places = [(place, term(place, speech.language())) for place in rules.where]
            self.fields["place"] = forms.ChoiceField(label=_("Where"), choices=places, widget=forms.RadioSelect)
        if cost and not items:
            told = _("Nothing is left. I order it at %(cost)s.") % {"cost": cost}
            self.fields["at_cost"] = forms.BooleanField(label=told, required=False)
        self.fields["text"] = _text(_("What is it about, and when would it suit you?"))
        self.after = "" if items or rules.step or cost else _left_then(rules, left - 1)

    def do(self, person: Person, log: Log, at: datetime) -> str:
        """Order it."""
        given = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        ref = booking.order(person, log, at, allowance=self.about, **given)
        return _("Ordered: %(ref)s.") % {"ref": ref}


def _choices(rules: Allowance, items: Sequence[Item], left: Decimal) -> list[tuple[str, str]]:
    """Return the items with what each takes and what is left then."""
    unit = term(rules.unit, speech.language())
    return [(item.name, f"{item.name}: {_said(item.amount)} {unit}, {_after(item, left)}") for item in items]


def _after(item: Item, left: Decimal) -> str:
    if item.lacking:
        return _("%(lacking)s more than are left") % {"lacking": _said(item.lacking)}
    return _("%(left)s left afterwards") % {"left": _said(left - item.amount)}


def _left_then(rules: Allowance, left: Decimal) -> str:
    told = _("Afterwards left: %(left)s %(unit)s.")
    return told % {"left": _said(left), "unit": term(rules.unit, speech.language())}


def _radios(field: forms.Field, gone: set[str]) -> _Radios:
    widget = _Radios(choices=field.choices)  # type: ignore[attr-defined]  # it is a field of choices
    widget.gone = frozenset(gone)
    widget.is_required = True
    return widget


def _amount(rules: Allowance, left: Decimal) -> forms.DecimalField:
    assert rules.step
    unit = term(rules.unit, speech.language())
    told = _("%(left)s are left. It is counted in steps of %(step)s; a step that is begun counts in full.")
    return forms.DecimalField(
        label=_("How many %(unit)s") % {"unit": unit},
        min_value=rules.step,
        decimal_places=2,
        widget=forms.NumberInput({"step": str(rules.step)}),
        help_text=told % {"left": _said(left), "step": _said(rules.step)},
    )


class CompleteForm(BookForm):
    """That an order is done."""

    act = "complete"
    button = gettext_lazy("It is done")

    def __init__(self, order: Order, rules: Allowance, first: date, today: date) -> None:
        super().__init__(order.ref)
        if not order.item and rules.step:
            unit = term(rules.unit, speech.language())
            self.fields["amount"] = forms.DecimalField(
                label=_("How many %(unit)s it took") % {"unit": unit},
                initial=order.amount,
                min_value=rules.step,
                decimal_places=2,
                widget=forms.NumberInput({"step": "any"}),
            )
        if first < today:
            self.fields["worked"] = forms.DateField(label=_("On which day"), initial=today, widget=_Day())
        self.fields["text"] = _text(_("What was done"), help_text=_("The customer reads this."))

    def do(self, person: Person, log: Log, at: datetime) -> str:
        """Complete it."""
        booking.complete(person, log, at, ref=self.about, **self.cleaned_data)
        return _("%(ref)s is done.") % {"ref": self.about}


class CancelForm(BookForm):
    """That an order is not wanted any more, or cannot be done."""

    act = "cancel"
    button = gettext_lazy("Cancel the order")

    def __init__(self, order: Order, *, by_staff: bool) -> None:
        super().__init__(order.ref)
        told = _("The customer reads this.") if by_staff else ""
        self.fields["reason"] = _text(_("Why"), required=by_staff, help_text=told)

    def do(self, person: Person, log: Log, at: datetime) -> str:
        """Cancel it."""
        booking.cancel(person, log, at, ref=self.about, reason=self.cleaned_data["reason"])
        return _("%(ref)s is cancelled. What it had set aside is there again.") % {"ref": self.about}


class CreditForm(BookForm):
    """What was bought or given."""

    act = "credit"
    button = gettext_lazy("Credit")

    amount = forms.DecimalField(label=gettext_lazy("How many"), min_value=Decimal("0.01"), decimal_places=2)
    ref = forms.CharField(label=gettext_lazy("Number of the order"), required=False, max_length=_REF)
    expires = forms.DateField(
        label=gettext_lazy("Gone from this day on"),
        required=False,
        widget=_Day(),
        help_text=gettext_lazy("Leave it empty for what the agreement says."),
    )

    def __init__(self, allowance: str) -> None:
        super().__init__(allowance)
        self.fields["text"] = _text(_("Why"), help_text=_("The customer reads this."))

    def do(self, person: Person, log: Log, at: datetime) -> str:
        """Credit it."""
        booking.grant(person, log, at, allowance=self.about, **self.cleaned_data)
        return _("Credited.")


class CorrectForm(BookForm):
    """What was missing, or too much."""

    act = "correct"
    button = gettext_lazy("Put right")

    amount = forms.DecimalField(
        label=gettext_lazy("By how many"),
        decimal_places=2,
        help_text=gettext_lazy("A number below 0 takes units away."),
    )

    def __init__(self, allowance: str) -> None:
        super().__init__(allowance)
        self.fields["reason"] = _text(_("Why"), required=True, help_text=_("The customer reads this."))

    def do(self, person: Person, log: Log, at: datetime) -> str:
        """Put it right."""
        booking.correct(person, log, at, allowance=self.about, **self.cleaned_data)
        return _("Put right.")
