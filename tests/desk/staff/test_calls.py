"""A call: who it is, what they may have, what would be promised; then the case, or a refusal that is kept."""

from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from tests.desk.staff.conftest import Sign
from tests.desk.world import World, report
from upheld_desk.store import logs
from upheld_desk.store.models import CaseRow, Entry

pytestmark = pytest.mark.django_db


def call(browser: Client, caller: str, **given: str) -> HttpResponse:
    told = {"form": str(uuid4()), "subject": "PM2 stands still", "kind": "incident", "text": "Since 18:20.", **given}
    return browser.post(f"/staff/call/?{caller}", told)  # type: ignore[return-value]


@pytest.mark.parametrize("text", ["huber", "Lena Hub", "papierwerk", "089 1234", "+49 89 12345-67", "l.huber@"])
def test_a_caller_is_found_by_name_firm_number_or_address(world: World, sign_in: Sign, text: str) -> None:
    world.huber.phone = "+49 (89) 1234567"
    world.huber.save()

    found = sign_in(world.staff).get("/staff/call/look-up", {"q": text}).content.decode()

    assert "caller=l.huber" in found


def test_one_letter_finds_nobody(world: World, sign_in: Sign) -> None:
    assert "caller=" not in sign_in(world.staff).get("/staff/call/look-up?q=h").content.decode()


def test_the_caller_s_cases_are_offered_first(world: World, sign_in: Sign) -> None:
    log = report(world.huber, "production")

    assert f"/staff/cases/{log.reference}/#act-heard" in page(sign_in(world.staff), "caller=l.huber")


def page(browser: Client, caller: str) -> str:
    return browser.get(f"/staff/call/?{caller}").content.decode()


def test_every_condition_stands_there_with_its_clause(world: World, sign_in: Sign) -> None:
    shown = page(sign_in(world.staff), "caller=l.huber")

    for said in (
        "May report this",
        "S1-29",
        "S1-19",
        "Does a critical outage keep the customer from its business goals?",
    ):
        assert said in shown


def test_people_whom_a_condition_names_are_called_by_their_names(world: World, sign_in: Sign) -> None:
    conditions = LexborHTMLParser(page(sign_in(world.staff), "caller=l.huber")).css(".conditions .why-text")

    said = " ".join(step.text() for step in conditions)

    assert ["Lena Huber" in said, "l.huber" in said] == [True, False]


def test_what_is_missing_for_several_promises_is_said_once(world: World, sign_in: Sign) -> None:
    shown = page(sign_in(world.staff), "caller=l.huber")

    assert shown.count("It waits for a severity.") == 1


def test_the_condition_that_is_not_met_is_marked(world: World, sign_in: Sign) -> None:
    shown = page(sign_in(world.staff), "caller=f.richter")  # Basic: no phone

    assert "May not report this" in shown
    assert "condition-failed" in shown


def test_what_would_be_promised_follows_the_answers(world: World, sign_in: Sign) -> None:
    browser = sign_in(world.staff)
    form = browser.get("/staff/call/?caller=l.huber").context["form"]
    worst = f"answer-{form.questions[0]}"

    shown = browser.post("/staff/call/foresee?caller=l.huber", {"kind": "incident", worst: "yes"}).content.decode()

    assert "Business-critical system down" in shown
    assert "promise-line" in shown


def test_a_call_opens_a_case_of_the_caller(world: World, sign_in: Sign) -> None:
    answer = call(sign_in(world.staff), "caller=l.huber")
    row = CaseRow.objects.get()
    first = logs.load(row.log_id).entries[0]

    assert answer.headers["Location"] == f"/staff/cases/{row.reference}/"
    assert (row.reporter, row.channel, first.desk["logged_by"]) == (world.huber, "phone", "m.schulz")


def test_a_call_that_is_sent_twice_opens_one_case(world: World, sign_in: Sign) -> None:
    browser, form = sign_in(world.staff), str(uuid4())
    call(browser, "caller=l.huber", form=form)
    call(browser, "caller=l.huber", form=form)

    assert CaseRow.objects.count() == 1


def test_a_refused_call_keeps_what_was_typed_and_is_kept_itself(world: World, sign_in: Sign) -> None:
    browser = sign_in(world.staff)

    answer = call(browser, "caller=f.richter")

    assert answer.status_code == 409
    assert "Since 18:20." in answer.content.decode()
    assert Entry.objects.filter(kind="refused").count() == 1


def test_who_may_not_log_calls_finds_no_form(world: World, sign_in: Sign) -> None:
    assert sign_in(world.finance).get("/staff/call/").status_code == 404
