from datetime import timedelta

import polars as pl

from tests.engine.replay.histories import MONDAY, facts, hours, judged, standing
from upheld.replay.verdicts import schema, seconds_of, table


def test_a_verdict_has_its_times_and_what_was_allowed_and_used() -> None:
    found = facts(
        {"at": 0, "event": "reported"},
        {"at": 0, "event": "classified", "severity": "slow"},
        {"at": 30, "event": "closed"},
    )

    row = judged(found, standing(), MONDAY + timedelta(days=9)).filter(pl.col("clock") == "close").row(0, named=True)

    assert row == {
        "index": 0,
        "case": "a",
        "clock": "close",
        "number": 1,
        "severity": "slow",
        "promise": "promises.slow.close",
        "state": "kept",
        "reported": MONDAY,
        "start": MONDAY,
        "due": MONDAY + timedelta(days=7),
        "strict": True,
        "stopped": MONDAY + timedelta(hours=30),
        "allowed": 40 * 3600,
        "used": (7 + 7) * 3600,
    }


def test_runs_come_in_the_order_of_the_cases_and_their_clocks() -> None:
    rows = [
        {"case": case, "at": 0, "event": event, "severity": "stop" if event == "classified" else None}
        for case in ("b", "a")
        for event in ("reported", "classified")
    ]

    found = judged(facts(*rows), standing(), MONDAY + timedelta(hours=3))

    assert found["case"].unique(maintain_order=True).to_list() == ["b", "a"]
    assert found.filter(pl.col("case") == "b")["clock"].cast(pl.String).unique(maintain_order=True).to_list() == [
        "reply", "start", "restore", "solve", "close", "update"
    ]  # fmt: skip


def test_no_runs_are_a_table_with_the_same_columns() -> None:
    nothing = table([], pl.Series(["a"]), seconds_of(pl.Series([MONDAY])), standing())

    assert dict(nothing.schema) == {"index": pl.Int64(), **schema(standing(), pl.String())}


def test_instants_are_seconds_again() -> None:
    assert seconds_of(pl.Series([MONDAY]).dt.cast_time_unit("ms")).tolist() == [hours(0)]
