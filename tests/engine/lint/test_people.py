import pytest

from tests.engine.lint.worlds import agreement, found, offer, paths


@pytest.mark.parametrize(
    ("role", "message"),
    [
        ("{of: vendor}", "'owner' has no person"),
        ("{of: vendor, people: [anna]}", "'owner' has no deputy"),
        ("{of: vendor, people: [anna], deputies: [anna]}", "'owner' has no deputy"),
    ],
)
def test_a_role_has_somebody_and_somebody_else(role: str, message: str) -> None:
    assert [p.message for p in found(agreement(f"roles: {{owner: {role}}}\n"), "ROLE1")] == [message]


@pytest.mark.parametrize("people", ["people: [anna], deputies: [bo]", "people: [anna, bo]"])
def test_two_people_stand_in_for_each_other(people: str) -> None:
    assert found(agreement(f"roles: {{owner: {{of: vendor, {people}}}}}\n"), "ROLE1") == []


def test_an_offer_names_nobody() -> None:
    assert found(offer("roles: {owner: {of: vendor}}\n"), "ROLE1") == []


def test_a_level_of_the_customer_has_its_people() -> None:
    levels = "tiers: {1: {of: customer}, 2: {of: vendor}}\n"
    gate = "roles: {level-1: {of: customer, people: [gate, office]}}\n"

    assert paths(agreement(levels), "ROLE1") == ["tiers.1"]
    assert found(agreement(levels, gate), "ROLE1") == []


def test_as_many_contacts_are_named_as_the_plan_asks_for() -> None:
    plan = "plans: {basic: {contacts: 2-5 named}}\n"
    one = "roles: {contacts: {of: customer, people: [anna], deputies: [bo]}}\n"

    assert found(agreement("plan: basic\n", one, on=plan), "ROLE1")[0].message == (
        "1 person may report, but the agreement asks for at least 2"
    )
    assert found(agreement("plan: basic\n", one.replace("[anna]", "[anna, bo]"), on=plan), "ROLE1") == []


def test_no_more_contacts_are_named_than_the_plan_lets_report() -> None:
    plan = "plans: {basic: {contacts: 1 named}}\n"
    two = "roles: {contacts: {of: customer, people: [anna, bo]}}\n"

    assert found(agreement("plan: basic\n", two, on=plan), "ROLE1")[0].message == (
        "2 people may report, but the agreement lets 1 do so"
    )


def test_a_rhythm_that_divides_the_term_fits() -> None:
    quarterly = "routines: {report: {every: quarter}}\n"

    assert found(agreement(quarterly), "DUTY1") == []
    assert paths(agreement("valid: {from: 2026-02-01, to: 2027-02-28}\n", quarterly), "DUTY1") == ["routines.report"]


@pytest.mark.parametrize("valid", ["{from: 2026-02-01, notice: 90 days}", "{from: 2026-02-01, to: 2026-12-12}"])
def test_a_term_without_whole_months_fits_every_rhythm(valid: str) -> None:
    assert found(agreement(f"valid: {valid}\nroutines: {{report: {{every: quarter}}}}\n"), "DUTY1") == []


def test_a_review_is_attended_by_somebody() -> None:
    version = offer("routines: {business-review: {kind: review, every: quarter}}\n")

    assert found(version, "DUTY1")[0].message == "nobody is said to attend 'business-review'"
