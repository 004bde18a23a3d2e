from pathlib import Path

import pytest

from tests.engine.cli.desk import offer, signed, upheld

REPLY = ("due", "--clock", "reply", "--reported", "2026-11-23T15:00")


def complaint(path: str, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    code, _, told = upheld(capsys, *REPLY, path, *words)
    assert code == 2
    return told


def test_an_unknown_severity_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = complaint(offer(tmp_path), capsys, "--plan", "small", "--severity", "slo")

    assert told == "upheld: --severity: 'slo' is not a severity; did you mean 'slow'?\n"


@pytest.mark.parametrize(
    ("reported", "code"), [("2026-03-31T23:59", 2), ("2026-04-01T00:00", 0), ("2027-05-01T00:00", 2)]
)
def test_nothing_is_due_outside_the_term(
    reported: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = upheld(capsys, *REPLY, signed(tmp_path), "--severity", "slow", "--reported", reported)

    assert (told[0], f"'{reported}' lies outside the term of the agreement, from 2026-04-01" in told[2]) == (
        code,
        bool(code),
    )


def test_an_unknown_clock_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = complaint(offer(tmp_path), capsys, "--plan", "small", "--severity", "slow", "--clock", "restore")

    assert told == "upheld: --clock: 'restore' is not a clock that is promised here; write one of: reply\n"


def test_a_channel_that_the_plan_has_not_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = complaint(offer(tmp_path), capsys, "--plan", "small", "--severity", "slow", "--channel", "email")

    assert told == "upheld: --channel: 'email' is not a channel; write one of: phone\n"


def test_a_kind_that_is_not_covered_has_no_due_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = complaint(offer(tmp_path), capsys, "--plan", "small", "--severity", "slow", "--kind", "question")

    assert "the terms do not cover the kind 'question', only incident" in told


def test_a_severity_without_a_promise_says_which_have_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = offer(tmp_path, **{"______slow:_{reply:_under_8_working_hours}\n": ""})

    told = complaint(path, capsys, "--plan", "small", "--severity", "slow")

    assert told == ("upheld: --clock: nothing is promised for 'reply' at severity 'slow'; it is promised for: stop\n")


def test_any_severity_is_what_is_promised_for_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = offer(tmp_path, **{"slow:_{reply:_under": "any: {reply: under"})

    code, told, _ = upheld(capsys, *REPLY, path, "--plan", "small", "--severity", "any")

    assert (code, told) == (0, "Due before Tue 24 Nov 2026, 15:00: exactly then it is already late.\n")


def test_a_clock_that_starts_later_starts_at_the_time_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = offer(tmp_path, **{"from:_reported": "from: work started", "to:_first_human_reply": "to: solved"})

    code, told, _ = upheld(capsys, *REPLY, path, "--plan", "small", "--severity", "slow")

    assert (code, told) == (0, "Due before Tue 24 Nov 2026, 15:00: exactly then it is already late.\n")


def test_what_decides_between_two_promises_must_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    by_channel = "[{reply: within 1 hour, only: {channel: phone}}, {reply: within 4 hours, only: {channel: email}}]"
    path = offer(tmp_path, **{"{reply:_within_2_hours}": by_channel})

    told = complaint(path, capsys, "--plan", "large", "--severity", "stop")

    assert told == "upheld: --channel: what is promised depends on it; name it\n"
