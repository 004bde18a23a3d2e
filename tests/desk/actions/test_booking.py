"""What is bought, ordered, used and given back of an allowance, and what is refused, with what to do instead."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier, Thread
from typing import Final

import pytest
from django.db import connections

from tests.desk.actions.firms import MONDAY, Firm, clearsense, comarch, file, firm, maxence, reworded, signed
from upheld_desk.actions import allowances, booking
from upheld_desk.casefiles import orders
from upheld_desk.casefiles.orders import Order
from upheld_desk.errors import NotFound, Refused
from upheld_desk.people.models import Person
from upheld_desk.store import logs
from upheld_desk.store.models import Log

pytestmark = pytest.mark.django_db

HOUR: Final = timedelta(hours=1)
ACCOUNTS: Final = ("available", "reserved", "used")


def log_of(world: Firm) -> Log:
    assert world.agreement.log
    return world.agreement.log


def stands(world: Firm, allowance: str = "points") -> list[Decimal]:
    """Return what is available, reserved and used."""
    ledger = allowances.books(world.agreement, MONDAY + 24 * HOUR).ledger
    assert not ledger.notes
    return [ledger.balance(allowance, account) for account in ACCOUNTS]


def ordered(world: Firm) -> list[Order]:
    return list(orders.read(logs.load(log_of(world).pk).entries))


def somebody(world: Firm, role: str, **fields: object) -> Person:
    side = {"customer": world.customer} if role in ("contact", "customer-lead") else {}
    given = {"handle": role, "name": role.title(), **fields, **side}
    return Person.objects.create(vendor=world.vendor, role=role, **given)


def utility() -> tuple[Firm, Person]:
    """The utility with sixty points, and its lead."""
    world = maxence()
    return world, somebody(world, "customer-lead")


def website() -> tuple[Firm, Person]:
    """The partner with four trainings a year, and its lead."""
    world = clearsense()
    return world, somebody(world, "customer-lead")


def clinics() -> tuple[Firm, Person]:
    """The clinics with 24 hours to call off, and their lead."""
    world = maxence("klinikverbund-elbland")
    return world, somebody(world, "customer-lead")


# --- Bought -----------------------------------------------------------------------------------------------------------


def test_bought_points_are_credited() -> None:
    world, _lead = utility()

    booking.grant(world.second, log_of(world), MONDAY, allowance="points", amount=Decimal(25), ref="order 7")

    assert stands(world) == [85, 0, 0]


def test_what_is_credited_says_why() -> None:
    world, _lead = utility()

    with pytest.raises(Refused, match="number of the order"):
        booking.grant(world.second, log_of(world), MONDAY, allowance="points", amount=Decimal(25))


def test_what_would_be_gone_at_once_is_not_credited() -> None:
    world, _lead = utility()

    with pytest.raises(Refused, match="gone at once"):
        booking.grant(
            world.second,
            log_of(world),
            MONDAY,
            allowance="points",
            amount=Decimal(5),
            ref="order 7",
            expires=date(2026, 11, 23),
        )


@pytest.mark.parametrize("amount", ["0", "-3", "0.5", "NaN", "Infinity", "1e9"])
def test_an_amount_is_a_number_of_units(amount: str) -> None:
    world, _lead = utility()

    with pytest.raises(Refused):
        booking.grant(world.second, log_of(world), MONDAY, allowance="points", amount=Decimal(amount), ref="order 7")


def test_nobody_credits_themselves() -> None:
    world, lead = utility()

    with pytest.raises(NotFound):
        booking.grant(lead, log_of(world), MONDAY, allowance="points", amount=Decimal(25), ref="order 7")


# --- Ordered and done -------------------------------------------------------------------------------------------------


def test_an_order_sets_aside_what_the_catalogue_says() -> None:
    world, lead = utility()

    ref = booking.order(lead, log_of(world), MONDAY, allowance="points", item="Minor-Upgrade", text="In January.")

    assert stands(world) == [40, 20, 0]
    assert [(each.ref, each.item, each.by, each.text) for each in ordered(world)] == [
        (ref, "Minor-Upgrade", lead.handle, "In January.")
    ]


def test_an_order_costs_what_the_catalogue_of_its_day_says() -> None:
    world, lead = utility()
    signed(world.customer, file("maxence", "stadtwerke-weserbogen"), file("maxence", "stadtwerke-weserbogen-1"))

    booking.order(lead, log_of(world), MONDAY, allowance="points", item="Major-Upgrade")

    assert [each.amount for each in ordered(world)] == [40]  # and not 45, as before September


def test_what_is_done_is_used() -> None:
    world, lead = utility()
    ref = booking.order(lead, log_of(world), MONDAY, allowance="points", item="Minor-Upgrade")

    booking.complete(world.staff, log_of(world), MONDAY + HOUR, ref=ref, text="Runs on 6.5.")

    assert stands(world) == [40, 0, 20]
    assert [(each.state, each.outcome) for each in ordered(world)] == [("done", "Runs on 6.5.")]


def test_what_is_cancelled_is_given_back() -> None:
    world, lead = utility()
    ref = booking.order(lead, log_of(world), MONDAY, allowance="points", item="Minor-Upgrade")

    booking.cancel(lead, log_of(world), MONDAY + HOUR, ref=ref)

    assert stands(world) == [60, 0, 0]


def test_the_vendor_says_why_an_order_is_cancelled() -> None:
    world, lead = utility()
    ref = booking.order(lead, log_of(world), MONDAY, allowance="points", item="Minor-Upgrade")

    with pytest.raises(Refused, match="say why"):
        booking.cancel(world.staff, log_of(world), MONDAY + HOUR, ref=ref)


def test_each_order_has_a_name_of_its_own() -> None:
    world, lead = utility()
    first = booking.order(lead, log_of(world), MONDAY, allowance="points", item="Patch-Update")
    booking.cancel(lead, log_of(world), MONDAY, ref=first)

    second = booking.order(lead, log_of(world), MONDAY, allowance="points", item="Patch-Update")

    assert (first, second) == ("MX-2026-008-B1", "MX-2026-008-B2")


@pytest.mark.parametrize("act", [booking.complete, booking.cancel])
def test_an_order_ends_once(act: Callable[..., None]) -> None:
    world, lead = utility()
    ref = booking.order(lead, log_of(world), MONDAY, allowance="points", item="Minor-Upgrade")
    booking.complete(world.staff, log_of(world), MONDAY + HOUR, ref=ref)

    with pytest.raises(Refused, match="completed on"):
        act(world.staff, log_of(world), MONDAY + 2 * HOUR, ref=ref)


@pytest.mark.parametrize("act", [booking.complete, booking.cancel])
def test_an_order_that_there_is_not_is_not_found(act: Callable[..., None]) -> None:
    world, _lead = utility()

    with pytest.raises(NotFound):
        act(world.staff, log_of(world), MONDAY, ref="MX-2026-008-B9")


def test_what_a_case_has_set_aside_is_no_order() -> None:
    world, _lead = utility()
    case = world.opened(kind="incident")

    with pytest.raises(NotFound):
        booking.cancel(world.staff, log_of(world), MONDAY + HOUR, ref=case.reference, reason="?")


def test_a_contact_orders_nothing() -> None:
    world, _lead = utility()

    with pytest.raises(Refused, match="role"):
        booking.order(world.contact, log_of(world), MONDAY, allowance="points", item="Minor-Upgrade")


def test_a_customer_completes_nothing() -> None:
    world, lead = utility()
    ref = booking.order(lead, log_of(world), MONDAY, allowance="points", item="Minor-Upgrade")

    with pytest.raises(NotFound):
        booking.complete(lead, log_of(world), MONDAY, ref=ref)


@pytest.mark.parametrize(("allowance", "item"), [("points", ""), ("points", "coffee"), ("cases", ""), ("tea", "")])
def test_only_what_is_agreed_is_ordered(allowance: str, item: str) -> None:
    world, lead = utility()

    with pytest.raises(Refused):
        booking.order(lead, log_of(world), MONDAY, allowance=allowance, item=item)


def test_nothing_is_ordered_after_the_agreement_has_ended() -> None:
    world, lead = utility()

    with pytest.raises(Refused, match="not in force"):
        booking.order(lead, log_of(world), MONDAY + timedelta(days=200), allowance="points", item="Minor-Upgrade")


# --- Not overdrawn ----------------------------------------------------------------------------------------------------


def test_what_is_not_there_is_refused_with_the_clause_and_the_way_to_more() -> None:
    world, lead = utility()
    somebody(world, "account-manager", name="Gesa Lorenz", email="gesa@maxence.example")
    booking.order(lead, log_of(world), MONDAY, allowance="points", item="Major-Upgrade")

    with pytest.raises(Refused) as refused:
        booking.order(lead, log_of(world), MONDAY, allowance="points", item="Minor-Upgrade")

    assert refused.value.sentence == (
        "We are sorry: this needs more than is left (points: 20 needed, 15 left; "
        "modules.points.allowances.points.when_used_up, § S2-18). "
        "More can be bought, at 48.00 EUR each, from Gesa Lorenz (gesa@maxence.example)."
    )
    assert stands(world) == [15, 45, 0]


def lasts(world: Firm, lead: Person) -> list[BaseException | str]:
    """Let two people order what is there but once at the same instant, each with a connection of their own."""
    start, found = Barrier(2), list[BaseException | str]()

    def run(person: Person) -> None:
        try:
            start.wait()
            found.append(booking.order(person, log_of(world), MONDAY, allowance="points", item="Major-Upgrade"))
        except BaseException as error:  # noqa: BLE001  handed to the test
            found.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(person,)) for person in (lead, world.staff)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_last_units_at_once_do_not_both_get_them() -> None:
    world, lead = utility()

    found = lasts(world, lead)

    assert sorted(type(each).__name__ for each in found) == ["Refused", "str"]
    assert stands(world) == [15, 45, 0]


# --- Hours ------------------------------------------------------------------------------------------------------------


def test_hours_are_ordered_in_quarters() -> None:
    world, lead = clinics()

    booking.order(lead, log_of(world), MONDAY, allowance="hours", amount=Decimal("1.6"))

    assert stands(world, "hours") == [Decimal("22.25"), Decimal("1.75"), 0]


def test_so_many_hours_are_used_as_were_worked() -> None:
    world, lead = clinics()
    ref = booking.order(lead, log_of(world), MONDAY, allowance="hours", amount=Decimal(4))

    booking.complete(world.staff, log_of(world), MONDAY + HOUR, ref=ref, amount=Decimal("2.1"))

    assert stands(world, "hours") == [Decimal("21.75"), 0, Decimal("2.25")]


def test_more_hours_than_are_left_are_not_used() -> None:
    world, lead = clinics()
    ref = booking.order(lead, log_of(world), MONDAY, allowance="hours", amount=Decimal(4))

    with pytest.raises(Refused, match="more than is left"):
        booking.complete(world.staff, log_of(world), MONDAY + HOUR, ref=ref, amount=Decimal("24.1"))


def test_a_service_of_the_catalogue_costs_what_it_cost_when_it_was_ordered() -> None:
    world, lead = utility()
    ref = booking.order(lead, log_of(world), MONDAY, allowance="points", item="Minor-Upgrade")

    with pytest.raises(Refused, match="when it was ordered: 20"):
        booking.complete(world.staff, log_of(world), MONDAY + HOUR, ref=ref, amount=Decimal(25))


@pytest.mark.parametrize("days", [-1, 2])
def test_work_lies_between_the_order_and_today(days: int) -> None:
    world, lead = clinics()
    ref = booking.order(lead, log_of(world), MONDAY, allowance="hours", amount=Decimal(1))

    with pytest.raises(Refused, match="between the order and today"):
        booking.complete(
            world.staff,
            log_of(world),
            MONDAY + timedelta(days=1),
            ref=ref,
            worked=MONDAY.date() + timedelta(days=days),
        )


# --- Trainings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["on site", "video conference"])
def test_a_training_has_its_place(place: str) -> None:
    world, lead = website()

    booking.order(lead, log_of(world), MONDAY, allowance="trainings", place=place)

    assert [each.place for each in ordered(world)] == [place]


@pytest.mark.parametrize("place", ["", "on the moon"])
def test_a_training_without_one_of_its_places_is_refused(place: str) -> None:
    world, lead = website()

    with pytest.raises(Refused, match="on site, by video conference"):
        booking.order(lead, log_of(world), MONDAY, allowance="trainings", place=place)


def booked_out() -> tuple[Firm, Person]:
    """All four trainings of the year are booked."""
    world, lead = website()
    booking.order(lead, log_of(world), MONDAY, allowance="trainings", amount=Decimal(4), place="on site")
    return world, lead


def test_a_training_beyond_the_booked_number_tells_its_price_first() -> None:
    world, lead = booked_out()

    with pytest.raises(Refused, match=r"It can be had at 890\.00 EUR"):
        booking.order(lead, log_of(world), MONDAY, allowance="trainings", place="on site")


def test_a_training_beyond_the_booked_number_is_ordered_at_its_price() -> None:
    world, lead = booked_out()

    booking.order(lead, log_of(world), MONDAY, allowance="trainings", place="on site", at_cost=True)

    assert ordered(world)[-1].cost == "890.00 EUR"


def test_a_training_without_an_agreed_price_is_by_negotiation() -> None:
    world, lead = booked_out()
    reworded(world, "when_used_up: charge 890 EUR", "when_used_up: charge to be agreed")

    with pytest.raises(Refused, match="by negotiation"):
        booking.order(lead, log_of(world), MONDAY, allowance="trainings", place="on site", at_cost=True)


# --- Put right --------------------------------------------------------------------------------------------------------


def test_a_correction_says_why() -> None:
    world, _lead = utility()
    booking.correct(
        world.second, log_of(world), MONDAY, allowance="points", amount=Decimal(-5), reason="Counted twice."
    )

    assert stands(world) == [55, 0, 0]
    with pytest.raises(Refused, match="say why"):
        booking.correct(world.second, log_of(world), MONDAY, allowance="points", amount=Decimal(5), reason=" ")


def test_no_more_is_taken_away_than_is_left() -> None:
    world = comarch()

    with pytest.raises(Refused, match="than is left: 10"):
        booking.correct(world.second, log_of(world), MONDAY, allowance="cases", amount=Decimal(-11), reason="Moved.")


@pytest.mark.parametrize("role", ["staff", "contact"])
def test_not_everybody_puts_a_ledger_right(role: str) -> None:
    world = firm("maxence", "stadtwerke-weserbogen")
    person = {"staff": world.staff, "contact": world.contact}[role]

    with pytest.raises((Refused, NotFound)):
        booking.correct(person, log_of(world), MONDAY, allowance="points", amount=Decimal(5), reason="Counted twice.")


def test_a_case_is_nothing_to_book_on() -> None:
    world, lead = utility()

    with pytest.raises(NotFound):
        booking.order(lead, world.opened(), MONDAY, allowance="points", item="Minor-Upgrade")


def test_what_is_booked_is_never_before_what_stands_in_the_books() -> None:
    world, lead = utility()
    ref = booking.order(lead, log_of(world), MONDAY + HOUR, allowance="points", item="Minor-Upgrade")

    booking.complete(world.staff, log_of(world), MONDAY, ref=ref)

    assert stands(world) == [40, 0, 20]
