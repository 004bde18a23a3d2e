"""A look at the database: its version, tables and clock, the work that waits, the years that agreements know."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection

from upheld_desk.cli.findings import Finding
from upheld_desk.cli.ground import counted, unapplied
from upheld_desk.store import agreements
from upheld_desk.store.models import Agreement, Log, Look
from upheld_desk.timers.models import Trouble

APART: Final = timedelta(seconds=2)  # as far as the clocks of two machines may be
BEHIND: Final = timedelta(minutes=5)  # of the timers
AHEAD: Final = timedelta(days=183)  # holidays must be known for so long


def look(now: datetime) -> Iterator[Finding]:
    """Look at the database and at what is in it."""
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('server_version'), current_setting('server_encoding')")
        version, encoding = cursor.fetchone()
    yield Finding(
        "the database",
        f"PostgreSQL {version.split()[0]}, {encoding}",
        "" if encoding == "UTF8" else "Names will be refused: restore a backup into a database with ENCODING 'UTF8'",
    )
    missing = unapplied()
    yield Finding(
        "its tables",
        f"lack {counted(len(missing), 'step')}" if missing else "are of this version",
        "Run 'upheld desk init'" if missing else "",
    )
    yield apart(now)
    if not missing:
        yield timers(now)
        yield from troubles()
        yield from years(now.date())


def apart(now: datetime) -> Finding:
    """Look at how far our clock is from the database's."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        (theirs,) = cursor.fetchone()
    apart = abs(theirs - now)
    return Finding(
        "the clock",
        f"{now:%Y-%m-%d %H:%M:%S} UTC, {apart.total_seconds():.1f} s from the database's",
        "" if apart <= APART else "Deadlines follow it: let both machines take their time from a time server (NTP)",
    )


def timers(now: datetime) -> Finding:
    """Look whether somebody looks at the logs when it is time to."""
    late = Look.objects.filter(at__lt=now - BEHIND, log__trouble=None).count()
    return Finding(
        "the timers",
        f"{late} of {Log.objects.count()} logs should have been looked at long ago" if late else "are on time",
        "Start 'upheld desk serve' or 'upheld desk worker'; what was missed is made up for in order" if late else "",
    )


def troubles() -> Iterator[Finding]:
    """Say which logs the timers could not look at, and why."""
    for trouble in Trouble.objects.select_related("log__vendor").order_by("since"):
        yield Finding(
            f"the timers of {trouble.log.vendor.name}, {trouble.log.reference}",
            f"failed {trouble.tries} times since {trouble.since:%Y-%m-%d %H:%M}: {trouble.why}",
            "Put right what it names; it is tried again by itself",
        )


def years(today: date) -> Iterator[Finding]:
    """Look how long the calendars of each agreement that is in force know the holidays."""
    for agreement in Agreement.objects.filter(customer__isnull=False, editions__state="signed").distinct():
        if agreement.ends and agreement.ends < today:
            continue
        through = _known_through(agreement)
        if through is None:
            continue
        needed = min(agreement.ends or date.max, today + AHEAD)
        yield Finding(
            f"the holidays of {agreement.vendor.name}, {agreement.number}",
            f"are known through {through}",
            "" if through >= needed else "Sign an amendment with the years that follow; 'upheld freeze' prints them",
        )


def _known_through(agreement: Agreement) -> date | None:
    """Return the last day that all calendars of an agreement know; None where they know all."""
    calendars = agreements.version(agreement).shared.calendars.values()
    return min((calendar.through for calendar in calendars if calendar.through), default=None)
