"""The form of a report: its questions, what it promises before it is sent, and sending it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.desk.intake import houses
from tests.desk.intake.houses import person
from tests.desk.portal.conftest import browser
from upheld_desk.store import logs
from upheld_desk.store.models import CaseRow, Log

pytestmark = pytest.mark.django_db

FORM = "/portal/report"
LOOK = "/portal/report/look"
COMPLETE = {
    "kind": "incident",
    "service": "Testsysteme",
    "answer-down": "no",
    "answer-production": "yes",
    "subject": "It is slow",
    "text": "Since this morning.",
    "key": "abc",
}


def test_the_questions_are_those_of_the_agreement_in_the_readers_language() -> None:
    customer = houses.maxence()

    page = browser(person(customer, "k.meyer"), "de").get(FORM).content.decode()

    assert "Ist das Produktivsystem betroffen?" in page
    assert "Wie viele Nutzer können nicht normal arbeiten?" in page


def test_the_panel_says_what_is_promised_and_until_when() -> None:
    customer = houses.comarch_advanced()
    given = {"kind": "incident", "service": "Leitstand", "answer-down": "no", "answer-production": "yes"}

    panel = browser(person(customer, "l.huber")).post(LOOK, given).content.decode()

    assert "Production system impaired" in panel
    assert "you may object" in panel
    assert "Mon 23 Nov, 15:00" in panel
    assert 'class="promise-line"' in panel


def test_the_panel_says_what_is_used_of_the_allowance() -> None:
    customer = houses.comarch_basic()

    panel = browser(person(customer, "f.richter")).post(LOOK, COMPLETE).content.decode()

    assert "Then 9 of 10 are left." in panel


def test_the_panel_says_which_question_is_still_open() -> None:
    customer = houses.comarch_basic()

    panel = browser(person(customer, "f.richter")).post(LOOK, {"service": "Testsysteme"}).content.decode()

    assert "Does a critical outage keep the customer from its business goals?" in panel
    assert 'data-needed="down"' in panel


def test_the_panel_says_on_which_channel_a_higher_severity_must_still_be_asked_for() -> None:
    customer = houses.stratiteq()
    given = {"kind": "incident", "service": "Kundportalen", "severity": "p1"}

    panel = browser(person(customer, "e.lund")).post(LOOK, given).content.decode()

    assert "must also be asked for by phone" in panel
    assert "If it counted at once as asked" in panel


def test_the_panel_says_to_partners_that_the_guarantee_is_for_the_phone() -> None:
    customer = houses.clearsense()

    panel = browser(person(customer, "m.gruber", caller="partner")).post(LOOK, {"kind": "incident"}).content.decode()

    assert "is guaranteed for reports by phone. Yours is taken without it." in panel


def test_the_panel_says_that_level_1_hands_over_first() -> None:
    customer = houses.startrac()
    gate = person(customer, "gate-desk-day", role="level-1", caller="level-1")

    panel = browser(gate).post(LOOK, {"answer-stop": "yes"}).content.decode()

    assert "The clocks start when it hands the case over." in panel
    assert "If your level 1 handed over at once" in panel


def test_who_may_not_report_reads_it_before_writing_with_the_clause_and_whom_to_turn_to() -> None:
    customer = houses.comarch_basic()
    richter = person(customer, "f.richter")

    page = browser(person(customer, "new.one")).get(FORM).content.decode()

    assert "the agreement names who may report" in page
    assert "§ S1-27" in page
    assert f"Please turn to {richter.name}" in page


def test_without_an_agreement_the_page_says_so() -> None:
    customer = houses.comarch_basic()
    customer.agreements.get().editions.update(state="draft")

    page = browser(person(customer, "f.richter")).get(FORM)

    assert page.status_code == 200
    assert "there is no agreement" in page.content.decode()


def test_a_report_becomes_a_case_and_its_page_is_shown() -> None:
    customer = houses.comarch_basic()

    answer = browser(person(customer, "f.richter")).post(FORM, {**COMPLETE, "send": "yes"})

    row = CaseRow.objects.get()
    assert answer["Location"] == f"/portal/cases/{row.reference}"
    assert (row.subject, row.severity, row.reporter and row.reporter.handle) == (
        "It is slow",
        "production",
        "f.richter",
    )


def test_what_is_sent_twice_is_one_case() -> None:
    customer = houses.comarch_basic()
    window = browser(person(customer, "f.richter"))

    answers = [window.post(FORM, {**COMPLETE, "send": "yes"})["Location"] for _ in range(2)]

    assert answers[0] == answers[1]
    assert CaseRow.objects.count() == 1


def test_an_open_question_must_be_answered() -> None:
    customer = houses.comarch_basic()
    incomplete = {name: value for name, value in COMPLETE.items() if name != "answer-production"}

    answer = browser(person(customer, "f.richter")).post(FORM, {**incomplete, "send": "yes"})

    assert answer.status_code == 422
    assert "Please answer this question" in answer.content.decode()
    assert "Since this morning." in answer.content.decode()


def test_checking_sends_nothing_and_keeps_what_was_written() -> None:
    customer = houses.comarch_basic()

    page = browser(person(customer, "f.richter")).post(FORM, {**COMPLETE, "check": "yes"}).content.decode()

    assert not CaseRow.objects.exists()
    assert "Since this morning." in page
    assert "Tue 24 Nov, 14:00" in page  # 12 working hours


def test_a_refused_report_stands_in_the_form_again_and_is_kept() -> None:
    customer = houses.comarch_basic()

    answer = browser(person(customer, "new.one")).post(FORM, {**COMPLETE, "send": "yes"})

    log = customer.agreements.get().log
    assert log
    assert answer.status_code == 422
    assert "It is slow" in answer.content.decode()
    assert logs.load(log.pk).entries[-1].kind == "refused"


def test_files_are_attached_and_programs_are_not_taken() -> None:
    customer = houses.comarch_basic()
    window = browser(person(customer, "f.richter"))
    picture = SimpleUploadedFile("screen.png", b"\x89PNG\r\n\x1a\n" + b"0" * 20, "image/png")
    program = SimpleUploadedFile("fix.exe", b"MZ" + b"0" * 20, "application/x-msdownload")

    refused = window.post(FORM, {**COMPLETE, "send": "yes", "attached": [program]})
    window.post(FORM, {**COMPLETE, "send": "yes", "attached": [picture]})

    log = Log.objects.get(kind="case")
    assert "is a program" in refused.content.decode()
    assert [file["name"] for file in logs.load(log.pk).entries[0].desk["attachments"]] == ["screen.png"]


def test_each_form_has_a_key_of_its_own() -> None:
    customer = houses.comarch_basic()
    window = browser(person(customer, "f.richter"))

    keys = {re.findall(r'name="key" value="(\w+)"', window.get(FORM).content.decode())[0] for _ in range(2)}

    assert len(keys) == 2
