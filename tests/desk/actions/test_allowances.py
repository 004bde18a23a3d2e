"""What a case takes of its agreement, and what becomes of it: used, or given back."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Final

import pytest

from tests.desk.actions.firms import MONDAY, Firm, comarch, file, maxence, signed, startrac
from upheld.events import Granted, Reserved, Started
from upheld.grants.accounts import Account
from upheld_desk.actions import allowances, joining, solving, talking
from upheld_desk.actions.agreements import activate
from upheld_desk.errors import Refused
from upheld_desk.facts import Fact
from upheld_desk.store import agreements, logs
from upheld_desk.store.models import CaseRow, Log, Look

pytestmark = pytest.mark.django_db

HOUR: Final = timedelta(hours=1)
LATER: Final = MONDAY + 9 * HOUR
LOW: Final = {"loss": "none", "usable": "yes"}
UNLIMITED: Final = """
format: support-agreement/1
amends: CCI-2026-188
number: 1
signed: 2026-12-01
effective: 2026-12-07
because: the test systems are needed by two courses
changes:
  plan: advanced
"""
CRITICAL: Final = {"production": "yes", "usable": "no", "workaround": "no"}


def stands(world: Firm) -> dict[Account, Decimal]:
    """Return how the cases of the agreement stand."""
    ledger = allowances.books(world.agreement, LATER).ledger
    accounts: tuple[Account, ...] = ("available", "reserved", "used", "beyond")
    return {account: ledger.balance("cases", account) for account in accounts if ledger.balance("cases", account)}


def used_up(world: Firm) -> None:
    books = allowances.books(world.agreement, MONDAY)
    taken = Reserved(MONDAY, "cases", books.ledger.available("cases"), ref="before")
    books.dossier.append(Fact.of(taken))


def decided(log: Log) -> list[str]:
    return [decision["do"] for decision in logs.load(log.pk).entries[0].desk["allowances"]]


# --- Taken and used ---------------------------------------------------------------------------------------------------


def test_a_case_takes_a_unit_when_it_is_opened_and_uses_it_when_it_is_closed() -> None:
    world = comarch()
    log = world.opened(kind="incident")
    opened = stands(world)
    solving.close(world.staff, log, MONDAY + HOUR, text="Fertig.")

    assert opened == {"available": 9, "reserved": 1}
    assert stands(world) == {"available": 9, "used": 1}
    assert decided(log) == ["grant"]


def test_a_kind_that_does_not_count_takes_nothing() -> None:
    world = comarch()
    world.opened(kind="expert")

    assert stands(world) == {"available": 10}


def test_the_last_unit_is_not_taken_again_by_what_was_sent_earlier_and_is_worked_later() -> None:
    world = maxence()
    books = allowances.books(world.agreement, MONDAY)
    books.dossier.append(Fact.of(Reserved(MONDAY, "cases", books.ledger.available("cases") - 1, ref="before")))
    world.opened(MONDAY + 2 * HOUR, kind="incident", answers=LOW)

    with pytest.raises(Refused):
        world.opened(MONDAY + HOUR, kind="incident", answers=LOW)
    assert stands(world) == {"reserved": 60}


def withdrawn(world: Firm, log: Log) -> None:
    solving.withdraw(world.contact, log, MONDAY + HOUR)


def merged(world: Firm, log: Log) -> None:
    joining.merge(world.staff, log, MONDAY + HOUR, into=world.opened(kind="expert"))


def duplicate(world: Firm, log: Log) -> None:
    joining.mark_duplicate(world.staff, log, MONDAY + HOUR, of=world.opened(kind="expert"))


@pytest.mark.parametrize("ended", [withdrawn, merged, duplicate])
def test_what_need_not_count_is_given_back(ended: Callable[[Firm, Log], None]) -> None:
    world = comarch()
    ended(world, world.opened(kind="incident"))

    assert stands(world) == {"available": 10}


def test_the_vendors_own_fault_is_given_back_where_that_was_agreed() -> None:
    world = maxence()
    log = world.opened(kind="incident", answers=LOW)
    solving.close(world.staff, log, MONDAY + HOUR, text="Unser Fehler.", vendor_fault=True)

    assert stands(world) == {"available": 60}
    assert logs.load(log.pk).entries[-1].desk["vendor_fault"]


def test_it_counts_where_that_was_not_agreed() -> None:
    world = comarch()
    log = world.opened(kind="incident")
    solving.close(world.staff, log, MONDAY + HOUR, text="Unser Fehler.", vendor_fault=True)

    assert stands(world) == {"available": 9, "used": 1}


def test_what_was_given_back_is_taken_again_by_a_reopening() -> None:
    world = comarch()
    log = world.opened(kind="incident")
    solving.withdraw(world.contact, log, MONDAY + HOUR)
    solving.reopen(world.contact, log, MONDAY + 2 * HOUR, reason="Doch nicht.")
    again = stands(world)
    solving.close(world.staff, log, MONDAY + 3 * HOUR, text="Fertig.")

    assert again == {"available": 9, "reserved": 1}
    assert stands(world) == {"available": 9, "used": 1}


def test_what_was_used_is_not_used_twice() -> None:
    world = comarch()
    log = world.opened(kind="incident")
    solving.close(world.staff, log, MONDAY + HOUR, text="Fertig.")
    solving.reopen(world.contact, log, MONDAY + 2 * HOUR, reason="Doch nicht.")
    solving.close(world.staff, log, MONDAY + 3 * HOUR, text="Jetzt.")

    assert stands(world) == {"available": 9, "used": 1}


def test_a_case_of_an_agreement_without_allowances_takes_nothing() -> None:
    world = startrac()
    log = world.opened(channel="phone", caller="level-1")
    talking.reply(world.staff, log, MONDAY + HOUR, text="Hallo.")
    solving.close(world.staff, log, MONDAY + 2 * HOUR)

    assert world.agreement.log
    assert logs.load(world.agreement.log.pk).length == 1
    assert "allowances" not in logs.load(log.pk).entries[0].desk


# --- Used up ----------------------------------------------------------------------------------------------------------


def test_the_eleventh_case_is_accepted_and_flagged_where_that_was_agreed() -> None:
    world = comarch()
    used_up(world)
    log = world.opened(kind="incident")

    assert decided(log) == ["accept and flag"]
    assert stands(world)["beyond"] == -1


def test_a_case_is_refused_where_that_was_agreed_and_nothing_is_written() -> None:
    world = maxence()
    used_up(world)
    before = logs.load(allowances.books(world.agreement, MONDAY).log.pk).length

    with pytest.raises(Refused) as refused:
        world.opened(kind="incident", answers=LOW)

    assert refused.value.code == "used-up"
    assert str(refused.value.fields["clause"]).startswith("plans.professional.allowances.cases.when_used_up")
    assert not Log.objects.filter(kind="case").exists()
    assert logs.load(allowances.books(world.agreement, MONDAY).log.pk).length == before


def test_a_critical_case_is_taken_all_the_same() -> None:
    world = maxence()
    used_up(world)

    assert decided(world.opened(kind="incident", answers=CRITICAL)) == ["accept and flag"]


def test_a_refused_reference_is_used_by_the_next_case() -> None:
    world = maxence()
    used_up(world)
    with pytest.raises(Refused):
        world.opened(kind="incident", answers=LOW)

    assert world.opened(kind="incident", answers=CRITICAL).reference.endswith("-1001")


def test_what_was_bought_meanwhile_is_there() -> None:
    world = maxence()
    used_up(world)
    books = allowances.books(world.agreement, MONDAY)
    books.dossier.append(Fact.of(Granted(MONDAY, "cases", Decimal(1))))

    assert decided(world.opened(kind="incident", answers=LOW)) == ["grant"]


# --- The agreement's log ----------------------------------------------------------------------------------------------


def test_an_agreement_begins_once_at_the_start_of_its_term() -> None:
    world = comarch()
    log = activate(world.agreement, MONDAY + HOUR)
    events = logs.load(log.pk).events

    assert [type(event) for event in events] == [Started]
    assert events[0].at.isoformat() == "2026-08-31T22:00:00+00:00"  # 1 September in Berlin
    assert Look.objects.filter(log=log).exists()


def test_an_amendment_is_seen_by_the_cases_that_it_holds_for() -> None:
    world = comarch("papierwerk-isar")
    after = MONDAY.replace(year=2027, month=3, day=1)
    log = world.opened(after, kind="incident", answers={"down": "yes"})
    before = CaseRow.objects.get(log=log).plan_rank
    signed(world.customer, file("comarch", "papierwerk-isar"), file("comarch", "papierwerk-isar-1"))
    activate(world.agreement, after)

    assert agreements.version(world.agreement).signature
    assert (before, CaseRow.objects.get(log=log).plan_rank) == (1, 0)


def test_a_case_that_was_opened_under_an_allowance_ends_after_an_amendment_took_it_away() -> None:
    world = comarch()
    log = world.opened(kind="incident")
    signed(world.customer, file("comarch", "lernraum-dresden"), ("lernraum-dresden-1.yaml", UNLIMITED))
    activate(world.agreement, MONDAY + HOUR)
    december = MONDAY + timedelta(days=20)
    solving.close(world.staff, log, december, text="Fertig.")
    later = world.opened(december, kind="incident")

    books = allowances.books(world.agreement, december + HOUR)
    assert books.ledger.balance("cases", "used") == 1
    assert "allowances" not in logs.load(later.pk).entries[0].desk
