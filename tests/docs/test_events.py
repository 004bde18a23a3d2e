"""The page of events has a heading for each kind, and under it every field with its default."""

import dataclasses
import json
import re

import pytest

from tests.house.checkout import ROOT
from upheld.events import KINDS, Event

PAGE = (ROOT / "docs" / "reference" / "events.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### (.+)\n\n((?:(?!^#).*\n)*)", PAGE, flags=re.MULTILINE))


def shown(field: "dataclasses.Field[object]") -> str:
    """Return a field as the page shows it: its name, and its default as JSON."""
    if field.default_factory is not dataclasses.MISSING:
        return f"`{field.name}` ({{}})"
    if field.default is dataclasses.MISSING:
        return f"`{field.name}`"
    return f"`{field.name}` ({'none' if field.default is None else json.dumps(field.default)})"


def test_the_headings_are_the_kinds_of_event() -> None:
    assert list(SECTIONS) == list(KINDS)


@pytest.mark.parametrize(("name", "kind"), KINDS.items(), ids=list(KINDS))
def test_every_field_stands_under_its_event(name: str, kind: type[Event]) -> None:
    fields = [field for field in dataclasses.fields(kind) if field.name not in {"at", "by"}]

    assert [field.name for field in fields if shown(field) not in SECTIONS[name]] == []
