"""What is due is told once, at its instant, to those who must know."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.desk.actions.firms import MONDAY
from tests.desk.timers.cast import startrac, stratiteq, told, with_silence
from upheld_desk.actions import solving, talking, working
from upheld_desk.facts import Fact
from upheld_desk.outbox.models import Outgoing
from upheld_desk.store import logs, projections
from upheld_desk.store.models import CaseRow, DutyRow, Look
from upheld_desk.timers.looking import look

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)


def steps(facts: list[Fact]) -> list[tuple[str, str, datetime]]:
    return [(fact.desk["duty"], fact.desk["step"], fact.at) for fact in facts]


def test_a_look_is_due_when_three_quarters_of_the_time_are_used() -> None:
    log = stratiteq().opened(kind="incident", channel="email", service="Kundportalen")
    risk = DutyRow.objects.get(log=log, name="start_work").risk_from

    assert risk == MONDAY + 6 * HOUR
    assert Look.objects.get(log=log).at <= risk


def test_risk_and_lateness_are_told_at_their_instants() -> None:
    firm = stratiteq()
    log = firm.opened(kind="incident", channel="email", service="Kundportalen")
    for hours in range(40):
        look(log, MONDAY + hours * HOUR)

    found = [step for step in steps(told(log)) if step[0] == "clock/start_work/1"]
    due = MONDAY + 23 * HOUR  # Tuesday 09:00 in Gothenburg
    assert found == [
        ("clock/start_work/1", "at risk", MONDAY + 6 * HOUR),
        ("clock/start_work/1", "late", due + INSTANT),
    ]


def test_after_a_night_without_timers_all_is_told_once_in_its_order() -> None:
    log = stratiteq().opened(kind="incident", channel="email", service="Kundportalen")
    later = MONDAY + 2 * DAY

    look(log, later)
    first = steps(told(log))
    look(log, later + HOUR)

    assert steps(told(log))[: len(first)] == first
    assert [at for _, _, at in first] == sorted(at for _, _, at in first)
    assert ("clock/start_work/1", "late", MONDAY + 23 * HOUR + INSTANT) in first
    assert len(set(steps(told(log)))) == len(told(log))


def test_what_was_late_when_it_was_told_is_not_told_to_be_at_risk() -> None:
    log = stratiteq().opened(kind="incident", channel="email", service="Kundportalen")

    look(log, MONDAY + 2 * DAY)

    risk = next(fact for fact in told(log) if fact.desk["step"] == "at risk")
    assert risk.desk["told"] == []


def test_rows_stay_those_of_the_whole_log_when_a_look_is_late() -> None:
    firm = stratiteq()
    log = firm.opened(kind="incident", channel="email", service="Kundportalen")
    talking.reply(firm.staff, log, MONDAY + 30 * HOUR, text="Vi tittar.")

    look(log, MONDAY + 30 * HOUR)

    before = projections.rows_of(log)
    projections.rebuild(MONDAY + 30 * HOUR)
    assert projections.rows_of(log) == before
    assert CaseRow.objects.get(log=log).length == logs.load(log.pk).length


def test_what_nobody_was_told_is_due_at_once_after_an_act() -> None:
    firm = stratiteq()
    log = firm.opened(kind="incident", channel="email", service="Kundportalen")
    working.start_work(firm.staff, log, MONDAY + 2 * DAY)

    assert Look.objects.get(log=log).at < MONDAY + 2 * DAY


def test_the_assignee_is_told_and_else_the_leads() -> None:
    firm = stratiteq()
    log = firm.opened(kind="incident", channel="email", service="Kundportalen")
    look(log, MONDAY + 6 * HOUR)
    other = firm.opened(at=MONDAY, kind="incident", channel="email", service="Kundportalen")
    working.assign(firm.staff, other, MONDAY, to=firm.staff)
    look(other, MONDAY + 6 * HOUR)

    assert [fact.desk["told"] for fact in told(log) if fact.desk["step"] == "at risk"] == [["jonas"]]
    assert [fact.desk["told"] for fact in told(other) if fact.desk["step"] == "at risk"] == [["maria"]]


def test_roles_of_both_sides_are_told_and_a_deputy_where_one_is_away() -> None:
    firm = startrac()
    log = firm.opened(kind="incident", channel="phone", caller="level-1", answers={"stop": "yes"})
    working.hand_over(firm.contact, log, MONDAY, level=2, text="Das Tor steht.")
    firm.vendor.people.filter(handle="j.weber").update(active=False)

    look(log, MONDAY + HOUR)

    missed = next(fact for fact in told(log) if fact.desk["duty"] == "checkpoint/missed/intervene/1")
    assert missed.desk["told"] == ["a.lindner", "k.brandt"]


def test_the_worst_severity_tells_at_any_hour_another_when_people_are_told_things() -> None:
    firm = startrac()
    night = datetime(2026, 11, 24, 1, tzinfo=UTC)
    stop = firm.opened(at=night, kind="incident", channel="phone", caller="level-1", answers={"stop": "yes"})
    slow = firm.opened(
        at=MONDAY, kind="incident", channel="portal", caller="level-1", answers={"stop": "no", "slow": "yes"}
    )
    for log, at in ((stop, night), (slow, MONDAY)):
        working.hand_over(firm.contact, log, at, level=2, text="Übergabe.")
        look(log, night + HOUR)

    assert all("not_before" not in fact.desk for fact in told(stop))
    assert {fact.desk.get("not_before") for fact in told(slow)} == {"2026-11-24T06:00:00+00:00"}


def test_effort_over_four_hours_is_told_as_a_call_to_make() -> None:
    firm = stratiteq()
    log = firm.opened(kind="incident", channel="email", service="Kundportalen")
    working.start_work(firm.staff, log, MONDAY)
    working.log_effort(firm.staff, log, MONDAY + HOUR, minutes=250)

    look(log, MONDAY + HOUR)

    assert [(fact.desk["name"], fact.desk["told"]) for fact in told(log)] == [("call-customer", ["maria"])]


def test_the_customer_is_reminded_of_an_approval_once() -> None:
    firm = stratiteq()
    log = firm.opened(kind="incident", channel="email", service="Kundportalen")
    working.start_work(firm.staff, log, MONDAY)
    solving.propose(firm.staff, log, MONDAY + HOUR, text="Omstart av kön.")
    for days in range(20):
        look(log, MONDAY + days * DAY)

    reminders = [fact for fact in told(log) if fact.desk["step"] == "reminder"]
    assert [fact.desk["told"] for fact in reminders] == [["e.lund"]]


def test_silence_approves_and_closes_where_the_agreement_says_so() -> None:
    firm = with_silence(stratiteq())
    log = firm.opened(kind="incident", channel="email", service="Kundportalen")
    working.start_work(firm.staff, log, MONDAY)
    solving.propose(firm.staff, log, MONDAY + HOUR, text="Omstart av kön.")

    look(log, MONDAY + 30 * DAY)

    kinds = [fact.kind for fact in logs.load(log.pk).entries]
    assert (kinds.count("solution approved"), kinds.count("closed")) == (1, 1)
    assert CaseRow.objects.get(log=log).status == "closed"
    assert not Look.objects.filter(log=log, at__lte=MONDAY + 30 * DAY).exists()


def test_what_comes_round_is_told_when_it_is_missed_to_the_account_managers() -> None:
    firm = startrac()
    firm.vendor.people.filter(handle="maria").update(role="account-manager")
    log = firm.agreement.log
    assert log

    look(log, datetime(2026, 12, 1, 12, tzinfo=UTC))

    missed = [fact for fact in told(log) if fact.desk["name"] == "performance-check"]
    assert {tuple(fact.desk["told"]) for fact in missed} == {("maria",)}


def test_nothing_is_put_twice_into_the_outbox() -> None:
    firm = stratiteq()
    log = firm.opened(kind="incident", channel="email", service="Kundportalen")
    look(log, MONDAY + 2 * DAY)
    before = Outgoing.objects.count()

    look(log, MONDAY + 2 * DAY)

    assert Outgoing.objects.count() == before
