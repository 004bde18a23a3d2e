"""What becomes of a mail: who wrote it, where it belongs, and what the agreement says."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from tests.desk.intake import houses
from tests.desk.intake.houses import MONDAY, person, staff
from tests.desk.mail.letters import receive, write
from upheld_desk.actions import joining, solving, talking
from upheld_desk.facts import Fact
from upheld_desk.mail import queue, undelivered
from upheld_desk.mail.models import RawMessage
from upheld_desk.outbox.addresses import signed
from upheld_desk.outbox.models import Outgoing
from upheld_desk.people.models import Customer, Person
from upheld_desk.store import attachments, logs
from upheld_desk.store.models import CaseRow, Log

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
FERRY = "support@stratiteq.example"


@pytest.fixture
def firm() -> Customer:
    return houses.stratiteq()


@pytest.fixture
def elin(firm: Customer) -> Person:
    return person(firm, "elin.lund")


@pytest.fixture
def case(elin: Person) -> Log:
    log = receive(elin.vendor, write(elin.email, FERRY, Message_ID="<first@firm.example>"), MONDAY).log
    assert log
    return log


def way_back(case: Log) -> str:
    return signed(case.vendor.mail_address, case.reference, settings.SECRET_KEY)


def way_back_of_staff(case: Log) -> str:
    return signed(case.vendor.mail_address, case.reference, settings.SECRET_KEY, of_staff=True)


def last(case: Log) -> Fact:
    return logs.load(case.pk).entries[-1]


def answers_to(address: str) -> list[str]:
    return list(
        Outgoing.objects.filter(to=address, kind__in=["refused", "stranger answered"]).values_list("kind", flat=True)
    )


# --- A report ---------------------------------------------------------------------------------------------------------


def test_a_contacts_mail_opens_a_case_at_the_instant_of_its_arrival(case: Log, elin: Person) -> None:
    fact = logs.load(case.pk).entries[0]

    assert (fact.kind, fact.at, fact.by) == ("reported", MONDAY, elin.handle)
    assert (fact.desk["subject"], fact.desk["text"]) == ("Störung", "Kasse 4 druckt nicht.")
    assert (fact.desk["message_id"], fact.desk["from"]) == ("first@firm.example", elin.email)
    assert attachments.exists(str(fact.desk["raw"]))
    assert CaseRow.objects.get(log=case).channel == "email"


@pytest.mark.parametrize(
    ("house", "handle"),
    [
        (houses.comarch_advanced, "l.huber"),
        (houses.maxence, "k.meyer"),
        (houses.stratiteq, "elin.lund"),
    ],
)
def test_a_mail_opens_a_case_where_the_agreement_names_mail(house: Callable[[], Customer], handle: str) -> None:
    firm = house()
    reporter = person(firm, handle)

    mail = receive(firm.vendor, write(reporter.email, firm.vendor.mail_address), MONDAY)

    assert (mail.state, mail.outcome, mail.reason) == ("done", "reported", "")


def test_a_contact_is_known_in_any_spelling(elin: Person) -> None:
    mail = receive(elin.vendor, write(f"Elin <{elin.email.upper()}>", FERRY), MONDAY)

    assert mail.outcome == "reported"


def test_files_are_kept_and_programs_are_not(elin: Person) -> None:
    letter = write(elin.email, FERRY)
    letter.add_attachment(b"%PDF-", "application", "pdf", filename="bon.pdf")
    letter.add_attachment(b"MZ\0", "application", "octet-stream", filename="fix.exe")
    log = receive(elin.vendor, letter, MONDAY).log
    assert log
    desk = logs.load(log.pk).entries[0].desk

    assert [file["name"] for file in desk["attachments"]] == ["bon.pdf"]
    assert desk["left_out"] == ["fix.exe"]


def test_a_mail_can_be_the_mail_half_of_a_raise(elin: Person) -> None:
    log = receive(elin.vendor, write(elin.email, FERRY, text="Allt står.\nPrioritet: P1"), MONDAY).log
    assert log

    event = logs.load(log.pk).entries[0].event
    assert getattr(event, "severity", "") == "p1"
    assert CaseRow.objects.get(log=log).severity == "p3"


def test_what_the_agreement_refuses_is_answered_once_with_its_clause() -> None:
    firm = houses.comarch_basic()
    outsider = person(firm, "new.one")

    mail = receive(firm.vendor, write(outsider.email, firm.vendor.mail_address), MONDAY)
    receive(firm.vendor, write(outsider.email, firm.vendor.mail_address), MONDAY)

    assert (mail.state, mail.outcome) == ("done", "refused")
    assert answers_to(outsider.email) == ["refused"]
    assert "§" in Outgoing.objects.get(kind="refused").text


# --- An answer --------------------------------------------------------------------------------------------------------


def test_an_answer_to_the_signed_address_is_a_reply(case: Log, elin: Person) -> None:
    text = "Nu går det.\n\nDen 2026-11-23 kl. 10:15, skrev Support:\n> Prova igen."
    mail = receive(case.vendor, write(elin.email, way_back(case), "Re: Störung", text), MONDAY + HOUR)

    assert (mail.outcome, mail.log) == ("replied", case)
    assert (last(case).kind, last(case).at, last(case).desk["text"]) == (
        "customer replied",
        MONDAY + HOUR,
        "Nu går det.",
    )
    assert "Prova igen." in last(case).desk["quoted"]


@pytest.mark.parametrize(
    ("subject", "headers"),
    [
        ("Re: Störung", {"In_Reply_To": "<first@firm.example>"}),
        ("Re: Störung", {"References": "<unknown@x.example> <first@firm.example> <later@x.example>"}),
        ("SV: [str-1001] Störung", {}),
    ],
)
def test_an_answer_is_known_by_what_it_answers_or_by_its_subject(
    case: Log, elin: Person, subject: str, headers: dict[str, str]
) -> None:
    mail = receive(case.vendor, write(elin.email, FERRY, subject, **headers), MONDAY + HOUR)

    assert (mail.outcome, mail.log) == ("replied", case)


def test_an_answer_to_a_mail_of_ours_is_known_by_its_id(case: Log, elin: Person) -> None:
    talking.reply(staff(elin.customer, "maria"), case, MONDAY + HOUR, text="Vi tittar.")  # type: ignore[arg-type]
    ours = Outgoing.objects.filter(log=case).latest("pk")

    mail = receive(case.vendor, write(elin.email, FERRY, "Re:", In_Reply_To=f"<{ours.message_id}>"), MONDAY + 2 * HOUR)

    assert (mail.outcome, mail.log) == ("replied", case)


@pytest.mark.parametrize(
    "forged", ["support+str-1001.aaaaaaaaaaaaaaaa@stratiteq.example", "support+str-1001@stratiteq.example"]
)
def test_a_forged_address_leads_nowhere(case: Log, firm: Customer, forged: str) -> None:
    other = person(firm, "nils.berg")
    mail = receive(case.vendor, write(other.email, forged), MONDAY + HOUR)

    assert (mail.outcome, mail.log != case) == ("reported", True)


@pytest.mark.parametrize("subject", ["[STR-1001] me too", "me too"])
def test_a_stranger_does_not_get_into_a_case_by_its_number_or_its_ids(case: Log, subject: str) -> None:
    letter = write("thief@elsewhere.example", FERRY, subject, In_Reply_To="<first@firm.example>")
    mail = receive(case.vendor, letter, MONDAY + HOUR)

    assert (mail.state, mail.log, logs.load(case.pk).length) == ("triage", None, 1)


def test_a_stranger_with_a_forwarded_address_is_looked_at(case: Log) -> None:
    mail = receive(case.vendor, write("friend@elsewhere.example", way_back(case)), MONDAY + HOUR)

    assert (mail.state, mail.outcome, mail.log, logs.load(case.pk).length) == ("triage", "stranger", case, 1)


def test_a_colleague_who_is_not_on_the_case_is_looked_at(case: Log, firm: Customer) -> None:
    mail = receive(case.vendor, write(person(firm, "nils.berg").email, way_back(case)), MONDAY + HOUR)

    assert (mail.state, mail.outcome, logs.load(case.pk).length) == ("triage", "colleague", 1)


def test_another_customers_contact_reports_something_of_their_own(case: Log) -> None:
    other = houses.stratiteq_at_registration()
    mail = receive(case.vendor, write(person(other, "karin.ek").email, way_back(case)), MONDAY + HOUR)

    assert mail.log
    assert (mail.outcome, mail.log.customer, logs.load(case.pk).length) == ("reported", other, 1)


def test_a_case_of_another_vendor_is_none(case: Log) -> None:
    other = houses.maxence()
    contact = person(other, "k.meyer")
    mail = receive(
        other.vendor, write(contact.email, way_back(case), In_Reply_To="<first@firm.example>"), MONDAY + HOUR
    )

    assert mail.log
    assert (mail.log.vendor, logs.load(case.pk).length) == (other.vendor, 1)


def close(case: Log, elin: Person) -> None:
    maria = staff(elin.customer, "maria")  # type: ignore[arg-type]
    solving.propose(maria, case, MONDAY + HOUR, text="Klart.")
    solving.approve(elin, case, MONDAY + HOUR)
    solving.close(maria, case, MONDAY + HOUR)


def test_an_answer_soon_after_the_end_opens_the_case_again(case: Log, elin: Person) -> None:
    close(case, elin)
    mail = receive(case.vendor, write(elin.email, way_back(case), text="Igen!"), MONDAY + timedelta(days=2))

    kinds = [fact.kind for fact in logs.load(case.pk).entries[-2:]]
    assert (mail.outcome, kinds, CaseRow.objects.get(log=case).status) == (
        "replied",
        ["reopened", "customer replied"],
        "open",
    )


def test_thanks_for_a_case_that_is_over_leave_it_so(case: Log, elin: Person) -> None:
    close(case, elin)
    text = "Tack så mycket!\n\nMvh Elin Lund"
    mail = receive(case.vendor, write(elin.email, way_back(case), text=text), MONDAY + timedelta(days=2))

    assert (mail.outcome, last(case).kind, CaseRow.objects.get(log=case).status) == (
        "replied",
        "customer replied",
        "closed",
    )


def test_an_answer_to_a_merged_case_goes_to_where_it_goes_on(case: Log, elin: Person) -> None:
    other = receive(case.vendor, write(elin.email, FERRY, text="Again"), MONDAY).log
    assert other
    joining.merge(staff(elin.customer, "maria"), case, MONDAY + HOUR, into=other)  # type: ignore[arg-type]
    mail = receive(case.vendor, write(elin.email, way_back(case), text="Still"), MONDAY + 2 * HOUR)

    assert (mail.outcome, mail.log, last(other).desk["text"]) == ("replied", other, "Still")


def test_a_letter_that_was_given_up_is_noted_on_its_case(case: Log) -> None:
    Outgoing.objects.filter(log=case).update(given_up=MONDAY + HOUR, error="550 nobody here")
    while undelivered.note_next(MONDAY + HOUR):
        pass

    assert (last(case).kind, last(case).internal, last(case).desk["text"]) == ("mail bounced", True, "550 nobody here")
    assert logs.load(case.pk).length == 1 + Outgoing.objects.filter(log=case, noted=True).count()


def test_an_answer_long_after_the_end_is_a_new_case_linked_to_the_old(case: Log, elin: Person) -> None:
    close(case, elin)
    mail = receive(case.vendor, write(elin.email, way_back(case), text="Igen!"), MONDAY + timedelta(days=120))

    assert mail.log
    assert (mail.outcome, mail.log != case, CaseRow.objects.get(log=case).status) == ("reported", True, "closed")
    assert (last(case).kind, last(case).desk["case"]) == ("linked", mail.log.reference)


# --- Staff ------------------------------------------------------------------------------------------------------------


def test_staff_answer_a_customer_by_mail(case: Log, elin: Person) -> None:
    maria = staff(elin.customer, "maria")  # type: ignore[arg-type]
    maria.email = "maria@stratiteq.example"
    maria.save()
    mail = receive(case.vendor, write(maria.email, way_back_of_staff(case), text="Vi kommer."), MONDAY + HOUR)

    assert (mail.outcome, last(case).kind, last(case).by) == ("replied", "replied", "maria")
    assert Outgoing.objects.filter(log=case, to=elin.email).exists()


def test_staff_without_a_signed_address_are_looked_at(case: Log, elin: Person) -> None:
    maria = staff(elin.customer, "maria")  # type: ignore[arg-type]
    maria.email = "maria@stratiteq.example"
    maria.save()
    mail = receive(case.vendor, write(maria.email, FERRY, "[STR-1001]"), MONDAY + HOUR)

    assert (mail.state, logs.load(case.pk).length) == ("triage", 1)


def test_nobody_of_a_customer_writes_in_the_name_of_staff(case: Log, elin: Person) -> None:
    maria = staff(elin.customer, "maria")  # type: ignore[arg-type]
    maria.email = "maria@stratiteq.example"
    maria.save()
    mail = receive(case.vendor, write(maria.email, way_back(case), text="We owe you a million."), MONDAY + HOUR)

    assert (mail.state, logs.load(case.pk).length) == ("triage", 1)


def test_what_staff_were_written_is_not_passed_on(case: Log, elin: Person) -> None:
    maria = staff(elin.customer, "maria")  # type: ignore[arg-type]
    maria.email = "maria@stratiteq.example"
    maria.save()
    text = "Vi kommer.\n\nOn 20 Nov 2026 Support wrote:\n> It is late; the penalty is 500 EUR.\n"
    receive(case.vendor, write(maria.email, way_back_of_staff(case), "Re: Störung", text), MONDAY + HOUR)

    assert (last(case).kind, last(case).desk["text"], "quoted" in last(case).desk) == ("replied", "Vi kommer.", False)


def test_staff_who_answer_between_the_lines_are_looked_at(case: Log, elin: Person) -> None:
    maria = staff(elin.customer, "maria")  # type: ignore[arg-type]
    maria.email = "maria@stratiteq.example"
    maria.save()
    text = "> It is late.\nWe know.\n> The penalty is 500 EUR.\nOh.\n"
    mail = receive(case.vendor, write(maria.email, way_back_of_staff(case), "Re: Störung", text), MONDAY + HOUR)

    assert (mail.state, logs.load(case.pk).length) == ("triage", 1)


def test_nobody_of_a_customer_that_is_none_any_more_is_read(case: Log, elin: Person) -> None:
    Customer.objects.update(active=False)
    mail = receive(case.vendor, write(elin.email, way_back(case)), MONDAY + HOUR)

    assert (mail.state, mail.outcome, logs.load(case.pk).length) == ("triage", "stranger", 1)


# --- Machines ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "auto-replied"}, {"Precedence": "auto_reply"}, {"X_Autoreply": "yes"}, {"X_Loop": FERRY}],
)
def test_what_no_person_wrote_opens_no_case_and_is_not_answered(elin: Person, headers: dict[str, str]) -> None:
    mail = receive(elin.vendor, write(elin.email, FERRY, **headers), MONDAY)

    assert (mail.state, mail.outcome, mail.log) == ("done", "ignored", None)
    assert (Log.objects.filter(kind="case").count(), Outgoing.objects.count()) == (0, 0)


def test_a_program_with_a_contacts_address_is_looked_at(elin: Person) -> None:
    mail = receive(elin.vendor, write(elin.email, FERRY, "CPU 99 %", Auto_Submitted="auto-generated"), MONDAY)

    assert (mail.state, mail.outcome, Outgoing.objects.count()) == ("triage", "machine", 0)


def test_an_automatic_answer_is_noted_on_its_case_for_the_vendor(case: Log, elin: Person) -> None:
    letter = write(elin.email, way_back(case), "Frånvaro", "Åter på fredag.", Auto_Submitted="auto-replied")
    mail = receive(case.vendor, letter, MONDAY + HOUR, "")

    assert (mail.outcome, last(case).kind, last(case).internal) == ("noted", "noted", True)


def test_a_bounce_is_noted_on_its_case(case: Log) -> None:
    letter = write("mailer-daemon@firm.example", way_back(case), "Undelivered", "Nobody here.")
    mail = receive(case.vendor, letter, MONDAY + HOUR, "")

    assert (mail.outcome, last(case).kind, last(case).internal) == ("bounced", "mail bounced", True)


def test_a_bounce_of_no_case_is_ignored(elin: Person) -> None:
    mail = receive(elin.vendor, write("postmaster@firm.example", FERRY), MONDAY, "")

    assert (mail.outcome, Outgoing.objects.count()) == ("ignored", 0)


# --- Strangers --------------------------------------------------------------------------------------------------------


def test_a_stranger_is_answered_once_a_day(elin: Person) -> None:
    elin.vendor.unknown_senders = "answer"
    elin.vendor.save()
    for hours in (0, 1, 5, 30):
        receive(elin.vendor, write("who@elsewhere.example", FERRY, text=f"{hours}"), MONDAY + hours * HOUR)

    assert answers_to("who@elsewhere.example") == ["stranger answered"] * 2
    assert RawMessage.objects.filter(outcome="answered").count() == 4


def test_a_stranger_is_listed_where_the_vendor_wants_that(elin: Person) -> None:
    mail = receive(elin.vendor, write("who@elsewhere.example", FERRY), MONDAY)

    assert (mail.state, mail.outcome, Outgoing.objects.count()) == ("triage", "stranger", 0)


def test_who_was_let_go_is_a_stranger(elin: Person) -> None:
    elin.active = False
    elin.save()

    assert receive(elin.vendor, write(elin.email, FERRY), MONDAY).outcome == "stranger"


def test_a_mail_without_a_sender_is_listed(elin: Person) -> None:
    letter = write("x@x.example", FERRY)
    del letter["From"]

    assert receive(elin.vendor, letter, MONDAY).state == "triage"


def test_a_storm_of_mails_is_not_answered_by_a_storm() -> None:
    firm = houses.startrac()
    outsider = person(firm, "werkstatt-7")
    for number in range(9):
        receive(firm.vendor, write(outsider.email, firm.vendor.mail_address, text=f"{number}"), MONDAY)

    assert len(answers_to(outsider.email)) == 5
    assert RawMessage.objects.filter(state="triage", outcome="refused").count() == 4


# --- The same mail twice ----------------------------------------------------------------------------------------------


def test_the_same_message_by_two_ways_is_one(elin: Person) -> None:
    letter = write(elin.email, FERRY, Message_ID="<1@firm.example>")
    receive(elin.vendor, letter, MONDAY)
    letter["Received"] = "by another way"
    mail = receive(elin.vendor, letter, MONDAY + HOUR)

    assert (mail.outcome, Log.objects.filter(kind="case").count()) == ("double", 1)


def test_a_device_that_gives_all_mails_one_id_is_heard_each_time(elin: Person) -> None:
    for text in ("Kylen larmar.", "Frysen larmar."):
        receive(elin.vendor, write(elin.email, FERRY, text=text, Message_ID="<device>"), MONDAY)

    assert RawMessage.objects.filter(outcome="double").count() == 0


# --- What cannot be worked --------------------------------------------------------------------------------------------


def test_what_cannot_be_worked_is_tried_again_and_then_shown(elin: Person) -> None:
    receive(elin.vendor, write(elin.email, FERRY), MONDAY)
    RawMessage.objects.update(state="new", digest="0" * 64, tries=0, not_before=MONDAY)
    now = MONDAY
    for _ in range(20):
        now += HOUR
        queue.work_next(now)
    mail = RawMessage.objects.get()

    assert (mail.state, mail.tries) == ("failed", queue.TRIES)
    assert "nothing is kept under" in mail.reason


def test_a_mail_that_ends_the_process_is_not_tried_for_ever(elin: Person) -> None:
    receive(elin.vendor, write(elin.email, FERRY), MONDAY)
    RawMessage.objects.update(state="new", tries=queue.TRIES, not_before=MONDAY)

    queue.work_next(MONDAY)

    assert RawMessage.objects.get().state == "failed"


def test_one_that_cannot_be_worked_does_not_hold_up_the_next(elin: Person) -> None:
    receive(elin.vendor, write(elin.email, FERRY, text="first"), MONDAY)
    RawMessage.objects.update(state="new", digest="0" * 64, tries=0, not_before=MONDAY)

    assert receive(elin.vendor, write(elin.email, FERRY, text="second"), MONDAY).outcome == "reported"


# --- Who is believed --------------------------------------------------------------------------------------------------

PASSED = "mx.vendor.example; dkim=pass header.d=firm.example; dmarc=pass header.from=firm.example"


@pytest.fixture
def trust(settings: Any) -> None:  # noqa: ANN401 - pytest-django's own
    settings.MAIL_TRUST = "mx.vendor.example"


def outcome(elin: Person, *results: str, to: str = FERRY) -> str:
    mail = write(elin.email, to)
    for result in results:
        mail["Authentication-Results"] = result
    return receive(elin.vendor, mail, MONDAY + HOUR).outcome


@pytest.mark.usefixtures("trust")
def test_an_address_that_the_server_in_front_has_proved_is_believed(elin: Person) -> None:
    assert outcome(elin, PASSED) == "reported"


@pytest.mark.usefixtures("trust")
@pytest.mark.parametrize(
    "results",
    [
        (),
        ("mx.vendor.example; dmarc=fail header.from=firm.example",),
        ("mx.vendor.example; spf=pass (sender said; dmarc=pass) smtp.mailfrom=x.example",),
        ('mx.vendor.example; spf=pass smtp.mailfrom="; dmarc=pass"@x.example',),
        ("mx.forger.example; dmarc=pass",),
        ("mx.vendor.example; dmarc=fail", PASSED),  # the first line is the server's own
    ],
)
def test_an_address_that_it_has_not_proved_is_for_somebody_to_look_at(elin: Person, results: tuple[str, ...]) -> None:
    assert (outcome(elin, *results), CaseRow.objects.count()) == ("unproved", 0)


def test_who_answers_the_signed_address_was_written_to(case: Log, elin: Person, settings: Any) -> None:  # noqa: ANN401
    settings.MAIL_TRUST = "mx.vendor.example"

    assert outcome(elin, to=way_back(case)) == "replied"


def test_without_a_server_to_trust_an_address_is_believed(elin: Person) -> None:
    assert outcome(elin) == "reported"
