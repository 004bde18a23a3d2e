"""What is told by mail, to whom, in which language; and what never is."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.desk.actions import firms
from tests.desk.actions.firms import MONDAY, Firm
from tests.desk.timers.cast import reachable, startrac, stratiteq, with_silence
from upheld.events import Reported
from upheld_desk.actions import classifying, joining, solving, talking, working
from upheld_desk.actions.cases import open_case
from upheld_desk.catalogues import LANGUAGES, PACKAGE, read
from upheld_desk.errors import Refused
from upheld_desk.notices import addresses, to_customers, to_staff
from upheld_desk.notices.refusing import refuse
from upheld_desk.notices.telling import tell
from upheld_desk.outbox import sending
from upheld_desk.outbox.models import Outgoing
from upheld_desk.people.models import Account, Customer, Person, Vendor
from upheld_desk.store.dossiers import Dossier
from upheld_desk.store.models import Log
from upheld_desk.timers.looking import look

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def reported(firm: Firm) -> Log:
    return firm.opened(kind="incident", channel="email", service="Kundportalen")


def mails(to: str = "", kind: str = "") -> list[Outgoing]:
    found = Outgoing.objects.order_by("pk")
    found = found.filter(to=f"{to}@example.org") if to else found
    return list(found.filter(kind=kind) if kind else found)


def mail_of(kind: str, to: str) -> Outgoing:
    (found,) = mails(to, kind)
    return found


# --- To customers -----------------------------------------------------------------------------------------------------


def test_a_receipt_says_what_is_promised_until_when_and_by_which_clause() -> None:
    reported(stratiteq())

    receipt = mail_of("reported", "e.lund")
    assert "by Tue 24 Nov 2026, 09:00 (Europe/Berlin), within 8 working hours" in receipt.text
    assert "> within 8 working hours" in receipt.text
    assert receipt.subject == "[STR-1001] Received: It stands still"
    assert receipt.automatic
    assert 'class="promise-line"' in receipt.html


def test_what_a_clause_promises_stands_in_the_receipt_in_the_reader_s_language_and_to_the_minute() -> None:
    firm = stratiteq()
    Person.objects.update(languages=["de"])
    firm.opened(MONDAY + timedelta(seconds=27), kind="incident", channel="email", service="Kundportalen")

    receipt = mail_of("reported", "e.lund")
    assert "> innerhalb von 8 Arbeitsstunden" in receipt.text
    assert "09:00:27" not in receipt.text


def test_a_receipt_for_a_mail_without_a_word_names_no_subject() -> None:
    firm = reachable(firms.comarch())
    asked = Reported(MONDAY, by=firm.contact.handle, channel="ticket", kind="incident", service="Testsysteme")
    open_case(firm.customer, firm.agreement, asked, subject="", text="", by=firm.contact)

    receipt = mail_of("reported", "f.richter")
    assert receipt.subject == "[COM-1001] Received"
    assert "Subject:" not in receipt.text


def test_a_receipt_says_what_is_left_of_the_allowance() -> None:
    firm = reachable(firms.comarch())
    firm.opened(kind="incident", channel="ticket", service="Testsysteme")

    assert "10 granted, 0 used, 1 set aside, 0 expired: 9 left" in mail_of("reported", "f.richter").text


def test_a_receipt_for_level_1_says_that_times_run_from_the_hand_over() -> None:
    startrac().opened(kind="incident", channel="phone", caller="level-1", answers={"stop": "yes"})

    assert "from the moment they hand it over" in mail_of("reported", "gate-desk-day").text


def test_a_reply_leaves_in_full_and_is_not_automatic() -> None:
    firm = stratiteq()
    log = reported(firm)
    text = "\n".join(f"line {number}" for number in range(40))
    talking.reply(firm.staff, log, MONDAY + HOUR, text=text)

    reply = mail_of("replied", "e.lund")
    assert text in reply.text
    assert "> Nothing works." in reply.text
    assert not reply.automatic


def test_what_is_written_cannot_make_html() -> None:
    firm = stratiteq()
    talking.reply(firm.staff, reported(firm), MONDAY + HOUR, text="<script>alert(1)</script> & <b>bold</b>")

    assert "<script>" not in mail_of("replied", "e.lund").html
    assert "&lt;b&gt;bold" in mail_of("replied", "e.lund").html


def test_a_class_is_told_in_one_mail_with_what_was_said_and_how_to_object() -> None:
    firm = reachable(firms.comarch())
    log = firm.opened(kind="incident", channel="ticket", service="Testsysteme")
    classifying.classify(firm.staff, log, MONDAY + HOUR, severity="impaired", text="A fault, not an outage.")

    told = mail_of("classified", "f.richter")
    assert "A fault, not an outage." in told.text
    assert "object on the page of the case" in told.text
    assert not told.automatic
    assert mails(kind="replied") == []


def test_a_class_that_is_told_after_the_reaction_was_kept_does_not_deny_the_promise() -> None:
    firm = reachable(firms.comarch())
    log = firm.opened(kind="incident", channel="ticket", service="Testsysteme")
    classifying.classify(firm.staff, log, MONDAY + HOUR, severity="impaired", text="A fault, not an outage.")

    assert "promises no time" not in mail_of("classified", "f.richter").text


def test_an_objection_is_confirmed_and_told_to_those_who_may_decide() -> None:
    firm = reachable(firms.comarch())
    log = firm.opened(kind="incident", channel="ticket", service="Testsysteme")
    classifying.classify(firm.staff, log, MONDAY + HOUR, severity="impaired", text="A fault.")
    classifying.object(firm.contact, log, MONDAY + 2 * HOUR, reason="Everything stands still.")
    classifying.decide_objection(firm.second, log, MONDAY + 3 * HOUR, severity="down", text="You are right.")

    assert {one.to for one in mails(kind="objected")} == {"f.richter@example.org", "jonas@example.org"}
    assert "Your objection was right" in mail_of("objection decided", "f.richter").text
    assert len(mails(kind="classified")) == 1


def test_a_solution_says_what_silence_means_and_where_to_approve() -> None:
    firm = with_silence(stratiteq())
    log = reported(firm)
    working.start_work(firm.staff, log, MONDAY)
    solving.propose(firm.staff, log, MONDAY + HOUR, text="Restart the queue.")

    told = mail_of("solution proposed", "e.lund")
    assert "If we hear nothing until Mon 7 Dec 2026, 11:00 (Europe/Berlin), it counts as approved." in told.text
    assert f"Approve or refuse the solution:\n{addresses.of(log)}" in told.text


def test_silence_that_approved_is_told_to_both_sides() -> None:
    firm = with_silence(stratiteq())
    log = reported(firm)
    working.start_work(firm.staff, log, MONDAY)
    solving.propose(firm.staff, log, MONDAY + HOUR, text="Restart the queue.")
    look(log, MONDAY + 30 * DAY)

    assert "So the solution counts as approved" in mail_of("closed", "e.lund").text
    assert "geschwiegen" in mail_of("solution approved", "maria").text


def test_a_wait_asks_for_what_is_waited_for_but_not_where_somebody_else_must_act() -> None:
    firm = stratiteq()
    log = reported(firm)
    working.wait(firm.staff, log, MONDAY + HOUR, on="customer", reason="Which version do you run?")
    working.wait(firm.staff, log, MONDAY + 2 * HOUR, on="third party", reason="The supplier of the scanner.")

    (asked,) = mails(kind="wait started")
    assert "Which version do you run?" in asked.text


def test_the_reporter_and_who_watches_are_told_the_lead_of_the_customer_only_if_they_watch() -> None:
    firm = stratiteq()
    log = reported(firm)
    for handle, role in (("a.ek", "contact"), ("b.berg", "customer-lead")):
        Person.objects.create(
            vendor=firm.vendor,
            customer=firm.customer,
            handle=handle,
            name=handle,
            role=role,
            email=f"{handle}@example.org",
        )
    talking.watch(firm.contact, log, MONDAY, who=Person.objects.get(handle="a.ek"))
    talking.reply(firm.staff, log, MONDAY + HOUR, text="We are on it.")

    assert {one.to for one in mails(kind="replied")} == {"e.lund@example.org", "a.ek@example.org"}


def test_who_is_gone_or_has_no_address_is_told_nothing() -> None:
    firm = stratiteq()
    log = reported(firm)
    Person.objects.filter(pk=firm.contact.pk).update(active=False)
    talking.reply(firm.staff, log, MONDAY + HOUR, text="We are on it.")

    assert mails(kind="replied") == []


def test_nobody_of_a_customer_who_is_gone_is_told_anything() -> None:
    firm = stratiteq()
    log = reported(firm)
    Customer.objects.update(active=False)
    talking.reply(firm.staff, Log.objects.get(pk=log.pk), MONDAY + HOUR, text="We are on it.")

    assert mails(kind="replied") == []


# --- To staff ---------------------------------------------------------------------------------------------------------


def test_an_answer_is_told_to_the_assignee_and_before_that_to_who_leads() -> None:
    firm = stratiteq()
    log = reported(firm)
    talking.reply(firm.contact, log, MONDAY + HOUR, text="It got worse.")
    working.assign(firm.second, log, MONDAY + HOUR, to=firm.staff)
    talking.reply(firm.contact, log, MONDAY + 2 * HOUR, text="Still so.")

    assert [one.to for one in mails(kind="customer replied")] == ["jonas@example.org", "maria@example.org"]
    assert mail_of("assigned", "maria").subject == "[STR-1001] Jetzt bei Ihnen: It stands still"


def test_who_takes_a_case_is_not_told_that_they_have_it() -> None:
    firm = stratiteq()
    working.start_work(firm.staff, reported(firm), MONDAY + HOUR)

    assert mails(kind="assigned") == []


def test_what_is_due_is_told_with_its_true_instant() -> None:
    firm = stratiteq()
    Person.objects.filter(customer=None).update(languages=["en"])
    log = reported(firm)
    look(log, MONDAY + 2 * DAY)

    late = next(one for one in mails("jonas", "due") if "Late: Response time" in one.subject)
    assert "Late: Response time, was due on Tue 24 Nov 2026, 09:00 (Europe/Berlin)" in late.text
    assert "later than it became so" in late.text


def test_a_letter_waits_for_the_hours_in_which_people_are_told_things() -> None:
    firm = stratiteq()
    firm.vendor.notify_hours = "thu 10:00-11:00"
    firm.vendor.save()
    log = reported(firm)
    look(Log.objects.get(pk=log.pk), MONDAY + timedelta(days=1, hours=12))

    late = next(one for one in mails("jonas", "due") if "Response" in one.subject or "Svarstid" in one.subject)
    assert late.not_before.isoformat() == "2026-11-26T09:00:00+00:00"


# --- Never ------------------------------------------------------------------------------------------------------------


def test_nothing_internal_is_in_a_mail_to_a_customer() -> None:
    firm = stratiteq()
    log = reported(firm)
    working.assign(firm.second, log, MONDAY, to=firm.staff)
    working.start_work(firm.staff, log, MONDAY)
    talking.note(firm.staff, log, MONDAY + HOUR, text="SECRET: they never pay")
    working.log_effort(firm.staff, log, MONDAY + HOUR, minutes=300, text="SECRET: looked it up")
    working.forecast(firm.staff, log, MONDAY + HOUR, minutes=600, text="SECRET: too long")
    look(log, MONDAY + 2 * HOUR)
    talking.reply(firm.staff, log, MONDAY + 3 * HOUR, text="We are on it.")
    look(log, MONDAY + 3 * DAY)
    solving.propose(firm.staff, log, MONDAY + 3 * DAY, text="Restart.")
    solving.approve(firm.contact, log, MONDAY + 3 * DAY + HOUR)
    solving.close(firm.staff, log, MONDAY + 3 * DAY + HOUR)

    to_customer = mails("e.lund")
    assert {one.kind for one in to_customer} == {"reported", "replied", "solution proposed", "closed"}
    assert not any("SECRET" in one.text + one.html + one.subject for one in Outgoing.objects.all())


def test_telling_again_puts_nothing_twice() -> None:
    firm = stratiteq()
    log = reported(firm)
    talking.reply(firm.staff, log, MONDAY + HOUR, text="We are on it.")
    before = Outgoing.objects.count()
    tell(Dossier.of(log), 0, MONDAY + HOUR)

    assert Outgoing.objects.count() == before


# --- Languages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_mail_is_written_in_the_reader_s_language(language: str) -> None:
    _everything(language)
    texts = _sentences(language)

    found = mails()
    assert {one.kind for one in found} >= {*to_customers.WRITES, *to_staff.WRITES, "due", "reminder"} - {"handed over"}
    for one in found:
        assert not [text for text in texts if text in one.text], one.kind
        assert "%(" not in one.text + one.html + one.subject


def _everything(language: str) -> None:
    """Do everything that is told by mail."""
    firm = reachable(firms.comarch())
    Person.objects.update(languages=[language])
    log = firm.opened(kind="incident", channel="ticket", service="Testsysteme")
    classifying.classify(firm.staff, log, MONDAY + HOUR, severity="impaired")
    classifying.object(firm.contact, log, MONDAY + 2 * HOUR, reason="Text.")
    classifying.decide_objection(firm.second, log, MONDAY + 3 * HOUR, severity="down", text="Text.")
    firm = stratiteq()
    Person.objects.update(languages=[language])
    log, other, third = reported(firm), reported(firm), reported(firm)
    joining.mark_duplicate(firm.staff, third, MONDAY, of=other)
    working.assign(firm.second, log, MONDAY, to=firm.staff)
    working.start_work(firm.staff, log, MONDAY)
    talking.reply(firm.staff, log, MONDAY + HOUR, text="Text.")
    talking.reply(firm.contact, log, MONDAY + HOUR, text="Text.")
    for on in ("customer", "access"):
        working.wait(firm.staff, log, MONDAY + HOUR, on=on, reason="Text.")
    solving.restore(firm.staff, log, MONDAY + 2 * HOUR, workaround=True)
    solving.propose(firm.staff, log, MONDAY + 2 * HOUR, text="Text.")
    solving.refuse(firm.contact, log, MONDAY + 3 * HOUR, reason="Text.")
    solving.propose(firm.staff, log, MONDAY + 4 * HOUR, text="Text.")
    look(log, MONDAY + 14 * DAY)
    solving.approve(firm.contact, log, MONDAY + 14 * DAY)
    solving.close(firm.staff, log, MONDAY + 14 * DAY)
    solving.reopen(firm.contact, log, MONDAY + 15 * DAY, reason="Text.")
    joining.merge(firm.staff, log, MONDAY + 16 * DAY, into=other)
    look(other, MONDAY + 16 * DAY)
    working.assign(firm.second, other, MONDAY + 16 * DAY, to=firm.staff)
    solving.withdraw(firm.contact, other, MONDAY + 17 * DAY, reason="Text.")


def _sentences(language: str) -> list[str]:
    """Return the English texts that stand in a mail as they are, of which the translation differs."""
    catalogue = read(PACKAGE / "notices", language)
    found = [str(message.id) for message in catalogue if message.id and "%(" not in str(message.id)]
    return [text for text in found if text.endswith((".", ":")) and catalogue[text].string != text]


# --- What no case calls for, and the door -----------------------------------------------------------------------------


def test_a_refused_mail_is_answered_once_and_in_its_thread() -> None:
    firm = stratiteq()
    refused = Refused("This service is not covered.", "not-covered")
    for _ in range(2):
        refuse(firm.contact, refused, MONDAY, subject="Help", text="Printer!", message_id="<one@example.org>")

    (answer,) = mails(kind="refused")
    assert "This service is not covered." in answer.text
    assert answer.references == ["one@example.org"]


def test_a_receipt_leaves_as_an_automatic_mail_to_which_one_can_answer() -> None:
    reported(stratiteq())
    sending.send_next(MONDAY)

    (sent,) = mail.outbox
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert "+str-1001." in sent.extra_headers["Reply-To"]


def test_addresses_in_mails_are_those_of_the_map() -> None:
    firm = stratiteq()
    log = reported(firm)

    assert addresses.of(log).endswith(reverse("notices:door", args=[log.reference]))
    assert firm.agreement.log
    assert addresses.of(firm.agreement.log).endswith(reverse("contracts:page", args=[firm.agreement.pk]))


def test_the_door_of_a_mail_opens_for_those_who_see_the_case() -> None:
    firm = stratiteq()
    door = reverse("notices:door", args=[reported(firm).reference])
    other = Vendor.objects.create(slug="other", name="Other", prefix="OTH", mail_address="other@example.org")
    stranger = Person.objects.create(
        vendor=other,
        customer=Customer.objects.create(vendor=other, slug="x", name="X"),
        handle="x",
        name="X",
        role="customer-lead",
        email="x@example.org",
    )

    assert Client().get(door).status_code == 302
    assert _as(firm.staff).get(door).headers["Location"].endswith("STR-1001/")
    assert _as(stranger).get(door).status_code == 404


def _as(person: Person) -> Client:
    person.account = Account.objects.create_user(person.email)
    person.save()
    client = Client()
    client.force_login(person.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
