"""How every act is done: decided on what was seen, again when somebody was faster, at an instant that fits."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread
from typing import Final

import pytest
from django.db import connection, connections
from pytest_django import DjangoAssertNumQueries

from tests.desk.actions.firms import MONDAY, Firm, comarch, maxence
from upheld.events import Replied, Reserved
from upheld.grants.accounts import Account
from upheld_desk.actions import acting, allowances, joining, solving, talking, working
from upheld_desk.actions.acting import Change, Seen
from upheld_desk.errors import NotFound, Refused
from upheld_desk.facts import Fact
from upheld_desk.store import agreements, logs, projections
from upheld_desk.store.dossiers import Dossier
from upheld_desk.store.logs import History
from upheld_desk.store.models import CaseRow, Entry, Log

HOUR: Final = timedelta(hours=1)
BALANCED: Final[tuple[Account, ...]] = ("used", "reserved")
SECOND: Final = timedelta(seconds=1)
LOW: Final = {"loss": "none", "usable": "yes"}  # the mildest severity of maxence


# --- One after the other ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_act_asks_the_database_few_times(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    world = comarch()
    log = Log.objects.select_related("agreement", "vendor", "customer").get(pk=world.opened().pk)

    with django_assert_max_num_queries(12):
        talking.reply(world.staff, log, MONDAY + HOUR, text="We are on it.")


@pytest.mark.django_db
def test_who_is_always_overtaken_is_told_so() -> None:
    world = comarch()
    log = world.opened()
    before = Dossier(log, History(log.pk, (), ""), agreements.version(log.agreement))
    missed = Change(before, (Fact.own("noted", MONDAY, "maria", text="?"),))

    with pytest.raises(Refused) as refused:
        acting.until_settled(lambda: [missed])

    assert refused.value.code == "busy"
    assert logs.load(log.pk).length == 1


@pytest.mark.django_db
def test_nothing_of_an_act_on_two_logs_is_written_if_one_was_overtaken() -> None:
    world = comarch()
    one, two = world.opened(), world.opened()
    fact = Fact.own("noted", MONDAY, "maria", text="?")
    before = Dossier(two, History(two.pk, (), ""), agreements.version(two.agreement))

    with pytest.raises(Refused):
        acting.until_settled(lambda: [Change(Dossier.of(one), (fact,)), Change(before, (fact,))])

    assert (logs.load(one.pk).length, logs.load(two.pk).length) == (1, 1)


@pytest.mark.django_db
def test_who_acts_at_the_same_moment_acts_just_after() -> None:
    world = comarch()
    log = world.opened()
    talking.reply(world.staff, log, MONDAY + HOUR, text="One.")
    talking.reply(world.second, log, MONDAY + HOUR - SECOND, text="Two.")

    assert logs.load(log.pk).entries[-1].at == MONDAY + HOUR


@pytest.mark.django_db
def test_an_act_is_never_before_what_stands_in_the_log() -> None:
    world = comarch()
    log = world.opened()
    talking.reply(world.staff, log, MONDAY + 2 * HOUR, text="One.")

    with pytest.raises(Refused) as refused:
        talking.reply(world.second, log, MONDAY + HOUR, text="Two.")

    assert refused.value.code == "too-early"


@pytest.mark.django_db
def test_a_mail_that_was_overtaken_is_kept_and_counts_after_that() -> None:
    world = comarch()
    log = world.opened()
    talking.reply(world.staff, log, MONDAY + 2 * HOUR, text="One.")
    talking.reply(
        world.contact, log, MONDAY + HOUR, text="Two.", mail={"message_id": "<2@example.org>"}, channel="email"
    )

    last = logs.load(log.pk).entries[-1]

    assert (last.kind, last.at, last.desk["message_id"]) == ("customer replied", MONDAY + 2 * HOUR, "<2@example.org>")


@pytest.mark.django_db
def test_who_sees_no_case_is_told_of_none() -> None:
    ours, theirs = comarch(), maxence()

    with pytest.raises(NotFound):
        talking.reply(theirs.staff, ours.opened(), MONDAY + HOUR, text="Hello.")


@pytest.mark.django_db
def test_every_act_says_who_did_it() -> None:
    world = comarch()
    log = world.opened()
    working.start_work(world.staff, log, MONDAY + HOUR)
    working.log_effort(world.second, log, MONDAY + HOUR, minutes=5)

    assert [fact.by for fact in logs.load(log.pk).entries] == ["f.richter", "maria", "maria", "jonas"]


# --- At the same time: threads, each with its own connection ----------------------------------------------------------


def race(*acts: Callable[[], object]) -> list[str]:
    """Do acts at the same moment, each in its own thread and connection; return which refusal each got, if any."""
    start, found = Barrier(len(acts)), [""] * len(acts)

    def run(number: int) -> None:
        try:
            start.wait()
            acts[number]()
        except Refused as refused:
            found[number] = refused.code
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def is_whole(*found: Log) -> bool:
    """Say whether chains hold and the rows are those that the logs make."""
    return all(logs.broken(log) is None for log in found) and projections.rebuild(MONDAY + 9 * HOUR)[1] == []


def only_one_left(world: Firm) -> Log:
    """Leave one case in the allowance of a customer."""
    books = allowances.books(world.agreement, MONDAY)
    taken = Reserved(MONDAY, "cases", books.ledger.available("cases") - 1, ref="before")
    books.dossier.append(Fact.of(taken))
    return books.log


@pytest.mark.django_db(transaction=True)
def test_who_is_overtaken_decides_again() -> None:
    world = comarch()
    log, lengths = world.opened(), list[int]()

    def decide(seen: Seen) -> list[Fact]:
        lengths.append(seen.case.length)
        if len(lengths) == 1:
            race(lambda: talking.note(world.second, log, MONDAY + HOUR, text="I was faster."))
        return [Fact.of(Replied(seen.at, by=seen.by), text="Second.")]

    acting.act(world.staff, "reply", log, MONDAY + HOUR, decide)

    assert lengths == [1, 2]
    assert [fact.kind for fact in logs.load(log.pk).entries] == ["reported", "noted", "replied"]


@pytest.mark.django_db(transaction=True)
def test_two_people_cannot_both_take_the_last_case() -> None:
    world = maxence()
    agreement = only_one_left(world)

    found = race(*[lambda: world.opened(kind="question", answers=LOW)] * 4)

    assert sorted(found) == ["", "used-up", "used-up", "used-up"]
    assert allowances.books(world.agreement, MONDAY).ledger.available("cases") == 0
    assert is_whole(agreement)


@pytest.mark.django_db(transaction=True)
def test_several_who_write_at_the_same_moment_are_all_kept() -> None:
    world = comarch()
    log = world.opened()
    people = [world.staff, world.second, world.contact, world.staff]

    found = race(*[lambda who=who: talking.reply(who, log, MONDAY + HOUR, text="Hello.") for who in people])

    assert found == ["", "", "", ""]
    assert logs.load(log.pk).length == 5
    assert is_whole(log)


@pytest.mark.django_db(transaction=True)
def test_a_case_is_closed_once() -> None:
    world = comarch()
    log = world.opened(kind="incident")

    found = race(
        *[lambda who=who: solving.close(who, log, MONDAY + HOUR, text="Done.") for who in (world.staff, world.second)]
    )

    assert sorted(found) == ["", "case-ended"]
    assert [fact.kind for fact in logs.load(log.pk).entries].count("closed") == 1
    assert is_whole(log)


@pytest.mark.django_db(transaction=True)
def test_two_cases_are_not_merged_into_each_other() -> None:
    world = comarch()
    one, two = world.opened(kind="incident"), world.opened(kind="incident")

    found = race(
        lambda: joining.merge(world.staff, one, MONDAY + HOUR, into=two),
        lambda: joining.merge(world.second, two, MONDAY + HOUR, into=one),
    )

    assert sorted(found) == ["", "case-ended"]
    assert sorted(CaseRow.objects.values_list("status", flat=True)) == ["merged", "new"]
    assert is_whole(one, two)


@pytest.mark.django_db(transaction=True)
def test_opening_and_closing_cases_of_one_agreement_do_not_stop_each_other() -> None:
    world = comarch()
    opened = [world.opened(kind="incident") for _ in range(3)]
    closings = [lambda log=log: solving.close(world.staff, log, MONDAY + HOUR, text="Done.") for log in opened]

    found = race(*closings, *[lambda: world.opened(MONDAY + HOUR, kind="incident")] * 3)

    assert found == [""] * 6
    ledger = allowances.books(world.agreement, MONDAY + HOUR).ledger
    assert [ledger.balance("cases", account) for account in BALANCED] == [Decimal(3), Decimal(3)]
    assert is_whole(*Log.objects.filter(vendor=world.vendor))


@pytest.mark.django_db(transaction=True)
def test_the_store_refuses_what_was_decided_on_less() -> None:
    world = comarch()
    log = world.opened()
    reply = Change(Dossier.of(log), (Fact.of(Replied(MONDAY, by="maria")),))

    found = race(*[lambda: acting.until_settled(lambda: [reply])] * 3)

    assert sorted(found) == ["", "busy", "busy"]
    assert Entry.objects.filter(log=log).count() == 2
    assert connection.vendor == "postgresql"
