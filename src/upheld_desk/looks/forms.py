"""Forms: every field has its label, its help and its errors, which programs that read aloud find beside it."""

from typing import Final

from django import forms
from django.forms.renderers import DjangoTemplates

# What Tabler calls a control, by what it is.
_CLASSES: Final = {
    "checkbox": "form-check-input",
    "radio": "form-check-input",
    "select": "form-select",
    "color": "form-control form-control-color",
    "range": "form-range",
    "hidden": "",
}


class Renderer(DjangoTemplates):
    """Draws forms and fields by our templates."""

    form_template_name = "looks/form.html"
    field_template_name = "looks/field.html"


class FileInput(forms.FileInput):
    """A control for a file, which speaks the language of the page and not that of the browser."""

    template_name = "looks/files.html"


class FilesInput(FileInput):
    """A control for several files."""

    allow_multiple_selected = True


def class_of(input_type: str | None) -> str:
    """Return the class of a control; None is a text of several lines."""
    return _CLASSES.get(input_type or "", "form-control")
