"""Solving: what closing needs by each agreement, silence, reopening, and jumps from one state to another."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from tests.desk.actions.firms import MONDAY, Firm, clearsense, comarch, reworded, stratiteq
from upheld import evaluate
from upheld.duties import Duty
from upheld_desk import casefiles
from upheld_desk.actions import SYSTEM, classifying, solving, talking, working
from upheld_desk.casefiles import Casefile
from upheld_desk.errors import NotFound, Refused
from upheld_desk.store import agreements, logs
from upheld_desk.store.models import CaseRow, Log

pytestmark = pytest.mark.django_db

HOUR: Final = timedelta(hours=1)
LATER: Final = MONDAY + timedelta(days=90)


def case_of(world: Firm, log: Log) -> Casefile:
    found = casefiles.read(logs.load(log.pk).entries, agreements.terms(world.agreement, MONDAY), LATER)
    assert found
    return found


def duty(world: Firm, log: Log, name: str, now: datetime = LATER) -> Duty:
    evaluation = evaluate(agreements.version(world.agreement), logs.load(log.pk).events, now)
    return [duty for duty in evaluation.duties if duty.name == name][-1]


def kinds(log: Log) -> list[str]:
    return [fact.kind for fact in logs.load(log.pk).entries]


def in_sweden() -> tuple[Firm, Log]:
    world = stratiteq()
    return world, world.opened(channel="email", service="Kundportalen")


def closed(world: Firm | None = None) -> tuple[Firm, Log]:
    world = world or clearsense()
    log = world.opened(kind="question", channel="phone", caller="partner")
    solving.close(world.staff, log, MONDAY + HOUR, text="So geht es.")
    return world, log


# --- Where the customer approves --------------------------------------------------------------------------------------


def test_nothing_is_closed_before_the_customer_approved() -> None:
    world, log = in_sweden()
    talking.reply(world.staff, log, MONDAY + HOUR, text="Vi tittar.")
    with pytest.raises(Refused) as before:
        solving.close(world.staff, log, MONDAY + 2 * HOUR, text="Klart.")
    solving.propose(world.staff, log, MONDAY + 3 * HOUR, text="Omstart av kön.")
    with pytest.raises(Refused) as asked:
        solving.close(world.staff, log, MONDAY + 4 * HOUR)

    for refused in (before.value, asked.value):
        assert (refused.code, refused.fields["clause"]) == ("needs-approval", "plans.standard.closing")
    assert before.value.sentence != asked.value.sentence


def test_an_approved_case_is_closed_and_the_approval_kept() -> None:
    world, log = in_sweden()
    solving.propose(world.staff, log, MONDAY + HOUR, text="Omstart av kön.")
    solving.approve(world.contact, log, MONDAY + 2 * HOUR, text="Tack!")
    solving.close(world.staff, log, MONDAY + 3 * HOUR)

    assert (case_of(world, log).status, case_of(world, log).approved) == ("closed", True)
    assert duty(world, log, "approval").state == "kept"


def test_a_refused_solution_lets_the_work_go_on() -> None:
    world, log = in_sweden()
    solving.propose(world.staff, log, MONDAY + HOUR, text="Omstart av kön.")
    solving.refuse(world.contact, log, MONDAY + 2 * HOUR, reason="Samma fel igen.")

    assert case_of(world, log).status == "open"
    assert duty(world, log, "restore").state == "running"
    with pytest.raises(Refused) as refused:
        solving.close(world.staff, log, MONDAY + 3 * HOUR)
    assert refused.value.code == "needs-approval"


def test_a_refusal_says_why() -> None:
    world, log = in_sweden()
    solving.propose(world.staff, log, MONDAY + HOUR, text="Omstart av kön.")

    with pytest.raises(Refused) as refused:
        solving.refuse(world.contact, log, MONDAY + 2 * HOUR, reason=" ")

    assert refused.value.code == "reason-missing"


@pytest.mark.parametrize("answer", [solving.approve, solving.refuse])
def test_without_a_solution_there_is_nothing_to_answer(answer: Callable[..., None]) -> None:
    world, log = in_sweden()
    given = {"reason": "Nej."} if answer is solving.refuse else {}

    with pytest.raises(Refused) as refused:
        answer(world.contact, log, MONDAY + HOUR, **given)

    assert refused.value.code == "nothing-proposed"


def test_only_the_customer_approves() -> None:
    world, log = in_sweden()
    solving.propose(world.staff, log, MONDAY + HOUR, text="Omstart av kön.")

    with pytest.raises(NotFound):
        solving.approve(world.staff, log, MONDAY + 2 * HOUR)


def test_one_solution_at_a_time_waits_for_an_answer() -> None:
    world, log = in_sweden()
    solving.propose(world.staff, log, MONDAY + HOUR, text="Omstart av kön.")

    with pytest.raises(Refused) as refused:
        solving.propose(world.staff, log, MONDAY + 2 * HOUR, text="Eller så.")

    assert refused.value.code == "proposed-already"


def test_after_a_reopening_the_customer_approves_anew() -> None:
    world, log = in_sweden()
    solving.propose(world.staff, log, MONDAY + HOUR, text="Omstart av kön.")
    solving.approve(world.contact, log, MONDAY + 2 * HOUR)
    solving.close(world.staff, log, MONDAY + 3 * HOUR)
    solving.reopen(world.contact, log, MONDAY + 4 * HOUR, reason="Samma fel igen.")

    with pytest.raises(Refused) as refused:
        solving.close(world.staff, log, MONDAY + 5 * HOUR)

    assert refused.value.code == "needs-approval"


# --- Silence ----------------------------------------------------------------------------------------------------------


def with_silence() -> Firm:
    """Stratiteq, where silence approves: the other reading of its open point."""
    return reworded(stratiteq(), "silence: never approves", "silence: within 10 working days")


def test_silence_approves_where_that_was_agreed_and_closes() -> None:
    world = with_silence()
    log = world.opened(channel="email", service="Kundportalen")
    solving.propose(world.staff, log, MONDAY + HOUR, text="Omstart av kön.")
    due = duty(world, log, "approval", MONDAY + 2 * HOUR).due
    assert due
    solving.approve_by_silence(log, due - HOUR)
    before = case_of(world, log).status
    solving.approve_by_silence(log, due + HOUR)

    assert (before, case_of(world, log).status) == ("proposed", "closed")
    assert duty(world, log, "approval").state == "kept"
    assert [fact.by for fact in logs.load(log.pk).entries[-2:]] == ["", ""]


def test_once_silence_has_approved_staff_may_close() -> None:
    world = with_silence()
    log = world.opened(channel="email", service="Kundportalen")
    solving.propose(world.staff, log, MONDAY + HOUR, text="Omstart av kön.")
    solving.close(world.staff, log, datetime(2026, 12, 22, 9, tzinfo=UTC))

    assert case_of(world, log).status == "closed"


def test_where_silence_never_approves_it_does_not() -> None:
    world, log = in_sweden()
    solving.propose(world.staff, log, MONDAY + HOUR, text="Omstart av kön.")
    solving.approve_by_silence(log, LATER)

    assert case_of(world, log).status == "proposed"


# --- Where nothing is said of approval --------------------------------------------------------------------------------


def test_a_case_is_closed_with_the_answer() -> None:
    world, log = closed()

    assert kinds(log) == ["reported", "replied", "closed"]
    assert duty(world, log, "respond").state == "kept"


def test_nothing_is_closed_of_which_the_customer_heard_nothing() -> None:
    world = clearsense()
    log = world.opened(kind="question", channel="phone", caller="partner")
    talking.reply(SYSTEM, log, MONDAY, text="Wir haben Ihre Meldung.", automatic=True)
    talking.note(world.staff, log, MONDAY + HOUR, text="Erledigt.")

    with pytest.raises(Refused) as refused:
        solving.close(world.staff, log, MONDAY + 2 * HOUR)

    assert refused.value.code == "nothing-said"


def test_what_the_customer_asked_since_is_answered_before_closing() -> None:
    world = clearsense()
    log = world.opened(kind="question", channel="phone", caller="partner")
    talking.reply(world.staff, log, MONDAY + HOUR, text="So geht es.")
    talking.reply(world.contact, log, MONDAY + 2 * HOUR, text="Und auf dem Telefon?")
    with pytest.raises(Refused) as refused:
        solving.close(world.staff, log, MONDAY + 3 * HOUR)
    solving.close(world.staff, log, MONDAY + 3 * HOUR, text="Dort genauso.")

    assert refused.value.code == "unanswered"
    assert kinds(log)[-1] == "closed"


def test_after_the_answer_a_case_is_closed_without_more_words() -> None:
    world = clearsense()
    log = world.opened(kind="question", channel="phone", caller="partner")
    talking.reply(world.staff, log, MONDAY + HOUR, text="So geht es.")
    solving.close(world.staff, log, MONDAY + 2 * HOUR)

    assert kinds(log) == ["reported", "replied", "closed"]


def test_a_case_is_not_closed_over_an_open_objection() -> None:
    world = comarch()
    log = world.opened()
    classifying.classify(world.staff, log, MONDAY + HOUR, severity="guidance", text="Eine Frage.")
    classifying.object(world.contact, log, MONDAY + 2 * HOUR, reason="Nein.")

    with pytest.raises(Refused) as refused:
        solving.close(world.staff, log, MONDAY + 3 * HOUR, text="Fertig.")

    assert refused.value.code == "objection-open"


def test_a_waiting_case_that_is_closed_waits_no_more() -> None:
    world = clearsense()
    log = world.opened(kind="question", channel="phone", caller="partner")
    working.wait(world.staff, log, MONDAY + HOUR, on="customer", reason="Welche Seite?")
    solving.close(world.staff, log, MONDAY + 2 * HOUR, text="Wir haben es gefunden.")

    assert kinds(log)[-3:] == ["replied", "wait ended", "closed"]


def test_restored_with_words_is_told_before() -> None:
    world = comarch()
    log = world.opened()
    solving.restore(world.staff, log, MONDAY + HOUR, workaround=True, text="Es läuft wieder, auf einem Knoten.")
    solving.propose(world.staff, log, MONDAY + 2 * HOUR, text="Beide Knoten laufen.")
    solving.refuse(world.contact, log, MONDAY + 3 * HOUR, reason="Noch langsam.")

    assert kinds(log)[1:3] == ["replied", "restored"]
    assert case_of(world, log).status == "restored"
    with pytest.raises(Refused) as refused:
        solving.restore(world.staff, log, MONDAY + 4 * HOUR)
    assert refused.value.code == "restored-already"


# --- What is over -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "act",
    [
        lambda world, log, at: talking.reply(world.staff, log, at, text="Noch etwas."),
        lambda world, log, at: talking.reply(world.contact, log, at, text="Danke."),
        lambda world, log, at: talking.call(world.staff, log, at, about="Nachfrage"),
        lambda world, log, at: working.assign(world.staff, log, at, to=world.second),
        lambda world, log, at: working.start_work(world.staff, log, at),
        lambda world, log, at: working.wait(world.staff, log, at, on="customer", reason="?"),
        lambda world, log, at: working.resume(world.staff, log, at),
        lambda world, log, at: working.log_effort(world.staff, log, at, minutes=5),
        lambda world, log, at: working.forecast(world.staff, log, at, minutes=5),
        lambda world, log, at: working.visit(world.staff, log, at),
        lambda world, log, at: working.hand_over(world.staff, log, at, level=3),
        lambda world, log, at: working.forward(world.staff, log, at, to="scanner"),
        lambda world, log, at: solving.restore(world.staff, log, at),
        lambda world, log, at: solving.propose(world.staff, log, at, text="So."),
        lambda world, log, at: solving.approve(world.contact, log, at),
        lambda world, log, at: solving.close(world.staff, log, at),
        lambda world, log, at: solving.withdraw(world.contact, log, at),
        lambda world, log, at: classifying.classify(world.staff, log, at, severity="p1"),
        lambda world, log, at: classifying.ask_severity(world.contact, log, at, severity="p1"),
        lambda world, log, at: classifying.object(world.contact, log, at, reason="Nein."),
    ],
)
def test_what_is_over_is_not_worked_on(act: Callable[[Firm, Log, datetime], None]) -> None:
    world, log = closed()

    with pytest.raises(Refused) as refused:
        act(world, log, MONDAY + 2 * HOUR)

    assert refused.value.code == "case-ended"
    assert logs.load(log.pk).length == 3


def test_thanks_by_mail_are_kept_and_the_case_stays_closed() -> None:
    world, log = closed()
    talking.reply(world.contact, log, MONDAY + 2 * HOUR, text="Danke!", mail={"raw": "0" * 64}, channel="email")

    assert (CaseRow.objects.get(log=log).status, CaseRow.objects.get(log=log).last_by_customer) == ("closed", True)


def test_notes_may_still_be_written() -> None:
    world, log = closed()
    talking.note(world.staff, log, MONDAY + 2 * HOUR, text="War der Cache.")

    assert kinds(log)[-1] == "noted"


def test_within_the_agreed_time_a_case_is_reopened() -> None:
    world, log = closed()
    solving.reopen(world.contact, log, MONDAY + timedelta(days=14), reason="Wieder weg.")

    assert case_of(world, log).status == "open"


def test_later_it_is_a_new_case_and_that_is_said() -> None:
    world, log = closed()

    with pytest.raises(Refused, match="new one") as refused:
        solving.reopen(world.contact, log, MONDAY + timedelta(days=15), reason="Wieder weg.")

    assert (refused.value.code, refused.value.fields["suggest"]) == ("reopen-too-late", "report")


def test_what_goes_on_is_not_reopened() -> None:
    world = clearsense()

    with pytest.raises(Refused) as refused:
        solving.reopen(world.contact, world.opened(kind="question"), MONDAY + HOUR, reason="Wieder weg.")

    assert refused.value.code == "not-closed"


def test_a_customer_takes_a_report_back_without_a_reason_staff_says_why() -> None:
    world = clearsense()
    one, two = world.opened(kind="question"), world.opened(kind="question")
    solving.withdraw(world.contact, one, MONDAY + HOUR)
    with pytest.raises(Refused) as refused:
        solving.withdraw(world.staff, two, MONDAY + HOUR)
    solving.withdraw(world.staff, two, MONDAY + HOUR, reason="Am Telefon zurückgezogen.")

    assert refused.value.code == "reason-missing"
    assert set(CaseRow.objects.values_list("status", flat=True)) == {"withdrawn"}
