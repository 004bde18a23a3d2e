"""What is told of orders from an allowance: the vendor hears what is ordered, the customer what became of it."""

from datetime import timedelta
from decimal import Decimal
from typing import Final

import pytest

from tests.desk.actions.firms import MONDAY, Firm, comarch, maxence
from upheld_desk.actions import booking
from upheld_desk.outbox.models import Outgoing
from upheld_desk.people.models import Person
from upheld_desk.store.models import Log

pytestmark = pytest.mark.django_db

HOUR: Final = timedelta(hours=1)


def world() -> tuple[Firm, Log, Person]:
    """The utility with its points, its log, and its lead; everybody can be reached."""
    found = maxence()
    Person.objects.create(
        vendor=found.vendor, customer=found.customer, handle="u.janssen", name="Uwe Janssen", role="customer-lead"
    )
    Person.objects.create(vendor=found.vendor, handle="g.lorenz", name="Gesa Lorenz", role="account-manager")
    for person in Person.objects.all():
        person.email = f"{person.handle}@example.org"
        person.save()
    assert found.agreement.log
    return found, found.agreement.log, Person.objects.get(handle="u.janssen")


def told(kind: str) -> dict[str, Outgoing]:
    return {mail.to.split("@")[0]: mail for mail in Outgoing.objects.filter(kind=kind)}


def test_the_vendor_hears_of_an_order_and_who_ordered_gets_a_receipt() -> None:
    _firm, log, lead = world()
    ref = booking.order(lead, log, MONDAY, allowance="points", item="Minor-Upgrade", text="At night.")

    mails = told("reserved")

    assert mails.keys() == {"jonas", "g.lorenz", "u.janssen"}
    for said in ("Uwe Janssen (stadtwerke-weserbogen) hat bestellt", "Minor-Upgrade", ref, "At night.", "40"):
        assert said in mails["jonas"].text


def test_who_ordered_hears_that_it_is_done_and_what_is_left() -> None:
    firm, log, lead = world()
    ref = booking.order(lead, log, MONDAY, allowance="points", item="Minor-Upgrade")

    booking.complete(firm.staff, log, MONDAY + HOUR, ref=ref, text="Runs on 6.5.")

    mails = told("settled")
    assert mails.keys() == {"u.janssen"}
    assert "Runs on 6.5." in mails["u.janssen"].text
    assert f"/agreements/{log.agreement_id}/allowances/" in mails["u.janssen"].text


def test_what_staff_orders_for_a_customer_its_lead_hears() -> None:
    firm, log, _lead = world()

    booking.order(firm.staff, log, MONDAY, allowance="points", item="Minor-Upgrade")

    assert told("reserved").keys() == {"u.janssen"}


def test_what_the_customer_cancels_the_vendor_hears() -> None:
    _firm, log, lead = world()
    ref = booking.order(lead, log, MONDAY, allowance="points", item="Minor-Upgrade")

    booking.cancel(lead, log, MONDAY + HOUR, ref=ref)

    assert told("released").keys() == {"jonas", "g.lorenz"}


def test_what_the_vendor_cancels_the_customer_hears_with_the_reason() -> None:
    firm, log, lead = world()
    ref = booking.order(lead, log, MONDAY, allowance="points", item="Minor-Upgrade")

    booking.cancel(firm.staff, log, MONDAY + HOUR, ref=ref, reason="6.5 comes in March.")

    mails = told("released")
    assert mails.keys() == {"u.janssen"}
    assert "6.5 comes in March." in mails["u.janssen"].text


def test_what_was_bought_the_lead_hears() -> None:
    firm, log, _lead = world()

    booking.grant(firm.second, log, MONDAY, allowance="points", amount=Decimal(25), ref="4711")

    mails = told("granted")
    assert mails.keys() == {"u.janssen"}
    assert "85" in mails["u.janssen"].text


def test_what_a_case_takes_is_no_order() -> None:
    firm = comarch()
    firm.opened(kind="incident")

    assert told("reserved") == {}
