"""What a program reads of agreements, and what is due."""

from decimal import Decimal

from tests.desk.api.conftest import Programs
from tests.desk.world import MONDAY, World, report
from upheld_desk.actions.agreements import activate


def test_an_agreement_says_what_a_report_can_name(world: World, program: Programs) -> None:
    number = world.papierwerks.number

    found = program(world.huber).get(f"/agreements/{number}", {"Accept-Language": "de"}).data

    assert "production" in {severity["id"] for severity in found["named"]["severities"]}
    assert [version["state"] for version in found["versions"]] == ["signed", "signed"]
    assert found["terms"]["language"] == "de"


def test_agreements_are_those_of_ones_own_firm(world: World, program: Programs) -> None:
    found = program(world.huber).get("/agreements").data

    assert [agreement["number"] for agreement in found] == [world.papierwerks.number]


def test_amounts_of_allowances_are_exact_text(world: World, program: Programs) -> None:
    agreement = world.papierwerks
    activate(agreement, MONDAY)

    found = program(world.huber).get(f"/agreements/{agreement.number}/allowances").data["items"]

    assert all(Decimal(each["left"]) >= 0 and isinstance(each["left"], str) for each in found)


def test_what_is_due_comes_in_its_order(world: World, program: Programs) -> None:
    report(world.huber, "production")
    report(world.richter, "down")

    found = program(world.lead).get("/duties?whose=all").data
    due = [duty["due"] for duty in found["items"] if duty["due"]]

    assert due == sorted(due) != []
    assert found["total"] == len(found["items"])


def test_what_is_due_to_nobody_is_not_mine(world: World, program: Programs) -> None:
    report(world.huber, "production")

    assert program(world.staff).get("/duties").data["items"] == []
