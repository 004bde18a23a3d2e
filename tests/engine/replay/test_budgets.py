from datetime import timedelta

import numpy as np

from tests.engine.replay.histories import BY_CUSTOMER, DESK, hours, standing
from upheld.replay.budgets import NO_SEVERITY, NONE, NOTHING, UNKNOWN, Budgets, Way, budgets

PHONE, MAIL = Way(channel="phone"), Way(channel="mail")


def of(clock: str, *ways: Way, text: str = DESK) -> Budgets:
    return next(each for each in budgets(standing(text).terms[0], ways) if each.clock.id == clock)


def quantities(found: Budgets, way: int) -> list[str | None]:
    listed = [f.promise.quantity.text if f.promise else "measured" for f in found.found]
    return [None if number == NOTHING else listed[number] for number in found.held[way]]


def test_what_holds_is_what_the_clocks_find_for_each_way_of_reporting() -> None:
    found = of("start", PHONE, MAIL)

    assert quantities(found, 0) == ["under 1 working hour", *["within 8 working hours"] * 1, "within 3 working hours",
                                    *["within 8 working hours"] * 2]  # fmt: skip
    assert quantities(found, 1) == ["under 1 working hour", *["within 8 working hours"] * 4]


def test_a_severity_without_a_promise_of_its_own_follows_the_rule_for_it() -> None:
    assert quantities(of("approve", PHONE), 0) == [None, "within 4 hours in late", None, "within 4 hours in late", None]


def test_before_a_severity_is_known_nothing_holds() -> None:
    found = of("solve", PHONE)

    assert (found.first.tolist(), found.claimed.tolist()) == ([UNKNOWN], [NO_SEVERITY])


def test_a_claim_counts_from_the_report_where_the_customer_classifies() -> None:
    claimed = [Way(channel=channel, severity=severity) for channel, severity in (("phone", "stop"), ("mail", "stop"))]
    found = of("solve", *claimed, text=BY_CUSTOMER)

    assert found.claimed.tolist() == [0, 2]  # by mail it is the default: a raise needs the phone
    assert found.first.tolist() == [found.held[0, 0], found.held[1, 2]]


def test_budgets_are_seconds_in_their_calendar() -> None:
    found = of("solve", PHONE)
    friday_four = np.array([hours(4 * 24 + 6)])  # 16:00 in Berlin

    assert found.seconds.tolist() == [8 * 3600, 16 * 3600, 40 * 3600]
    assert found.after(np.array([0], np.int16), friday_four, np.array([2 * 3600])).tolist() == [hours(7 * 24 + 0)]


def test_calendars_are_told_apart_within_one_column() -> None:
    found = of("solve", PHONE)
    monday = np.array([hours(0), hours(0)])

    passed = found.passed(np.array([0, 2], np.int16), monday, monday + 5 * 3600)

    assert passed.tolist() == [5 * 3600, 4 * 3600]  # late shuts from 14:00 to 15:00


def test_best_effort_and_holes_have_no_budget_and_a_hole_gives_no_verdict() -> None:
    reply, close = of("reply", PHONE), of("close", PHONE)

    assert [reply.seconds[2], close.seconds[2]] == [NONE, NONE]
    assert [bool(reply.judges[2]), bool(close.judges[2])] == [True, False]


def test_what_repeats_is_left_to_the_clocks() -> None:
    assert of("update", PHONE).unusual.tolist() == [True]


def test_a_way_that_two_promises_fit_equally_well_is_unclear() -> None:
    twice = "    - {start: within 5 hours, only: {kind: incident}}\n    - {start: within 3 working hours"
    found = of("start", PHONE, MAIL, text=DESK.replace("    - {start: within 3 working hours", twice))

    assert found.unclear.tolist() == [True, False]


def test_a_clock_that_no_way_has_is_left_out() -> None:
    terms = standing(DESK.replace("unpromised: as slow", "unpromised: as slow\nhandles: [question]")).terms[0]

    assert budgets(terms, [Way(kind="incident")]) == []
    assert timedelta(seconds=int(budgets(terms, [Way(kind="question")])[0].seconds[0])) == timedelta(minutes=30)
