import json
from pathlib import Path

import pytest

from tests.engine.cli.desk import offer, signed, upheld

REPORTED = '{"event": "reported", "at": "2026-11-23T15:00:00+01:00", "channel": "phone", "severity": "slow"}'
CLASSIFIED = '{"event": "classified", "at": "2026-11-23T15:05:00+01:00", "severity": "slow"}'
NOW = ("--now", "2026-11-24T10:00:00+01:00", "--plan", "small")


def log(folder: Path, *lines: str) -> str:
    path = folder / "log.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_every_duty_is_told_with_its_state(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = log(tmp_path, REPORTED, "", CLASSIFIED)

    told = json.loads(upheld(capsys, "evaluate", offer(tmp_path), path, *NOW, "--json")[1])

    assert [(d["name"], d["state"], d["due"]) for d in told["duties"] if d["kind"] == "clock"] == [
        ("reply", "running", "2026-11-24T14:00:00+00:00")
    ]


def test_people_see_a_table_and_the_reasons_they_ask_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = log(tmp_path, REPORTED, CLASSIFIED)

    told = upheld(capsys, "evaluate", offer(tmp_path), path, *NOW, "--why")[1]

    assert "Promised: Time to reply in under 8 working hours. [plans.small.promises.slow.reply]" in told
    assert "The next change without a new event: Tue 24 Nov 2026, 15:00" in told


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (
            '{"event": "replid", "at": "2026-11-23T15:00:00Z"}',
            "event: 'replid' is not an event; did you mean 'replied'?",
        ),
        ("reported", "'reported' is not JSON; write one object a line"),
        ('["reported"]', "'[\"reported\"]' is not an object; write one with 'event' and 'at'"),
        ('{"event": "replied", "at": "2026-11-23T15:00:00"}', "'2026-11-23T15:00:00' is not an instant"),
        ('{"event": "replied", "at": "0001-01-01T00:00:00+01:00"}', "'0001-01-01T00:00:00+01:00'"),
        ('{"event": "replied", "at": "2026-11-23T15:00:00Z", "by": "a", "by": "b"}', "'by' stands twice; keep one of"),
        pytest.param('{"minutes": ' + "9" * 5000 + "}", "holds more than an event can; check the line", id="digits"),
        pytest.param("[" * 100_000, "holds more than an event can; check the line", id="brackets"),
        pytest.param('{"by": "\x1b[2J"}', '\'{"by": " [2J"}\' is not JSON', id="escape"),
    ],
)
def test_a_line_that_is_no_event_is_refused_with_its_number(
    line: str, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = log(tmp_path, REPORTED, line)

    code, _, told = upheld(capsys, "evaluate", offer(tmp_path), path, *NOW)

    assert (code, f"{path}:2" in told, complaint in told) == (2, True, True)


@pytest.mark.parametrize(
    "written",
    [
        "\ufeff" + REPORTED,  # as some editors save it
        REPORTED + "\r\n\r\n",
        REPORTED.replace('"channel"', '"service": "a\u2028b\x85c", "channel"'),
    ],
)
def test_marks_and_ends_of_lines_that_mean_nothing_are_passed_over(
    written: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text(written, encoding="utf-8", newline="")

    assert upheld(capsys, "evaluate", offer(tmp_path), str(path), *NOW)[0] == 0


def test_an_amount_keeps_all_its_digits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    points = {"plans:": "allowances: {points: {unit: point, amount: 1, expires: never}}\nplans:"}
    begun = '{"event": "started", "at": "2026-11-01T00:00:00+01:00"}'
    bought = (
        '{"event": "granted", "at": "2026-11-02T00:00:00Z", "allowance": "points", "amount": 0.12345678901234567891}'
    )

    answer = upheld(capsys, "evaluate", offer(tmp_path, **points), log(tmp_path, begun, bought), *NOW, "--json")[1]

    assert json.loads(answer)["duties"][1]["amounts"]["granted"] == "0.12345678901234567891"


def test_a_log_that_is_no_text_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"\x80\x81\x00")

    code, _, told = upheld(capsys, "evaluate", offer(tmp_path), str(path), *NOW)

    assert (code, "is not a text in UTF-8" in told) == (2, True)


def test_a_module_that_there_is_not_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["evaluate", signed(tmp_path), log(tmp_path, REPORTED), "--now", "2026-11-24T10:00", "--modules", "gold"]

    assert upheld(capsys, *words) == (2, "", "upheld: --modules: 'gold' is not a module; this agreement has none\n")


def test_the_instant_to_look_at_is_local_to_the_agreement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["evaluate", offer(tmp_path), log(tmp_path, REPORTED), "--plan", "small", "--json", "--now"]

    local = upheld(capsys, *words, "2026-11-24T10:00")
    exact = upheld(capsys, *words, "2026-11-24T10:00+01:00")

    assert local == exact
