from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.replay.histories import SERVICENOW
from upheld.errors import BadLog
from upheld.replay import logs, mapping
from upheld.replay.adapting import adapted
from upheld.replay.mapping import Condition, EventMapping, Rule, Source, When
from upheld.replay.rows import ROW

STATES = EventMapping(
    case="id",
    at="time",
    times="ISO 8601",
    zone="Europe/Berlin",
    missing=("?",),
    known={},
    separator=",",
    rules=(
        Rule("reported", When(first_row=True), "opened", {"channel": Source(column="by", values={"Tel": "phone"})}),
        Rule("wait ended", When(tests=(Condition("state", "leaves", ("Wait",)),)), "", {}),
        Rule(
            "wait started", When(tests=(Condition("state", "becomes", ("Wait",)),)), "", {"on": Source(text="customer")}
        ),
        Rule("assigned", When(tests=(Condition("by", "changes"),)), "", {}),
        Rule(
            "closed", When(tests=(Condition("state", "is", ("Done",)), Condition("by", "is", ("Tel", "Web")))), "", {}
        ),
    ),
)


def rows(*given_: tuple[str, str | None, str, str | None, str | None]) -> pl.DataFrame:
    columns = ["id", "time", "state", "by", "opened"]
    times = [(case, time and f"2026-03-02T{time}:00", *rest) for case, time, *rest in given_]
    frame = pl.DataFrame(times, schema=dict.fromkeys(columns, pl.String), orient="row")
    return frame.with_row_index(ROW, offset=1)


def events(frame: pl.DataFrame) -> list[tuple[Any, ...]]:
    return adapted(frame, STATES)[0].select(ROW, "event").rows()


def test_a_change_of_state_is_an_event_where_it_happens() -> None:
    frame = rows(
        ("a", "08:00", "New", "Tel", None),
        ("a", "09:00", "Wait", "Tel", None),
        ("a", "10:00", "Wait", "Web", None),
        ("a", "11:00", "Done", "Web", None),
    )

    assert events(frame) == [
        (1, "reported"), (2, "wait started"), (3, "assigned"), (4, "wait ended"), (4, "closed")
    ]  # fmt: skip


def test_a_missing_state_is_as_the_row_before_it_but_never_of_another_case() -> None:
    frame = rows(
        ("a", "08:00", "Wait", "Tel", None),
        ("a", "09:00", "?", "Tel", None),
        ("b", "10:00", "?", "Tel", None),
        ("b", "11:00", "Wait", "Tel", None),
    )

    assert events(frame) == [(1, "reported"), (1, "wait started"), (3, "reported"), (4, "wait started")]


def test_local_times_are_read_in_the_zone_of_the_mapping() -> None:
    found, _ = adapted(rows(("a", "08:00", "New", "Tel", None)), STATES)

    assert found["at"].to_list() == [int(datetime(2026, 3, 2, 7, tzinfo=UTC).timestamp())]


def test_a_zone_may_be_an_offset() -> None:
    found, _ = adapted(rows(("a", "08:00", "New", "Tel", None)), replace(STATES, zone="-03:00"))

    assert found["at"].to_list() == [int(datetime(2026, 3, 2, 11, tzinfo=UTC).timestamp())]


def test_an_instant_out_of_a_column_is_never_later_than_its_row() -> None:
    early, late = ("2026-03-02T07:00:00", "2026-03-02T12:00:00")

    found, _ = adapted(rows(("a", "08:00", "New", "Tel", early), ("b", "08:00", "New", "Tel", late)), STATES)

    assert (found["at"][1] - found["at"][0]) == 3600  # 7:00, and not 12:00 but the row's own 8:00


def test_what_cannot_be_read_is_reported_and_counts_as_not_there() -> None:
    frame = rows(
        ("a", "08:00", "New", "Tel", None),
        ("a", "noon", "Wait", "Tel", None),
        ("a", "10:00", "New", "Fax", None),
        ("?", "10:00", "New", "Tel", None),
        ("b", "10:00", "New", "Fax", "then"),
    )

    found, broken = adapted(frame, STATES)

    assert found.select(ROW, "event").rows() == [(1, "reported"), (3, "assigned")]
    assert [str(each)[:60] for each in broken] == [
        "row 2: time: '2026-03-02Tnoon:00' is not an instant in Europ",
        "row 4: id: the case is missing; every row needs one",
        "row 5: opened: 'then' is not an instant in Europe/Berlin; wr",
        "row 5: by: 'Fax' has no meaning in the mapping; add it under",
    ]


def test_a_local_time_that_a_clock_change_skips_is_reported() -> None:
    frame = rows(("a", None, "New", "Tel", None)).with_columns(time=pl.lit("2026-03-29T02:30:00"))

    assert [each.row for each in adapted(frame, STATES)[1]] == [1]


def test_instants_of_a_parquet_file_need_no_pattern() -> None:
    frame = rows(("a", "08:00", "New", "Tel", None)).with_columns(time=pl.lit(datetime(2026, 3, 2, 8)))  # noqa: DTZ001

    assert adapted(frame, STATES)[0]["at"].to_list() == [int(datetime(2026, 3, 2, 7, tzinfo=UTC).timestamp())]


def test_a_column_of_numbers_cannot_be_an_instant() -> None:
    with pytest.raises(BadLog, match="log: time: the column is Int32; an instant is a text or a date with its time"):
        adapted(rows(("a", "08:00", "New", "Tel", None)).with_columns(time=pl.lit(5)), STATES, (), "log")


def servicenow(count: int) -> tuple[pl.DataFrame, EventMapping]:
    by = mapping.read(SERVICENOW / "mapping.yaml")
    log = logs.opened(SERVICENOW / "incident_event_log.csv.gz")
    columns = [*by.columns, "resolved_at", "closed_at", "made_sla"]
    return next(log.chunks(columns)).frame[:count], by


ROWS, BY = servicenow(2000)


@settings(max_examples=30)
@given(st.integers(1, ROWS.height))
def test_what_rows_say_does_not_depend_on_the_rows_after_them(count: int) -> None:
    whole, _ = adapted(ROWS, BY)
    first, _ = adapted(ROWS[:count], BY)

    assert first.equals(whole.filter(pl.col(ROW) <= ROWS[ROW][count - 1]))


def test_columns_that_know_the_future_change_nothing_on_the_rows_before() -> None:
    future = ROWS.with_columns(
        closed_at=pl.lit("1/1/2020 00:00"), resolved_at=pl.lit("1/1/2020 00:00"), made_sla=pl.lit("false")
    )

    assert adapted(future, BY)[0].equals(adapted(ROWS, BY)[0])


def test_a_rule_for_the_row_that_closes_reads_the_closing_there_alone(tmp_path: Path) -> None:
    text = (SERVICENOW / "mapping.yaml").read_text()
    closing = text.replace(
        "  - event: closed\n    when: {incident_state: {becomes: Closed}}\n",
        "  - event: closed\n    when: {incident_state: {becomes: Closed}}\n    at: {column: closed_at}\n",
    )
    (tmp_path / "mapping.yaml").write_text(closing)
    by = mapping.read(tmp_path / "mapping.yaml")
    open_rows = pl.col("incident_state") != "Closed"
    changed = ROWS.with_columns(closed_at=pl.when(open_rows).then(pl.lit("1/1/2016 00:00")).otherwise("closed_at"))

    assert adapted(changed, by)[0].equals(adapted(ROWS, by)[0])
