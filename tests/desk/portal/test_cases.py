"""The pages of cases: what the customer sees of them, and does."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.desk.intake import houses
from tests.desk.intake.houses import MONDAY, person, staff
from tests.desk.portal.conftest import Look, browser
from upheld_desk.actions import classifying, solving, talking, working
from upheld_desk.intake.drafts import Draft
from upheld_desk.intake.reporting import report
from upheld_desk.people.models import Customer, Person
from upheld_desk.store import logs
from upheld_desk.store.models import CaseRow, Log

pytestmark = pytest.mark.django_db

ANSWERS = {"down": "no", "production": "yes"}


def reported(customer: Customer, by: Person, subject: str = "Old values") -> Log:
    draft = Draft(channel="portal", service="Leitstand", subject=subject, text="The picture stands.", answers=ANSWERS)
    return report(customer, by, draft, MONDAY)


def kinds(log: Log) -> list[str]:
    return [fact.kind for fact in logs.load(log.pk).entries]


def mill() -> tuple[Customer, Person]:
    customer = houses.comarch_advanced()
    return customer, person(customer, "l.huber")


def test_the_page_shows_what_was_promised_and_why() -> None:
    customer, huber = mill()
    log = reported(customer, huber)

    page = browser(huber).get(f"/portal/cases/{log.reference}").content.decode()

    assert 'class="promise-line"' in page
    assert "Why is this due then?" in page
    assert "S1-39" in page


def test_what_is_measured_only_is_not_shown_as_promised() -> None:
    customer = houses.maxence()
    meyer = person(customer, "k.meyer")
    answers = {"production": "yes", "usable": "yes", "loss": "one", "workaround": "yes", "users": "few"}
    told = Draft(channel="portal", subject="Slow", text="Since nine.", answers=answers)

    page = browser(meyer).get(f"/portal/cases/{report(customer, meyer, told, MONDAY).reference}").content.decode()

    assert "No time is promised for this report." in page
    assert 'class="promise-line"' not in page


def test_the_talk_is_shown_without_what_is_internal() -> None:
    customer, huber = mill()
    log = reported(customer, huber)
    maria = staff(customer, "maria")
    talking.reply(maria, log, MONDAY, text="We look at it.")
    talking.note(maria, log, MONDAY, text="They pay late.")

    page = browser(huber).get(f"/portal/cases/{log.reference}").content.decode()

    assert "We look at it." in page
    assert "They pay late." not in page


def test_whose_file_could_not_be_taken_reads_so() -> None:
    customer, huber = mill()
    log = reported(customer, huber)
    talking.reply(huber, log, MONDAY, text="See there.", mail={"left_out": ["fix.exe"]}, channel="email")

    assert "Could not be attached: fix.exe" in browser(huber).get(f"/portal/cases/{log.reference}").content.decode()


def test_a_reply_comes_with_its_files() -> None:
    customer, huber = mill()
    log = reported(customer, huber)
    file = SimpleUploadedFile("screen.png", b"\x89PNG\r\n\x1a\n" + b"0" * 20, "image/png")

    browser(huber).post(f"/portal/cases/{log.reference}/reply", {"text": "Look here.", "attached": [file]})

    fact = logs.load(log.pk).entries[-1]
    assert (fact.kind, fact.desk["text"]) == ("customer replied", "Look here.")
    assert fact.desk["attachments"][0]["name"] == "screen.png"


def test_an_empty_reply_is_asked_for_again() -> None:
    customer, huber = mill()
    log = reported(customer, huber)

    answer = browser(huber).post(f"/portal/cases/{log.reference}/reply", {"text": "  "})

    assert answer.status_code == 409
    assert "Please write something first." in answer.content.decode()


def proposed() -> tuple[Log, Person]:
    customer, huber = mill()
    log = reported(customer, huber)
    solving.propose(staff(customer, "maria"), log, MONDAY + timedelta(minutes=5), text="Restarted the gateway.")
    return log, huber


def test_who_is_asked_whether_it_is_solved_reads_what_was_proposed_last() -> None:
    log, huber = proposed()
    solving.refuse(huber, log, MONDAY + timedelta(minutes=10), reason="Still the old values.")
    maria = log.vendor.people.get(handle="maria")
    solving.propose(maria, log, MONDAY + timedelta(minutes=20), text="Replaced the gateway.")

    page = browser(huber).get(f"/portal/cases/{log.reference}").content.decode()
    asked = page.partition("Is it solved?")[2].partition("Approve the solution")[0]

    assert ["Replaced the gateway." in asked, "Restarted the gateway." in asked] == [True, False]


def test_a_proposed_solution_is_approved() -> None:
    log, huber = proposed()

    browser(huber).post(f"/portal/cases/{log.reference}/approve", {"text": "Thank you."})

    assert "solution approved" in kinds(log)


def test_a_proposed_solution_is_refused_with_a_reason() -> None:
    log, huber = proposed()

    browser(huber).post(f"/portal/cases/{log.reference}/refuse", {"reason": "Still the old values."})

    assert kinds(log)[-1] == "solution refused"


def test_the_list_says_whose_turn_it_is() -> None:
    _log, huber = proposed()

    assert "It is your turn" in browser(huber).get("/portal/cases").content.decode()


def test_who_is_waited_for_reads_it_on_the_first_page() -> None:
    customer, huber = mill()
    log = reported(customer, huber)
    working.wait(staff(customer, "maria"), log, MONDAY, on="customer", reason="Which screen?")

    page = browser(huber).get("/portal/").content.decode()

    assert "It is your turn" in page


def test_what_was_asked_for_stays_in_the_talk_after_the_wait() -> None:
    customer, huber = mill()
    log = reported(customer, huber)
    working.wait(staff(customer, "maria"), log, MONDAY, on="customer", reason="Which screen?")
    talking.reply(huber, log, MONDAY, text="The left one.")

    page = browser(huber).get(f"/portal/cases/{log.reference}").content.decode()

    assert "Which screen?" in page


def test_the_customer_objects_to_the_severity() -> None:
    customer, huber = mill()
    log = reported(customer, huber)

    browser(huber).post(f"/portal/cases/{log.reference}/object", {"reason": "Nobody can work."})

    assert kinds(log)[-1] == "objected"
    assert "Nobody can work." in browser(huber).get(f"/portal/cases/{log.reference}").content.decode()


def test_the_customer_asks_for_a_higher_severity_in_writing() -> None:
    customer = houses.stratiteq()
    lund = person(customer, "e.lund")
    log = report(customer, lund, Draft(channel="portal", service="Kundportalen", subject="Down"), MONDAY)

    browser(lund).post(f"/portal/cases/{log.reference}/ask-severity", {"severity": "p1", "text": "All are out."})

    event = logs.load(log.pk).events[-1]
    assert (getattr(event, "severity", ""), getattr(event, "channel", "")) == ("p1", "email")
    assert "must also be asked for by phone" in browser(lund).get(f"/portal/cases/{log.reference}").content.decode()


def test_a_wish_that_staff_wrote_down_is_not_said_to_be_theirs() -> None:
    customer = houses.stratiteq()
    lund = person(customer, "e.lund")
    log = report(customer, lund, Draft(channel="portal", service="Kundportalen", subject="Down"), MONDAY)
    classifying.ask_severity(staff(customer, "maria"), log, MONDAY, severity="p1", heard="phone", text="She rang.")

    page = browser(lund).get(f"/portal/cases/{log.reference}").content.decode()

    assert "wrote down that you ask for the severity Business critical by phone" in page


def test_a_clock_that_is_paused_stands_still() -> None:
    customer = houses.startrac()
    gate = person(customer, "gate-desk-day", role="level-1", caller="level-1")
    log = report(customer, gate, Draft(channel="portal", subject="Stopped", answers={"stop": "yes"}), MONDAY)
    working.hand_over(gate, log, MONDAY, level=2)
    working.wait(staff(customer, "maria"), log, MONDAY, on="customer", reason="Which gate?")

    page = browser(gate).get(f"/portal/cases/{log.reference}").content.decode()

    assert "stands still" in page


def test_what_was_approved_says_so() -> None:
    log, huber = proposed()
    solving.approve(huber, log, MONDAY + timedelta(minutes=10))

    assert "solution approved" in browser(huber).get(f"/portal/cases/{log.reference}").content.decode()


def test_level_1_hands_over_and_the_clocks_start() -> None:
    customer = houses.startrac()
    gate = person(customer, "gate-desk-day", role="level-1", caller="level-1")
    log = report(customer, gate, Draft(channel="portal", subject="Stopped", answers={"stop": "yes"}), MONDAY)

    browser(gate).post(f"/portal/cases/{log.reference}/hand-over", {"text": "The scanner is dark."})

    row = CaseRow.objects.get(log=log)
    assert row.level == 2
    assert row.next_due


def test_a_closed_case_is_opened_again(look_at: Look) -> None:
    log, huber = proposed()
    maria = Person.objects.get(handle="maria")
    solving.approve(huber, log, MONDAY + timedelta(minutes=10))
    solving.close(maria, log, MONDAY + timedelta(minutes=11))
    look_at(MONDAY + timedelta(days=1))

    browser(huber).post(f"/portal/cases/{log.reference}/reopen", {"reason": "It is back."})

    assert kinds(log)[-1] == "reopened"


def test_a_report_is_taken_back() -> None:
    customer, huber = mill()
    log = reported(customer, huber)

    browser(huber).post(f"/portal/cases/{log.reference}/withdraw", {"reason": "Our own mistake."})

    assert kinds(log)[-1] == "withdrawn"


def test_a_lead_follows_a_case_of_a_colleague() -> None:
    customer, huber = mill()
    log = reported(customer, huber)
    lead = person(customer, "p.adler", role="customer-lead")

    browser(lead).post(f"/portal/cases/{log.reference}/watch")

    assert CaseRow.objects.get(log=log).watchers == ["p.adler"]


def test_the_list_is_filtered() -> None:
    customer, huber = mill()
    reported(customer, huber, "Old values")
    reported(customer, huber, "Orders twice")

    page = browser(huber).get("/portal/cases?text=orders").content.decode()

    assert "Orders twice" in page
    assert "Old values" not in page


def test_times_are_shown_in_the_readers_zone_with_the_agreements_one_hover_away() -> None:
    customer, huber = mill()
    log = reported(customer, huber)
    window = browser(huber)
    assert huber.account
    huber.account.zone = "America/New_York"
    huber.account.save()

    page = window.get(f"/portal/cases/{log.reference}").content.decode()

    assert re.search(r'title="[^"]*04:00 \(America/New_York\) – [^"]*10:00 \(Europe/Berlin\)"', page)


# --- Walls ------------------------------------------------------------------------------------------------------------


def test_a_colleague_finds_nothing_that_is_not_theirs() -> None:
    customer, huber = mill()
    log = reported(customer, huber)
    colleague = browser(person(customer, "t.wimmer"))

    assert colleague.get(f"/portal/cases/{log.reference}").status_code == 404
    assert colleague.post(f"/portal/cases/{log.reference}/reply", {"text": "Hello"}).status_code == 404
    assert log.reference not in colleague.get("/portal/cases").content.decode()


def test_another_customer_and_another_vendor_find_nothing() -> None:
    customer, huber = mill()
    log = reported(customer, huber)
    others = [
        browser(person(houses.comarch_basic(), "f.richter", "customer-lead")),
        browser(person(houses.maxence(), "k.meyer", "customer-lead")),
    ]

    assert {other.get(f"/portal/cases/{log.reference}").status_code for other in others} == {404}


def test_the_vendors_staff_has_no_portal() -> None:
    customer, _huber = mill()

    assert browser(staff(customer, "maria")).get("/portal/").status_code == 404


def test_a_stranger_is_asked_to_sign_in() -> None:
    from_nobody = browser(mill()[1])
    from_nobody.logout()

    assert from_nobody.get("/portal/")["Location"].startswith("/account/login/")


def test_a_file_is_only_for_who_sees_the_case() -> None:
    customer, huber = mill()
    log = reported(customer, huber)
    file = SimpleUploadedFile("screen.png", b"\x89PNG\r\n\x1a\n" + b"0" * 20, "image/png")
    browser(huber).post(f"/portal/cases/{log.reference}/reply", {"text": "", "attached": [file]})
    digest = logs.load(log.pk).entries[-1].desk["attachments"][0]["digest"]
    address = f"/portal/cases/{log.reference}/files/{digest}"

    mine, theirs = browser(huber).get(address), browser(person(customer, "t.wimmer")).get(address)
    mine.close()

    assert (mine.status_code, theirs.status_code) == (200, 404)
