"""The walls: between vendors, between customers, between contacts."""

import uuid
from datetime import timedelta

import pytest

from tests.desk import world as worlds
from tests.desk.world import MONDAY, World, report, say
from upheld.events import Assigned, HandedOver, Replied
from upheld_desk import access
from upheld_desk.errors import NotFound, Refused
from upheld_desk.facts import Fact
from upheld_desk.people.models import Person
from upheld_desk.store import agreements, logs

pytestmark = pytest.mark.django_db


def references(person: Person) -> set[str]:
    return set(access.cases(person).values_list("reference", flat=True))


# --- Cases ------------------------------------------------------------------------------------------------------------


def test_a_contact_sees_what_they_reported_and_no_colleagues_case(world: World) -> None:
    mine, other = report(world.huber), report(world.wimmer)

    assert references(world.huber) == {mine.reference}
    with pytest.raises(NotFound):
        access.case(world.huber, other.reference)


def test_a_contact_who_was_added_to_a_case_sees_it(world: World) -> None:
    log = report(world.huber)
    say(log, Fact.own("watched", MONDAY, "l.huber", person="t.wimmer", on=True))

    assert access.case(world.wimmer, log.reference) == log


def test_a_contact_who_was_taken_from_a_case_again_sees_it_no_more(world: World) -> None:
    log = report(world.huber)
    say(log, Fact.own("watched", MONDAY, "l.huber", person="t.wimmer", on=True))
    say(log, Fact.own("watched", MONDAY, "l.huber", person="t.wimmer", on=False))

    assert references(world.wimmer) == set()


def test_the_lead_of_a_customer_sees_all_its_cases_and_no_other(world: World) -> None:
    ours, theirs = report(world.huber), report(world.richter)

    assert references(world.adler) == {ours.reference}
    with pytest.raises(NotFound):
        access.case(world.adler, theirs.reference)


@pytest.mark.parametrize("name", ["staff", "lead", "manager", "finance", "admin"])
def test_all_of_the_vendor_see_all_its_customers_and_no_other_vendors(world: World, name: str) -> None:
    ours, also_ours, theirs = report(world.huber), report(world.richter), report(world.gate)
    person: Person = getattr(world, name)

    assert references(person) == {ours.reference, also_ours.reference}
    with pytest.raises(NotFound):
        access.case(person, theirs.pk)


def test_a_case_is_found_by_its_id_too(world: World) -> None:
    log = report(world.huber)

    assert access.case(world.huber, log.pk) == log
    with pytest.raises(NotFound):
        access.case(world.huber, uuid.uuid4())


def test_who_is_not_active_sees_nothing(world: World) -> None:
    report(world.huber)
    world.huber.active = False

    assert references(world.huber) == set()
    assert not access.people(world.huber).exists()
    assert not access.agreements(world.huber).exists()
    assert not access.customers(world.huber).exists()
    assert not access.duties(world.huber).exists()


# --- Acts -------------------------------------------------------------------------------------------------------------


def test_a_colleagues_case_is_not_there_to_be_replied_to(world: World) -> None:
    log = report(world.wimmer)

    with pytest.raises(NotFound):
        access.require(world.huber, "reply", log)


def test_who_sees_a_case_and_may_not_work_on_it_is_told_so(world: World) -> None:
    log = report(world.huber)

    with pytest.raises(Refused) as refused:
        access.require(world.finance, "reply", log)
    assert (refused.value.code, refused.value.fields) == ("not-yours", {"act": "reply"})


def test_a_customer_knows_nothing_of_notes(world: World) -> None:
    log = report(world.huber)

    with pytest.raises(NotFound):
        access.require(world.adler, "note", log)


def test_staff_of_another_vendor_know_nothing_of_a_case(world: World) -> None:
    log = report(world.huber)

    assert not access.may(world.weber, "reply", log)
    with pytest.raises(NotFound):
        access.require(world.weber, "reply", log)


def test_a_contact_may_on_their_own_case_what_their_role_may(world: World) -> None:
    log = report(world.huber)

    access.require(world.huber, "approve", log)

    assert not access.may(world.huber, "hand over", log)


# --- Duties -----------------------------------------------------------------------------------------------------------


def test_mine_are_the_duties_on_cases_that_i_have(world: World) -> None:
    taken, free = report(world.huber, "production"), report(world.richter, "production")
    say(taken, Fact.of(Assigned(MONDAY, by="m.schulz", to="m.schulz")))

    assert {duty.log for duty in access.duties(world.staff, "mine")} == {taken}
    assert {duty.log for duty in access.duties(world.staff, "team")} == {taken, free}
    assert not access.duties(world.lead, "mine").exists()


