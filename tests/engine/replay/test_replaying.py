from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from tests.engine.replay.histories import DESK, ROOT, SERVICENOW, standing
from upheld import read
from upheld.replay import History, Replay, Standing, run
from upheld.replay.tallies import Line

CLOSE = standing(DESK.replace("    update: every 120 minutes\n", ""))
ROWS = (
    "a,2026-03-02T09:00:00Z,reported,,yes\n"
    "a,2026-03-02T09:00:00Z,classified,stop,yes\n"
    "a,2026-03-12T09:00:00Z,closed,,no\n"
    "b,2026-03-02T09:00:00Z,reported,,yes\n"
    "b,2026-03-02T09:30:00Z,classified,slow,yes\n"
)


def replayed(path: Path, rows: str = ROWS, now: datetime | None = None, verdicts: Path | None = None) -> Replay:
    path.write_text("case,at,event,severity,sla\n" + rows)
    history = History.of(path, None, [CLOSE], ["sla"], now)
    return run(history, CLOSE, against="sla", verdicts=verdicts, progress=lambda _: None)


@pytest.fixture(scope="module")
def shipped() -> Replay:
    terms = Standing.of(read(SERVICENOW / "agreement.yaml"))
    history = History.of(SERVICENOW / "incident_event_log.csv.gz", SERVICENOW / "mapping.yaml", [terms], ["made_sla"])
    return run(history, terms, against="made_sla", verdicts=None, progress=lambda _: None)


def test_the_recorded_verdict_of_the_shipped_log_is_reproduced(shipped: Replay) -> None:
    data = shipped.as_data()

    assert (data["cases"], data["agree"], data["disagree"]) == (24_918, 24_887, 31)
    assert len(data["differing"]) == 31


def test_the_shipped_log_is_counted_by_severity_month_and_quarter(shipped: Replay) -> None:
    data = shipped.as_data()

    assert [(row["severity"], row["kept"] + row["broken"]) for row in data["promises"]] == [
        ("critical", 270), ("high", 408), ("moderate", 23_470), ("low", 774)
    ]  # fmt: skip
    assert [row["quarter"] for row in data["quarters"]] == ["2016 Q1", "2016 Q2", "2016 Q3", "2016 Q4", "2017 Q1"]
    assert sum(row["kept"] for row in data["months"]) == data["kept"] == 15_802


def test_no_row_of_the_shipped_log_is_left_out(shipped: Replay) -> None:
    assert (shipped.found.rows, shipped.found.broken, shipped.unreported) == (141_712, [], 0)


def test_the_end_of_the_log_is_when_everything_is_judged(tmp_path: Path) -> None:
    found = replayed(tmp_path / "log.csv")

    assert found.until == datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
    assert found.matches
    assert (found.matches.agree, len(found.matches.differing)) == (1, 1)  # b is late by now


def test_an_earlier_end_can_be_asked_for(tmp_path: Path) -> None:
    found = replayed(tmp_path / "log.csv", now=datetime(2026, 3, 2, 10, 0, tzinfo=UTC))

    assert (found.found.events, found.found.cases) == (4, 2)


def test_every_verdict_is_written_down_once(tmp_path: Path) -> None:
    found = replayed(tmp_path / "log.csv", verdicts=tmp_path / "verdicts.parquet")
    verdicts = pl.read_parquet(tmp_path / "verdicts.parquet")

    line = found.tally.line()
    assert verdicts.height == line.kept + line.broken + line.other
    assert verdicts.select("case", "clock", "number").is_duplicated().sum() == 0


def test_a_scattered_log_gives_the_same_as_a_sorted_one(tmp_path: Path) -> None:
    lines = ROWS.splitlines(keepends=True)
    scattered = replayed(
        tmp_path / "one.csv", "".join(lines[n] for n in (3, 0, 4, 1, 2)), verdicts=tmp_path / "one.parquet"
    )
    together = replayed(tmp_path / "two.csv")

    assert {**scattered.as_data(), "log": ""} == {**together.as_data(), "log": ""}
    assert pl.read_parquet(tmp_path / "one.parquet").height == together.tally.runs.sum()


def test_a_broken_row_is_counted_and_does_not_stop_the_run(tmp_path: Path) -> None:
    data = replayed(tmp_path / "log.csv", "x,noon,reported,,\n" + ROWS).as_data()

    assert data["broken_rows"] == 1
    assert data["first_broken_rows"][0]["row"] == 2
    assert data["cases"] == 2


def test_an_xes_log_is_replayed_through_its_mapping() -> None:
    folder = ROOT / "examples" / "xes"
    terms = Standing.of(read(folder / "agreement.yaml"))
    history = History.of(folder / "helpdesk.xes", folder / "mapping.yaml", [terms])

    found = run(history, terms, against=None, verdicts=None, progress=lambda _: None)

    assert (found.found.cases, found.found.rows, found.tally.line()) == (5, 26, Line(kept=7, broken=2, other=2))
