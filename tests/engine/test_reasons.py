"""Reasons as plain data: nothing of what they hold is lost."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from upheld.reasons import Clause, Reason, plain

PROMISE = Clause("promises.p1.respond", "under 30 minutes", cites=("S1-44",), file="comarch.yaml", line=52)
TREE = Reason("due", {"strict": True}, PROMISE, (Reason("start"), Reason("pause", because=(Reason("wait"),))))


def test_a_reason_is_walked_in_reading_order() -> None:
    assert [reason.code for reason in TREE.walk()] == ["due", "start", "pause", "wait"]


def test_a_tree_is_plain_data() -> None:
    data = TREE.as_data()

    assert json.loads(json.dumps(data)) == data


def test_a_clause_says_where_it_stands() -> None:
    clause = TREE.as_data()["clause"]

    assert isinstance(clause, dict)
    assert {
        "path": "promises.p1.respond",
        "file": "comarch.yaml",
        "line": 52,
        "cites": ["S1-44"],
    }.items() <= clause.items()


def test_what_is_not_there_is_left_out() -> None:
    assert Reason("start").as_data() == {"code": "start"}


def test_an_instant_keeps_its_offset_and_an_amount_its_digits() -> None:
    values = [datetime(2026, 11, 23, 14, tzinfo=UTC), date(2026, 11, 23), Decimal("2.50"), ("a", "b"), 3, True, "x"]

    assert [plain(value) for value in values] == [  # type: ignore[arg-type]  # each is a field
        "2026-11-23T14:00:00+00:00", "2026-11-23", "2.50", ["a", "b"], 3, True, "x",
    ]  # fmt: skip


def test_a_duration_is_in_seconds() -> None:
    assert [plain(timedelta(hours=1)), plain(timedelta(microseconds=500_000))] == [3600, 0.5]
