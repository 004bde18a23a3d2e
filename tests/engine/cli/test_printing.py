import pytest

from upheld.cli.printing import console, show_json


def test_json_is_readable_and_keeps_its_letters(capsys: pytest.CaptureFixture[str]) -> None:
    show_json({"name": "Gestört"})

    assert capsys.readouterr().out == '{\n  "name": "Gestört"\n}\n'


def test_what_stands_in_brackets_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    console().print("[plans.small]")

    assert capsys.readouterr().out == "[plans.small]\n"
