from datetime import UTC, datetime
from typing import Any, Literal

import polars as pl
import pytest

from tests.engine.replay.histories import ROOT
from upheld.errors import BadLog
from upheld.replay.rows import ROW
from upheld.replay.tables import CASE_EVENTS, COLUMNS, EVENT, checked


def table(**columns: list[Any]) -> pl.DataFrame:
    return pl.DataFrame({ROW: range(1, 1 + len(columns["event"])), **columns})


def test_texts_become_instants_and_events() -> None:
    good, broken = checked(
        table(case=["a", "a"], at=["2026-03-02T10:00:00.9+01:00", "2026-03-02T09:30Z"], event=["reported", "closed"])
    )

    assert good["at"].to_list() == [int(datetime(2026, 3, 2, 9, minute, tzinfo=UTC).timestamp()) for minute in (0, 30)]
    assert (good["event"].dtype, broken) == (EVENT, [])


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_a_fraction_of_a_second_is_cut_off_also_before_1970(unit: Literal["ms", "us", "ns"]) -> None:
    instant = pl.Series([-500], dtype=pl.Int64).cast(pl.Datetime("ms", "UTC")).cast(pl.Datetime(unit, "UTC"))
    rows = table(case=["a"], at=[None], event=["reported"]).with_columns(at=instant)

    assert checked(rows)[0]["at"].to_list() == [-1]


def test_instants_without_a_zone_are_refused() -> None:
    with pytest.raises(BadLog) as refused:
        checked(table(case=["a"], at=[datetime(2026, 3, 2)], event=["reported"]), "log.parquet")  # noqa: DTZ001

    assert str(refused.value).startswith("log.parquet: at: the column is Datetime")


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"at": ["noon"], "event": ["reported"]}, "row 1: at: 'noon' is not an instant; write it like"),
        ({"at": ["2026-03-02T10:00:00"], "event": ["reported"]}, "row 1: at: '2026-03-02T10:00:00' is not an instant"),
        ({"at": [None], "event": ["reported"]}, "row 1: at: 'at' is missing; every row needs it"),
        ({"at": ["2026-03-02T10:00:00Z"], "event": ["opened"]}, "row 1: event: 'opened' is not an event of a case"),
        ({"at": ["2026-03-02T10:00:00Z"], "event": ["started"]}, "row 1: event: 'started' is not an event of a case"),
        (
            {"at": ["2026-03-02T10:00:00Z"], "event": ["classified"], "severity": [None]},
            "row 1: severity: 'severity' is missing; 'classified' needs it",
        ),
        (
            {"at": ["2026-03-02T10:00:00Z"], "event": ["wait started"], "on": ["lunch"]},
            "row 1: on: 'lunch' is not known here; write 'customer' or 'access' or 'third party'",
        ),
        (
            {"at": ["2026-03-02T10:00:00Z"], "event": ["replied"], "automatic": ["maybe"]},
            "row 1: automatic: 'maybe' is neither true nor false; write 'true' or 'false'",
        ),
    ],
)
def test_what_a_row_says_wrongly_is_reported_and_the_row_left_out(columns: dict[str, list[Any]], said: str) -> None:
    good, broken = checked(table(case=["a"], **columns))

    assert good.height == 0
    assert [str(found)[: len(said)] for found in broken] == [said]


def test_a_row_without_a_case_is_reported() -> None:
    _, broken = checked(table(case=[None, "b"], at=["2026-03-02T10:00:00Z"] * 2, event=["reported"] * 2))

    assert [str(found) for found in broken] == ["row 1: case: 'case' is missing; every row needs it"]


def test_every_field_of_an_event_of_a_case_has_its_column() -> None:
    assert (CASE_EVENTS[0], CASE_EVENTS[-1]) == ("reported", "withdrawn")
    fields = (
        "by channel caller kind service severity ground reason level to automatic about minutes on workaround other"
    )
    assert set(COLUMNS) == {*fields.split(), "reported", "into", "of"}


def test_the_reference_has_a_row_for_every_column() -> None:
    page = (ROOT / "docs" / "reference" / "event-table.md").read_text(encoding="utf-8")

    assert [name for name in ("case", "at", "event", *COLUMNS) if f"\n| `{name}` |" not in page] == []
