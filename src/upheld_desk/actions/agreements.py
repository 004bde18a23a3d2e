"""Agreements come into force: their own log begins, and what rests on them is seen again after an amendment."""

from datetime import datetime, time

from django.db import transaction

from upheld.calendars import time_zone
from upheld.events import Started
from upheld_desk.facts import Fact
from upheld_desk.notices.telling import tell
from upheld_desk.store import agreements, logs
from upheld_desk.store.models import Agreement, CaseRow, Log
from upheld_desk.store.projections import project


@transaction.atomic
def activate(agreement: Agreement, at: datetime) -> Log:
    """Begin the log of a signed agreement, once; after an amendment make again the rows of what it touches.

    It starts at the first instant of its term, whenever it was signed.
    """
    locked = Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    version = agreements.version(locked)
    assert version.signature, f"{locked.number} is an offer"
    log = locked.log or logs.open_agreement(locked)
    if not any(isinstance(event, Started) for event in logs.load(log.pk).events):
        begins = datetime.combine(version.signature.starts, time(), time_zone(version.shared.zone))
        length = logs.load(log.pk).length
        logs.append(log, Fact.of(Started(begins)), after=length)
        tell(log, length, at)
    agreement.log = log
    project(log, at)
    for row in CaseRow.objects.filter(log__agreement=locked, reported__gte=version.effective_from).select_related(
        "log__agreement"
    ):
        project(row.log, at)
    return log
