import json
from pathlib import Path

import pytest

from tests.engine.cli.desk import offer, upheld

SLOW = ("--plan", "small", "--severity", "slow", "--clock", "reply")


def test_due_is_local_to_the_agreement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told, _ = upheld(capsys, "due", offer(tmp_path), *SLOW, "--reported", "2026-11-23T15:00", "--json")

    answer = json.loads(told)

    assert (code, answer["due"], answer["strict"]) == (0, "2026-11-24T15:00:00+01:00", True)


def test_a_time_with_an_offset_is_taken_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, told, _ = upheld(capsys, "due", offer(tmp_path), *SLOW, "--reported", "2026-11-23T14:00Z", "--json")

    assert json.loads(told)["due"] == "2026-11-24T15:00:00+01:00"


def test_due_is_said_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, told, _ = upheld(capsys, "due", offer(tmp_path), *SLOW, "--reported", "2026-11-23T15:00")

    assert told == "Due before Tue 24 Nov 2026, 15:00: exactly then it is already late.\n"


def test_a_severity_that_is_measured_only_is_said_to_have_no_promise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    measured = offer(tmp_path, **{"      slow: {reply: under 8 working hours}\n": "    unpromised: measured only\n"})

    code, told, _ = upheld(capsys, "due", measured, *SLOW, "--reported", "2026-11-23T15:00")

    assert (code, told) == (0, "Nothing is promised for Disturbed; its time is measured only.\n")


def test_an_explanation_goes_day_by_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, told, _ = upheld(capsys, "explain", offer(tmp_path), *SLOW, "--reported", "2026-12-24T12:00", "--lang", "de")

    assert told.splitlines()[1:] == [
        "Zugesagt: Antwortzeit in weniger als 8 Arbeitsstunden. [plans.small.promises.slow.reply]",
        "Beginn der Frist ist die Meldung: Do 24.12.2026, 12:00.",
        "Sie läuft in den Zeiten von „desk“ (Europe/Berlin).",
        "Do 24.12.2026: geöffnet 09:00–17:00; 12:00–17:00 verbraucht 5 Stunden, noch 3 Stunden.",
        "Fr 25.12.2026: geschlossen, Christmas Day.",
        "Sa 26.12.2026: geschlossen, Second Day of Christmas.",
        "So 27.12.2026: geschlossen.",
        "Mo 28.12.2026: geöffnet 09:00–17:00; 09:00–12:00 verbraucht 3 Stunden.",
        "Fällig vor Mo 28.12.2026, 12:00: genau dann ist es schon zu spät.",
    ]


def test_the_promise_line_is_drawn_into_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "line.svg"

    upheld(capsys, "explain", offer(tmp_path), *SLOW, "--reported", "2026-12-24T12:00", "--svg", str(picture))

    assert "Christmas Day" in picture.read_text(encoding="utf-8")


def test_steps_are_told_to_programs_beside_their_reasons(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, told, _ = upheld(capsys, "explain", offer(tmp_path), *SLOW, "--reported", "2026-11-23T15:00", "--json")

    answer = json.loads(told)

    assert len(answer["steps"]) == len(answer["reasons"])