def test_nobody_sees_another_vendors_duties(world: World) -> None:
    say(report(world.gate, "stop"), Fact.of(HandedOver(MONDAY, by="gate-desk-day")))

    assert not access.duties(world.staff, "all").exists()
    assert access.duties(world.weber, "all").exists()


def test_a_contact_sees_what_is_due_on_their_own_cases(world: World) -> None:
    mine, _other = report(world.huber, "production"), report(world.wimmer, "production")

    assert {duty.log for duty in access.duties(world.huber, "all")} == {mine}


# --- Agreements, customers, people ------------------------------------------------------------------------------------


def test_a_customer_sees_its_own_agreement(world: World) -> None:
    number = world.papierwerks.number

    assert [found.number for found in access.agreements(world.huber)] == [number]
    with pytest.raises(NotFound):
        access.agreement(world.richter, number)
    with pytest.raises(NotFound):
        access.agreement(world.weber, number)


def test_an_offer_is_for_the_vendors_staff(world: World) -> None:
    texts = worlds.texts("comarch", ["offer.yaml"])
    offer = agreements.store(world.comarch, None, texts, main="offer.yaml", at=MONDAY).agreement

    assert offer in access.agreements(world.staff)
    assert offer not in access.agreements(world.adler)


def test_a_customer_sees_itself_and_its_own_people(world: World) -> None:
    assert list(access.customers(world.adler)) == [world.papierwerk]
    assert set(access.people(world.adler)) == {world.huber, world.wimmer, world.adler}
    with pytest.raises(NotFound):
        access.someone(world.adler, "f.richter")


def test_staff_see_the_people_of_a_customer_and_no_other_vendors(world: World) -> None:
    assert set(access.people(world.staff, world.lernraum)) == {world.richter}
    assert not access.people(world.staff, world.chemiepark).exists()
    with pytest.raises(NotFound):
        access.customer(world.staff, "chemiepark-nord")


def test_a_name_is_told_on_both_sides_of_one_vendor(world: World) -> None:
    assert access.names(world.huber, ["m.schulz", "j.weber", "nobody"]) == {"m.schulz": "Maria Schulz"}


# --- What stands in a log ---------------------------------------------------------------------------------------------


def test_what_is_internal_is_hidden_from_the_customer(world: World) -> None:
    log = report(world.huber)
    say(log, Fact.own("noted", MONDAY, "m.schulz", text="They always say that."))
    history = logs.load(log.pk)

    assert [number for number, _ in access.entries(world.staff, history)] == [1, 2]
    assert [number for number, _ in access.entries(world.huber, history)] == [1]


def test_an_attachment_is_for_who_sees_the_fact_that_names_it(world: World) -> None:
    log, later = report(world.huber), MONDAY + timedelta(minutes=5)
    shown, hidden = "a" * 64, "b" * 64
    named = {"name": "log.txt", "type": "text/plain", "size": 3}
    say(
        log,
        Fact.of(Replied(later, by="m.schulz"), attachments=[{**named, "digest": shown}]),
        Fact.own("noted", later, "m.schulz", attachments=[{**named, "digest": hidden}]),
    )

    assert access.attachment(world.huber, log, shown).name == "log.txt"
    assert access.attachment(world.staff, log, hidden).name == "log.txt"
    for person, digest in ((world.huber, hidden), (world.wimmer, shown), (world.richter, shown), (world.weber, shown)):
        with pytest.raises(NotFound):
            access.attachment(person, log, digest)


def test_the_mail_that_a_report_arrived_in_is_for_the_vendor(world: World) -> None:
    log, raw = report(world.huber), "c" * 64
    say(log, Fact.of(Replied(MONDAY, by="m.schulz"), raw=raw))

    assert access.attachment(world.staff, log, raw).type == "message/rfc822"
    with pytest.raises(NotFound):
        access.attachment(world.huber, log, raw)


# --- Live streams -----------------------------------------------------------------------------------------------------


def test_news_go_to_those_who_see_the_case(world: World) -> None:
    log = report(world.huber)
    everybody = [world.huber, world.wimmer, world.adler, world.richter, world.staff, world.weber, world.gate]
    hearing = [
        person.handle
        for person in everybody
        if access.hears(access.scope(person), log.vendor_id, log.customer_id, log.pk)
    ]

    assert hearing == ["l.huber", "p.adler", "m.schulz"]
