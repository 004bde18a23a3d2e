import json
from pathlib import Path

import pytest

from tests.engine.cli.desk import offer, upheld


@pytest.mark.parametrize(("answer", "decided"), [("yes", ["stop", True, False]), ("no", ["slow", False, True])])
def test_answers_decide(answer: str, decided: list[object], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(upheld(capsys, "severity", offer(tmp_path), "--answer", f"stopped={answer}", "--json")[1])

    assert [told["severity"], told["matched"], told["otherwise"]] == decided


def test_the_next_question_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = upheld(capsys, "severity", offer(tmp_path), "--lang", "de")[1]

    assert told == "Der Schweregrad ist noch offen; die nächste Frage: Steht die Arbeit still? [facts.stopped]\n"


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ("stoped=yes", "'stoped' is not a question of this agreement; did you mean 'stopped'?"),
        ("stopped=maybe", "stopped: 'maybe' is not an answer; write one of: yes, no"),
        ("yes", "'yes' is not an answer; write it like 'production=yes'"),
    ],
)
def test_an_answer_that_nobody_asked_for_is_refused(
    answer: str, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = upheld(capsys, "severity", offer(tmp_path), "--answer", answer)

    assert told == (2, "", f"upheld: --answer: {complaint}\n")
