"""Undelivered: a letter about a case that could not be sent is noted on the case, so that people do not rely on it."""

from datetime import datetime

from django.db import transaction

from upheld_desk.mail import entering
from upheld_desk.outbox.models import Outgoing


def note_next(now: datetime) -> bool:
    """Note one letter that was given up on its case; return whether there was one."""
    with transaction.atomic():
        given_up = Outgoing.objects.select_for_update(skip_locked=True, of=("self",)).select_related("log")
        letter = given_up.filter(given_up__isnull=False, noted=False).order_by("given_up", "pk").first()
        if letter is None:
            return False
        if letter.log and letter.log.kind == "case":
            entering.undelivered(letter.log, now, to=letter.to, subject=letter.subject, why=letter.error)
        letter.noted = True
        letter.save(update_fields=["noted"])
    return True
