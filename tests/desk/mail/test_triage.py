"""What the rules could not place is placed by people, once, and only by those of the vendor."""

import pytest

from tests.desk.intake import houses
from tests.desk.intake.houses import MONDAY, person, staff
from tests.desk.mail.letters import receive, write
from upheld_desk.errors import NotFound, Refused
from upheld_desk.mail import queue, triage
from upheld_desk.mail.models import RawMessage
from upheld_desk.people.models import Customer, Person
from upheld_desk.store import attachments, logs
from upheld_desk.store.models import CaseRow

pytestmark = pytest.mark.django_db

STRANGER = "nils.berg@firm.example"


@pytest.fixture
def firm() -> Customer:
    return houses.stratiteq()


@pytest.fixture
def maria(firm: Customer) -> Person:
    return staff(firm, "maria")


@pytest.fixture
def mail(firm: Customer) -> RawMessage:
    return receive(firm.vendor, write(f"Nils Berg <{STRANGER}>", firm.vendor.mail_address, text="Hjälp!"), MONDAY)


def test_staff_see_what_waits(maria: Person, mail: RawMessage) -> None:
    assert list(triage.mails(maria)) == [mail]
    assert triage.read(maria, mail.pk).text == "Hjälp!"


def test_nobody_else_sees_it(firm: Customer, mail: RawMessage) -> None:
    stranger = staff(houses.maxence(), "jan")
    contact = person(firm, "elin.lund")

    with pytest.raises(NotFound):
        triage.mail(stranger, mail.pk)
    with pytest.raises(NotFound):
        triage.mail(contact, mail.pk)
    with pytest.raises(NotFound):
        triage.discard(stranger, mail.pk, MONDAY)


def test_a_stranger_becomes_a_contact_and_the_mail_a_report(firm: Customer, mail: RawMessage) -> None:
    lead = staff(firm, "lead", "lead")
    placed = triage.make_contact(lead, mail.pk, firm, "Nils Berg", MONDAY)

    assert (placed.state, placed.outcome) == ("done", "reported")
    assert CaseRow.objects.get(log=placed.log).reporter == Person.objects.get(email=STRANGER)


def test_who_may_not_make_contacts_leaves_the_mail_where_it_is(firm: Customer, maria: Person, mail: RawMessage) -> None:
    with pytest.raises(Refused):
        triage.make_contact(maria, mail.pk, firm, "Nils Berg", MONDAY)

    assert list(triage.mails(maria)) == [mail]


def test_a_case_is_opened_in_the_name_of_a_contact(firm: Customer, maria: Person, mail: RawMessage) -> None:
    elin = person(firm, "elin.lund")
    placed = triage.report(maria, mail.pk, elin, MONDAY)

    assert CaseRow.objects.get(log=placed.log).reporter == elin


def test_what_the_agreement_refuses_is_told_and_kept(mail: RawMessage) -> None:
    del mail
    firm = houses.comarch_basic()
    maria, outsider = staff(firm, "maria"), person(firm, "new.one")
    found = receive(firm.vendor, write("x@elsewhere.example", firm.vendor.mail_address), MONDAY)
    with pytest.raises(Refused):
        triage.report(maria, found.pk, outsider, MONDAY)
    log = firm.agreements.get().log
    assert log

    assert logs.load(log.pk).entries[-1].kind == "refused"
    assert list(triage.mails(maria)) == [found]


def test_a_mail_is_noted_on_a_case_or_answers_in_it(firm: Customer, maria: Person, mail: RawMessage) -> None:
    elin = person(firm, "elin.lund")
    case = receive(firm.vendor, write(elin.email, firm.vendor.mail_address), MONDAY).log
    assert case
    triage.attach(maria, mail.pk, case.reference, MONDAY)
    noted = logs.load(case.pk).entries[-1]
    other = receive(firm.vendor, write(STRANGER, firm.vendor.mail_address, text="Igen"), MONDAY)
    triage.attach(maria, other.pk, case.reference, MONDAY, contact=elin)
    said = logs.load(case.pk).entries[-1]

    assert (noted.kind, noted.internal, "Hjälp!" in noted.desk["text"]) == ("noted", True, True)
    assert (said.kind, said.by, said.desk["text"]) == ("customer replied", elin.handle, "Igen")


def test_a_case_of_another_vendor_cannot_be_reached(maria: Person, mail: RawMessage) -> None:
    other = houses.maxence()
    contact = person(other, "k.meyer")
    foreign = receive(other.vendor, write(contact.email, other.vendor.mail_address), MONDAY).log
    assert foreign

    with pytest.raises(NotFound):
        triage.attach(maria, mail.pk, foreign.reference, MONDAY)
    with pytest.raises(NotFound):
        triage.report(maria, mail.pk, contact, MONDAY)


def test_what_is_discarded_is_kept(maria: Person, mail: RawMessage) -> None:
    placed = triage.discard(maria, mail.pk, MONDAY, "spam")

    assert (placed.outcome, placed.reason) == ("discarded", "maria: spam")
    assert attachments.exists(mail.digest)


def test_of_two_people_one_places_a_mail(maria: Person, mail: RawMessage) -> None:
    triage.discard(maria, mail.pk, MONDAY)

    with pytest.raises(Refused, match="already"):
        triage.discard(maria, mail.pk, MONDAY)


def test_what_failed_can_be_worked_again(maria: Person, mail: RawMessage) -> None:
    RawMessage.objects.filter(pk=mail.pk).update(state="failed", tries=5)
    triage.again(maria, mail.pk, MONDAY)
    queue.work_next(MONDAY)

    assert RawMessage.objects.get(pk=mail.pk).state == "triage"
