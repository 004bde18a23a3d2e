"""Forms about people: who they are, their role."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from upheld_desk.accounts.members import Details
from upheld_desk.people.models import LANGUAGES, Customer, Person
from upheld_desk.people.roles import OF_CUSTOMER, OF_VENDOR

CALLERS = [("customer", _("customer")), ("partner", _("partner")), ("level-1", _("level 1"))]


class PersonForm(forms.Form):
    """What is known of a person."""

    name = forms.CharField(label=_("Name"), max_length=200)
    role = forms.ChoiceField(label=_("Role"))
    email = forms.EmailField(label=_("Mail address"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    caller = forms.ChoiceField(
        label=_("Calls as"), choices=CALLERS, required=False, help_text=_("As the agreement names those who report.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, customer: Customer | None, person: Person | None, *args: Any, **named: Any) -> None:  # noqa: ANN401
        if person:
            known = ("name", "role", "email", "phone", "caller", "languages")
            named["initial"] = {field: getattr(person, field) for field in known}
        super().__init__(*args, **named)
        allowed = OF_CUSTOMER if customer else OF_VENDOR
        names = dict(Person.ROLES)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(each, names[each]) for each in allowed]
        if customer is None:
            del self.fields["caller"]

    def details(self) -> Details:
        """Return what was given."""
        given = self.cleaned_data
        return Details(
            name=given["name"],
            email=given["email"],
            phone=given["phone"],
            languages=given["languages"],
            caller=given.get("caller") or "customer",
        )
