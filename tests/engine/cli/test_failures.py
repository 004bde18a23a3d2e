import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.cli.desk import offer, upheld
from upheld.cli.failures import INTERRUPTED, failures_told
from upheld.errors import BeyondYears


def refuse() -> None:
    raise BeyondYears("the answer lies after the last date")


def interrupt() -> None:
    raise KeyboardInterrupt


def test_what_upheld_refuses_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    code = failures_told(refuse, [])

    assert (code, capsys.readouterr().err) == (2, "upheld: the answer lies after the last date\n")


def test_with_json_a_failure_is_an_object_too(capsys: pytest.CaptureFixture[str]) -> None:
    failures_told(refuse, ["--json"])

    assert json.loads(capsys.readouterr().out) == {"error": "the answer lies after the last date"}


def test_an_interruption_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    code = failures_told(interrupt, [])

    assert (code, *capsys.readouterr()) == (INTERRUPTED, "", "")


def test_everything_that_is_wrong_with_a_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = offer(tmp_path, **{"currency:_EUR": "curency: EUR", "under_8": "undr 8"})

    code, told, complaint = upheld(capsys, "price", path, "--json")

    assert (code, len(json.loads(told)["problems"]) > 1, "Traceback" in complaint) == (2, True, False)


@pytest.mark.parametrize(
    "content",
    [b"\x00\x01\x02", b"a: [1, 2", b"- just\n- a list\n"],
    ids=["binary", "not YAML", "a list"],
)
def test_a_file_that_is_no_agreement_is_refused(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)

    code, _, complaint = upheld(capsys, "terms", str(path))

    assert (code, complaint.startswith(f"upheld: {path}"), complaint.count("\n")) == (2, True, 1)


@pytest.mark.parametrize("name", ["missing.yaml", "."])
def test_a_path_that_is_no_file_is_refused(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, complaint = upheld(capsys, "terms", str(tmp_path / name))

    assert (code, complaint.count("\n")) == (2, 1)


def test_a_zone_that_does_not_exist_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, complaint = upheld(capsys, "terms", offer(tmp_path, **{"Europe/Berlin": "Europe/Berlyn"}))

    assert (code, "'Europe/Berlyn'" in complaint) == (2, True)


def test_a_calendar_beyond_its_years_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--plan", "small", "--severity", "slow", "--clock", "reply", "--reported", "2090-01-01T10:00")

    code, _, complaint = upheld(capsys, "due", offer(tmp_path), *asked)

    assert (code, complaint.count("\n"), "date" in complaint) == (2, 1, True)


def test_an_unknown_command_is_refused_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, complaint = upheld(capsys, "chek")

    assert (code, "Did you mean 'check'" in complaint) == (2, True)


def test_a_language_that_there_is_not_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, complaint = upheld(capsys, "terms", offer(tmp_path), "--lang", "fr")

    assert (code, complaint) == (2, "upheld: --lang: 'fr' is not one of 'en', 'de', 'sv'; see `upheld terms --help`\n")


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    code, told, complaint = upheld(capsys)

    assert (code, "Usage: upheld" in told, complaint) == (2, True, "")


def test_a_reader_that_has_gone_is_no_trouble() -> None:
    command = f"{sys.executable} -c 'from upheld.cli import main; main()' schema | head -n 1"

    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)  # noqa: S603, S607

    assert (done.stdout, done.stderr) == ("{\n", "")
