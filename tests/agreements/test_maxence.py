"""OTRS support by maxence: yearly contracts with counted requests, an account of points, hours to call off."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from tests.agreements.papers import FOLDER, MICROSECOND, at, case, changed, clock, duties, paper, problems, shown
from upheld.agreements import Version
from upheld.errors import Unreadable
from upheld.events import Event, Granted, Released, Replied, Reserved, Settled
from upheld.grants import Ledger, booked_by, counting, ledger, request, roomier
from upheld.reading import read
from upheld.rhythms import Rhythm
from upheld.severity import classify, gaps

OFFER = paper("maxence/offer")
BASIC, PROFESSIONAL = (OFFER.terms(plan) for plan in ("basic", "professional"))
UTILITY, CLINICS = paper("maxence/stadtwerke-weserbogen"), paper("maxence/klinikverbund-elbland")
MONDAY = at(OFFER, "2026-11-23T15:00")
HOUR = timedelta(hours=1)


def answers(text: str) -> dict[str, str]:
    """Return answers in the order of the agreement: production, usable, loss, workaround, users."""
    return dict(zip(("production", "usable", "loss", "workaround", "users"), text.split(), strict=True))


def severity(text: str) -> str | None:
    return classify(OFFER.shared, answers(text)).severity


# --- Models


def test_plans_exclude_each_other_and_modules_combine() -> None:
    chosen = OFFER.terms("basic", ["points", "on-demand", "downloads"])

    assert (list(OFFER.plans), [allowance.id for allowance in chosen.allowances]) == (
        ["basic", "professional"],
        ["cases", "points", "hours"],
    )


def test_downloads_belong_to_every_contract(tmp_path: Path) -> None:
    without = changed(tmp_path, "maxence/klinikverbund-elbland", ("[on-demand, downloads]", "[on-demand]"))
    [problem] = problems(without, "TERM1")

    assert problem.message == "'downloads' is obligatory, but is not chosen"


def test_the_comparison_of_the_plans_is_a_table() -> None:
    assert shown(OFFER, "Antwortzeit: Kritisch", "de") == [
        "innerhalb von 4 Stunden (Servicezeiten)",
        "innerhalb von 2 Stunden (erweiterte Servicezeiten)",
    ]


# --- Severities


def test_every_severity_shows_its_examples() -> None:
    assert shown(OFFER, "Critical")[-1] == (
        "Services are out even after a restart; The production system crashes; It hangs endlessly"
    )
    assert (
        shown(OFFER, "Low")[-1] == "A question about general use; A request for new products; A wish for an adaptation"
    )


def test_all_models_share_one_scale_of_severities() -> None:
    scales = [[s.id for s in version.shared.severities] for version in (OFFER, UTILITY, CLINICS)]

    assert scales == [["critical", "high", "medium", "low"]] * 3


def test_critical_needs_production_unusable_and_no_workaround() -> None:
    critical = [found for found in map(" ".join, COMBINATIONS) if severity(found) == "critical"]

    assert critical == [f"yes no {loss} no {users}" for loss, users in product(LOSSES, ("few", "many"))]


LOSSES = ("none", "one", "essential")
COMBINATIONS = list(product(("yes", "no"), ("yes", "no"), LOSSES, ("yes", "no"), ("few", "many")))


@pytest.mark.parametrize("users", ["few", "many"])
def test_high_is_an_essential_function_with_a_workaround(users: str) -> None:
    found = classify(OFFER.shared, answers(f"yes yes essential yes {users}"))

    assert (found.severity, found.matched) == ("high", True)


def test_medium_is_one_function_with_a_workaround_for_few_users() -> None:
    assert [severity(f"yes {usable} one yes few") for usable in ("yes", "no")] == ["medium", "medium"]


def test_low_is_no_loss_while_usable_or_no_production() -> None:
    low = {" ".join(found) for found in COMBINATIONS if severity(" ".join(found)) == "low"}

    assert low == {" ".join(c) for c in COMBINATIONS if c[0] == "no" or (c[2] == "none" and c[1] == "yes")}


def test_eight_of_forty_eight_answers_fall_to_the_default() -> None:
    uncovered = gaps(OFFER.shared)
    [problem] = problems(FOLDER / "maxence/offer.yaml", "SEV1")

    assert (len(uncovered), len(COMBINATIONS)) == (8, 48)
    assert "of 48 combinations of answers 8 match no severity" in problem.message


def test_professional_has_more_requests_than_basic_and_nothing_has_more_than_professional() -> None:
    upgrades = [roomier(version, version.terms(), "cases") for version in (CLINICS, UTILITY)]

    assert [plan and plan.id for plan in upgrades] == ["professional", None]


def test_before_low_the_agreement_has_a_check() -> None:
    before = [(step.of, step.before, step.clause.cites) for step in UTILITY.terms().steps if step.before]

    assert before == [("vendor", "low", ("S2-16",))]


def test_a_check_is_before_a_severity_that_there_is(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as unreadable:
        read(changed(tmp_path, "maxence/offer", ("before: low", "before: nothing")))

    assert "'nothing' is not a severity" in str(unreadable.value)


# --- Requests of a year


def opened(version: Version, count: int, day: str) -> list[Event]:
    start = at(version, day)
    return [Reserved(start + n * HOUR, "cases", Decimal(1), ref=f"case {n}") for n in range(count)]


def test_the_thirty_first_request_of_a_contract_year_needs_another_way() -> None:
    books = ledger(CLINICS.eras(), opened(CLINICS, 30, "2026-07-02T10:00"), at(CLINICS, "2027-06-30T10:00"))
    other, critical = (request(books, "cases", severity=severity) for severity in ("low", "critical"))

    assert (other.do, other.module, other.reserve) == ("offer", "on-demand", False)
    assert (critical.do, critical.reserve) == ("accept and flag", True)


def test_professional_has_sixty_requests_and_refuses_the_next_as_settled() -> None:
    log = opened(UTILITY, 60, "2026-03-16T10:00")
    before, after = (ledger(UTILITY.eras(), log[:count], at(UTILITY, "2027-03-01T10:00")) for count in (59, 60))

    assert [request(books, "cases", severity="low").do for books in (before, after)] == ["grant", "refuse"]


def test_requests_that_are_left_end_with_their_year() -> None:
    books = ledger(CLINICS.eras(), [], at(CLINICS, "2026-10-01T10:00"))

    assert [grant.expires for grant in books.grants if grant.allowance == "cases"] == [date(2027, 7, 1)]


def test_incidents_questions_and_requests_count_alike() -> None:
    assert [[a.id for a in counting(CLINICS.terms(), kind)] for kind in OFFER.shared.kinds] == [["cases"]] * 3


@pytest.mark.parametrize("happening", ["duplicate", "vendor fault"])
def test_duplicates_and_faults_of_the_vendor_do_not_count(happening: str) -> None:
    [cases] = BASIC.allowances

    assert booked_by(cases, happening) == "release"


@pytest.mark.parametrize(("version", "day"), [(UTILITY, "2027-03-14"), (CLINICS, "2027-06-30")])
def test_a_plan_runs_for_a_year_and_ends(version: Version, day: str) -> None:
    last = date.fromisoformat(day)
    year = Rhythm("contract year", months=12, contract=True)

    assert version.eras()[-1].ends == last + timedelta(days=1)
    assert version.plans["basic"].term == year == version.plans["professional"].term


# --- Points and hours


def points(now: str, *facts: Event) -> Ledger:
    return ledger(UTILITY.eras(), facts, at(UTILITY, now))


def test_bought_points_are_a_grant_on_the_account() -> None:
    bought = Granted(at(UTILITY, "2026-05-04T09:00"), "points", Decimal(25), ref="order 7")
    balances = [points(f"2026-{day}T12:00", bought).available("points") for day in ("03-15", "05-04", "09-01")]

    assert balances == [60, 85, 165]


def test_an_order_reserves_points_and_its_completion_takes_them() -> None:
    ordered = at(UTILITY, "2026-04-13T09:00")
    asked = request(points("2026-04-13T09:00"), "points", item="Minor-Upgrade")
    order = Reserved(ordered, "points", asked.amount, ref="order 1")
    done = Settled(ordered + 48 * HOUR, ref="order 1")
    open_, closed = points("2026-04-20T09:00", order), points("2026-04-20T09:00", order, done)

    assert [open_.balance("points", account) for account in ("available", "reserved", "used")] == [40, 20, 0]
    assert [closed.balance("points", account) for account in ("available", "reserved", "used")] == [40, 0, 20]


def test_an_order_and_not_a_case_reserves_points() -> None:
    [account] = [allowance for allowance in UTILITY.terms().allowances if allowance.id == "points"]

    assert {happening: booked_by(account, happening) for happening in ("opened", "ordered", "done", "cancelled")} == {
        "opened": None,
        "ordered": "reserve",
        "done": "settle",
        "cancelled": "release",
    }


def test_a_cancelled_order_gives_its_points_back() -> None:
    order = Reserved(at(UTILITY, "2026-04-13T09:00"), "points", Decimal(20), ref="order 1")
    cancelled = Released(at(UTILITY, "2026-04-14T09:00"), ref="order 1")

    assert points("2026-04-20T09:00", order, cancelled).available("points") == 60


def test_an_order_costs_what_the_catalogue_of_its_day_says() -> None:
    days = ("2026-08-31T12:00", "2026-09-01T12:00")

    assert [request(points(day), "points", item="Major-Upgrade").amount for day in days] == [45, 40]


def test_the_account_is_never_overdrawn() -> None:
    asked = request(points("2026-04-13T09:00"), "points", Decimal(2), item="Major-Upgrade")

    assert (asked.do, asked.reserve) == ("refuse", False)
    assert asked.lacking == 30


def test_points_never_expire() -> None:
    assert {grant.expires for grant in points("2027-03-14T12:00").grants if grant.allowance == "points"} == {None}


def test_the_quota_is_used_in_quarter_hours() -> None:
    books = ledger(CLINICS.eras(), [], at(CLINICS, "2026-10-01T10:00"))
    asked = [request(books, "hours", Decimal(amount)).amount for amount in ("0.1", "0.25", "1.6")]

    assert asked == [Decimal("0.25"), Decimal("0.25"), Decimal("1.75")]


def test_the_quota_expires_when_it_was_agreed() -> None:
    books = ledger(CLINICS.eras(), [], at(CLINICS, "2026-10-01T10:00"))

    assert [grant.expires for grant in books.grants if grant.allowance == "hours"] == [date(2028, 7, 1)]


def test_the_quota_lists_what_it_covers() -> None:
    assert shown(OFFER, "Includes")[1] == (
        "Help with technical problems; Help with configuration; Adaptations and development"
    )


# --- Answers


def test_four_hours_are_counted_in_the_service_times() -> None:
    found = clock(BASIC, case(MONDAY, "critical"), MONDAY, "respond")

    assert found.due == at(OFFER, "2026-11-24T11:00")


def test_four_hours_within_are_still_in_time_at_the_instant() -> None:
    due = at(OFFER, "2026-11-24T11:00")
    later = due + timedelta(days=1)
    states = [
        clock(BASIC, case(MONDAY, "critical", Replied(stop)), later, "respond").state
        for stop in (due, due + MICROSECOND)
    ]

    assert states == ["kept", "broken"]


def test_professional_answers_within_two_hours_of_the_extended_times() -> None:
    evening, saturday = at(OFFER, "2026-11-23T19:00"), at(OFFER, "2026-11-21T13:30")
    dues = [clock(PROFESSIONAL, case(start, "critical"), start, "respond").due for start in (evening, saturday)]

    assert dues == [at(OFFER, "2026-11-24T08:00"), at(OFFER, "2026-11-23T08:30")]


def test_extended_times_that_leave_service_times_out_are_an_error(tmp_path: Path) -> None:
    late = changed(tmp_path, "maxence/offer", ("mon-fri: 07:00-20:00", "mon-fri: 10:00-20:00"))
    [problem] = problems(late, "CAL4")

    assert problem.message.startswith("'extended-times' is closed")


@pytest.mark.parametrize("severity", ["high", "medium", "low"])
def test_what_is_not_critical_is_measured_and_never_broken(severity: str) -> None:
    year = MONDAY + timedelta(days=365)
    [waiting] = duties(BASIC, case(MONDAY, severity), year, "clock")
    [answered] = duties(BASIC, case(MONDAY, severity, Replied(MONDAY + 720 * HOUR)), year, "clock")

    assert (waiting.state, waiting.due, waiting.severity) == ("running", None, severity)
    assert (answered.state, answered.used) == ("ended", 720 * HOUR)
