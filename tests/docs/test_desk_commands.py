"""Every command of the desk has its heading in the reference, and every option stands in its section."""

import re

import pytest
from typer.core import TyperOption

from tests.house.checkout import ROOT
from upheld.cli.lazily import loaded
from upheld_desk.cli import COMMANDS

PAGE = (ROOT / "docs" / "reference" / "desk-commands.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## upheld desk (\w+)\n(.*?)(?=^## |\Z)", PAGE, flags=re.MULTILINE | re.DOTALL))


def test_every_command_has_its_heading() -> None:
    assert sorted(SECTIONS) == sorted(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_stands_in_its_section(name: str) -> None:
    given = [word for p in loaded(COMMANDS, name).params if isinstance(p, TyperOption) for word in p.opts]

    assert [word for word in given if word.startswith("--") and word != "--help" and word not in SECTIONS[name]] == []
