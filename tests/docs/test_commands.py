"""Every command has its heading in the reference, and every option stands in its section."""

import re

import pytest
from typer.core import TyperOption

from tests.house.checkout import ROOT
from upheld.cli import COMMANDS
from upheld.cli.lazily import loaded

PAGE = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## upheld (\w+)\n(.*?)(?=^## |\Z)", PAGE, flags=re.MULTILINE | re.DOTALL))
FOR_ALL = {"--lang", "--json", "--plan", "--modules", "--help"}  # told once, for all commands
AS_BEFORE = {"explain": "due", "compare": "replay"}  # takes the options of the other


def test_every_command_has_its_heading() -> None:
    assert sorted(SECTIONS) == sorted(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_stands_in_its_section(name: str) -> None:
    given = [word for p in loaded(COMMANDS, name).params if isinstance(p, TyperOption) for word in p.opts]
    options = {word for word in given if word.startswith("--")}
    told = SECTIONS[name] + SECTIONS.get(AS_BEFORE.get(name, ""), "")

    assert [option for option in options - FOR_ALL if option not in told] == []
