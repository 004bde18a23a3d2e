"""A crowd: several people and the timers at once on the same few cases, each with a connection of their own."""

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, Thread
from typing import Final

import pytest
from django.db import connections

from tests.desk.actions.firms import MONDAY, Firm, comarch, stratiteq
from tests.desk.actions.tries import TRIES
from upheld_desk.actions import allowances
from upheld_desk.errors import NotFound, Refused
from upheld_desk.store import logs, projections
from upheld_desk.store.models import Log, Look
from upheld_desk.timers.looking import look

LATER: Final = MONDAY + timedelta(hours=30)
ACTS: Final = 12  # of each person


def crowd(world: Firm, cases: Sequence[Log]) -> list[BaseException]:
    """Let four people act and the timers look at the same time; return what happened that should not."""
    people = (world.staff, world.second, world.contact, world.staff)
    start, found = Barrier(len(people) + 1), list[BaseException]()

    def act(number: int) -> None:
        chance = random.Random(number)  # noqa: S311  the same crowd each time
        for _ in range(ACTS):
            log, other = chance.sample(cases, 2)
            with suppress(Refused, NotFound):
                TRIES[chance.choice(sorted(TRIES))](people[number], log, other, LATER)
            if chance.random() < 0.3:
                world.opened(LATER, kind="incident", caller=world.contact.caller)

    def timers() -> None:
        for due in Look.objects.filter(at__lte=LATER).select_related("log"):
            look(due.log, LATER)

    def run(number: int) -> None:
        try:
            start.wait()
            timers() if number == len(people) else act(number)
        except BaseException as error:  # noqa: BLE001  handed to the test
            found.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(number,)) for number in range(len(people) + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("agreed", [comarch, stratiteq])
def test_a_crowd_leaves_all_in_order(agreed: Callable[[], Firm]) -> None:
    world = agreed()
    cases = [world.opened(kind="incident", caller=world.contact.caller) for _ in range(4)]

    assert crowd(world, cases) == []
    assert all(logs.broken(log) is None for log in Log.objects.all())
    projections.rebuild(LATER)
    assert projections.rebuild(LATER)[1] == []
    assert not allowances.books(world.agreement, LATER).ledger.notes
