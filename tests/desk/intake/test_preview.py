"""What a report would promise and cost, and who may make it, under the agreements of the five vendors."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.desk.intake import houses
from tests.desk.intake.houses import MONDAY, person
from upheld.duties import Duty
from upheld_desk.errors import NotFound
from upheld_desk.intake.drafts import Draft
from upheld_desk.intake.preview import Preview, preview

pytestmark = pytest.mark.django_db

SATURDAY = datetime(2026, 11, 28, 9, tzinfo=UTC)
DOWN = {"down": "yes"}
CRITICAL = {"production": "yes", "usable": "no", "workaround": "no", "loss": "essential"}


def codes(found: Preview) -> list[str]:
    return [remark.code for remark in found.remarks]


def clock(found: Preview) -> Duty:
    (duty,) = found.duties
    return duty


# --- Comarch: the vendor classifies -----------------------------------------------------------------------------------


def test_the_vendor_classifies_and_the_answers_count_until_it_has() -> None:
    customer = houses.comarch_advanced()
    draft = Draft(channel="portal", service="Leitstand", answers={"down": "no", "production": "yes"})

    found = preview(customer, person(customer, "l.huber"), draft, MONDAY)

    assert found.severity
    assert found.severity.is_provisional
    assert (found.severity.severity and found.severity.severity.id) == "production"
    assert clock(found).due == MONDAY + timedelta(hours=4)


def test_what_is_written_in_the_portal_is_a_ticket() -> None:
    customer = houses.comarch_advanced()

    found = preview(customer, person(customer, "l.huber"), Draft(channel="portal", service="Leitstand"), MONDAY)

    assert found.report
    assert found.report.channel == "ticket"


def test_where_only_mail_was_agreed_what_is_written_in_the_portal_counts_as_mail() -> None:
    customer = houses.stratiteq()

    found = preview(customer, person(customer, "e.lund"), Draft(channel="portal", service="Kundportalen"), MONDAY)

    assert "counts-as" in codes(found)


def test_without_answers_the_first_question_is_asked() -> None:
    customer = houses.comarch_advanced()

    found = preview(customer, person(customer, "l.huber"), Draft(channel="portal", service="Leitstand"), MONDAY)

    assert found.severity
    assert found.severity.severity is None
    assert found.severity.next
    assert found.severity.next.id == "down"


def test_a_severity_without_a_promise_of_its_own_says_what_holds() -> None:
    customer = houses.comarch_basic()
    draft = Draft(channel="portal", service="Testsysteme", answers=DOWN)

    found = preview(customer, person(customer, "f.richter"), draft, MONDAY)

    assert "as-other" in codes(found)
    assert clock(found).severity == "down"


def test_only_the_named_contacts_report_and_the_refusal_names_the_clause() -> None:
    customer = houses.comarch_basic()
    person(customer, "f.richter")

    (refusal,) = preview(
        customer, person(customer, "new.one"), Draft(channel="portal", service="Testsysteme"), MONDAY
    ).refused

    assert refusal.code == "contact"
    assert "S1-27" in refusal.clause_named
    assert "F Richter" in refusal.alternative


def test_software_of_others_is_no_part_of_basic_and_another_plan_is_named() -> None:
    customer = houses.comarch_basic()
    draft = Draft(channel="portal", service="Testsysteme", kind="third-party")

    (refusal,) = preview(customer, person(customer, "f.richter"), draft, MONDAY).refused

    assert refusal.code == "kind"
    assert "Advanced" in refusal.alternative


def test_basic_is_told_to_write_and_not_to_call() -> None:
    customer = houses.comarch_basic()
    draft = Draft(channel="phone", service="Testsysteme")

    (refusal,) = preview(customer, person(customer, "f.richter"), draft, MONDAY).refused

    assert (refusal.code, refusal.alternative) == ("channel", "Please report by ticket.")


def test_a_report_on_saturday_is_taken_and_says_when_somebody_is_there() -> None:
    customer = houses.comarch_basic()
    draft = Draft(channel="portal", service="Testsysteme", answers=DOWN)

    found = preview(customer, person(customer, "f.richter"), draft, SATURDAY)

    assert found.may_be_sent
    (remark,) = [remark for remark in found.remarks if remark.code == "not-staffed"]
    assert "Mon 30 Nov, 09:00" in remark.sentence


def test_a_service_that_the_agreement_does_not_name_is_not_covered() -> None:
    customer = houses.comarch_basic()

    (refusal,) = preview(
        customer, person(customer, "f.richter"), Draft(channel="portal", service="Kasse"), MONDAY
    ).refused

    assert refusal.sentence == "We are sorry: your agreement does not cover “Kasse”; it covers: Testsysteme."


def test_what_is_left_of_the_allowance_is_said_before_and_after() -> None:
    customer = houses.comarch_basic()

    found = preview(customer, person(customer, "f.richter"), Draft(channel="portal", service="Testsysteme"), MONDAY)

    (usage,) = found.allowances
    assert [str(amount) for amount in (usage.left, usage.left_after, usage.granted)] == ["10", "9", "10"]


# --- Stratiteq: the customer asks, by mail and by phone ---------------------------------------------------------------


def test_a_claim_by_mail_alone_needs_the_phone_too() -> None:
    customer = houses.stratiteq()
    draft = Draft(channel="email", service="Kundportalen", severity="p1")

    found = preview(customer, person(customer, "e.lund"), draft, MONDAY)

    assert found.severity
    assert found.severity.missing == ("phone",)
    assert found.severity.severity
    assert found.severity.severity.id == "p3"
    assert "claim-incomplete" in codes(found)


def test_what_is_asked_for_shows_what_it_would_promise() -> None:
    customer = houses.stratiteq()
    draft = Draft(channel="portal", service="Kundportalen", severity="p1")

    found = preview(customer, person(customer, "e.lund"), draft, MONDAY)

    due = {duty.name: duty.due for duty in found.duties}
    granted = {duty.name: duty.due for duty in found.if_granted}
    assert due["start_work"] == MONDAY + timedelta(hours=23)
    assert granted["start_work"] == MONDAY + timedelta(hours=2)


def test_where_a_raise_needs_the_report_that_is_said_beforehand() -> None:
    customer = houses.stratiteq_at_registration()

    found = preview(customer, person(customer, "e.lund"), Draft(channel="email", service="Kassorna"), MONDAY)

    assert "claim-at-registration" in codes(found)


def test_a_question_is_taken_without_a_promise() -> None:
    customer = houses.stratiteq()
    draft = Draft(channel="email", service="Kundportalen", kind="question")

    found = preview(customer, person(customer, "e.lund"), draft, MONDAY)

    assert found.may_be_sent
    assert codes(found) == ["no-promise"]
    assert found.duties == ()


# --- maxence: criteria ------------------------------------------------------------------------------------------------


def test_the_criteria_decide() -> None:
    customer = houses.maxence()

    found = preview(customer, person(customer, "k.meyer"), Draft(channel="email", answers=CRITICAL), MONDAY)

    assert found.severity
    assert not found.severity.is_provisional
    assert clock(found).due == MONDAY + timedelta(hours=2)


def test_what_is_not_critical_is_measured_only() -> None:
    customer = houses.maxence()
    draft = Draft(channel="email", answers={"production": "no"})

    found = preview(customer, person(customer, "k.meyer"), draft, MONDAY)

    assert clock(found).due is None
    assert "measured-only" in codes(found)


def test_a_mail_at_night_is_taken_and_says_when_it_counts() -> None:
    customer = houses.maxence()
    night = datetime(2026, 11, 23, 22, tzinfo=UTC)

    found = preview(customer, person(customer, "k.meyer"), Draft(channel="email", answers=CRITICAL), night)

    assert found.may_be_sent
    assert "closed" in codes(found)
    assert clock(found).due == datetime(2026, 11, 24, 7, tzinfo=UTC)  # two hours after 06:00 in Berlin


# --- Clear Sense: the guarantee is for partners on the phone ----------------------------------------------------------


def test_a_partner_on_the_phone_has_the_guarantee() -> None:
    customer = houses.clearsense()

    found = preview(customer, person(customer, "m.gruber", caller="partner"), Draft(channel="phone"), MONDAY)

    assert clock(found).due == MONDAY + timedelta(hours=12)
    assert codes(found) == []


def test_a_partner_who_writes_is_taken_without_the_guarantee() -> None:
    customer = houses.clearsense()

    found = preview(customer, person(customer, "m.gruber", caller="partner"), Draft(channel="portal"), MONDAY)

    assert found.may_be_sent
    assert found.duties == ()
    assert "guarantee-channel" in codes(found)


def test_an_end_customer_is_sent_to_their_partner() -> None:
    customer = houses.clearsense()

    (refusal,) = preview(customer, person(customer, "m.gruber"), Draft(channel="phone"), MONDAY).refused

    assert refusal.code == "caller"
    assert "partner" in refusal.alternative


# --- star/trac: level 1 -----------------------------------------------------------------------------------------------


def test_level_1_opens_and_the_clocks_wait_for_the_hand_over() -> None:
    customer = houses.startrac()
    gate = person(customer, "gate-desk-day", role="level-1", caller="level-1")

    found = preview(customer, gate, Draft(channel="portal", answers={"stop": "no", "slow": "yes"}), MONDAY)

    assert found.may_be_sent
    assert "level-1" in codes(found)
    assert {duty.state for duty in found.duties} == {"waiting"}
    assert {duty.name: duty.due for duty in found.handed_over}["intervene"] == MONDAY + timedelta(hours=1)


def test_others_are_told_to_turn_to_their_level_1() -> None:
    customer = houses.startrac()
    person(customer, "gate-desk-day", role="level-1", caller="level-1")

    (refusal,) = preview(customer, person(customer, "d.driver"), Draft(channel="portal"), MONDAY).refused

    assert refusal.code == "level-1"
    assert "Gate-Desk-Day" in refusal.alternative


def test_who_calls_themselves_level_1_and_is_not_named_does_not_open_cases() -> None:
    customer = houses.startrac()
    other = person(customer, "somebody", role="level-1", caller="level-1")

    assert [refusal.code for refusal in preview(customer, other, Draft(channel="portal"), MONDAY).refused] == [
        "level-1"
    ]


# --- Walls and terms --------------------------------------------------------------------------------------------------


def test_nobody_reports_for_another_customer() -> None:
    customer, other = houses.comarch_basic(), houses.comarch_advanced()

    with pytest.raises(NotFound):
        preview(customer, person(other, "l.huber"), Draft(channel="portal"), MONDAY)


def test_after_its_end_an_agreement_takes_nothing() -> None:
    customer = houses.comarch_basic()
    later = datetime(2027, 9, 1, 9, tzinfo=UTC)

    (refusal,) = preview(customer, person(customer, "f.richter"), Draft(channel="portal"), later).refused

    assert refusal.code == "not-in-force"
    assert "CCI-2026-188" in refusal.sentence


def test_who_has_left_does_not_report() -> None:
    customer = houses.stratiteq()
    gone = person(customer, "e.lund")
    gone.active = False

    found = preview(customer, gone, Draft(channel="email", service="Kundportalen"), MONDAY)

    assert [refusal.code for refusal in found.refused] == ["inactive"]
