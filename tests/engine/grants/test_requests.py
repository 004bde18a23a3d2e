"""Requests: granted, overdrawn, or what the agreement says of an allowance that is used up."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.engine.grants.accounts_of import CASES, HOURS, at, booked, having
from tests.engine.prices.comarch import eur
from tests.engine.world import clause
from upheld.agreements import ANY, Allowance, UsedUp
from upheld.errors import BadAmount
from upheld.events import Granted, Reserved
from upheld.grants import Decision, booked_by, counting, request
from upheld.rhythms import parse


def rule(do: str, **rest: object) -> UsedUp:
    return replace(UsedUp(do, None, "", clause(f"rules.{do}")), **rest)  # type: ignore[arg-type]


def used_up(allowance: Allowance, **rules: UsedUp) -> Allowance:
    return replace(allowance, when_used_up=rules)


def ask(allowance: Allowance, amount: str = "1", taken: str = "10", **more: str) -> Decision:
    reserved = Reserved(at("2026-02-01"), allowance.id, Decimal(taken), "earlier")
    return request(booked(allowance, reserved), allowance.id, Decimal(amount), **more)


def test_the_tenth_case_is_granted_and_says_what_is_left() -> None:
    decision = ask(CASES, taken="9")

    assert (decision.do, decision.reserve, decision.reason.code) == ("grant", True, "request granted")
    assert (decision.reason.fields["left"], decision.reason.because[0].fields["taken"]) == (1, 9)


def test_the_grant_that_a_decision_rests_on_stands_in_its_reasons() -> None:
    (standing,) = ask(CASES, taken="9").reason.because

    assert [reason.code for reason in standing.because] == ["granted by agreement"]
    assert standing.because[0].clause == clause("cases")


def test_the_eleventh_case_is_accepted_and_flagged() -> None:
    decision = ask(CASES)

    assert (decision.do, decision.reserve, str(decision.lacking)) == ("accept and flag", True, "1")
    assert decision.reason.clause == clause("cases.when_used_up")


def test_a_severity_may_have_its_own_rule() -> None:
    maxence = used_up(CASES, critical=rule("accept and flag"), any=rule("offer", module="on-demand"))

    assert ask(maxence, severity="critical").do == "accept and flag"
    assert (ask(maxence, severity="low").do, ask(maxence, severity="low").module) == ("offer", "on-demand")


def test_an_offered_module_reserves_nothing() -> None:
    assert ask(used_up(CASES, any=rule("offer", module="on-demand"))).reserve is False


def test_what_is_lacking_is_charged_at_the_rule_s_price() -> None:
    decision = ask(used_up(CASES, any=rule("charge", price=eur("90"))), amount="3", taken="9")

    assert (decision.do, decision.reserve, decision.cost) == ("charge", True, eur("180"))
    assert (decision.reason.fields["lacking"], decision.reason.fields["price"]) == (2, 90)


def test_without_a_price_in_the_rule_the_allowance_s_price_is_charged() -> None:
    priced = replace(used_up(CASES, any=rule("charge")), price=eur("128"))

    assert ask(priced).cost == eur("128")


def test_a_charge_that_nobody_has_agreed_has_no_cost() -> None:
    assert ask(used_up(CASES, any=rule("charge"))).cost is None


def test_a_used_up_account_refuses() -> None:
    found = booked(HOURS, Granted(at("2026-01-10"), "hours", Decimal(2)))
    decision = request(found, "hours", Decimal("2.01"))

    assert (decision.do, decision.reserve, decision.amount) == ("refuse", False, Decimal("2.25"))
    assert decision.reason.fields["lacking"] == Decimal("0.25")


def test_an_overdraft_is_granted_and_said() -> None:
    decision = ask(replace(CASES, overdraft=True))

    assert (decision.do, str(decision.lacking), decision.reason.code) == ("grant", "1", "request overdrawn")


@pytest.mark.parametrize("rules", [{}, {ANY: rule("to be agreed")}, {"critical": rule("refuse")}])
def test_what_nobody_has_agreed_is_not_guessed(rules: dict[str, UsedUp]) -> None:
    decision = ask(used_up(CASES, **rules), severity="low")

    assert (decision.do, decision.reserve) == ("to be agreed", False)


def test_the_catalogue_says_what_an_item_costs() -> None:
    points = replace(HOURS, id="points", unit="point", step=None, catalogue={"patch update": Decimal(4)})
    found = booked(points, Granted(at("2026-01-10"), "points", Decimal(60)))
    decision = request(found, "points", Decimal(2), item="patch update")

    assert (decision.do, str(decision.amount)) == ("grant", "8")
    assert (decision.reason.fields["item"], decision.reason.fields["count"]) == ("patch update", 2)


def test_an_item_that_is_not_in_the_catalogue_is_refused_with_the_nearest_one() -> None:
    points = replace(HOURS, id="points", catalogue={"patch update": Decimal(4)})

    with pytest.raises(
        BadAmount, match=r"points: 'patch-update' is not in the catalogue; did you mean 'patch update'\?"
    ):
        request(booked(points), "points", item="patch-update")


@pytest.mark.parametrize("amount", ["0", "-1", "NaN"])
def test_nothing_cannot_be_asked_for(amount: str) -> None:
    with pytest.raises(BadAmount, match=rf"cases: '{amount}' is not an amount to ask for; write more than 0"):
        request(booked(CASES), "cases", Decimal(amount))


def test_two_readers_of_one_log_decide_the_same() -> None:
    log = [Reserved(at("2026-02-01"), "cases", Decimal(1), f"case-{number}") for number in range(10)]

    assert request(booked(CASES, *log), "cases") == request(booked(CASES, *reversed(log)), "cases")


def test_a_decision_is_plain_data() -> None:
    data = ask(used_up(CASES, any=rule("charge", price=eur("90")))).as_data()

    assert (data["do"], data["cost"], data["lacking"]) == ("charge", "90.00 EUR", "1")


def test_a_case_counts_for_the_allowances_of_its_kind() -> None:
    incidents = replace(CASES, id="incidents", counts=("incident",))
    found = having(CASES, incidents, HOURS)

    assert [allowance.id for allowance in counting(found, "incident")] == ["cases", "incidents"]
    assert [allowance.id for allowance in counting(found, "question")] == ["cases"]
    assert counting(found, "vendor fault") == ()


@pytest.mark.parametrize(
    ("happening", "booking"),
    [
        ("opened", "reserve"),
        ("accepted", "settle"),
        ("duplicate", "release"),
        ("vendor fault", "release"),
        ("read", None),
    ],
)
def test_duplicates_and_faults_of_the_vendor_do_not_count(happening: str, booking: str | None) -> None:
    assert booked_by(CASES, happening) == booking


def test_a_contract_year_without_a_grant_yet_lacks_all() -> None:
    assert ask(replace(CASES, amount=None, per=parse("contract year")), taken="0").lacking == 1
