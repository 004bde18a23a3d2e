"""Sweeping: what has run out and nobody asks for again is thrown away, once a day. Nothing of a log is ever touched.

That is sessions that are over, links that were used or are too old, counts of how often somebody tried, and the keys
under which programs sent reports.
"""

import logging
from datetime import datetime, timedelta
from threading import Event
from typing import Final

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import close_old_connections, connection, connections
from django.db.models import Exists, OuterRef, Q

from upheld_desk import clock
from upheld_desk.intake.models import Submission
from upheld_desk.intake.reporting import KEY_LIVES
from upheld_desk.people.models import Link

EVERY: Final = timedelta(days=1)

_log = logging.getLogger(__name__)


def run(stop: Event) -> None:
    """Sweep once a day until told to stop."""
    try:
        while not stop.is_set():
            close_old_connections()
            _log.info("%d rows that had run out were thrown away", sweep(clock.now()))
            stop.wait(EVERY.total_seconds())
    finally:
        connections.close_all()


def sweep(now: datetime) -> int:
    """Throw away what has run out; return how many rows that were."""
    over: int = Session.objects.filter(expire_date__lte=now).delete()[0]
    left = Exists(Session.objects.filter(session_key=OuterRef("session_key")))
    over += UserSession.objects.filter(~left).delete()[0]
    over += Link.objects.filter(Q(used__isnull=False) | Q(expires__lte=now)).delete()[0]
    over += Submission.objects.filter(at__lt=now - KEY_LIVES).delete()[0]
    return over + _remembered(now)


def _remembered(now: datetime) -> int:
    """Throw away what processes remembered for a while; the cache itself does so only when it is full."""
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:
        cursor.execute(f"delete from {table} where expires <= %s", [now])  # noqa: S608  a name of our settings
        return int(cursor.rowcount)
