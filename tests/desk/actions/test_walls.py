"""Walls: whoever is behind one finds no case, whatever they try, and nothing is written."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Final

import pytest

from tests.desk.actions.firms import MONDAY, Firm, comarch, stratiteq
from tests.desk.actions.tries import TRIES
from upheld_desk.actions import joining
from upheld_desk.errors import NotFound
from upheld_desk.people.models import Person
from upheld_desk.store import logs

pytestmark = pytest.mark.django_db

HOUR: Final = timedelta(hours=1)


def another_vendors_staff(world: Firm) -> Person:
    del world
    return stratiteq().staff


def another_vendors_contact(world: Firm) -> Person:
    del world
    return stratiteq().contact


def another_customers_lead(world: Firm) -> Person:
    other = world.vendor.customers.create(slug="other", name="Other")
    return Person.objects.create(
        vendor=world.vendor, customer=other, handle="o.lead", name="Olga Lead", role="customer-lead"
    )


def another_contact(world: Firm) -> Person:
    return Person.objects.create(
        vendor=world.vendor, customer=world.customer, handle="a.wolf", name="Anna Wolf", role="contact"
    )


def somebody_who_left(world: Firm) -> Person:
    world.staff.active = False
    world.staff.save()
    return world.staff


@pytest.mark.parametrize(
    "stranger",
    [another_vendors_staff, another_vendors_contact, another_customers_lead, another_contact, somebody_who_left],
)
def test_a_stranger_finds_no_case_to_act_on(stranger: Callable[[Firm], Person]) -> None:
    world = comarch()
    log, other, who = world.opened(), world.opened(), stranger(world)

    for name, tries in TRIES.items():
        with pytest.raises(NotFound):
            tries(who, log, other, MONDAY + HOUR)
        assert (logs.load(log.pk).length, logs.load(other.pk).length) == (1, 1), name


def test_nobody_reaches_a_case_by_joining_it_with_one_of_theirs() -> None:
    ours, theirs = comarch(), stratiteq()
    mine, behind = ours.opened(), theirs.opened(channel="email")

    for join in (
        partial(joining.merge, into=behind),
        partial(joining.mark_duplicate, of=behind),
        partial(joining.link, to=behind),
        partial(joining.unlink, to=behind),
    ):
        with pytest.raises(NotFound):
            join(ours.staff, mine, MONDAY + HOUR)

    assert logs.load(behind.pk).length == 1
