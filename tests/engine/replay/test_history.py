from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.engine.replay.histories import DESK, SERVICENOW, standing
from upheld.errors import BadLog
from upheld.replay.evaluating import Verdicts, evaluate
from upheld.replay.facts import Facts
from upheld.replay.history import History, Reading, Scattered

CLOSE = standing(DESK.replace("    update: every 120 minutes\n", ""))
HEADER = "case,at,event,severity\n"


def written(tmp_path: Path, rows: str) -> Path:
    path = tmp_path / "log.csv"
    path.write_text(HEADER + rows)
    return path


def reading(history: History, seen: list[list[str]] | None = None) -> Reading[Verdicts]:
    def work(facts: Facts, now: datetime | None) -> Verdicts:
        if seen is not None:
            seen.append(facts.cases.to_list())
        return evaluate(facts, CLOSE, now)

    return Reading(history, work, lambda _: None)


TWO = (
    "a,2026-03-02T09:00:00Z,reported,\na,2026-03-02T10:00:00Z,classified,slow\na,2026-03-02T11:00:00Z,closed,\n"
    "b,2026-03-02T09:00:00Z,reported,\nb,2026-03-02T09:30:00Z,classified,stop\n"
)


def test_open_cases_are_judged_when_the_end_of_the_log_is_known(tmp_path: Path) -> None:
    seen: list[list[str]] = []
    read = reading(History.of(written(tmp_path, TWO), None, [CLOSE]), seen)

    answers = list(read.answers())

    close = [each.runs.filter(pl.col("clock") == "close").select("case", "state").rows() for each in answers]
    assert seen[-1] == ["b"]
    assert close[-1] == [("b", "running")]
    assert [row for rows in close for row in rows] == [("a", "kept"), ("b", "running")]
    assert read.until == datetime(2026, 3, 2, 11, 0, tzinfo=UTC)


def test_cases_are_never_cut_however_the_log_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = pl.DataFrame(
        {
            "case": np.repeat(np.arange(3000), np.arange(3000) % 5 + 1),
            "at": [datetime(2026, 3, 2, tzinfo=UTC)] * 9000,
            "event": ["reported"] * 9000,
        }
    )
    log.write_parquet(tmp_path / "log.parquet")
    seen: list[list[Any]] = []
    monkeypatch.setattr("upheld.replay.logs.CHUNK", 100)

    read = reading(History.of(tmp_path / "log.parquet", None, [CLOSE]), seen)
    list(read.answers())

    assert read.found.cases == 3000
    assert (read.found.rows, read.found.events) == (9000, 9000)


def test_a_log_whose_cases_are_scattered_is_sorted(tmp_path: Path) -> None:
    lines = TWO.splitlines(keepends=True)
    path = written(tmp_path, "".join(lines[n] for n in (0, 3, 1, 4, 2)))
    scattered = History.of(path, None, [CLOSE])

    with pytest.raises(Scattered):
        list(reading(scattered).answers())
    whole = reading(replace(scattered, is_scattered=True))
    list(whole.answers())

    assert (whole.found.cases, whole.found.events) == (2, 5)


def test_cases_that_come_again_in_a_later_batch_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = pl.DataFrame({"case": ["b", "a", "c", "b"], "at": ["2026-03-02T09:00:00Z"] * 4, "event": ["reported"] * 4})
    log.write_parquet(tmp_path / "log.parquet")
    monkeypatch.setattr("upheld.replay.logs.CHUNK", 1)

    with pytest.raises(Scattered):
        list(reading(History.of(tmp_path / "log.parquet", None, [CLOSE])).answers())


def test_a_severity_that_the_agreement_does_not_have_is_reported_with_its_row(tmp_path: Path) -> None:
    read = reading(History.of(written(tmp_path, TWO.replace("slow", "awful")), None, [CLOSE]))

    list(read.answers())

    assert [str(broken) for broken in read.found.broken] == [
        "row 3: severity: 'awful' is not a severity of the agreement; it has: stop, slow, small, wish"
    ]


def test_broken_rows_are_reported_and_the_others_judged(tmp_path: Path) -> None:
    read = reading(History.of(written(tmp_path, "c,noon,reported,\n" + TWO + "d,1\n"), None, [CLOSE]))

    list(read.answers())

    assert [broken.row for broken in read.found.broken] == [2, 8]
    assert read.found.cases == 2


def test_what_happened_after_now_is_not_looked_at(tmp_path: Path) -> None:
    at = datetime(2026, 3, 2, 9, 45, tzinfo=UTC)
    read = reading(History.of(written(tmp_path, TWO), None, [CLOSE], now=at))

    list(read.answers())

    assert (read.until, read.found.events) == (at, 3)


def test_a_column_that_an_event_needs_is_missed_in_each_of_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("case,at,event\na,2026-03-02T09:00:00Z,reported\na,2026-03-02T09:30:00Z,classified\n")
    read = reading(History.of(path, None, [CLOSE]))

    list(read.answers())

    assert [str(broken) for broken in read.found.broken] == [
        "row 3: severity: 'severity' is missing; 'classified' needs it"
    ]


def test_a_log_of_another_shape_needs_a_mapping() -> None:
    with pytest.raises(BadLog, match="no column 'case'; a log of another shape is read through a mapping"):
        History.of(SERVICENOW / "incident_event_log.csv.gz", None, [CLOSE])


def test_an_xes_log_needs_a_mapping(tmp_path: Path) -> None:
    (tmp_path / "log.xes").write_text("<log/>")

    with pytest.raises(BadLog, match="an XES log needs a mapping that says what its activities mean"):
        History.of(tmp_path / "log.xes", None, [CLOSE])


def test_how_far_the_log_was_read_is_told() -> None:
    terms = CLOSE
    told: list[float] = []
    history = History.of(SERVICENOW / "incident_event_log.csv.gz", SERVICENOW / "mapping.yaml", [terms])

    list(Reading(replace(history, severities=()), lambda facts, _: Nothing(facts), told.append).answers())

    assert told == sorted(told)
    assert told[-1] == 1.0


class Nothing:
    def __init__(self, facts: Facts) -> None:
        self.is_open = np.zeros(len(facts.starts) - 1, np.bool_)
