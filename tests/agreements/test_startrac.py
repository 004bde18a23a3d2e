"""star/trac support: modules that combine, clocks from the hand-over of level 1, suppliers under our promises."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.agreements.papers import FOLDER, MICROSECOND, at, case, changed, clock, duties, owed, paper, problems, shown
from upheld.duties import evaluate
from upheld.errors import Unreadable
from upheld.events import Done, Event, HandedOver, Replied, Restored, WorkStarted
from upheld.money import Money
from upheld.prices import Adjustment, Miss, Use, invoice
from upheld.reading import check, read
from upheld.severity import classify

OFFER, NORTH, HARBOUR = (
    paper("startrac/offer"),
    paper("startrac/chemiepark-nord"),
    paper("startrac/hafenlogistik-unterelbe"),
)
SIGNED = read(FOLDER / "startrac/chemiepark-nord.yaml", amended=False)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOON = at(OFFER, "2026-11-24T12:00")  # a Tuesday


def handed_over(severity: str, *facts: Event, reported: datetime = NOON, channel: str = "phone") -> list[Event]:
    """Return a case that level 1 of the customer hands over ten minutes after the report."""
    return case(reported, severity, HandedOver(reported + timedelta(minutes=10)), *facts, channel=channel)


def euros(text: str) -> Money:
    return Money(Decimal(text), "EUR")


# --- Modules


def test_four_modules_combine_and_the_page_announces_three() -> None:
    modules = [name for name in OFFER.modules if "." not in name]
    [levels] = [point for point in OFFER.open_points if point.id == "levels"]

    assert (modules, levels.default.in_language("en")) == (
        ["maintenance", "operations", "proactive", "cloud"],
        "three levels and Cloud as a fourth form",
    )


def test_the_spelling_of_the_page_is_led_to_the_one_module(tmp_path: Path) -> None:
    misspelt = changed(tmp_path, "startrac/chemiepark-nord", ("choose: [maintenance", "choose: [maintanance"))

    with pytest.raises(Unreadable, match="'maintanance' is not a module of this file; did you mean 'maintenance'"):
        read(misspelt)


def test_maintenance_is_obligatory_where_standard_technology_is_used(tmp_path: Path) -> None:
    without = changed(tmp_path, "startrac/chemiepark-nord", ("choose: [maintenance, ", "choose: ["))
    [missing] = problems(without, "TERM1")
    without.write_text(without.read_text(encoding="utf-8").replace("installed:", "# installed:"), encoding="utf-8")

    assert "'maintenance' is obligatory with 'star/trac standard technology'" in missing.message
    assert problems(without, "TERM1") == []


def test_operations_handles_incidents_and_not_what_is_found_before_one() -> None:
    operations = NORTH.terms(modules=["operations"])
    promised = [kind for kind in NORTH.shared.kinds if duties(operations, case(NOON, "slow", kind=kind), NOON, "clock")]

    assert promised == ["incident", "question"]


def test_the_signed_page_says_what_each_chosen_module_includes() -> None:
    [included] = shown(NORTH, "Includes")

    assert [
        text in included for text in ("General developments", "Checking these service levels", "Complete operation")
    ] == [
        True,
        True,
        False,
    ]


def test_proactive_needs_operations(tmp_path: Path) -> None:
    alone = (
        "choose: [maintenance, operations, operations.third-party-management, proactive]",
        "choose: [maintenance, proactive]",
    )
    [missing] = problems(changed(tmp_path, "startrac/chemiepark-nord", alone), "TERM1")

    assert missing.message == "'proactive' needs 'operations'"


def test_third_party_management_is_an_option_of_operations(tmp_path: Path) -> None:
    alone = "operations, operations.third-party-management, proactive]", "operations.third-party-management]"
    [missing] = problems(changed(tmp_path, "startrac/chemiepark-nord", alone), "TERM1")

    assert missing.message == "'operations.third-party-management' needs 'operations'"


def test_the_cloud_service_replaces_the_other_modules(tmp_path: Path) -> None:
    both = changed(tmp_path, "startrac/hafenlogistik-unterelbe", ("choose: [cloud]", "choose: [cloud, operations]"))
    [doubled] = problems(both, "TERM1")

    assert doubled.message == "'operations' is chosen beside 'cloud', which replaces it"
    assert problems(FOLDER / "startrac/hafenlogistik-unterelbe.yaml", "TERM1") == []


def test_the_offer_has_holes_and_the_signed_agreements_none() -> None:
    left = [
        problem.path
        for problem in check([FOLDER / "startrac"])
        if problem.code in {"HOLE1", "HOLE2"} and problem.level == "S"
    ]

    assert (len(OFFER.holes), left) == (13, [])


# --- Levels and severities


def test_the_signed_agreement_ranks_stop_before_slow_before_question() -> None:
    given = [{"stop": "yes", "slow": "yes"}, {"stop": "no", "slow": "yes"}, {"stop": "no", "slow": "no"}]

    assert [classify(NORTH.shared, answers).severity for answers in given] == ["stop", "slow", "question"]


def test_the_customer_does_level_1_and_the_vendor_levels_2_and_3() -> None:
    assert [(tier.level, tier.of) for tier in NORTH.terms().tiers] == [(1, "customer"), (2, "vendor"), (3, "vendor")]


def test_in_the_cloud_service_the_vendor_does_all_levels_and_the_clocks_start_with_the_report() -> None:
    found = clock(HARBOUR.terms(), case(NOON, "stop"), NOON, "cloud-intervene")

    assert {tier.of for tier in HARBOUR.terms().tiers} == {"vendor"}
    assert (found.start, found.due) == (NOON, NOON + timedelta(minutes=15))


def test_only_people_of_level_1_hand_cases_over() -> None:
    people = ["gate-desk-day", "k.brandt", "a.driver"]
    gates = [duties(NORTH.terms(), case(NOON, by=name), NOON, "gate") for name in people]

    assert [gate.state for found in gates for gate in found if gate.name == "level 1"] == ["kept", "kept", "broken"]


# --- Clocks


def test_the_clocks_start_at_the_hand_over_by_level_1() -> None:
    report, decided, handed = handed_over("stop")
    before = duties(NORTH.terms(), [report, decided], NOON, "clock")
    after = duties(NORTH.terms(), [report, decided, handed], handed.at, "clock")

    assert [(duty.state, duty.due) for duty in before] == [("waiting", None)] * 3
    assert [duty.due for duty in after] == [handed.at + budget for budget in (HOUR / 2, 4 * HOUR, HOUR)]


def test_intervention_means_a_specialist_at_work_and_not_a_reply() -> None:
    reply, work = Replied(NOON + HOUR / 4), WorkStarted(NOON + HOUR / 2)
    found = clock(NORTH.terms(), handed_over("stop", reply, work), NOON + DAY, "intervene")

    assert (found.state, found.stopped) == ("kept", work.at)


def test_restored_means_usable_again_a_workaround_included() -> None:
    found = clock(NORTH.terms(), handed_over("stop", Restored(NOON + HOUR, workaround=True)), NOON + DAY, "restore")

    assert (found.state, found.stopped) == ("kept", NOON + HOUR)


def test_the_signed_hours_count_and_not_the_clock_on_the_wall() -> None:
    """Eight working hours from Friday evening: two on Friday, six on Saturday up to its closing at two."""
    friday = at(NORTH, "2026-11-20T20:00")
    found = clock(NORTH.terms(), case(friday, "slow", HandedOver(friday)), friday, "restore")

    assert found.due == at(NORTH, "2026-11-21T12:00")


def test_a_stop_by_phone_runs_day_and_night_and_one_in_the_portal_in_the_agreed_hours() -> None:
    night = at(NORTH, "2026-11-24T01:00")
    dues = [
        clock(NORTH.terms(), handed_over("stop", reported=night, channel=channel), night + HOUR, "restore").due
        for channel in ("phone", "portal")
    ]

    assert dues == [at(NORTH, "2026-11-24T05:10"), at(NORTH, "2026-11-24T10:00")]


def test_progress_is_reported_every_hour_until_the_gate_moves_again() -> None:
    handed = NOON + timedelta(minutes=10)
    log = handed_over("stop", Replied(handed + HOUR), Restored(handed + 2 * HOUR))
    rounds = [each for each in duties(NORTH.terms(), log, NOON + DAY, "clock") if each.name == "update"]

    assert [(each.start, each.state) for each in rounds] == [(handed, "kept"), (handed + HOUR, "ended")]


def test_running_cases_keep_their_clocks_when_the_agreement_is_amended() -> None:
    eve, day = at(NORTH, "2026-09-30T12:00"), at(NORTH, "2026-10-01T12:00")
    dues = [
        clock(NORTH.in_force(start).terms(), case(start, "slow", HandedOver(start)), start, "intervene").due
        for start in (eve, day)
    ]

    assert dues == [eve + 2 * HOUR, day + HOUR]


def test_monitoring_opens_a_case_at_night_but_its_clock_follows_the_staffed_hours() -> None:
    watched = NORTH.terms(modules=["operations", "proactive", "proactive.realtime-monitoring"])
    [monitoring] = [channel for channel in watched.channels if channel.id == "monitoring"]
    sunday = at(NORTH, "2026-11-22T03:00")
    log = case(sunday, "slow", HandedOver(sunday), kind="proactive", channel="monitoring")

    assert (monitoring.accepts, monitoring.staffed) == ("always", "agreed-hours")
    assert clock(watched, log, sunday, "intervene").due == at(NORTH, "2026-11-23T07:00")


# --- What comes round


def rounds(name: str, now: str, *facts: Event) -> list[str]:
    return [duty.state for duty in owed(NORTH, now, *facts).values() if duty.name == name]


def test_a_performance_check_is_due_each_month() -> None:
    made = Done(at(NORTH, "2026-05-20T10:00"), "performance-check")

    assert rounds("performance-check", "2026-06-15T12:00", made) == ["broken", "kept", "running"]


def test_a_data_reorganisation_is_due_each_quarter() -> None:
    made = Done(at(NORTH, "2026-06-20T10:00"), "data-reorganisation")

    assert rounds("data-reorganisation", "2026-08-01T12:00", made) == ["kept", "running"]


def test_the_suppliers_are_checked_each_quarter() -> None:
    assert rounds("supplier-review", "2026-08-01T12:00") == ["broken", "running"]


def test_each_release_is_delivered_to_the_customer() -> None:
    first, second = at(NORTH, "2026-05-04T10:00"), at(NORTH, "2026-07-06T10:00")
    log = [Done(first, "release"), Done(first + 7 * DAY, "delivery"), Done(second, "release")]

    assert rounds("delivery", "2026-08-01T12:00", *log) == ["kept", "running"]


def test_each_change_of_load_asks_for_tuning() -> None:
    assert rounds("configuration-tuning", "2026-08-01T12:00", Done(at(NORTH, "2026-07-06T10:00"), "load change")) == [
        "running"
    ]


def test_each_feed_that_comes_in_is_checked_before_the_next_one() -> None:
    first, second = at(NORTH, "2026-07-06T10:00"), at(NORTH, "2026-07-06T11:00")
    log = [Done(first, "feed received"), Done(second, "feed received"), Done(second, "third-party-data")]

    assert rounds("third-party-data", "2026-08-01T12:00", *log) == ["broken", "kept"]


# --- Suppliers


def test_a_supplier_is_of_hardware_or_of_software() -> None:
    assert {party.name: party.kind for party in NORTH.shared.third_parties} == {
        "Scanner GmbH": "hardware",
        "Datenbank AG": "software",
    }


def test_a_supplier_slower_than_our_promise_is_found() -> None:
    found = problems(FOLDER / "startrac/chemiepark-nord.yaml", "UC1")
    [stop] = [problem for problem in found if "our 'within 4 hours'" in problem.message]

    assert "'within 8 hours in their-hours' of Scanner GmbH is always due later" in stop.message
    assert "by up to 115 hours (reported Thu 2 Apr 2026, 09:01)" in stop.message


def test_the_amendment_makes_the_supplier_keep_pace() -> None:
    assert problems(FOLDER / "startrac/chemiepark-nord-1.yaml", "UC1") == []


def test_the_contract_holder_is_the_vendor_or_the_customer_and_then_somebody_must_be_allowed_to_call(
    tmp_path: Path,
) -> None:
    uncalled = changed(tmp_path, "startrac/chemiepark-nord", ("    called_by: [vendor, customer]\n", ""))
    [unable] = problems(uncalled, "UC2")

    assert {party.id: party.contract_holder for party in NORTH.shared.third_parties} == {
        "scanner": "vendor",
        "database": "customer",
    }
    assert unable.message == "the contract with Datenbank AG is the customer's, and nothing says that we may call them"


# --- Term and price


def test_nothing_is_promised_before_the_project_was_handed_over() -> None:
    early, day = at(NORTH, "2026-03-31T23:59"), at(NORTH, "2026-04-01T00:00")
    found = [evaluate(NORTH, case(start, "stop", HandedOver(start), channel="phone"), start) for start in (early, day)]

    assert [len(each.of_kind("clock")) for each in found] == [0, 3]


def test_the_project_is_handed_over_when_support_begins() -> None:
    handed = Done(at(NORTH, "2026-04-01T08:00"), "handover")

    assert [owed(NORTH, "2026-04-02T12:00", *log)["procedure/handover/1"].state for log in ([], [handed])] == [
        "running",
        "kept",
    ]


def test_an_agreement_without_an_end_holds_for_years() -> None:
    """The shared office of Hamburg is still closed on the Day of Reformation of 2034."""
    reported = at(HARBOUR, "2034-10-30T17:00")
    found = clock(HARBOUR.terms(), case(reported, "question"), reported, "cloud-intervene")

    assert HARBOUR.eras()[-1].ends is None
    assert found.due == at(HARBOUR, "2034-11-01T15:00")


def test_use_is_billed_by_the_unit() -> None:
    uses = [Use("flow_usage", Decimal(6200), date(2026, 9, 10)), Use("flow_usage", Decimal(5900), date(2026, 9, 28))]
    bill = invoice(HARBOUR.eras(), date(2026, 9, 1), date(2026, 10, 1), uses)

    assert bill.net == euros("5082.00")


def test_a_month_of_little_use_costs_its_floor() -> None:
    uses = [Use("flow_usage", Decimal(100), date(2026, 9, 10))]

    assert invoice(HARBOUR.eras(), date(2026, 9, 1), date(2026, 10, 1), uses).net == euros("1800.00")


def test_the_second_gate_is_billed_from_its_day() -> None:
    months = [(9, "4200.00"), (10, "4950.00")]

    assert [invoice(NORTH.eras(), date(2026, m, 1), date(2026, m + 1, 1)).net for m, _ in months] == [
        euros(price) for _, price in months
    ]


def test_a_late_restoration_of_a_stop_is_credited_by_the_started_hour_up_to_its_cap() -> None:
    def credited(late: timedelta) -> Money:
        miss = Miss("restore", "stop", at(NORTH, "2026-11-10T12:00"), late, reported=at(NORTH, "2026-11-10T07:50"))
        lines = invoice(NORTH.eras(), date(2026, 11, 1), date(2026, 12, 1), misses=[miss]).lines
        return Money.sum((line.amount for line in lines if line.amount and line.code.startswith("credit")), "EUR")

    assert [credited(late) for late in (HOUR, HOUR + MICROSECOND, 40 * HOUR)] == [
        euros("-247.50"),
        euros("-495.00"),
        euros("-1485.00"),
    ]


def test_the_base_follows_the_index_up_to_three_per_cent() -> None:
    risen = [Adjustment(date(2027, 4, 1), Decimal("0.051"))]

    assert invoice(NORTH.eras(), date(2027, 4, 1), date(2027, 5, 1), adjustments=risen).net == euros("5098.50")
