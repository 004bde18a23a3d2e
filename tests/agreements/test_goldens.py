"""Worked examples under the five offers: 20 deadlines, 9 prices, 5 answers that no severity of the text matches.

They were computed once, apart from this project, by walking a calendar minute by minute; one is the source's own.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.agreements.papers import MICROSECOND, at, case, clock, paper
from upheld.agreements import Terms
from upheld.duties import Duty
from upheld.events import Event, Replied, WorkStarted
from upheld.money import Money
from upheld.prices import statement
from upheld.severity import classify

DEADLINES = """
stratiteq |standard|p3        |start_work|2026-11-23T15:00|within 8 working hours         |2026-11-24T14:00+01:00
stratiteq |standard|p3        |start_work|2026-11-23T08:00|within 8 working hours         |2026-11-23T16:00+01:00
stratiteq |standard|p3        |start_work|2026-11-23T09:00|within 8 working hours         |2026-11-23T17:00+01:00
stratiteq |standard|p3        |start_work|2026-11-20T17:00|within 8 working hours         |2026-11-23T16:00+01:00
stratiteq |standard|p3        |start_work|2026-11-20T16:59|within 8 working hours         |2026-11-23T15:59+01:00
stratiteq |standard|p3        |start_work|2026-05-13T14:00|within 8 working hours         |2026-05-15T16:00+02:00
stratiteq |standard|p1        |start_work|2026-05-13T13:30|within 2 working hours         |2026-05-15T09:30+02:00
stratiteq |standard|p3        |start_work|2026-12-24T09:00|within 8 working hours         |2026-12-28T11:00+01:00
stratiteq |standard|p3        |start_work|2026-04-02T10:00|within 8 working hours         |2026-04-07T12:00+02:00
stratiteq |standard|p1        |start_work|2026-11-23T15:30|within 2 working hours         |2026-11-24T08:30+01:00
stratiteq |standard|p2        |start_work|2026-11-23T15:30|within 4 working hours         |2026-11-24T10:30+01:00
comarch   |basic   |guidance  |respond   |2026-11-23T09:00|under 36 working hours         |2026-11-26T18:00+01:00
comarch   |basic   |impaired  |respond   |2026-11-23T15:00|under 12 working hours         |2026-11-24T18:00+01:00
comarch   |advanced|guidance  |respond   |2026-11-20T17:00|under 24 hours                 |2026-11-21T17:00+01:00
comarch   |advanced|impaired  |respond   |2026-03-28T20:00|under 12 hours                 |2026-03-29T09:00+02:00
comarch   |premium |down      |respond   |2026-12-25T02:15|under 30 minutes               |2026-12-25T02:45+01:00
comarch   |premium |production|respond   |2026-11-22T23:30|under 1 hour                   |2026-11-23T00:30+01:00
maxence   |basic   |critical  |respond   |2026-11-23T15:00|within 4 hours in service-times|2026-11-24T11:00+01:00
clearsense|partner |          |respond   |2026-11-20T18:00|within 12 working hours        |2026-11-23T06:00+01:00
clearsense|partner |          |respond   |2026-12-07T18:00|within 12 working hours        |2026-12-09T06:00+01:00
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in DEADLINES.strip().splitlines()]
deadlines = pytest.mark.parametrize("row", ROWS, ids=" ".join)
STOPS: dict[str, type[Event]] = {"start_work": WorkStarted, "respond": Replied}


def asked(row: list[str], *facts: Event) -> Duty:
    vendor, plan, severity, name, reported, _, _ = row
    offer = paper(f"{vendor}/offer")
    start = at(offer, reported)
    log = case(start, severity, *facts, channel="phone", caller="partner")
    return clock(offer.terms(plan), log, start + timedelta(days=14), name)


@deadlines
def test_a_deadline_is_the_one_that_a_walk_by_minutes_finds(row: list[str]) -> None:
    *_, promise, due = row
    found = asked(row)

    assert found.clause
    assert (found.clause.text, found.due) == (promise, datetime.fromisoformat(due))


@deadlines
def test_under_is_broken_at_the_due_instant_and_within_is_kept(row: list[str]) -> None:
    *_, name, _, promise, due = row
    instant = datetime.fromisoformat(due)
    stops = [STOPS[name](instant + offset) for offset in (MICROSECOND, timedelta(), -MICROSECOND)]

    assert [asked(row, stop).state for stop in stops] == [
        "broken",
        "broken" if promise.startswith("under") else "kept",
        "kept",
    ]


# Monthly use of the platform, and what Advanced and Premium cost at it.
PRICES = [
    ("0", "1500.00", "10000.00"),
    ("5000", "1500.00", "10000.00"),
    ("6000", "1690.00", "10000.00"),
    ("7000.01", "1880.00", "10000.00"),
    ("10000.01", "2300.00", "10000.00"),
    ("20000", "3400.00", "10000.00"),
    ("20000.01", "3400.00", "10000.00"),
    ("25000", "3800.00", "10000.00"),
    ("150000", "13800.00", "13800.00"),
]


def month(terms: Terms, use: str) -> Money:
    return statement(terms, date(2026, 11, 1), date(2026, 12, 1), {"cci_usage_fee": Decimal(use)}).net


@pytest.mark.parametrize(("use", "advanced", "premium"), PRICES)
def test_a_month_costs_what_its_use_makes_it_cost(use: str, advanced: str, premium: str) -> None:
    offer = paper("comarch/offer")
    expected = [Money(Decimal(advanced), "EUR"), Money(Decimal(premium), "EUR")]

    assert [month(offer.terms(plan), use) for plan in ("advanced", "premium")] == expected


GAPS = [
    {"production": "yes", "usable": "yes", "loss": "one", "workaround": "yes", "users": "many"},
    {"production": "yes", "usable": "yes", "loss": "one", "workaround": "no", "users": "many"},
    {"production": "yes", "usable": "yes", "loss": "essential", "workaround": "no", "users": "few"},
    {"production": "yes", "usable": "no", "loss": "none", "workaround": "yes", "users": "few"},
    {"production": "yes", "usable": "no", "loss": "none", "workaround": "yes", "users": "many"},
]


@pytest.mark.parametrize("answers", GAPS)
def test_answers_that_no_severity_of_the_text_matches_fall_to_high(answers: dict[str, str]) -> None:
    found = classify(paper("maxence/offer").shared, answers)

    assert (found.severity, found.matched, found.otherwise) == ("high", False, True)
