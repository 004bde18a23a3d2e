"""Who gives a case its severity: each agreement's way, and what it does not allow."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import pytest

from tests.desk.actions.firms import MONDAY, Firm, clearsense, comarch, firm, maxence, reworded, stratiteq
from upheld import evaluate
from upheld.duties import Duty
from upheld.events import Ground
from upheld_desk import casefiles
from upheld_desk.actions import classifying, talking
from upheld_desk.casefiles import Casefile
from upheld_desk.errors import Refused
from upheld_desk.store import agreements, logs
from upheld_desk.store.models import Log

pytestmark = pytest.mark.django_db

HOUR: Final = timedelta(hours=1)
LATER: Final = MONDAY + 9 * HOUR


def case_of(world: Firm, log: Log) -> Casefile:
    found = casefiles.read(logs.load(log.pk).entries, agreements.terms(world.agreement, MONDAY), LATER)
    assert found
    return found


def procedure(world: Firm, log: Log, name: str) -> Duty:
    evaluation = evaluate(agreements.version(world.agreement), logs.load(log.pk).events, LATER)
    return [duty for duty in evaluation.duties if duty.name == name][-1]


# --- The vendor classifies and tells: Comarch -------------------------------------------------------------------------


def test_a_decision_without_words_is_still_to_be_told() -> None:
    world = comarch()
    log = world.opened()
    classifying.classify(world.staff, log, MONDAY + HOUR, severity="impaired")

    assert procedure(world, log, "tell class").state == "running"


def test_a_decision_with_words_is_told() -> None:
    world = comarch()
    log = world.opened()
    classifying.classify(world.staff, log, MONDAY + HOUR, severity="impaired", text="Wir sehen es als Störung.")

    assert procedure(world, log, "tell class").state == "kept"
    assert [fact.kind for fact in logs.load(log.pk).entries] == ["reported", "classified", "replied"]


def test_the_next_reply_tells_the_decision() -> None:
    world = comarch()
    log = world.opened()
    classifying.classify(world.staff, log, MONDAY + HOUR, severity="impaired")
    talking.reply(world.staff, log, MONDAY + 2 * HOUR, text="Es ist eine Störung.")

    assert procedure(world, log, "tell class").state == "kept"


def test_what_the_answers_of_the_report_gave_is_confirmed_by_the_vendor() -> None:
    world = comarch()
    log = world.opened(answers={"down": "no", "production": "no", "impaired": "yes"})
    before = case_of(world, log)
    classifying.classify(world.staff, log, MONDAY + HOUR, severity="impaired", text="So ist es.")
    after = case_of(world, log)

    assert (before.severity, before.classified_by) == ("impaired", "")
    assert (after.severity, after.classified_by) == ("impaired", "maria")


@pytest.mark.parametrize(("ground", "start"), [(None, MONDAY), ("new facts", MONDAY + HOUR)])
def test_the_first_decision_puts_the_answers_right_unless_there_are_new_facts(
    ground: Ground | None, start: datetime
) -> None:
    world = comarch()
    log = world.opened(kind="incident", answers={"down": "no", "production": "no", "impaired": "yes"})
    classifying.classify(world.staff, log, MONDAY + HOUR, severity="guidance", ground=ground)

    assert procedure(world, log, "respond").start == start


def test_what_somebody_decided_is_not_decided_again() -> None:
    world = comarch()
    log = world.opened()
    classifying.classify(world.staff, log, MONDAY + HOUR, severity="impaired")

    with pytest.raises(Refused) as refused:
        classifying.classify(world.second, log, MONDAY + 2 * HOUR, severity="impaired")

    assert refused.value.code == "same-severity"


def test_a_severity_that_the_agreement_does_not_have_is_refused_with_those_it_has() -> None:
    world = comarch()

    with pytest.raises(Refused) as refused:
        classifying.classify(world.staff, world.opened(), MONDAY + HOUR, severity="awful")

    assert refused.value.code == "severity-unknown"
    assert "Allgemeine Beratung" in refused.value.sentence or "General guidance" in refused.value.sentence


def test_the_customer_does_not_classify() -> None:
    world = comarch()
    world.contact.role = "customer-lead"
    world.contact.save()

    with pytest.raises(Exception, match="classify"):
        classifying.classify(world.contact, world.opened(), MONDAY + HOUR, severity="down")


# --- An objection, and a second person --------------------------------------------------------------------------------


def objected() -> tuple[Firm, Log]:
    world = comarch()
    log = world.opened()
    classifying.classify(world.staff, log, MONDAY + HOUR, severity="guidance", text="Eine Frage.")
    classifying.object(world.contact, log, MONDAY + 2 * HOUR, reason="Nichts geht mehr.")
    return world, log


def test_an_objection_asks_the_vendor_for_a_decision() -> None:
    world, log = objected()

    assert procedure(world, log, "objection").state == "running"
    assert case_of(world, log).objection


def test_whose_decision_it_was_does_not_decide_on_the_objection() -> None:
    world, log = objected()

    with pytest.raises(Refused) as refused:
        classifying.decide_objection(world.staff, log, MONDAY + 3 * HOUR, severity="down", text="Doch.")

    assert (refused.value.code, refused.value.fields["clause"]) == ("second-person", "classification")


@pytest.mark.parametrize("severity", ["down", "guidance"])
def test_a_second_person_decides_and_tells(severity: str) -> None:
    world, log = objected()
    classifying.decide_objection(world.second, log, MONDAY + 3 * HOUR, severity=severity, text="Entschieden.")

    assert procedure(world, log, "objection").state == "kept"
    assert procedure(world, log, "tell class").state == "kept"
    assert (case_of(world, log).severity, case_of(world, log).objection) == (severity, None)


def test_a_decision_on_an_objection_is_told() -> None:
    world, log = objected()

    with pytest.raises(Refused) as refused:
        classifying.decide_objection(world.second, log, MONDAY + 3 * HOUR, severity="down", text=" ")

    assert refused.value.code == "text-missing"


def test_while_an_objection_is_open_nobody_classifies() -> None:
    world, log = objected()

    with pytest.raises(Refused) as refused:
        classifying.classify(world.second, log, MONDAY + 3 * HOUR, severity="down")

    assert refused.value.code == "objection-open"


def test_there_is_one_objection_at_a_time() -> None:
    world, log = objected()

    with pytest.raises(Refused) as refused:
        classifying.object(world.contact, log, MONDAY + 3 * HOUR, reason="Noch einmal.")

    assert refused.value.code == "objection-open"


def test_an_objection_says_why() -> None:
    world = comarch()
    log = world.opened()
    classifying.classify(world.staff, log, MONDAY + HOUR, severity="guidance")

    with pytest.raises(Refused) as refused:
        classifying.object(world.contact, log, MONDAY + 2 * HOUR, reason="  ")

    assert refused.value.code == "reason-missing"


def test_nobody_objects_before_there_is_a_decision() -> None:
    world = comarch()

    with pytest.raises(Refused) as refused:
        classifying.object(world.contact, world.opened(), MONDAY + HOUR, reason="Schlimm.")

    assert refused.value.code == "not-classified"


def test_nobody_objects_where_that_was_not_agreed() -> None:
    world = maxence()

    with pytest.raises(Refused) as refused:
        classifying.object(world.contact, world.opened(), MONDAY + HOUR, reason="Schlimm.")

    assert refused.value.code == "no-objection-agreed"


def test_nothing_is_decided_where_nobody_objected() -> None:
    world = comarch()

    with pytest.raises(Refused) as refused:
        classifying.decide_objection(world.second, world.opened(), MONDAY + HOUR, severity="down", text="Ja.")

    assert refused.value.code == "no-objection"


# --- From the criteria: maxence ---------------------------------------------------------------------------------------

CRITICAL: Final = {"production": "yes", "usable": "no", "workaround": "no"}
LOW: Final = {"loss": "none", "usable": "yes"}


def test_the_severity_follows_from_the_answers() -> None:
    world = maxence()
    log = world.opened(answers=LOW)
    classifying.classify(world.staff, log, MONDAY + HOUR, answers=CRITICAL)

    assert case_of(world, log).severity == "critical"


def test_before_a_case_is_classed_low_it_is_checked_that_nothing_suffers() -> None:
    world = maxence()

    with pytest.raises(Refused) as refused:
        classifying.classify(world.staff, world.opened(answers=LOW), MONDAY + HOUR, answers=LOW)

    assert (refused.value.code, refused.value.fields["clause"]) == ("check-missing", "steps.check-before-low")


def test_what_slows_the_system_down_is_not_low() -> None:
    world = maxence()
    checked = {"check-before-low": "no"}

    with pytest.raises(Refused) as refused:
        classifying.classify(world.staff, world.opened(answers=LOW), MONDAY + HOUR, answers=LOW, checked=checked)

    assert refused.value.code == "check-failed"


def test_what_was_checked_stands_on_the_log() -> None:
    world = maxence()
    log = world.opened(answers=CRITICAL)
    classifying.classify(world.staff, log, MONDAY + HOUR, answers=LOW, checked={"check-before-low": "yes"})

    fact = logs.load(log.pk).entries[-1]

    assert (fact.kind, fact.desk["checked"]) == ("classified", {"check-before-low": "yes"})


def test_another_severity_than_the_criteria_give_is_refused() -> None:
    world = maxence()

    with pytest.raises(Refused) as refused:
        classifying.classify(world.staff, world.opened(), MONDAY + HOUR, severity="low", answers=CRITICAL)

    assert (refused.value.code, refused.value.fields["clause"]) == ("criteria", "classification")


@pytest.mark.parametrize("answers", [{}, {"production": "yes"}])
def test_questions_that_are_open_must_be_answered(answers: dict[str, str]) -> None:
    world = maxence()

    with pytest.raises(Refused) as refused:
        classifying.classify(world.staff, world.opened(), MONDAY + HOUR, severity="high", answers=answers)

    assert refused.value.code == "answers-missing"


def test_answers_to_other_questions_are_refused() -> None:
    world = maxence()

    with pytest.raises(Refused) as refused:
        classifying.classify(world.staff, world.opened(), MONDAY + HOUR, answers={"colour": "red"})

    assert refused.value.code == "answers"


def test_a_report_whose_answers_leave_the_severity_open_is_opened_without_one() -> None:
    world = maxence()

    assert case_of(world, world.opened(answers={"production": "yes"})).severity is None


def test_where_no_severities_were_agreed_none_is_given() -> None:
    world = clearsense()

    with pytest.raises(Refused) as refused:
        classifying.classify(world.staff, world.opened(kind="question"), MONDAY + HOUR, severity="high")

    assert refused.value.code == "no-severities"


def test_where_there_are_no_severities_nobody_asks_for_one() -> None:
    world = clearsense()

    with pytest.raises(Refused) as refused:
        classifying.ask_severity(world.staff, world.opened(channel="email"), MONDAY, severity="p1", heard="phone")

    assert refused.value.code == "no-severities"


# --- The customer asks, on two channels: Stratiteq --------------------------------------------------------------------


def test_a_higher_severity_counts_from_the_second_channel() -> None:
    world = stratiteq()
    log = world.opened(channel="email", service="Kundportalen", severity="p1")
    before = case_of(world, log)
    classifying.ask_severity(world.staff, log, MONDAY + HOUR, severity="p1", heard="phone")
    after = case_of(world, log)

    assert (before.severity, before.claims[-1].missing) == ("p3", ("phone",))
    assert (after.severity, after.claims[-1].missing) == ("p1", ())
    assert after.decisions[-1].at == MONDAY + HOUR


def test_the_same_channel_twice_is_not_the_second_one() -> None:
    world = stratiteq()
    log = world.opened(channel="email", severity="p1")

    with pytest.raises(Refused) as refused:
        classifying.ask_severity(world.contact, log, MONDAY + HOUR, severity="p1", channel="email")

    assert (refused.value.code, refused.value.fields["missing"]) == ("raise-incomplete", ["phone"])


def test_a_customer_does_not_say_that_they_have_called() -> None:
    world = stratiteq()
    log = world.opened(channel="email", severity="p1")

    with pytest.raises(Refused) as refused:
        classifying.ask_severity(world.contact, log, MONDAY + HOUR, severity="p1", heard="phone")

    assert refused.value.code == "channel-given"


def test_staff_say_where_they_heard_it() -> None:
    world = stratiteq()

    with pytest.raises(Refused) as refused:
        classifying.ask_severity(world.staff, world.opened(channel="email"), MONDAY + HOUR, severity="p1")

    assert refused.value.code == "channel-missing"


def test_what_is_asked_in_the_portal_counts_as_written_and_not_as_a_call() -> None:
    world = stratiteq()
    log = world.opened(channel="email", severity="p1")

    with pytest.raises(Refused) as refused:
        classifying.ask_severity(world.contact, log, MONDAY + HOUR, severity="p1", channel="portal")

    assert refused.value.fields["missing"] == ["phone"]


def test_a_raise_may_be_begun_later_where_it_is_agreed_at_any_time() -> None:
    world = stratiteq()
    log = world.opened(channel="email")
    classifying.ask_severity(world.contact, log, MONDAY + HOUR, severity="p2", channel="email")
    classifying.ask_severity(world.staff, log, MONDAY + 2 * HOUR, severity="p2", heard="phone")

    assert case_of(world, log).severity == "p2"


def test_a_raise_that_was_not_asked_for_with_the_report_is_refused_where_that_was_agreed() -> None:
    world = firm("stratiteq", "vastkustens-farjor", "e.lund")

    with pytest.raises(Refused) as refused:
        classifying.ask_severity(
            world.contact, world.opened(channel="email"), MONDAY + HOUR, severity="p1", channel="email"
        )

    assert (refused.value.code, refused.value.fields["clause"]) == ("raise-too-late", "classification.raise")


def test_a_raise_asked_for_with_the_report_is_completed_later() -> None:
    world = firm("stratiteq", "vastkustens-farjor", "e.lund")
    log = world.opened(channel="email", severity="p1")
    classifying.ask_severity(world.staff, log, MONDAY + HOUR, severity="p1", heard="phone")

    assert case_of(world, log).severity == "p1"


def test_a_severity_that_is_not_offered_is_refused() -> None:
    world = reworded(stratiteq(), "raise: {to: [p2, p1]", "raise: {to: [p2]")

    with pytest.raises(Refused) as refused:
        classifying.ask_severity(world.contact, world.opened(channel="email"), MONDAY + HOUR, severity="p1")

    assert (refused.value.code, refused.value.fields["clause"]) == ("raise-not-offered", "classification.raise")


def test_a_milder_severity_counts_at_once() -> None:
    world = stratiteq()
    log = world.opened(channel="email", severity="p1")
    classifying.ask_severity(world.staff, log, MONDAY + HOUR, severity="p1", heard="phone")
    classifying.ask_severity(world.contact, log, MONDAY + 2 * HOUR, severity="p3", channel="portal")

    assert case_of(world, log).severity == "p3"


def test_the_present_severity_is_not_asked_for() -> None:
    world = stratiteq()

    with pytest.raises(Refused) as refused:
        classifying.ask_severity(world.contact, world.opened(channel="email"), MONDAY + HOUR, severity="p3")

    assert refused.value.code == "same-severity"


def test_the_vendor_does_not_classify_what_the_customer_chooses() -> None:
    world = stratiteq()

    with pytest.raises(Refused) as refused:
        classifying.classify(world.staff, world.opened(channel="email"), MONDAY + HOUR, severity="p3")

    assert refused.value.code == "severity-is-the-customers"


@pytest.mark.parametrize(("agreed", "hint"), [(comarch, "object"), (maxence, "what is new")])
def test_where_the_customer_does_not_choose_it_is_said_what_they_can_do(agreed: Callable[[], Firm], hint: str) -> None:
    world = agreed()

    with pytest.raises(Refused, match=hint) as refused:
        classifying.ask_severity(world.contact, world.opened(), MONDAY + HOUR, severity="down")

    assert refused.value.code == "severity-is-not-asked"
