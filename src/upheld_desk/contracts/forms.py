"""The form that brings an agreement: a file, or a text with a name."""

import re
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from upheld_desk.looks.forms import FileInput
from upheld_desk.people.models import Customer

MOST: Final = 500_000  # bytes, as the engine reads
_WRITING: Final = {"rows": 16, "spellcheck": "false"}
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,100}\.ya?ml")


class BringForm(forms.Form):
    """What is needed to bring an agreement."""

    customer = forms.ModelChoiceField(
        Customer.objects.none(),
        required=False,
        label=gettext_lazy("Customer"),
        help_text=gettext_lazy("Leave it empty for an offer."),
    )
    file = forms.FileField(required=False, widget=FileInput, label=gettext_lazy("File"))
    name = forms.CharField(required=False, label=gettext_lazy("Name of the file"), max_length=105)
    text = forms.CharField(
        required=False,
        strip=False,
        label=gettext_lazy("Text"),
        widget=forms.Textarea(_WRITING),
    )

    def __init__(self, customers: QuerySet[Customer], *args: Any) -> None:  # noqa: ANN401  Django's
        super().__init__(*args)
        self.fields["customer"].queryset = customers  # type: ignore[attr-defined]  # a field of this class

    def clean(self) -> dict[str, Any]:
        """Take the text out of the file, if there is one."""
        data: dict[str, Any] = super().clean() or {}
        file = data.get("file")
        if file is not None:
            if file.size > MOST:
                raise forms.ValidationError(_("This file is too long for an agreement."))
            try:
                data["text"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise forms.ValidationError(_("This file is not a text in UTF-8.")) from error
            data["name"] = file.name
        data["text"] = data.get("text", "").replace("\r\n", "\n")
        if not data["text"].strip():
            raise forms.ValidationError(_("Choose a file, or write the text."))
        data["name"] = data.get("name") or "agreement.yaml"
        if not _NAME.fullmatch(data["name"]):
            self.add_error("name", _("Write a name like “customer.yaml”: letters, digits, dots and hyphens."))
        return data
