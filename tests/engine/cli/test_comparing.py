import json
from pathlib import Path

import pytest

from tests.engine.cli.desk import offer, upheld


def two(tmp_path: Path, **changes: str) -> list[str]:
    """The offer, and the offer with some words replaced."""
    paths = []
    for name, words in (("before", {}), ("after", changes)):
        folder = tmp_path / name
        folder.mkdir()
        paths.append(offer(folder, **words))
    return paths


def test_two_alike_have_no_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert upheld(capsys, "diff", *two(tmp_path)) == (0, "No difference.\n", "")


def test_another_title_is_no_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = upheld(capsys, "diff", *two(tmp_path, Desk_support="Another desk"))

    assert told == (0, "No difference.\n", "")


def test_what_gets_worse_is_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told, _ = upheld(capsys, "diff", *two(tmp_path, within_4_working_hours="within 5 working hours"))

    assert (code, told.splitlines()[0]) == (1, "Worse for the customer")


def test_what_gets_better_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told, _ = upheld(capsys, "diff", *two(tmp_path, within_4_working_hours="within 3 working hours"))

    said = "within 3 working hours instead of within 4 working hours: due up to 4 days 16 hours sooner."

    assert (code, " ".join(told.split())) == (
        0,
        f"Better for the customer + Small: Time to reply, Standstill: {said}",
    )


def test_differences_are_told_in_german(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, told, _ = upheld(capsys, "diff", *two(tmp_path, **{"100_EUR": "120 EUR"}), "--lang", "de")

    assert " ".join(told.split()) == (
        "Schlechter für den Kunden - Klein: Preis: ein Monat kostet bis zu 20,00 EUR mehr."
    )


def test_differences_are_told_to_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(upheld(capsys, "diff", *two(tmp_path, **{"100_EUR": "120 EUR"}), "--json")[1])

    assert told["counts"] == {"worse": 1, "mixed": 0, "better": 0, "other": 0}
    assert told["differences"][0]["more"] == "20.00"
