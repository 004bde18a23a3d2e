"""What is offered to whom, and what is said where it is not possible now."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import pytest
from django.utils import translation

from tests.desk.actions.firms import MONDAY, Firm, clearsense, comarch, startrac, stratiteq
from upheld_desk.actions import acting, solving, talking, working
from upheld_desk.actions.choices import Act, possible
from upheld_desk.actions.rules import RULES
from upheld_desk.people import roles
from upheld_desk.people.models import Person
from upheld_desk.store.models import Log

pytestmark = pytest.mark.django_db

HOUR: Final = timedelta(hours=1)


def choices(person: Person, log: Log, now: datetime = MONDAY + HOUR) -> Mapping[str, Act]:
    seen = acting.scene(person, log, now).seen
    return {act.name: act for act in possible(person, log, seen.case, seen.terms, now)}


def allowed(person: Person, log: Log) -> set[str]:
    return {act.name for act in choices(person, log).values() if act.allowed}


def test_staff_are_offered_what_staff_do() -> None:
    world = comarch()
    found = allowed(world.staff, world.opened())

    assert found >= {"reply", "note", "classify", "start work", "wait", "propose", "close", "merge", "link"}
    assert not found & {"hand over", "decide objection", "resume", "reopen", "forward"}


def test_a_contact_is_offered_what_contacts_do() -> None:
    world = comarch()
    found = choices(world.contact, world.opened())

    assert {name for name, act in found.items() if act.allowed} == {"reply", "watch", "withdraw"}
    assert not set(found) & {"note", "classify", "close", "log effort", "assign"}


def test_a_proposed_solution_is_offered_to_the_contact() -> None:
    world = stratiteq()
    log = world.opened(channel="email")
    solving.propose(world.staff, log, MONDAY + HOUR, text="Klart.")

    assert allowed(world.contact, log) >= {"approve", "refuse solution"}
    assert not choices(world.staff, log)["close"].allowed


def test_level_1_is_offered_the_hand_over() -> None:
    world = startrac()
    log = world.opened(channel="phone", caller="level-1")

    assert "hand over" in allowed(world.contact, log)
    assert "hand over" not in allowed(world.staff, log)


def test_what_is_not_possible_says_why_in_the_readers_language() -> None:
    world = stratiteq()
    log = world.opened(channel="email")
    said = {}
    for language in ("en", "de", "sv"):
        with translation.override(language):
            said[language] = choices(world.staff, log)["close"].why_not

    assert len(set(said.values())) == 3
    assert all(said.values())


def test_what_a_role_may_not_do_is_said_to_be_for_others() -> None:
    world = comarch()
    finance = Person.objects.create(vendor=world.vendor, handle="g.moll", name="Gerd Moll", role="finance")

    assert "role" in choices(finance, world.opened())["reply"].why_not


def test_a_stranger_is_offered_nothing() -> None:
    ours, theirs = comarch(), clearsense()
    log = ours.opened()
    seen = acting.scene(ours.staff, log, MONDAY).seen

    assert possible(theirs.staff, log, seen.case, seen.terms, MONDAY) == ()


def test_what_is_over_can_be_reopened_and_noted() -> None:
    world = clearsense()
    log = world.opened(kind="question")
    solving.close(world.staff, log, MONDAY + HOUR, text="So.")

    assert allowed(world.staff, log) == {"note", "watch", "reopen", "link"}
    assert allowed(world.contact, log) == {"watch", "reopen"}


def test_a_waiting_case_can_go_on() -> None:
    world = comarch()
    log = world.opened()
    working.wait(world.staff, log, MONDAY + HOUR, on="customer", reason="?")

    assert "resume" in allowed(world.contact, log)


def test_whoever_looks_each_refusal_has_words() -> None:
    worlds: list[Firm] = [comarch(), startrac(), stratiteq(), clearsense()]
    for world in worlds:
        log = world.opened()
        talking.reply(world.staff, log, MONDAY + HOUR, text="Ja?")
        for person in (world.staff, world.contact):
            for act in choices(person, log).values():
                assert act.allowed == (not act.why_not), act


def test_every_act_on_a_case_that_there_is_has_its_rule() -> None:
    beside = {"see case", "report", "see internal"}  # not done to a case
    about_cases = list(roles.ACTS)[: list(roles.ACTS).index("see agreement")]

    assert set(RULES) == set(about_cases) - beside
