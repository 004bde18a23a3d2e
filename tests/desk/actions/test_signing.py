"""Signing beside other acts: nobody waits for somebody who waits for them, and editions follow each other."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Final

import pytest
from django.db import connection, connections, transaction

from tests.desk.actions.firms import MONDAY, Firm, comarch, file, signed
from upheld_desk.actions import signing
from upheld_desk.errors import Refused
from upheld_desk.people.models import Customer, Person
from upheld_desk.store import logs
from upheld_desk.store.models import CaseRow, Edition, Log

MARCH: Final = MONDAY.replace(year=2027, month=3, day=1)
_LOOKS: Final = 400  # for somebody who waits


def amended() -> tuple[Firm, Log]:
    """Return a firm with a case that an amendment touches, which is signed and not in force yet."""
    world = comarch("papierwerk-isar")
    case = world.opened(MARCH, kind="incident", answers={"down": "yes"})
    signed(world.customer, file("comarch", "papierwerk-isar"), file("comarch", "papierwerk-isar-1"))
    world.agreement.refresh_from_db()
    return world, case


def admin(world: Firm) -> Person:
    return Person.objects.create(vendor=world.vendor, handle="ada", name="Ada", role="admin")


def drafts(world: Firm) -> Edition:
    """Return the amendment as a draft that the customer has signed."""
    edition = Edition.objects.get(agreement=world.agreement, number=1)
    edition.state, edition.signed_by_customer, edition.signed_by_customer_at = "draft", world.contact, MARCH
    edition.save()
    return edition


def until_somebody_waits() -> None:
    with connection.cursor() as cursor:
        for _ in range(_LOOKS):
            cursor.execute("select exists (select from pg_locks where not granted)")
            if cursor.fetchone()[0]:
                return
            sleep(0.02)
    raise AssertionError("nobody waits for what is held here")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["case", "agreement"])
def test_an_amendment_is_signed_while_others_hold_a_case_or_the_log_of_the_agreement(first: str) -> None:
    world, case = amended()
    edition, signer, log = drafts(world), admin(world), world.agreement.log
    assert log

    def sign() -> None:
        try:
            signing.sign(signer, edition, MARCH, digest=edition.hash, knowing=True)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            logs.lock({"case": case, "agreement": log}[first])
            signing_now = thread.submit(sign)
            until_somebody_waits()
            if first == "case":
                logs.lock(log)  # an act on a case that uses units
            else:
                logs.open_case(world.vendor, world.customer, world.agreement)  # a report
        signing_now.result()

    edition.refresh_from_db()
    assert (edition.state, CaseRow.objects.get(log=case).plan_rank) == ("signed", 0)


@pytest.mark.django_db
def test_an_amendment_is_not_signed_before_the_version_that_it_amends() -> None:
    world, _case = amended()
    edition, signer = drafts(world), admin(world)
    Edition.objects.filter(agreement=world.agreement, number=0).update(state="draft")

    with pytest.raises(Refused, match="Sign that one first"):
        signing.sign(signer, edition, MARCH, digest=edition.hash, knowing=True)


@pytest.mark.django_db
def test_a_number_that_belongs_to_another_customer_is_refused() -> None:
    world, _case = amended()
    other = Customer.objects.create(vendor=world.vendor, slug="other", name="Papierwerk Isar GmbH")
    files = dict(Edition.objects.get(agreement=world.agreement, number=1).files)

    with pytest.raises(Refused, match="another agreement"):
        signing.upload(admin(world), other, files, main="papierwerk-isar-1.yaml", at=MARCH)


@pytest.mark.django_db
def test_a_version_that_both_sides_signed_is_not_brought_again() -> None:
    world, _case = amended()
    files = dict(Edition.objects.get(agreement=world.agreement, number=1).files)

    with pytest.raises(Refused, match="Bring an amendment"):
        signing.upload(admin(world), world.customer, files, main="papierwerk-isar-1.yaml", at=MARCH)


@pytest.mark.django_db
def test_an_offer_with_the_number_of_an_agreement_is_refused() -> None:
    world, _case = amended()
    offer = file("comarch", "offer")[1].replace("comarch-infraspace-support", world.agreement.number)

    with pytest.raises(Refused, match="another agreement or offer"):
        signing.upload(admin(world), None, {"offer.yaml": offer}, main="offer.yaml", at=MARCH)
