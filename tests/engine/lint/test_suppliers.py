from tests.engine.lint.worlds import DESK, agreement, found, paths

PLAN = """
channels: {phone: always}
plans: {basic: {promises: {any: {respond: within 1 hour, restore: within 4 hours}}}}
"""


def supplier(promises: str, more: str = "") -> str:
    return f"""
plan: basic
third_parties:
  scanner:
    name: Scanner Ltd
    kind: hardware
    contract_holder: vendor
    calendars: {{their-hours: {{week: {{mon-fri: 08:00-17:00}}, holidays: SE}}}}
    promises: {{any: {promises}}}
    {more}
"""


def test_a_supplier_is_furthest_behind_over_easter() -> None:
    version = agreement(supplier("{restore: within 8 hours in their-hours}"), on=DESK + PLAN)

    (problem,) = found(version, "UC1")

    assert problem.message == (
        "'within 8 hours in their-hours' of Scanner Ltd is always due later than our 'within 4 hours' "
        "(plans.basic.promises.any.restore), by up to 115 hours (reported Thu 2 Apr 2026, 09:01)"
    )


def test_a_supplier_as_fast_as_we_are_is_too_slow_once_we_must_pass_the_case_on() -> None:
    assert found(agreement(supplier("{restore: within 4 hours}"), on=DESK + PLAN), "UC1") == []

    late = agreement(supplier("{restore: within 4 hours}", "forwarding: 15 minutes"), on=DESK + PLAN)
    assert "by up to 15 minutes" in found(late, "UC1")[0].message


def test_working_hours_of_a_supplier_are_its_own() -> None:
    version = agreement(supplier("{restore: within 8 working hours}", "working_time: their-hours"), on=DESK + PLAN)

    assert "by up to 115 hours" in found(version, "UC1")[0].message


def test_a_supplier_that_is_faster_holds_our_promise() -> None:
    assert found(agreement(supplier("{restore: within 3 hours}"), on=DESK + PLAN), "UC1") == []


def test_a_repair_that_we_promise_needs_one_that_is_promised_to_us() -> None:
    version = agreement(supplier("{respond: within 30 minutes}"), on=DESK + PLAN)

    assert found(version, "UC2")[0].message == "we promise 'restore', but Scanner Ltd promises us no such time"


def test_an_answer_that_we_promise_is_our_own() -> None:
    assert found(agreement(supplier("{restore: within 3 hours}"), on=DESK + PLAN), "UC2") == []


def test_a_supplier_s_contract_must_not_end_before_ours() -> None:
    ending = supplier("{restore: within 3 hours}", "ends: 2027-12-31")

    assert found(agreement(ending, on=DESK + PLAN), "UC2")[0].message == (
        "the contract with Scanner Ltd ends on 2027-12-31, while ours runs until 2028-01-31"
    )


def test_a_supplier_s_contract_with_the_customer_must_let_us_call() -> None:
    holder = supplier("{restore: within 3 hours}").replace("contract_holder: vendor", "contract_holder: customer")

    assert paths(agreement(holder, on=DESK + PLAN), "UC2") == ["third_parties.scanner"]
