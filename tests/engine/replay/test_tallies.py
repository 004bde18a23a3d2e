from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pytest

from tests.engine.replay.histories import MONDAY, facts, judged, standing
from upheld.replay.tallies import Line, Tally, months_of, name_of_month, quarters

NOW = MONDAY + timedelta(days=30)
HISTORY = [
    {"case": case, "at": at, "event": event, "severity": "slow" if event == "classified" else None}
    for case, start, end in (("kept", 0, 7), ("broken", 0, 400), ("april", 31 * 24, 31 * 24 + 1))
    for event, at in (("reported", start), ("classified", start), ("closed", end))
]
RUNS = judged(facts(*HISTORY), standing(), NOW + timedelta(days=30)).filter(pl.col("clock") == "close")
CLOSE = standing().clocks.index("close")


def test_a_run_counts_in_the_month_of_its_report() -> None:
    tally = Tally.of(RUNS, standing())

    lines = {name_of_month(m): tally.line(first=m, after=m + 1) for m in tally.months()}

    assert lines == {"2026-03": Line(kept=1, broken=1, other=0), "2026-04": Line(kept=1, broken=0, other=0)}


def test_a_line_can_be_of_one_clock_and_one_severity() -> None:
    tally = Tally.of(RUNS, standing())

    assert tally.line(CLOSE, 1) == Line(kept=2, broken=1, other=0)
    assert tally.line(CLOSE, 0) == Line(kept=0, broken=0, other=0)


def test_counting_in_batches_is_counting_at_once() -> None:
    whole, parts = Tally.of(RUNS, standing()), Tally.empty(standing())
    for row in range(RUNS.height):
        parts += Tally.of(RUNS[row], standing())

    assert np.array_equal(whole.runs, parts.runs)
    assert np.array_equal(whole.used, parts.used)


def test_the_time_used_is_a_share_of_the_time_allowed() -> None:
    tally = Tally.of(RUNS, standing())

    assert [tally.used_at_most(share) for share in (0.3, 0.6, 1.0)] == [2, 17, 257]
    assert Tally.empty(standing()).used_at_most(0.5) is None


def test_what_is_open_is_neither_kept_nor_broken() -> None:
    opened = judged(facts({"at": 0, "event": "reported"}), standing(), NOW)

    assert Tally.of(opened, standing()).line().as_data()["other"] == opened.height
    assert Tally.of(opened, standing()).line().share is None


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Sao_Paulo", "Pacific/Kiritimati"])
def test_a_month_begins_at_its_local_midnight(zone: str) -> None:
    midnight = int(datetime(2026, 3, 1, tzinfo=ZoneInfo(zone)).timestamp())

    assert [name_of_month(month) for month in months_of(np.array([midnight - 1, midnight]), zone)] == [
        "2026-02", "2026-03"
    ]  # fmt: skip


def test_quarters_are_those_that_the_months_lie_in() -> None:
    months = [56 * 12 + month for month in (1, 2, 3)]

    assert quarters(months) == [("2026 Q1", 56 * 12, 56 * 12 + 3), ("2026 Q2", 56 * 12 + 3, 56 * 12 + 6)]
