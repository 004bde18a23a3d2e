from datetime import timedelta

import polars as pl

from tests.engine.replay.histories import MONDAY, facts, judged, standing
from upheld.replay.worst import explained, worst, worst_of

NOW = MONDAY + timedelta(days=60)
FOUND = facts(
    *(
        {"case": f"c{days}", "at": at, "event": event, "severity": "slow" if event == "classified" else None}
        for days in (10, 30, 20, 30.5)
        for event, at in (("reported", 0), ("classified", 0), ("closed", 24 * days))
    )
)
RUNS = judged(FOUND, standing(), NOW).filter(pl.col("clock") == "close")


def test_the_latest_come_first_by_the_hours_of_the_promise() -> None:
    assert [each.case for each in worst(FOUND, RUNS)] == ["c30.5", "c30", "c20", "c10"]
    assert worst(FOUND, RUNS, 1)[0].seconds == RUNS.row(3, named=True)["used"] - 40 * 3600


def test_the_worst_of_batches_are_the_worst_of_all() -> None:
    apart = [late for row in range(4) for late in worst(FOUND, RUNS[row], 2)]

    assert [each.case for each in worst_of(apart, 2)] == ["c30.5", "c30"]


def test_each_is_explained_down_to_its_clause_and_drawn() -> None:
    (latest,) = explained(worst(FOUND, RUNS, 1), standing(), NOW)

    assert latest.severity == "Disturbed"
    assert any("[promises.slow.close]" in step for step in latest.steps)
    assert latest.picture.startswith("<svg")
