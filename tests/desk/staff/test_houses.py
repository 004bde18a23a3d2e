"""Customers, people, reports that were not taken, mail to sort, settings."""

from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.desk.staff.conftest import LATER, Sign
from tests.desk.world import MONDAY, World, customer, person, report
from upheld_desk.errors import Refused
from upheld_desk.intake import reporting
from upheld_desk.intake.drafts import Draft
from upheld_desk.mail.models import RawMessage
from upheld_desk.people.models import Person, Vendor
from upheld_desk.store import attachments
from upheld_desk.store.models import CaseRow

pytestmark = pytest.mark.django_db

MAIL = b"""From: Lena Huber <lena@home.example>\r
To: support@comarch.example\r
Subject: PM2 stands still\r
Message-ID: <1@home.example>\r
Date: Mon, 23 Nov 2026 09:30:00 +0000\r
\r
Since half past nine.\r
"""


def text(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


# --- Customers --------------------------------------------------------------------------------------------------------


def test_the_list_says_what_is_in_force_and_what_goes_on(world: World, sign_in: Sign) -> None:
    report(world.huber, "production")

    shown = text(sign_in(world.manager), "/staff/customers/")

    for said in ("Papierwerk Isar GmbH", world.papierwerks.number, "Advanced", "Lernraum Dresden gGmbH", "Basic"):
        assert said in shown


def test_the_list_of_customers_needs_few_queries(
    world: World, sign_in: Sign, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = sign_in(world.manager)
    text(browser, "/staff/customers/")

    with django_assert_max_num_queries(13):
        text(browser, "/staff/customers/")


def test_a_customer_s_page_has_its_people_and_how_many_may_be_named(world: World, sign_in: Sign) -> None:
    shown = text(sign_in(world.lead), "/staff/customers/papierwerk-isar/")

    for said in ("Lena Huber", "of 5 named contacts", world.papierwerks.number, "in force"):
        assert said in shown


def test_a_report_that_was_not_taken_stands_with_its_reason(world: World, sign_in: Sign) -> None:
    browser = sign_in(world.staff)
    told = {"form": str(uuid4()), "subject": "PM2 stands still", "kind": "incident", "text": "Since 18:20."}
    browser.post("/staff/call/?caller=f.richter", told)

    shown = text(browser, "/staff/refused/")

    for said in ("Falk Richter", "PM2 stands still", "reports by phone are not agreed", "Since 18:20."):
        assert said in shown


def test_a_report_before_anything_was_agreed_stands_there_too(world: World, sign_in: Sign) -> None:
    new = customer(world.comarch, "neu", "Neu AG")
    with pytest.raises(Refused):
        reporting.report(new, person(new, "n.neu", "Nora Neu"), Draft(channel="portal", subject="Hello?"), MONDAY)

    shown = text(sign_in(world.staff), "/staff/refused/")

    for said in ("Nora Neu", "Hello?", "there is no agreement with Neu AG"):
        assert said in shown


def test_another_vendor_does_not_see_it(world: World, sign_in: Sign) -> None:
    new = customer(world.startrac, "neu", "Neu AG")
    with pytest.raises(Refused):
        reporting.report(new, None, Draft(channel="portal", subject="Hello?"), MONDAY)

    assert "Hello?" not in text(sign_in(world.staff), "/staff/refused/")


# --- People -----------------------------------------------------------------------------------------------------------


def test_the_administrator_adds_somebody(world: World, sign_in: Sign) -> None:
    given = {"name": "Nora Lind", "role": "staff", "email": "nora@comarch.example", "languages": ["de"]}

    answer = sign_in(world.admin).post("/staff/people/new", given)

    assert answer.headers["Location"] == f"/staff/people/{Person.objects.get(name='Nora Lind').handle}/"


def test_a_role_is_changed(world: World, sign_in: Sign) -> None:
    given = {"name": "Maria Schulz", "role": "lead", "email": world.staff.email}
    sign_in(world.admin).post("/staff/people/m.schulz/", given)

    assert Person.objects.get(handle="m.schulz").role == "lead"


def test_the_last_administrator_stays_one(world: World, sign_in: Sign) -> None:
    given = {"name": "Ina Vogt", "role": "staff", "email": world.admin.email}

    answer = sign_in(world.admin).post("/staff/people/i.vogt/", given)

    assert answer.status_code == 409
    assert "Somebody has to be administrator." in answer.content.decode()


def test_who_does_not_look_after_staff_changes_nobody(world: World, sign_in: Sign) -> None:
    browser = sign_in(world.lead)

    assert browser.post("/staff/people/m.schulz/", {"name": "X", "role": "admin"}).status_code == 404
    assert browser.post("/staff/people/m.schulz/end").status_code == 404
    assert browser.get("/staff/people/new").status_code == 404


def test_an_access_is_ended_and_given_back(world: World, sign_in: Sign) -> None:
    browser = sign_in(world.admin)
    browser.post("/staff/people/m.schulz/end")
    ended = Person.objects.get(handle="m.schulz").active
    browser.post("/staff/people/m.schulz/return")

    assert (ended, Person.objects.get(handle="m.schulz").active) == (False, True)


def test_somebody_is_invited_by_mail(world: World, sign_in: Sign) -> None:
    sign_in(world.lead).post("/staff/people/t.wimmer/invite")

    assert Person.objects.get(handle="t.wimmer").account is not None


# --- Mail to sort -----------------------------------------------------------------------------------------------------


def stray(world: World, state: str = "triage") -> RawMessage:
    return RawMessage.objects.create(
        vendor=world.comarch,
        digest=attachments.put(MAIL),
        size=len(MAIL),
        source="smtp",
        received=LATER,
        sender="lena@home.example",
        name="Lena Huber",
        subject="PM2 stands still",
        state=state,
        outcome="stranger",
        reason="could not read it" if state == "failed" else "",
        not_before=LATER,
        tries=5,
    )


def test_a_stranger_s_mail_waits_to_be_sorted(world: World, sign_in: Sign) -> None:
    mail, browser = stray(world), sign_in(world.staff)

    assert "somebody unknown" in text(browser, "/staff/mail/")
    assert "Since half past nine." in text(browser, f"/staff/mail/{mail.pk}/")


def test_a_mail_is_entered_as_somebody_s_report(world: World, sign_in: Sign) -> None:
    mail = stray(world)
    sign_in(world.staff).post(f"/staff/mail/{mail.pk}/enter", {"writer": "l.huber", "reference": ""})
    mail.refresh_from_db()
    row = CaseRow.objects.get()

    assert (mail.state, mail.outcome, mail.log_id) == ("done", "reported", row.log_id)
    assert (row.subject, row.reporter) == ("PM2 stands still", world.huber)


def test_a_stranger_s_mail_is_nobody_s_until_somebody_says_whose(world: World, sign_in: Sign) -> None:
    mail, browser = stray(world), sign_in(world.staff)
    asked = browser.get(f"/staff/mail/{mail.pk}/").content.decode()

    answer = browser.post(f"/staff/mail/{mail.pk}/enter", {"writer": "", "reference": ""})

    assert '<option value="" selected>Please choose</option>' in asked
    assert (answer.status_code, CaseRow.objects.count()) == (409, 0)


def test_a_mail_is_entered_as_somebody_s_word_on_a_case(world: World, sign_in: Sign) -> None:
    mail, log = stray(world), report(world.huber, "production")

    answer = sign_in(world.staff).post(
        f"/staff/mail/{mail.pk}/enter", {"writer": "l.huber", "reference": log.reference.lower()}
    )

    assert answer.headers["Location"] == f"/staff/cases/{log.reference}/"
    assert log.entries.filter(kind="customer replied").exists()


def test_a_mail_about_somebody_else_s_case_is_not_entered(world: World, sign_in: Sign) -> None:
    mail, log = stray(world), report(world.gate)

    answer = sign_in(world.staff).post(
        f"/staff/mail/{mail.pk}/enter", {"writer": "l.huber", "reference": log.reference}
    )

    assert "There is no such case of theirs." in answer.content.decode()


def test_a_failed_mail_is_worked_again(world: World, sign_in: Sign) -> None:
    mail, browser = stray(world, "failed"), sign_in(world.staff)
    shown = text(browser, f"/staff/mail/{mail.pk}/")
    browser.post(f"/staff/mail/{mail.pk}/again")
    mail.refresh_from_db()

    assert "could not read it" in shown
    assert (mail.state, mail.tries) == ("new", 0)


def test_a_mail_is_put_aside_and_kept(world: World, sign_in: Sign) -> None:
    mail = stray(world)
    sign_in(world.staff).post(f"/staff/mail/{mail.pk}/aside")
    mail.refresh_from_db()

    assert (mail.state, mail.outcome, attachments.read(mail.digest)) == ("done", "ignored", MAIL)


# --- Settings ---------------------------------------------------------------------------------------------------------

SETTINGS = {
    "name": "Comarch",
    "mail_address": "help@comarch.example",
    "unknown_senders": "answer",
    "notify_hours": "mon-fri 08:00-18:00",
    "zone": "Europe/Berlin",
    "languages": ["de", "en"],
    "colour": "#a01010",
}


def test_settings_are_kept(world: World, sign_in: Sign) -> None:
    sign_in(world.admin).post("/staff/settings/", SETTINGS)
    vendor = Vendor.objects.get(slug="comarch")

    assert (vendor.mail_address, vendor.unknown_senders, vendor.colour) == ("help@comarch.example", "answer", "#a01010")


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("notify_hours", "mon 25:00-26:00"),
        ("colour", "#a/b"),
        ("mail_address", "support+all@comarch.example"),
        ("mail_address", "SUPPORT@startrac.example"),
    ],
)
def test_settings_that_would_break_something_are_refused(world: World, sign_in: Sign, field: str, given: str) -> None:
    answer = sign_in(world.admin).post("/staff/settings/", {**SETTINGS, field: given})

    world.comarch.refresh_from_db()
    assert (answer.status_code, getattr(world.comarch, field) == given) == (409, False)


def test_hours_that_are_none_are_refused(world: World, sign_in: Sign) -> None:
    answer = sign_in(world.admin).post("/staff/settings/", {**SETTINGS, "notify_hours": "office hours"})

    assert answer.status_code == 409
    assert "These are no hours." in answer.content.decode()
