import json
from pathlib import Path

import polars as pl
import pytest

from tests.engine.cli.desk import offer, upheld
from tests.house.checkout import ROOT

ROWS = (
    "case,at,event,severity,sla\n"
    "a,2026-03-02T09:00:00Z,reported,,true\n"
    "a,2026-03-02T09:00:00Z,classified,slow,true\n"
    "a,2026-03-03T11:00:00Z,replied,,true\n"
    "b,2026-04-02T09:00:00Z,reported,,true\n"
    "b,2026-04-02T09:00:00Z,classified,stop,true\n"
    "b,2026-04-02T10:00:00Z,replied,,true\n"
)


def log(folder: Path, rows: str = ROWS) -> str:
    path = folder / "log.csv"
    path.write_text(rows)
    return str(path)


def replay(folder: Path, *more: str, rows: str = ROWS) -> tuple[str, ...]:
    return ("replay", log(folder, rows), "--agreement", offer(folder), "--plan", "small", *more)


def test_the_answer_counts_cases_and_what_was_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told, _ = upheld(capsys, *replay(tmp_path, "--against", "sla", "--json"))

    data = json.loads(told)
    assert (code, data["cases"], data["kept"], data["broken"]) == (0, 2, 1, 1)
    assert (data["agree"], data["disagree"], data["differing"][0]["case"]) == (1, 1, "a")


def test_cases_for_which_nothing_is_promised_are_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    question = log(tmp_path, "case,at,event,kind\na,2026-03-02T09:00:00Z,reported,question\n")
    incidents_only = str(ROOT / "agreements" / "stratiteq" / "offer.yaml")

    code, told, _ = upheld(capsys, "replay", question, "--agreement", incidents_only)

    assert (code, "Share kept" in told) == (0, False)
    assert "The agreement promises nothing for any of these cases" in told


def test_people_see_tables_and_where_the_files_lie(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report, verdicts = tmp_path / "report.html", tmp_path / "verdicts.parquet"

    _, told, _ = upheld(capsys, *replay(tmp_path, "--report", str(report), "--verdicts", str(verdicts)))

    assert "reply, slow" in told
    assert "2026 Q2" in told
    assert f"The report lies at {report}" in told
    assert report.read_text().startswith("<!doctype html>")
    assert pl.read_parquet(verdicts).height == 2


def test_a_row_that_was_left_out_is_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told, _ = upheld(capsys, *replay(tmp_path, rows=ROWS + "c,noon,[red]reported[/red],,\n"))

    assert code == 1
    assert "1 row was left out:\n  row 8: event: '[red]reported[/red]' is not an event of a case" in told


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--plan", "tiny"], "desk-support: 'tiny' is not a plan; write one of: small, large"),
        (["--against", "slo"], "log.csv: there is no column 'slo'; did you mean 'sla'?"),
        (["--now", "2026-03-29T02:30"], "--now: '2026-03-29T02:30' does not exist in Europe/Berlin"),
        (["--mapping", "none.yaml"], "none.yaml: FMT3 there is no such file; check the path"),
        (["--report", "no/such/folder/out.html"], "no/such/folder: No such file or directory; check the path"),
        (["--verdicts", "no/such/folder/out.parquet"], "No such file or directory; check the path"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], complaint: str
) -> None:
    code, _, complained = upheld(capsys, *replay(tmp_path, *words))

    assert (code, complaint in complained) == (2, True), complained


def test_a_history_is_compared_under_two_plans(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = offer(tmp_path)
    words = "compare", log(tmp_path), file, file, "--plan", "small", "--plan-b", "large"

    code, told, _ = upheld(capsys, *words, "--json")

    data = json.loads(told)
    assert (code, data["before"], data["after"]) == (0, "Desk support, small", "Desk support, large")
    assert (data["cases"], data["broken_by_both"], data["flipped"]) == (2, 1, [])


def test_people_see_what_the_second_agreement_would_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = offer(tmp_path)
    (tmp_path / "other").mkdir()
    other = offer(tmp_path / "other", under_8_working_hours="within 20 working hours")

    _, told, _ = upheld(capsys, "compare", log(tmp_path), one, other, "--plan", "small")

    assert "Under B 1 case would be kept that A breaks, and 0 cases broken that A keeps." in told
