"""Timers: how late the desk tells what has become due, beside the floor of a loop that only marks rows.

Each of the desk's timers evaluates a case, writes to its log what is told, makes the rows again and puts the letters
into the outbox, in one transaction of its own. The floor updates one row, in one transaction of its own, in the same
kind of loop. Both run in a thread of this process, on the same embedded server. Late is measured from the true instant
to the commit. What is due is due at whole seconds, as in the desk: over 20 seconds, 25 at once each second.
"""

import json
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import django
import psycopg
from django.core.management import call_command
from django.db import transaction

from upheld.events import Classified, HandedOver, Reported
from upheld_desk import clock, embedded, settings

AGREEMENTS = Path(__file__).parents[1] / "agreements" / "startrac"
TIMERS = 500
SPREAD = timedelta(seconds=20)
UNTIL_RISK = timedelta(minutes=22, seconds=30)  # three quarters of 30 minutes, day and night
AHEAD = timedelta(seconds=2)  # until the first is due
PATIENCE = 120.0  # seconds until a round is given up

Lags = list[float]  # milliseconds


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, embedded.start(Path(folder) / "database") as running:
        settings.DATABASES["default"] |= settings.database(running.url)
        settings.DATA = Path(folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "upheld_desk.settings"
        django.setup()
        call_command("migrate", verbosity=0)
        print(f"{TIMERS} timers                 milliseconds late\n")
        print("                                p50       p99      most  CPU each  a second")
        for name, spread in ((f"over {SPREAD.seconds} seconds", SPREAD), ("at one instant", timedelta())):
            for kind, run in (("the desk", desk), ("floor", floor)):
                report(f"{kind}, {name}", *run(running.url, spread), spread)
        print()


def report(name: str, lags: Lags, used: float, spread: timedelta) -> None:
    lags.sort()
    pace = "" if spread else f"{len(lags) / lags[-1] * 1000:10.0f}"
    shown = (lags[len(lags) // 2], lags[len(lags) * 99 // 100], lags[-1], used / len(lags) * 1000)
    print(f"{name:25}" + "".join(f"{number:10.1f}" for number in shown) + pace, flush=True)


def now() -> datetime:
    """Return the present instant, to the microsecond: the desk's own clock shows whole seconds."""
    return datetime.now(UTC)


def instants(spread: timedelta) -> list[datetime]:
    """Return when each timer is due: at whole seconds, the first soon."""
    begin = now().replace(microsecond=0) + AHEAD
    return [begin + timedelta(seconds=spread.seconds * number // TIMERS) for number in range(TIMERS)]


@contextmanager
def beside(run: Callable[[threading.Event], None]) -> Iterator[None]:
    """Run a loop in a thread of its own."""
    stop = threading.Event()
    thread = threading.Thread(target=run, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


# --- The desk ---------------------------------------------------------------------------------------------------------


def desk(url: str, spread: timedelta) -> tuple[Lags, float]:
    """Return how late the loop told of cases at risk, and how many seconds of a processor it took."""
    from upheld_desk.store.models import Look  # noqa: PLC0415  when Django is set up
    from upheld_desk.timers import loop  # noqa: PLC0415

    waiting = cases()
    Look.objects.all().delete()
    due = dict(zip(waiting, instants(spread), strict=True))
    for log, at in due.items():
        Look.objects.create(log_id=log, at=at)
    with psycopg.connect(url, autocommit=True) as listening:
        listening.execute("LISTEN upheld_desk")
        used = time.process_time()
        with beside(loop.run):
            lags = heard(listening, due)
        return lags, time.process_time() - used


@transaction.atomic
def cases() -> list[str]:
    """Return the logs of cases that are at risk by now, of which nobody was told."""
    from upheld_desk.facts import Fact  # noqa: PLC0415
    from upheld_desk.people.models import Customer, Person, Vendor  # noqa: PLC0415
    from upheld_desk.store import agreements, logs  # noqa: PLC0415
    from upheld_desk.store.dossiers import Dossier  # noqa: PLC0415
    from upheld_desk.store.projections import project  # noqa: PLC0415

    number = Vendor.objects.count()
    vendor = Vendor.objects.create(
        slug=f"v{number}", name="Vendor", prefix=f"V{number}", mail_address=f"v{number}@example.org"
    )
    customer = Customer.objects.create(vendor=vendor, slug="c", name="Customer")
    Person.objects.create(vendor=vendor, handle="lead", name="Lead", role="lead", email="lead@example.org")
    names = ("offer.yaml", "chemiepark-nord.yaml")
    files = {name: (AGREEMENTS / name).read_text(encoding="utf-8") for name in names}
    edition = agreements.store(vendor, customer, files, main=names[-1], at=clock.now())
    edition.state = "signed"
    edition.save()
    at = clock.now() - UNTIL_RISK
    report = Reported(at, by="gate", channel="phone", caller="level-1")
    rated, handed = Classified(at, by="gate", severity="stop"), HandedOver(at, by="gate")
    facts = [Fact.of(report, subject="The gate"), Fact.of(rated), Fact.of(handed)]
    opened = [logs.open_case(vendor, customer, edition.agreement) for _ in range(TIMERS)]
    for log in opened:
        project(Dossier.held(log).append(*facts), at)
    return [str(log.pk) for log in opened]


def heard(listening: psycopg.Connection[Any], due: Mapping[str, datetime]) -> Lags:
    """Return how late each was told, as the database announced it."""
    lags: dict[str, float] = {}
    for said in listening.notifies(timeout=PATIENCE):
        log = json.loads(said.payload)["log"]
        if log in due and log not in lags:
            lags[log] = (now() - due[log]).total_seconds() * 1000
        if len(lags) == len(due):
            break
    assert len(lags) == len(due), f"only {len(lags)} of {len(due)} were told"
    return list(lags.values())


# --- The floor --------------------------------------------------------------------------------------------------------

_NEXT = """
update floor set fired = true where id = (
    select id from floor where due <= %s and not fired order by due for update skip locked limit 1
) returning due
"""


def floor(url: str, spread: timedelta) -> tuple[Lags, float]:
    """Return the same of a loop that marks rows and does nothing else."""
    lags: Lags = []
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table if not exists floor (id serial primary key, due timestamptz, fired bool)")
        connection.execute("create index if not exists floor_due on floor (due) where not fired")
        due = instants(spread)
        with connection.cursor() as cursor:
            cursor.executemany("insert into floor (due, fired) values (%s, false)", [(at,) for at in due])
        used = time.process_time()
        while len(lags) < TIMERS:
            row = connection.execute(_NEXT, [now()]).fetchone()
            if row:
                lags.append((now() - row[0]).total_seconds() * 1000)
            else:
                time.sleep(max(0.0, min(0.25, (due[len(lags)] - now()).total_seconds())))
    return lags, time.process_time() - used


if __name__ == "__main__":
    main()
