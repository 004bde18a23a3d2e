"""Talking: who says what to whom, and what only the vendor sees."""

from datetime import timedelta
from typing import Final

import pytest

from tests.desk.actions.firms import MONDAY, comarch, stratiteq
from upheld.events import Reported
from upheld_desk import access
from upheld_desk.actions import SYSTEM, talking, working
from upheld_desk.actions.cases import open_case
from upheld_desk.errors import NotFound, Refused
from upheld_desk.people.models import Person
from upheld_desk.store import logs
from upheld_desk.store.attachments import Attachment
from upheld_desk.store.models import CaseRow, DutyRow

pytestmark = pytest.mark.django_db

HOUR: Final = timedelta(hours=1)
PICTURE: Final = Attachment("gate.png", "image/png", "a" * 64, 1200)


def test_a_reply_of_staff_is_the_vendors() -> None:
    world = comarch()
    log = world.opened()
    talking.reply(world.staff, log, MONDAY + HOUR, text="  Wir sehen nach.  ", attachments=[PICTURE])
    fact = logs.load(log.pk).entries[-1]

    assert (fact.kind, fact.by, fact.desk["text"]) == ("replied", "maria", "Wir sehen nach.")
    assert fact.desk["attachments"] == [PICTURE.data()]


def test_a_reply_of_a_contact_is_the_customers() -> None:
    world = comarch()
    log = world.opened()
    talking.reply(world.contact, log, MONDAY + HOUR, text="Und?", channel="email", mail={"message_id": "<1@x>"})
    fact = logs.load(log.pk).entries[-1]

    assert fact.data()["channel"] == "email"
    assert (fact.kind, fact.desk["message_id"]) == ("customer replied", "<1@x>")


def test_the_first_human_reply_stops_the_clock_a_receipt_does_not() -> None:
    world = comarch("papierwerk-isar")
    log = world.opened(answers={"down": "yes"})
    talking.reply(SYSTEM, log, MONDAY, text="Wir haben Ihre Meldung.", automatic=True)
    runs = DutyRow.objects.filter(log=log, name="respond").exists()
    talking.reply(world.staff, log, MONDAY + HOUR / 4, text="Wir sehen nach.")

    assert runs
    assert not DutyRow.objects.filter(log=log, name="respond").exists()


def test_an_empty_reply_is_refused_unless_something_is_attached() -> None:
    world = comarch()
    log = world.opened()
    with pytest.raises(Refused) as refused:
        talking.reply(world.staff, log, MONDAY + HOUR, text=" \n ")
    talking.reply(world.staff, log, MONDAY + HOUR, text="", attachments=[PICTURE])

    assert refused.value.code == "text-missing"
    assert logs.load(log.pk).length == 2


def test_a_note_is_seen_by_the_vendor_only() -> None:
    world = comarch()
    log = world.opened()
    talking.note(world.staff, log, MONDAY + HOUR, text="Der Kunde irrt sich.")
    history = logs.load(log.pk)

    assert len(access.entries(world.staff, history)) == 2
    assert len(access.entries(world.contact, history)) == 1


def test_a_contact_writes_no_notes() -> None:
    world = comarch()

    with pytest.raises(NotFound):
        talking.note(world.contact, world.opened(), MONDAY + HOUR, text="Hm.")


def test_a_colleague_does_not_write_into_the_case_of_another() -> None:
    world = comarch()
    other = Person.objects.create(
        vendor=world.vendor, customer=world.customer, handle="a.wolf", name="Anna Wolf", role="contact"
    )

    with pytest.raises(NotFound):
        talking.reply(other, world.opened(), MONDAY + HOUR, text="Hm.")


def test_who_was_added_to_a_case_sees_it_and_writes_into_it() -> None:
    world = comarch()
    other = Person.objects.create(
        vendor=world.vendor, customer=world.customer, handle="a.wolf", name="Anna Wolf", role="contact"
    )
    log = world.opened()
    talking.watch(world.staff, log, MONDAY + HOUR, who=other)
    talking.reply(other, log, MONDAY + 2 * HOUR, text="Ich auch.")
    added = CaseRow.objects.get(log=log).watchers
    talking.watch(world.staff, log, MONDAY + 3 * HOUR, who=other, on=False)

    assert added == ["a.wolf"]
    with pytest.raises(NotFound):
        talking.reply(other, log, MONDAY + 4 * HOUR, text="Und jetzt?")


