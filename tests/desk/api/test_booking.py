"""What programs order from allowances, and how they keep the ledgers."""

from typing import Any

import pytest

from tests.desk.actions.firms import MONDAY, Firm, comarch, maxence
from tests.desk.api.conftest import Programs
from upheld_desk.actions import booking
from upheld_desk.people.models import Person
from upheld_desk.store.models import Log

pytestmark = pytest.mark.django_db


def utility() -> tuple[Firm, Log, Person]:
    """The utility with sixty points, its log and its lead."""
    firm = maxence()
    lead = Person.objects.create(
        vendor=firm.vendor, customer=firm.customer, handle="u.janssen", name="Uwe Janssen", role="customer-lead"
    )
    assert firm.agreement.log
    return firm, firm.agreement.log, lead


def address(firm: Firm, rest: str) -> str:
    return f"/agreements/{firm.agreement.number}/{rest}"


def test_an_order_says_what_it_is_called_and_what_is_left(program: Programs) -> None:
    firm, _log, lead = utility()

    found = program(lead).post(address(firm, "orders"), {"allowance": "points", "item": "Minor-Upgrade"})

    assert (found.status, found.data["left"], found.data["order"]["amount"]) == (201, "40", "20")
    assert found.data["order"]["name"] == "Uwe Janssen"


def test_what_is_not_there_is_refused_with_the_clause(program: Programs) -> None:
    firm, log, lead = utility()
    booking.order(lead, log, MONDAY, allowance="points", item="Major-Upgrade")

    found = program(lead).post(address(firm, "orders"), {"allowance": "points", "item": "Minor-Upgrade"})

    assert (found.status, found.data["code"], found.data["fields"]["left"]) == (409, "used-up", "15")
    assert "S2-18" in found.data["fields"]["clause"]


def test_an_order_is_completed_and_listed(program: Programs) -> None:
    firm, log, lead = utility()
    ref = booking.order(lead, log, MONDAY, allowance="points", item="Minor-Upgrade")

    done = program(firm.staff).post(address(firm, f"orders/{ref}/complete"), {"text": "Runs on 6.5."})
    found = program(lead).get(address(firm, "orders")).data

    assert (done.status, done.data["order"]["state"]) == (200, "done")
    assert [(each["ref"], each["state"], each["outcome"]) for each in found] == [(ref, "done", "Runs on 6.5.")]


def test_an_order_is_cancelled(program: Programs) -> None:
    firm, log, lead = utility()
    ref = booking.order(lead, log, MONDAY, allowance="points", item="Minor-Upgrade")

    found = program(lead).post(address(firm, f"orders/{ref}/cancel"), {})

    assert (found.status, found.data["order"]["state"], found.data["left"]) == (200, "cancelled", "60")


@pytest.mark.parametrize(
    ("act", "body", "left"),
    [("grant", {"amount": "25", "ref": "4711"}, "85"), ("correct", {"amount": "-5", "reason": "Twice."}, "55")],
)
def test_a_ledger_is_kept(program: Programs, act: str, body: dict[str, Any], left: str) -> None:
    firm, _log, _lead = utility()

    found = program(firm.second).post(address(firm, f"allowances/points/{act}"), body)

    assert (found.status, found.data["left"], found.data["order"]) == (200, left, None)


def test_nothing_is_booked_on_a_longer_log_than_was_seen(program: Programs) -> None:
    firm, log, lead = utility()
    booking.order(lead, log, MONDAY, allowance="points", item="Patch-Update")

    found = program(lead).post(address(firm, "orders"), {"allowance": "points", "item": "Patch-Update", "after": 1})

    assert (found.status, found.data["code"]) == (409, "stale")


def test_a_token_that_only_reads_books_nothing(program: Programs) -> None:
    firm, _log, lead = utility()

    found = program(lead, "agreements:read").post(address(firm, "orders"), {"allowance": "points", "item": "x"})

    assert (found.status, found.data["code"]) == (403, "scope-missing")


def test_an_order_of_another_customer_is_not_there(program: Programs) -> None:
    firm, log, lead = utility()
    ref = booking.order(lead, log, MONDAY, allowance="points", item="Minor-Upgrade")
    stranger = comarch().staff

    answers = [
        program(stranger).get(address(firm, "orders")).status,
        program(stranger).post(address(firm, f"orders/{ref}/complete"), {}).status,
    ]

    assert answers == [404, 404]


def test_a_contact_is_not_told_whose_case_took_a_unit(program: Programs) -> None:
    firm = comarch()
    colleague = Person.objects.create(
        vendor=firm.vendor, customer=firm.customer, handle="a.wolf", name="Anna Wolf", role="contact"
    )
    case = firm.opened(kind="incident")

    hers, theirs = (str(program(person).get(address(firm, "allowances")).data) for person in (firm.contact, colleague))

    assert case.reference in hers
    assert case.reference not in theirs


def test_an_allowance_says_what_its_catalogue_has(program: Programs) -> None:
    firm, _log, lead = utility()

    found = program(lead).get(address(firm, "allowances")).data["items"]

    assert [each["catalogue"].get("Minor-Upgrade") for each in found if each["id"] == "points"] == ["20"]
