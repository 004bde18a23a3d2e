"""From report to close: each vendor's way, by acts only, and what each agreement does not allow on it."""

from datetime import timedelta

import pytest

from tests.desk.actions.firms import MONDAY, clearsense, comarch, maxence, startrac, stratiteq
from upheld_desk.actions import classifying, solving, talking, working
from upheld_desk.errors import Refused
from upheld_desk.store import logs
from upheld_desk.store.models import CaseRow

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def test_comarch_classifies_tells_and_closes() -> None:
    world = comarch()
    log = world.opened(kind="incident", channel="ticket", service="Testsysteme")
    classifying.classify(world.staff, log, MONDAY + HOUR, severity="impaired", text="Wir stufen es als Störung ein.")
    solving.propose(world.staff, log, MONDAY + 2 * HOUR, text="Neu gestartet.")
    solving.approve(world.contact, log, MONDAY + 3 * HOUR)
    solving.close(world.staff, log, MONDAY + 4 * HOUR)

    assert CaseRow.objects.get(log=log).status == "closed"
    assert logs.broken(log) is None


def test_stratiteq_closes_after_approval_only() -> None:
    world = stratiteq()
    log = world.opened(kind="incident", channel="email", service="Kundportalen")
    working.start_work(world.staff, log, MONDAY + HOUR)
    talking.reply(world.staff, log, MONDAY + HOUR, text="Vi tittar.")
    with pytest.raises(Refused) as refused:
        solving.close(world.staff, log, MONDAY + 2 * HOUR)
    assert (refused.value.code, refused.value.fields["clause"]) == ("needs-approval", "plans.standard.closing")
    solving.propose(world.staff, log, MONDAY + 3 * HOUR, text="Omstart av kön.")
    solving.approve(world.contact, log, MONDAY + 4 * HOUR)
    solving.close(world.staff, log, MONDAY + 5 * HOUR)

    assert CaseRow.objects.get(log=log).status == "closed"


def test_maxence_has_its_severity_from_the_answers_in_the_report() -> None:
    world = maxence()
    answers = {"production": "yes", "usable": "no", "workaround": "no"}
    log = world.opened(kind="incident", channel="phone", answers=answers)

    assert CaseRow.objects.get(log=log).severity == "critical"


def test_startrac_begins_when_level_1_hands_over() -> None:
    world = startrac()
    log = world.opened(kind="incident", channel="phone", caller="level-1", answers={"stop": "yes"})
    with pytest.raises(Refused) as refused:
        working.start_work(world.staff, log, MONDAY + HOUR)
    assert refused.value.code == "not-handed-over"
    working.hand_over(world.contact, log, MONDAY + HOUR, level=2, text="Das Tor steht.")
    working.start_work(world.staff, log, MONDAY + HOUR)

    assert (CaseRow.objects.get(log=log).level, CaseRow.objects.get(log=log).severity) == (2, "stop")


def test_clearsense_has_no_severities_and_closes_with_the_answer() -> None:
    world = clearsense()
    log = world.opened(kind="question", channel="phone", caller="partner")
    solving.close(world.staff, log, MONDAY + HOUR, text="So geht es: Menü, Seiten, neu.")

    assert CaseRow.objects.get(log=log).status == "closed"
