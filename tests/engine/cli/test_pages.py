import json
from pathlib import Path

import pytest

from tests.engine.cli.desk import offer, upheld


def test_the_terms_are_a_page_of_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = upheld(capsys, "terms", offer(tmp_path), "--lang", "de")[1]

    assert told.startswith("Hilfe am Schalter\n=================\n")


def test_the_page_can_be_written_as_html(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "terms.html"

    told = upheld(capsys, "terms", offer(tmp_path), "--html", str(page))[1]

    assert (told, page.read_text(encoding="utf-8").startswith("<!doctype html>")) == ("", True)


def test_one_plan_can_be_shown_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = upheld(capsys, "terms", offer(tmp_path), "--plan", "large")[1]

    assert ("Large" in told, "Small" in told) == (True, False)


def test_an_unknown_plan_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, complaint = upheld(capsys, "terms", offer(tmp_path), "--plan", "larg")

    assert (code, complaint) == (2, "upheld: --plan: 'larg' is not a plan; did you mean 'large'?\n")


def test_programs_get_the_page_as_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(upheld(capsys, "terms", offer(tmp_path), "--json")[1])

    assert (told["title"], told["sections"][0]["title"]) == ("Desk support", "Plans compared")
