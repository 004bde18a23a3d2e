"""The loop: takes the log that has waited longest to be looked at, one a transaction, until told to stop.

Several may run at once, in one process or in many: a log that one holds is passed over by the others. A process that is
killed leaves nothing half done. A log that cannot be looked at is reported, put off, and tried again; the others go on.
"""

import logging
from datetime import datetime, timedelta
from threading import Event
from typing import Final

from django.db import OperationalError, close_old_connections, connections, transaction
from django.db.models import Q
from psycopg import errors

from upheld_desk import clock
from upheld_desk.errors import Stale
from upheld_desk.store.models import Log, Look
from upheld_desk.timers.looking import look_once
from upheld_desk.timers.models import Trouble

PAUSE: Final = 0.25  # seconds at most between two looks for what is due
FIRST_WAIT: Final = timedelta(seconds=5)
LONGEST_WAIT: Final = timedelta(minutes=10)
_RACES: Final = (errors.DeadlockDetected, errors.SerializationFailure, errors.LockNotAvailable)

_log = logging.getLogger(__name__)


def run(stop: Event) -> None:
    """Look at what is due until told to stop."""
    try:
        while not stop.is_set():
            if not look_at_next(clock.now()):
                stop.wait(_pause(clock.now()))
                close_old_connections()
    finally:
        connections.close_all()


def look_at_next(now: datetime) -> bool:
    """Look at the log that has waited longest; return whether there was one."""
    held: Log | None = None
    try:
        with transaction.atomic():
            held, troubled = _next(now)
            if held is None:
                return False
            look_once(held, now)
            if troubled:
                Trouble.objects.filter(log=held).delete()
    except Exception as error:  # one log that cannot be looked at must not stop the others
        if isinstance(error, Stale) or isinstance(error.__cause__, _RACES):
            return True  # somebody was faster: it is due still, or not any more
        if held is None or isinstance(error, OperationalError):
            raise  # the database is not there
        _put_off(held, error, now)
    return True


def _next(now: datetime) -> tuple[Log | None, bool]:
    """Return the log that has waited longest and nobody holds, now held by us; and whether it could not be looked at.

    What was put off is passed over until its time has come.
    """
    found = (
        Log.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
        .select_related("agreement", "vendor", "customer", "trouble")
        .filter(Q(trouble=None) | Q(trouble__again__lte=now), look__at__lte=now)
        .order_by("look__at")
        .first()
    )
    return (found, hasattr(found, "trouble")) if found else (None, False)


def _put_off(log: Log, error: Exception, now: datetime) -> None:
    """Note why a log could not be looked at, and when to try again."""
    why = f"{type(error).__name__}: {error}"[:2000]
    trouble, new = Trouble.objects.get_or_create(
        log=log, defaults={"since": now, "again": now + FIRST_WAIT, "why": why}
    )
    if not new:
        wait = min(FIRST_WAIT * 2 ** min(trouble.tries, 20), LONGEST_WAIT)
        trouble.tries, trouble.again, trouble.why = trouble.tries + 1, now + wait, why
        trouble.save()
    _log.error(
        "%s %s could not be looked at, again at %s: %s", log.kind, log.reference, trouble.again, why, exc_info=error
    )


def _pause(now: datetime) -> float:
    """Return the seconds until the next look, at most a short while: what is due sooner may come up meanwhile."""
    at = Look.objects.filter(at__gt=now).order_by("at").values_list("at", flat=True).first()
    return min(PAUSE, clock.until(at)) if at else PAUSE
