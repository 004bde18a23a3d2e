"""Work on a case: levels, waits, effort, suppliers; what starts, pauses and keeps the clocks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import pytest

from tests.desk.actions.firms import MONDAY, Firm, clearsense, comarch, maxence, reworded, startrac, stratiteq
from upheld import evaluate
from upheld.duties import Duty
from upheld_desk import casefiles
from upheld_desk.actions import solving, talking, working
from upheld_desk.casefiles import Casefile
from upheld_desk.errors import NotFound, Refused
from upheld_desk.people.models import Person
from upheld_desk.store import agreements, logs
from upheld_desk.store.models import CaseRow, Log

pytestmark = pytest.mark.django_db

HOUR: Final = timedelta(hours=1)
LATER: Final = MONDAY + 9 * HOUR


def case_of(world: Firm, log: Log) -> Casefile:
    found = casefiles.read(logs.load(log.pk).entries, agreements.terms(world.agreement, MONDAY), LATER)
    assert found
    return found


def duty(world: Firm, log: Log, name: str) -> Duty:
    evaluation = evaluate(agreements.version(world.agreement), logs.load(log.pk).events, LATER)
    return [duty for duty in evaluation.duties if duty.name == name][-1]


# --- Who has it -------------------------------------------------------------------------------------------------------


def test_a_case_is_given_to_somebody_and_to_nobody_again() -> None:
    world = comarch()
    log = world.opened()
    working.assign(world.staff, log, MONDAY + HOUR, to=world.second)
    row = CaseRow.objects.get(log=log)
    working.assign(world.staff, log, MONDAY + 2 * HOUR, to=None)

    assert row.assignee == world.second
    assert CaseRow.objects.get(log=log).assignee is None


def test_giving_a_case_to_who_has_it_writes_nothing() -> None:
    world = comarch()
    log = world.opened()
    working.assign(world.staff, log, MONDAY + HOUR, to=world.second)
    working.assign(world.staff, log, MONDAY + 2 * HOUR, to=world.second)

    assert logs.load(log.pk).length == 2


def test_only_who_works_on_cases_can_have_one() -> None:
    world = comarch()
    finance = Person.objects.create(vendor=world.vendor, handle="g.moll", name="Gerd Moll", role="finance")

    for nobody in (world.contact, finance, maxence().staff):
        with pytest.raises(Refused) as refused:
            working.assign(world.staff, world.opened(), MONDAY + HOUR, to=nobody)
        assert refused.value.code == "not-staff"


def test_who_starts_on_a_case_that_nobody_has_takes_it() -> None:
    world = comarch()
    log = world.opened()
    working.start_work(world.staff, log, MONDAY + HOUR)

    assert (case_of(world, log).assignee, case_of(world, log).started) == ("maria", MONDAY + HOUR)


def test_who_helps_does_not_take_the_case_away() -> None:
    world = comarch()
    log = world.opened()
    working.assign(world.staff, log, MONDAY, to=world.second)
    working.start_work(world.staff, log, MONDAY + HOUR)

    assert case_of(world, log).assignee == "jonas"


def test_a_contact_knows_nothing_of_the_vendors_work() -> None:
    world = comarch()

    with pytest.raises(NotFound):
        working.start_work(world.contact, world.opened(), MONDAY + HOUR)


# --- Levels -----------------------------------------------------------------------------------------------------------


def test_clocks_start_when_level_1_hands_over() -> None:
    world = startrac()
    log = world.opened(channel="phone", caller="level-1", answers={"stop": "yes"})
    before = duty(world, log, "intervene")
    working.hand_over(world.contact, log, MONDAY + HOUR, level=2, text="Wir kommen nicht weiter.")

    assert before.state == "waiting"
    assert duty(world, log, "intervene").start == MONDAY + HOUR


def test_only_level_1_hands_over_what_it_has() -> None:
    world = startrac()
    log = world.opened(channel="phone", caller="level-1")
    lead = Person.objects.create(
        vendor=world.vendor, customer=world.customer, handle="x.neu", name="Xaver Neu", role="customer-lead"
    )

    for person in (world.staff, lead):
        with pytest.raises(Refused) as refused:
            working.hand_over(person, log, MONDAY + HOUR, level=2)
        assert refused.value.code == "only-level-1"


def test_who_is_named_as_level_1_hands_over() -> None:
    world = startrac()
    log = world.opened(channel="phone", caller="level-1")
    deputy = Person.objects.create(
        vendor=world.vendor, customer=world.customer, handle="k.brandt", name="Karin Brandt", role="customer-lead"
    )
    working.hand_over(deputy, log, MONDAY + HOUR, level=2)

    assert case_of(world, log).level == 2


def test_the_vendor_hands_over_between_its_levels() -> None:
    world = startrac()
    log = world.opened(channel="phone", caller="level-1")
    working.hand_over(world.contact, log, MONDAY + HOUR, level=2)
    working.hand_over(world.staff, log, MONDAY + 2 * HOUR, level=3)

    assert case_of(world, log).level == 3
    with pytest.raises(Refused) as refused:
        working.hand_over(world.contact, log, MONDAY + 3 * HOUR, level=2)
    assert refused.value.code == "handed-over"


@pytest.mark.parametrize(("level", "code"), [(1, "same-level"), (7, "level-unknown")])
def test_a_case_is_handed_to_another_level_that_there_is(level: int, code: str) -> None:
    world = startrac()

    with pytest.raises(Refused) as refused:
        working.hand_over(world.contact, world.opened(channel="phone", caller="level-1"), MONDAY + HOUR, level=level)

    assert refused.value.code == code


def test_what_level_1_handed_over_does_not_go_back_to_it() -> None:
    world = startrac()
    log = world.opened(channel="phone", caller="level-1")
    working.hand_over(world.contact, log, MONDAY + HOUR, level=2)

    with pytest.raises(Refused) as refused:
        working.hand_over(world.staff, log, MONDAY + 2 * HOUR, level=1)

    assert refused.value.code == "customers-level"


def test_without_levels_nothing_is_handed_over() -> None:
    world = comarch()

    with pytest.raises(Refused) as refused:
        working.hand_over(world.staff, world.opened(), MONDAY + HOUR, level=2)

    assert refused.value.code == "no-levels"


def test_before_the_hand_over_the_vendor_solves_nothing() -> None:
    world = startrac()
    log = world.opened(channel="phone", caller="level-1")

    acts: tuple[Callable[[], None], ...] = (
        lambda: working.start_work(world.staff, log, MONDAY + HOUR),
        lambda: working.visit(world.staff, log, MONDAY + HOUR),
        lambda: working.forward(world.staff, log, MONDAY + HOUR, to="scanner"),
        lambda: solving.restore(world.staff, log, MONDAY + HOUR),
        lambda: solving.propose(world.staff, log, MONDAY + HOUR, text="So."),
    )
    for act in acts:
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "not-handed-over"


def test_what_level_1_found_out_is_for_both_what_level_2_found_out_is_for_level_3() -> None:
    world = startrac()
    log = world.opened(channel="phone", caller="level-1")
    working.hand_over(world.contact, log, MONDAY + HOUR, level=2, text="Der Leser blinkt.")
    working.hand_over(world.staff, log, MONDAY + 2 * HOUR, level=3, text="Sie haben das Kabel gezogen.")
    said = [(item.text, item.internal) for item in case_of(world, log).items if item.is_said][1:]

    assert said == [("Der Leser blinkt.", False), ("Sie haben das Kabel gezogen.", True)]


# --- Waits ------------------------------------------------------------------------------------------------------------


def test_a_wait_holds_only_the_clocks_that_the_agreement_lets_pause() -> None:
    world = stratiteq()
    log = world.opened(channel="email", service="Kundportalen")
    working.wait(world.staff, log, MONDAY + HOUR, on="access", reason="Ingen uppkoppling.")

    assert duty(world, log, "restore").state == "paused"
    assert duty(world, log, "start_work").state != "paused"


def test_a_reply_of_the_customer_ends_a_wait_for_them() -> None:
    world = stratiteq()
    log = world.opened(channel="email")
    working.wait(world.staff, log, MONDAY + HOUR, on="customer", reason="Vilken version?")
    talking.reply(world.contact, log, MONDAY + 2 * HOUR, text="Den senaste.")

    assert case_of(world, log).wait is None
    assert duty(world, log, "restore").pauses == ((MONDAY + HOUR, MONDAY + 2 * HOUR),)


def test_a_reply_of_the_customer_ends_no_wait_for_access() -> None:
    world = stratiteq()
    log = world.opened(channel="email")
    working.wait(world.staff, log, MONDAY + HOUR, on="access", reason="Ingen uppkoppling.")
    talking.reply(world.contact, log, MONDAY + 2 * HOUR, text="Vi ser på det.")
    held = case_of(world, log).wait
    working.resume(world.contact, log, MONDAY + 3 * HOUR, text="Nu är den öppen.")

    assert held
    assert case_of(world, log).wait is None
    assert [fact.kind for fact in logs.load(log.pk).entries[-2:]] == ["wait ended", "customer replied"]


def test_an_automatic_answer_of_the_customer_is_kept_and_ends_nothing() -> None:
    world = stratiteq()
    log = world.opened(channel="email")
    working.wait(world.staff, log, MONDAY + HOUR, on="customer", reason="Vilken version?")
    talking.reply(world.contact, log, MONDAY + 2 * HOUR, text="Jag är på semester.", automatic=True, mail={})

    assert case_of(world, log).wait
    assert case_of(world, log).items[-1].internal


def test_a_wait_says_why() -> None:
    world = comarch()

    with pytest.raises(Refused) as refused:
        working.wait(world.staff, world.opened(), MONDAY + HOUR, on="customer", reason="")

    assert refused.value.code == "reason-missing"


def test_the_same_wait_does_not_begin_twice() -> None:
    world = comarch()
    log = world.opened()
    working.wait(world.staff, log, MONDAY + HOUR, on="customer", reason="Welche Version?")

    with pytest.raises(Refused) as refused:
        working.wait(world.staff, log, MONDAY + 2 * HOUR, on="customer", reason="Welche Version?")

    assert refused.value.code == "same-wait"


def test_what_does_not_wait_does_not_go_on() -> None:
    world = comarch()

    with pytest.raises(Refused) as refused:
        working.resume(world.staff, world.opened(), MONDAY + HOUR)

    assert refused.value.code == "not-waiting"


# --- Effort, visits, suppliers ----------------------------------------------------------------------------------------


def test_effort_shows_that_work_began_and_only_the_vendor_sees_it() -> None:
    world = stratiteq()
    log = world.opened(channel="email", service="Kundportalen")
    working.log_effort(world.staff, log, MONDAY + HOUR, minutes=30, text="Läste loggar.")

    assert duty(world, log, "start_work").state == "kept"
    assert case_of(world, log).items[-1].internal


def test_after_four_hours_of_work_a_call_is_due() -> None:
    world = stratiteq()
    log = world.opened(channel="email", service="Kundportalen")
    working.log_effort(world.staff, log, MONDAY + HOUR, minutes=200)
    working.log_effort(world.second, log, MONDAY + 2 * HOUR, minutes=41)
    due = duty(world, log, "call-customer")
    talking.call(world.staff, log, MONDAY + 3 * HOUR, about="Hur vi går vidare")

    assert (due.state, due.start) == ("running", MONDAY + 2 * HOUR)
    assert duty(world, log, "call-customer").state == "kept"


def test_so_is_it_when_more_than_four_hours_are_foreseen() -> None:
    world = stratiteq()
    log = world.opened(channel="email", service="Kundportalen")
    working.forecast(world.staff, log, MONDAY + HOUR, minutes=300)

    assert duty(world, log, "expected-effort").state == "running"
    assert case_of(world, log).forecast == 300


def test_a_visit_is_called_for_and_kept() -> None:
    world = stratiteq()
    log = world.opened(channel="email", service="Kundportalen")
    working.not_fixed_remotely(world.staff, log, MONDAY + HOUR, text="Kabeln?")
    before = duty(world, log, "visit")
    working.visit(world.staff, log, MONDAY + 5 * HOUR, text="Bytte kabeln.")

    assert (before.state, duty(world, log, "visit").state) == ("running", "kept")


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_effort_is_a_number_of_minutes_of_one_day(minutes: int) -> None:
    world = comarch()

    with pytest.raises(Refused) as refused:
        working.log_effort(world.staff, world.opened(), MONDAY + HOUR, minutes=minutes)

    assert refused.value.code == "minutes"


def test_a_case_is_passed_on_to_a_supplier_and_the_words_to_them_are_internal() -> None:
    world = startrac()
    log = world.opened(channel="phone", caller="level-1")
    working.hand_over(world.contact, log, MONDAY + HOUR, level=2)
    working.forward(world.staff, log, MONDAY + 2 * HOUR, to="database", text="Bitte prüfen Sie die Replikation.")

    assert case_of(world, log).suppliers == ("database",)
    assert case_of(world, log).items[-1].internal


def test_a_supplier_whom_nobody_named_gets_nothing() -> None:
    world = startrac()
    log = world.opened(channel="phone", caller="level-1")
    working.hand_over(world.contact, log, MONDAY + HOUR, level=2)

    with pytest.raises(Refused) as refused:
        working.forward(world.staff, log, MONDAY + 2 * HOUR, to="somebody")

    assert refused.value.code == "supplier-unknown"


def test_a_supplier_whom_only_the_customer_may_call_is_not_called() -> None:
    world = reworded(startrac(), "    called_by: [vendor, customer]\n", "")
    log = world.opened(channel="phone", caller="level-1")
    working.hand_over(world.contact, log, MONDAY + HOUR, level=2)

    with pytest.raises(Refused, match="Datenbank AG") as refused:
        working.forward(world.staff, log, MONDAY + 2 * HOUR, to="database")

    assert refused.value.code == "supplier-of-customer"


def test_without_suppliers_nothing_is_passed_on() -> None:
    world = clearsense()

    with pytest.raises(Refused) as refused:
        working.forward(world.staff, world.opened(kind="question"), MONDAY + HOUR, to="scanner")

    assert refused.value.code == "no-suppliers"
