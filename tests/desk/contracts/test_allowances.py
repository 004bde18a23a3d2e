"""The page of what is left: the ledger with who, when and why, and what its readers order and do there."""

from datetime import timedelta
from decimal import Decimal
from typing import Final

import pytest
from django.test import Client
from django.urls import reverse

from tests.desk.actions.firms import MONDAY, Firm, clearsense, comarch, maxence
from upheld_desk import clock
from upheld_desk.actions import allowances, booking
from upheld_desk.casefiles import orders
from upheld_desk.casefiles.orders import Order
from upheld_desk.people.models import Account, Person
from upheld_desk.store import logs
from upheld_desk.store.models import Log

pytestmark = pytest.mark.django_db

DAY: Final = timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY + DAY)


def log_of(world: Firm) -> Log:
    assert world.agreement.log
    return world.agreement.log


def lead(world: Firm) -> Person:
    person, _made = Person.objects.get_or_create(
        vendor=world.vendor, customer=world.customer, handle="lead", name="Uwe Janssen", role="customer-lead"
    )
    return person


def browser(person: Person) -> Client:
    person.account = Account.objects.create_user(f"{person.handle}@example.org", language="en")
    person.save()
    found = Client()
    found.force_login(person.account)
    return found


def page(world: Firm, person: Person) -> str:
    return browser(person).get(reverse("contracts:allowances", args=[world.agreement.pk])).content.decode()


def send(world: Firm, person: Person, form: str, **given: str) -> tuple[int, str]:
    """Send a form of the page; return the status and what is shown then."""
    address = reverse("contracts:book", args=[world.agreement.pk])
    answer = browser(person).post(address, {"form": form, **given}, follow=True)
    return answer.status_code, answer.content.decode()


def ordered(world: Firm) -> list[Order]:
    return list(orders.read(logs.load(log_of(world).pk).entries))


def test_the_ledger_says_who_when_and_why() -> None:
    world = maxence()
    booking.grant(
        world.second, log_of(world), MONDAY, allowance="points", amount=Decimal(25), ref="4711", text="For the autumn."
    )
    ref = booking.order(lead(world), log_of(world), MONDAY, allowance="points", item="Minor-Upgrade", text="At night.")

    shown = page(world, world.staff)

    for said in ("25 bought or added (4711)", "For the autumn.", "Jonas Roth", "Minor-Upgrade – At night.", ref):
        assert said in shown


def test_what_comes_out_of_two_grants_is_one_line() -> None:
    world = maxence()
    booking.grant(world.second, log_of(world), MONDAY, allowance="points", amount=Decimal(25), ref="4711")
    for item in ("Major-Upgrade", "Minor-Upgrade"):
        booking.order(lead(world), log_of(world), MONDAY, allowance="points", item=item)

    assert page(world, world.staff).count("points: 20 set aside") == 1


def test_a_customer_sees_what_an_order_takes_and_what_is_left_then() -> None:
    world = maxence()

    shown = page(world, lead(world))

    assert "Minor-Upgrade: 20 points, 40 left afterwards" in shown


def test_what_is_not_there_cannot_be_chosen_and_the_way_to_more_is_told() -> None:
    world = maxence()
    booking.order(lead(world), log_of(world), MONDAY, allowance="points", item="Major-Upgrade")

    shown = page(world, lead(world))

    assert "Minor-Upgrade: 20 points, 5 more than are left" in shown
    assert "More can be bought, at 48.00 EUR each" in shown


def test_an_order_is_given_on_the_page() -> None:
    world = maxence()

    status, shown = send(world, lead(world), "order-points", item="Minor-Upgrade", text="At night.")

    assert (status, [each.item for each in ordered(world)]) == (200, ["Minor-Upgrade"])
    assert "Ordered: MX-2026-008-B1." in shown.replace(world.agreement.number, "MX-2026-008")


def test_what_is_gone_meanwhile_is_refused_on_the_page_and_nothing_written_is_lost() -> None:
    world = maxence()
    booking.order(world.staff, log_of(world), MONDAY, allowance="points", item="Major-Upgrade")

    status, shown = send(world, lead(world), "order-points", item="Major-Upgrade", text="At night.")

    assert (status, len(ordered(world))) == (409, 1)
    assert "points: 45 needed, 15 left" in shown
    assert "At night." in shown


