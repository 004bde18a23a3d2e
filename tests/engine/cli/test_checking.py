import json
from pathlib import Path

import pytest

from tests.engine.cli.desk import offer, upheld


def test_a_clean_file_leaves_nothing_to_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = upheld(capsys, "check", offer(tmp_path))

    assert answer == (0, "Nothing to say: all is well.\n", "")


def test_an_error_is_a_finding_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = offer(tmp_path, **{"currency:_EUR": "curency: EUR"})

    code, told, _ = upheld(capsys, "check", path)

    assert (code, f"{path}:8:1: error FMT1: curency: 'curency' is not a key" in told) == (1, True)


def test_warnings_alone_are_no_findings_unless_they_are_asked_to_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = offer(tmp_path, **{"holidays:_DE-NW": "holidays: DE"})  # some states have more

    codes = [upheld(capsys, "check", path, *more)[0] for more in ([], ["--strict"])]

    assert codes == [0, 1]


def test_problems_are_told_to_programs_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = offer(tmp_path, **{"holidays:_DE-NW": "holidays: DE"})

    told = json.loads(upheld(capsys, "check", path, "--json")[1])

    assert told["counts"] == {"error": 0, "to solve": 0, "warning": 1}
    assert {"code", "level", "file", "line", "column", "path", "value", "message", "advice"} <= told["problems"][
        0
    ].keys()


def test_what_does_not_exist_cannot_be_checked(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, complaint = upheld(capsys, "check", "nowhere.yaml")

    assert (code, complaint) == (2, "upheld: PATH: 'nowhere.yaml' does not exist; name files or folders\n")
