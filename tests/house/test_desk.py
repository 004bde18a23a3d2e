"""What holds all through the desk: who reads the clock and the environment, and what a page may have in it."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.checkout import ROOT, tree

DESK = ROOT / "src" / "upheld_desk"
FILES = sorted(path for path in DESK.rglob("*.py") if "migrations" not in path.parts)
PAGES = sorted(DESK.rglob("templates/**/*.html"))

# Rooms whose functions are told the instant: they decide, and must decide alike whenever they are asked again.
TOLD = ("store", "casefiles", "facts", "access", "actions", "intake", "notices", "outbox/letters.py")
MAILS = "notices"  # a mail has no sheet of styles beside it, so what it looks like stands in it


def named(path: Path) -> str:
    return path.relative_to(DESK).as_posix()


def readings_of_the_time(path: Path) -> list[int]:
    """Return the lines where a file asks anybody but `clock` what time of day it is."""
    return [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date", "timezone", "time"}
    ]


@pytest.mark.parametrize("path", FILES, ids=named)
def test_the_time_of_day_is_read_in_one_place(path: Path) -> None:
    if named(path) != "clock.py":
        assert readings_of_the_time(path) == []


@pytest.mark.parametrize("path", [path for path in FILES if named(path).startswith(TOLD)], ids=named)
def test_what_decides_is_told_the_instant(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert "clock.now" not in text
    assert "timezone.now" not in text


@pytest.mark.parametrize("path", FILES, ids=named)
def test_the_environment_is_read_in_the_settings(path: Path) -> None:
    readings = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]

    assert readings == [] or named(path) == "settings.py"


@pytest.mark.parametrize("path", FILES, ids=named)
def test_nothing_is_imported_inside_a_function(path: Path) -> None:
    inside = [
        node.lineno
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert inside == []


@pytest.mark.parametrize("path", [page for page in PAGES if MAILS not in page.parts], ids=named)
def test_a_page_has_no_script_and_no_style_in_it(path: Path) -> None:
    text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=|javascript:", text) == []
