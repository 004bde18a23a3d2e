"""The queue: works mails that were kept, one in a transaction, and notes those of ours that never left.

What cannot be worked stays new and is tried again later, five times in all; then it is shown to the staff with the
reason. A mail is never lost, and never worked for ever.
"""

import logging
from datetime import datetime, timedelta
from threading import Event
from typing import Final

from django.db import close_old_connections, connections, transaction

from upheld_desk import clock
from upheld_desk.mail import deciding, undelivered
from upheld_desk.mail.models import RawMessage

TRIES: Final = 5
FIRST_WAIT: Final = timedelta(seconds=30)
_PAUSE: Final = 0.5  # seconds between looks into an empty queue

_log = logging.getLogger(__name__)


def run(stop: Event) -> None:
    """Work what was kept until told to stop."""
    try:
        while not stop.is_set():
            close_old_connections()
            now = clock.now()
            if not (work_next(now) or undelivered.note_next(now)):
                stop.wait(_PAUSE)
    finally:
        connections.close_all()


def work_next(now: datetime) -> bool:
    """Work the mail that waits longest; return whether there was one."""
    claimed = _claim(now)
    if claimed is None:
        return False
    try:
        with transaction.atomic():
            mail = RawMessage.objects.select_for_update(of=("self",)).select_related("vendor").get(pk=claimed)
            if mail.state == "new":
                deciding.work(mail, now)
    except Exception as error:  # noqa: BLE001 - whatever it was, the mail is kept and the next one is worked
        _note(claimed, error)
    return True


def _claim(now: datetime) -> int | None:
    """Return a mail to work, counted as tried: one that ends the process each time must not be tried for ever."""
    with transaction.atomic():
        waiting = RawMessage.objects.select_for_update(skip_locked=True).filter(state="new", not_before__lte=now)
        mail = waiting.order_by("not_before", "pk").first()
        if mail is None:
            return None
        mail.tries += 1
        mail.not_before = now + FIRST_WAIT * 2 ** (mail.tries - 1)
        if mail.tries > TRIES:
            mail.state, mail.reason = "failed", mail.reason or "the desk ended each time it was worked"
        mail.save(update_fields=["tries", "not_before", "state", "reason"])
    return mail.pk


def _note(claimed: int, error: Exception) -> None:
    """Note why a mail could not be worked; after the last try somebody must look."""
    with transaction.atomic():
        mail = RawMessage.objects.select_for_update().get(pk=claimed)
        mail.reason = f"{type(error).__name__}: {error}"[:2000]
        if mail.tries >= TRIES:
            mail.state = "failed"
        mail.save(update_fields=["reason", "state"])
    _log.error("mail %s could not be worked (try %s): %s", mail.digest[:12], mail.tries, mail.reason, exc_info=error)
