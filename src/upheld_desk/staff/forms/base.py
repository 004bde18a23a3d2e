"""What the forms of all acts have in common."""

import uuid
from datetime import datetime
from typing import Any, BinaryIO, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from upheld_desk.looks.forms import FilesInput
from upheld_desk.people.models import Person
from upheld_desk.staff.opening import Opened
from upheld_desk.store.attachments import Attachment, take
from upheld_desk.store.models import Log


class FilesField(forms.FileField):
    """Several files, or none."""

    def __init__(self) -> None:
        super().__init__(widget=FilesInput, required=False, label=_("Attachments"))

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":  # noqa: ANN401
        """Return the files."""
        single = super().clean
        given = data if isinstance(data, list | tuple) else [data]
        return [found for each in given if (found := single(each, initial))]


def text_field(label: Any, *, required: bool = False, rows: int = 3, name: str = "") -> forms.CharField:  # noqa: ANN401
    """Return a text of several lines."""
    area = forms.Textarea(attrs={"rows": rows, "class": name})
    return forms.CharField(label=label, widget=area, required=required)


class ActForm(forms.Form):
    """What one act asks for."""

    form = forms.UUIDField(widget=forms.HiddenInput)  # sent twice, it counts once

    def __init__(
        self,
        opened: Opened,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        text: str = "",
    ) -> None:
        initial = {"form": uuid.uuid4(), "text": text}
        super().__init__(data, files, auto_id=f"{type(self).__name__.lower()}-%s", initial=initial)
        self.opened = opened
        self.prepare(opened)

    def prepare(self, opened: Opened) -> None:
        """Fill in what may be chosen."""

    def act(self, person: Person, log: Log, at: datetime) -> None:
        """Do the act with what was given."""
        raise NotImplementedError

    def attached(self) -> tuple[Attachment, ...]:
        """Keep the files that were given, and return what to say of them."""
        given = cast("list[UploadedFile[Any]]", self.cleaned_data.get("attachments", []))
        return tuple(
            take(file.name or "", file.content_type or "", cast("BinaryIO", file.file)) for file in given if file.file
        )

    def choose(self, field: str, choices: list[tuple[str, str]]) -> None:
        """Set what may be chosen."""
        cast("forms.ChoiceField", self.fields[field]).choices = choices
