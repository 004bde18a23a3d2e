from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from tests.engine.replay.histories import MONDAY, facts, judged, standing
from upheld.replay.facts import Facts, gathered
from upheld.replay.matches import IS_BROKEN, IS_KEPT, NOT_JUDGED, case_verdicts, matched, recorded_verdicts

NOW = MONDAY + timedelta(days=30)


def history(**recorded: str | None) -> Facts:
    rows = [
        {"case": case, "at": at, "event": event, "severity": "wish" if event == "classified" else None}
        for case in recorded
        for event, at in (("reported", 0), ("classified", 0), ("closed", 400 if "late" in case else 1))
    ]
    found = facts(*rows)
    values = [value for value in recorded.values() for _ in range(3)]
    return gathered(found.frame.with_columns(pl.Series("sla", values, pl.String)))


def test_agreement_is_counted_and_difference_listed() -> None:
    found = history(right="true", late_right="false", wrong="false", late_wrong="kept", nothing=None)
    runs = judged(found, standing(), NOW).filter(pl.col("clock") == "close")

    matches = matched(found, runs, np.zeros(5, np.bool_), "sla")

    assert (matches.agree, matches.both_kept, matches.both_broken, matches.without) == (2, 1, 1, 1)
    assert [(row["case"], row["recorded"], row["replayed"]) for row in matches.differing] == [
        ("wrong", "broken", "kept"), ("late_wrong", "kept", "broken")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "verdict"), [("true", IS_KEPT), ("Missed", IS_BROKEN), ("0", IS_BROKEN), ("perhaps", NOT_JUDGED)]
)
def test_a_record_may_be_written_in_several_ways(value: str, verdict: int) -> None:
    assert recorded_verdicts(history(a=value), "sla").tolist() == [verdict]


def test_the_last_row_of_a_case_has_its_record() -> None:
    found = history(a="true")
    changed = gathered(found.frame.with_columns(pl.Series("sla", ["true", "true", "false"])))

    assert recorded_verdicts(changed, "sla").tolist() == [IS_BROKEN]


def test_a_case_is_broken_when_one_of_its_promises_is() -> None:
    runs = judged(history(late="true"), standing(), NOW)

    assert set(runs["state"]) >= {"kept", "broken"} or "broken" in set(runs["state"])
    assert case_verdicts(runs, 2).tolist() == [IS_BROKEN, NOT_JUDGED]


def test_cases_that_are_open_are_not_compared() -> None:
    found = history(a="true")
    runs = judged(found, standing(), NOW)

    matches = matched(found, runs, np.ones(1, np.bool_), "sla")

    assert (matches.agree, matches.without, matches.differing) == (0, 0, [])
