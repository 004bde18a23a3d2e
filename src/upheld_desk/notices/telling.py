"""Telling: which facts of a log call for a mail, and to whom it goes."""

from datetime import datetime

from upheld_desk.store.models import Log


def tell(log: Log, since: int, now: datetime) -> None:
    """Put the mails that the facts after number `since` call for into the outbox; part of the caller's transaction."""
    assert log.pk, f"nothing to tell of facts after {since} at {now}"
