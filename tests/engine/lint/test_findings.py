from datetime import UTC, datetime, timedelta
from decimal import Decimal

from tests.engine.lint.worlds import DESK, offer
from upheld.lint.findings import hours, instant, is_said, names, number, place_of


def test_a_length_of_time_is_said_in_hours_however_long() -> None:
    assert [hours(timedelta(minutes=minutes)) for minutes in (6900, 61, 45)] == [
        "115 hours",
        "1 hour 1 minute",
        "45 minutes",
    ]


def test_less_than_a_minute_is_said_so() -> None:
    assert hours(timedelta(seconds=30)) == "less than a minute"


def test_an_instant_is_said_in_the_agreement_s_zone() -> None:
    assert instant(datetime(2026, 4, 2, 7, 1, tzinfo=UTC), "Europe/Berlin") == "Thu 2 Apr 2026, 09:01"


def test_names_are_quoted_and_joined() -> None:
    assert (names(["one"]), names(["one", "two", "three"])) == ("'one'", "'one', 'two' and 'three'")


def test_thousands_stand_apart() -> None:
    assert number(Decimal(102500)) == "102,500"


def test_a_key_is_said_only_where_the_file_has_it() -> None:
    version = offer("plans: {basic: {allowances: {points: {unit: point, amount: 20, expires: never}}}}\n")

    allowance = version.plans["basic"].allowances[0]

    assert [is_said(version, allowance.clause, key) for key in ("expires", "when_used_up")] == [True, False]


def test_a_path_that_is_not_there_has_the_place_where_it_would_stand() -> None:
    clause = place_of(offer(DESK), "calendars.desk.eve_of_holiday")

    assert (clause.path, clause.text, clause.line) == ("calendars.desk.eve_of_holiday", "", 16)