def test_watching_twice_writes_nothing() -> None:
    world = comarch()
    log = world.opened()
    talking.watch(world.staff, log, MONDAY + HOUR)
    talking.watch(world.staff, log, MONDAY + HOUR)

    assert logs.load(log.pk).length == 2


def test_nobody_of_another_vendor_is_added() -> None:
    ours, theirs = comarch(), stratiteq()

    with pytest.raises(NotFound):
        talking.watch(ours.staff, ours.opened(), MONDAY + HOUR, who=theirs.contact)


def test_nobody_of_another_customer_is_added() -> None:
    world = comarch()
    other = world.vendor.customers.create(slug="other", name="Other")
    stranger = Person.objects.create(
        vendor=world.vendor, customer=other, handle="s.tranger", name="S. Tranger", role="contact"
    )

    with pytest.raises(Refused) as refused:
        talking.watch(world.staff, world.opened(), MONDAY + HOUR, who=stranger)

    assert refused.value.code == "other-customer"


def test_what_a_customer_says_on_the_phone_is_their_reply_written_down_by_staff() -> None:
    world = comarch()
    log = world.opened()
    talking.heard(world.staff, log, MONDAY + HOUR, who=world.contact, text="Es geht wieder nicht.")
    fact = logs.load(log.pk).entries[-1]

    assert (fact.kind, fact.by, fact.desk["logged_by"]) == ("customer replied", "f.richter", "maria")
    assert CaseRow.objects.get(log=log).last_by_customer


def test_a_call_of_somebody_else_is_not_of_this_case() -> None:
    world = comarch()

    with pytest.raises(Refused) as refused:
        talking.heard(world.staff, world.opened(), MONDAY + HOUR, who=world.second, text="Hallo.")

    assert refused.value.code == "other-customer"


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "a\u2028b\r\n", "🚚" * 500, "<script>alert(1)</script>"])
def test_whatever_is_sent_can_be_read_again(text: str) -> None:
    world = stratiteq()
    report = Reported(MONDAY, by="e.lund", channel=text, service=text, caller=text, kind="incident")
    log = open_case(
        world.customer,
        world.agreement,
        report,
        subject=text,
        text=text,
        html=text,
        by=world.contact,
        mail={"from": text},
    )
    talking.reply(world.contact, log, MONDAY + HOUR, text=text, channel=text, mail={"quoted": [text]})
    talking.call(world.staff, log, MONDAY + HOUR, about=text)
    working.wait(world.staff, log, MONDAY + HOUR, on="access", reason=text)
    talking.subject(world.staff, log, MONDAY + HOUR, subject=text)

    assert logs.load(log.pk).length >= 4
    assert logs.broken(log) is None


def test_a_report_without_a_subject_has_the_beginning_of_its_text() -> None:
    world = comarch()
    report = Reported(MONDAY, by="f.richter", channel="ticket", kind="incident")
    log = open_case(world.customer, world.agreement, report, subject=" ", text="\n Das Portal\tsteht.\nSeit neun.")

    assert CaseRow.objects.get(log=log).subject == "Das Portal steht."


def test_the_subject_is_put_right() -> None:
    world = comarch()
    log = world.opened()
    talking.subject(world.staff, log, MONDAY + HOUR, subject="Das Portal steht")
    talking.subject(world.staff, log, MONDAY + HOUR, subject="Das Portal steht")

    assert CaseRow.objects.get(log=log).subject == "Das Portal steht"
    assert logs.load(log.pk).length == 2


def test_a_call_says_what_about() -> None:
    world = comarch()

    with pytest.raises(Refused) as refused:
        talking.call(world.staff, world.opened(), MONDAY + HOUR, about="")

    assert refused.value.code == "text-missing"
