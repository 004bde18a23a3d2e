from datetime import UTC, datetime

from tests.engine.replay.histories import MONDAY, facts, hours
from upheld.events import Classified, Closed, Reported, WaitStarted
from upheld.replay.facts import gathered, instant


def test_the_rows_of_a_case_come_in_the_order_of_their_instants_equal_ones_as_they_stand() -> None:
    found = facts(
        {"at": 3, "event": "closed"},
        {"at": 1, "event": "reported"},
        {"at": 3, "event": "reopened"},
        {"case": "b", "at": 0, "event": "reported"},
    )

    assert found.frame["event"].to_list() == ["reported", "closed", "reopened", "reported"]
    assert found.starts.tolist() == [0, 3, 4]
    assert found.cases.to_list() == ["a", "b"]


def test_a_log_of_a_case_has_its_events_with_their_fields() -> None:
    found = facts(
        {"at": 0, "event": "reported", "channel": "phone"},
        {"at": 1, "event": "classified", "severity": "slow", "ground": "correction"},
        {"at": 2, "event": "wait started", "on": "access"},
        {"at": 3, "event": "closed"},
    )

    assert found.log(0) == (
        Reported(MONDAY, channel="phone"),
        Classified(instant(hours(1)), severity="slow", ground="correction"),
        WaitStarted(instant(hours(2)), on="access"),
        Closed(instant(hours(3))),
    )


def test_some_of_the_cases_can_be_taken_out() -> None:
    found = facts({"at": 0, "event": "reported"}, {"case": "b", "at": 0, "event": "reported"})

    assert found.of(found.cases.to_numpy() == "b").cases.to_list() == ["b"]


def test_a_column_that_the_table_does_not_have_is_null() -> None:
    found = facts({"at": 0, "event": "reported"})

    assert found.texts("caller", found.starts[:-1]).to_list() == [None]


def test_no_rows_are_no_cases() -> None:
    nothing = gathered(facts({"at": 0, "event": "reported"}).frame[:0])

    assert nothing.cases.to_list() == []


def test_seconds_count_from_the_beginning_of_1970() -> None:
    assert instant(-1) == datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)
