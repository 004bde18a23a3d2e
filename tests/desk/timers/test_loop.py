"""The loop: several at once, killed in the middle, beside acts on the same cases; what fails stops no other."""

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from urllib.parse import quote
from uuid import UUID

import pytest
from django.conf import settings
from django.db import OperationalError, connections
from psycopg.errors import DeadlockDetected
from pytest_django import DjangoAssertNumQueries

from tests.desk.actions.firms import MONDAY
from tests.desk.timers.cast import startrac, stratiteq, told
from upheld_desk import clock
from upheld_desk.actions import talking
from upheld_desk.cli.findings.data import troubles
from upheld_desk.outbox.models import Outgoing
from upheld_desk.store import logs, projections
from upheld_desk.store.models import Entry, Log, Look
from upheld_desk.timers import loop
from upheld_desk.timers.models import Trouble

LATER = MONDAY + timedelta(days=3)
CASES = 24
PATIENCE = 60.0  # seconds until a worker that should have ended is given up

_WORKER = """
import sys
from datetime import datetime
import django
django.setup()
from upheld_desk.timers.loop import look_at_next
while look_at_next(datetime.fromisoformat(sys.argv[1])):
    pass
"""


@contextmanager
def worker(now: datetime) -> Iterator[subprocess.Popen[str]]:
    """A process that looks at all that is due, on the database of the tests."""
    database = connections.databases["default"]
    host = f"{database['HOST']}:{database['PORT']}" if database["PORT"] else database["HOST"]
    place, query = ("", f"?host={host}") if host.startswith("/") else (host, "")
    url = f"postgresql://{database['USER']}:{quote(database['PASSWORD'], safe='')}@{place}/{database['NAME']}{query}"
    own = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "upheld_desk.settings", "UPHELD_DATA": str(settings.DATA)}
    running = subprocess.Popen(  # noqa: S603  our own interpreter
        [sys.executable, "-c", _WORKER, now.isoformat()],
        env={**os.environ, **own},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def ended_well(running: subprocess.Popen[str]) -> bool:
    _, said = running.communicate(timeout=PATIENCE)
    assert said == ""
    return running.returncode == 0


def some_are_told(at_least: int) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if Entry.objects.filter(kind="told").count() >= at_least:
            return True
        time.sleep(0.01)
    return False


@pytest.mark.django_db(transaction=True)
def test_each_is_told_once_by_two_workers_of_which_one_is_killed_while_people_act() -> None:
    firm = stratiteq()
    cases = [firm.opened(kind="incident", channel="email", service="Kundportalen") for _ in range(CASES)]

    with worker(LATER) as first, worker(LATER) as second:
        assert some_are_told(5)
        first.kill()
        for case in cases:
            talking.reply(firm.staff, case, LATER, text="We are on it.")
        with worker(LATER) as third:
            assert ended_well(second)
            assert ended_well(third)

    for case in cases:
        said = Counter((fact.desk["duty"], fact.desk["step"]) for fact in told(case))
        assert said["clock/start_work/1", "late"] == 1
        assert set(said.values()) == {1}
        assert logs.broken(case) is None
    assert not Look.objects.filter(at__lte=LATER, log__in=cases).exists()
    assert projections.rebuild(LATER)[1] == []
    assert len(set(Outgoing.objects.values_list("key", flat=True))) == Outgoing.objects.count()


@pytest.mark.django_db(transaction=True)
def test_after_a_kill_all_is_made_up_for_in_the_order_in_which_it_was_due() -> None:
    firm = stratiteq()
    minutes = [(number * 7) % CASES // 3 * 3 for number in range(CASES)]  # in no order, and three at one instant
    cases = [
        firm.opened(at=MONDAY + timedelta(minutes=late), kind="incident", channel="email", service="Kundportalen")
        for late in minutes
    ]

    with worker(LATER) as first:
        assert some_are_told(5)
        first.kill()
    with worker(LATER) as second:
        assert ended_well(second)

    # The keys of letters grow as they are written, whichever worker writes them.
    letters = Outgoing.objects.filter(kind="due", log__in=cases).order_by("pk").values_list("key", flat=True)
    told_of = [key.split("/")[:2] for key in letters]
    instants = [logs.load(UUID(log)).entries[int(number) - 1].at for log, number in told_of]
    assert instants == sorted(instants)
    assert {log for log, _ in told_of} == {str(case.pk) for case in cases}
    for case in cases:
        assert set(Counter((fact.desk["duty"], fact.desk["step"]) for fact in told(case)).values()) == {1}


@pytest.mark.django_db
def test_the_log_that_waits_longest_is_looked_at_first() -> None:
    firm = stratiteq()
    late = firm.opened(at=MONDAY + timedelta(hours=2), kind="incident", channel="email", service="Kundportalen")
    early = firm.opened(at=MONDAY, kind="incident", channel="email", service="Kundportalen")
    Look.objects.exclude(log__in=[late, early]).delete()

    loop.look_at_next(LATER)

    assert (len(told(early)) > 0, told(late)) == (True, [])


@pytest.mark.django_db
def test_a_look_that_tells_asks_the_database_few_times(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    case = stratiteq().opened(kind="incident", channel="email", service="Kundportalen")
    Look.objects.exclude(log=case).delete()

    with django_assert_max_num_queries(14):
        loop.look_at_next(LATER)

    assert told(case)


@pytest.mark.django_db
def test_a_log_that_cannot_be_looked_at_is_put_off_and_reported_and_stops_no_other() -> None:
    bad, good = startrac(), stratiteq()
    bad.vendor.notify_hours = "in the morning"
    bad.vendor.save()
    assert bad.agreement.log
    case = good.opened(kind="incident", channel="email", service="Kundportalen")
    much_later = datetime.fromisoformat("2026-12-02T12:00:00+00:00")

    while loop.look_at_next(much_later):
        pass

    trouble = Trouble.objects.get(log=bad.agreement.log)
    (found,) = troubles()
    assert "'in the morning' are no hours" in found.state
    assert trouble.again == much_later + loop.FIRST_WAIT
    assert told(case)


@pytest.mark.django_db
def test_trouble_waits_longer_each_time_and_goes_when_it_is_over() -> None:
    firm = startrac()
    firm.vendor.notify_hours = "in the morning"
    firm.vendor.save()
    now = datetime.fromisoformat("2026-12-02T12:00:00+00:00")
    waits = []
    for _ in range(3):
        while loop.look_at_next(now):
            pass
        waits.append(Trouble.objects.get().again - now)
        now = Trouble.objects.get().again
    firm.vendor.notify_hours = "mon-fri 07:00-19:00"
    firm.vendor.save()
    loop.look_at_next(now)

    assert waits == [loop.FIRST_WAIT, loop.FIRST_WAIT * 2, loop.FIRST_WAIT * 4]
    assert not Trouble.objects.exists()


@pytest.mark.django_db
def test_a_deadlock_is_no_trouble_and_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    stratiteq().opened(kind="incident", channel="email", service="Kundportalen")

    def deadlock(*_: object) -> bool:
        raise OperationalError("deadlock detected") from DeadlockDetected()

    with monkeypatch.context() as patched:
        patched.setattr(loop, "look_once", deadlock)
        assert loop.look_at_next(LATER)

    assert not Trouble.objects.exists()
    assert loop.look_at_next(LATER)


@pytest.mark.django_db(transaction=True)
def test_the_loop_runs_until_it_is_told_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    case = stratiteq().opened(kind="incident", channel="email", service="Kundportalen")
    monkeypatch.setattr(clock, "now", lambda: LATER)
    stop = threading.Event()
    running = threading.Thread(target=loop.run, args=(stop,))
    running.start()
    try:
        assert some_are_told(2)
    finally:
        stop.set()
        running.join(PATIENCE)

    assert not running.is_alive()
    assert Log.objects.filter(pk=case.pk).exists()