def test_staff_complete_an_order_on_the_page() -> None:
    world = maxence("klinikverbund-elbland")
    ref = booking.order(lead(world), log_of(world), MONDAY, allowance="hours", amount=Decimal(4))

    status, _shown = send(world, world.staff, f"complete-{ref}", amount="2.5", worked="2026-11-23", text="Done.")

    assert (status, [(each.state, each.used) for each in ordered(world)]) == (200, [("done", Decimal("2.5"))])


def test_a_customer_cancels_an_order_on_the_page() -> None:
    world = maxence()
    ref = booking.order(lead(world), log_of(world), MONDAY, allowance="points", item="Minor-Upgrade")

    send(world, lead(world), f"cancel-{ref}")

    assert [each.state for each in ordered(world)] == ["cancelled"]


def test_what_was_bought_is_credited_on_the_page() -> None:
    world = maxence()

    send(world, world.second, "credit-points", amount="25", ref="4711")

    assert [each.left for each in allowances.left(world.agreement, MONDAY + DAY) if each.rules.id == "points"] == [85]


def test_a_ledger_is_put_right_on_the_page() -> None:
    world = maxence()

    send(world, world.second, "correct-points", amount="-5", reason="Counted twice.")

    assert [each.left for each in allowances.left(world.agreement, MONDAY + DAY) if each.rules.id == "points"] == [55]


def test_a_training_is_ordered_to_its_place() -> None:
    world = clearsense()

    send(world, lead(world), "order-trainings", place="video conference")

    assert [each.place for each in ordered(world)] == ["video conference"]


def test_a_training_that_is_charged_is_ordered_by_who_says_so() -> None:
    world = clearsense()
    booking.order(
        world.staff, log_of(world), MONDAY, allowance="trainings", amount=Decimal(4), place="video conference"
    )
    before = send(world, lead(world), "order-trainings", place="on site")
    Account.objects.all().delete()

    after = send(world, lead(world), "order-trainings", place="on site", at_cost="on")

    assert (before[0], after[0], len(ordered(world))) == (409, 200, 2)
    assert "I order it at 890.00 EUR." in before[1]


@pytest.mark.parametrize("form", ["complete-x", "credit-points", "order-tea", ""])
def test_a_form_that_the_reader_does_not_have_does_nothing(form: str) -> None:
    world = maxence()

    status, _shown = send(world, lead(world), form, amount="25", ref="4711")

    assert (status, len(ordered(world))) == (409, 0)


def test_what_cannot_be_read_is_told_beside_its_field() -> None:
    world = maxence()

    status, shown = send(world, world.second, "credit-points", amount="many", ref="4711")

    assert status == 409
    assert "Enter a number." in shown


def test_a_contact_reads_and_orders_nothing() -> None:
    world = maxence()

    assert "book-form" not in page(world, world.contact)


def test_a_contact_is_not_told_whose_case_took_a_unit() -> None:
    world = comarch()
    colleague = Person.objects.create(
        vendor=world.vendor, customer=world.customer, handle="a.wolf", name="Anna Wolf", role="contact"
    )
    case = world.opened(kind="incident")

    shown = page(world, colleague)

    assert "cases: 1 set aside." in shown
    assert case.reference not in shown
    assert case.reference in page(world, world.contact)
    assert case.reference in page(world, lead(world))


def test_another_vendor_and_another_customer_find_nothing() -> None:
    world, other = maxence(), comarch()
    address = reverse("contracts:allowances", args=[world.agreement.pk])

    assert [browser(person).get(address).status_code for person in (other.staff, other.contact)] == [404, 404]


@pytest.mark.parametrize("language", ["de", "sv"])
def test_the_page_speaks_every_language(language: str) -> None:
    world = clearsense()
    person = lead(world)
    client = browser(person)
    Account.objects.filter(email=f"{person.handle}@example.org").update(language=language)

    shown = client.get(reverse("contracts:allowances", args=[world.agreement.pk])).content.decode()

    assert {"de": "vor Ort", "sv": "på plats"}[language] in shown
    assert "Afterwards" not in shown
