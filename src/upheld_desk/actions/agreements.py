"""Agreements come into force: their own log begins, and what rests on them is seen again after an amendment.

Logs are held in the order in which all acts hold them, cases first: whoever writes to a case and to its agreement at
the same time waits, and is never waited for as well.
"""

from datetime import datetime, time

from django.db import transaction

from upheld.calendars import time_zone
from upheld.events import Started
from upheld_desk.facts import Fact
from upheld_desk.notices.telling import tell
from upheld_desk.store import agreements, logs
from upheld_desk.store.dossiers import Dossier
from upheld_desk.store.models import Agreement, Log
from upheld_desk.store.projections import project


@transaction.atomic
def activate(agreement: Agreement, at: datetime) -> Log:
    """Begin the log of a signed agreement, once; after an amendment make again the rows of what it touches.

    It starts at the first instant of its term, whenever it was signed.
    """
    Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    version = agreements.version(agreement)
    assert version.signature, f"{agreement.number} is an offer"
    log, cases = hold(agreement, version.effective_from)
    dossier = Dossier.held(log)
    if not any(isinstance(event, Started) for event in dossier.history.events):
        before = dossier.history.length
        begins = datetime.combine(version.signature.starts, time(), time_zone(version.shared.zone))
        dossier = dossier.append(Fact.of(Started(begins)))
        tell(dossier, before, at)
    project(dossier, at)
    for case in cases:
        project(Dossier.held(case), at)
    return log


def hold(agreement: Agreement, since: datetime) -> tuple[Log, list[Log]]:
    """Hold the cases reported since an instant, then the agreement's log; return it and them.

    Who opens a case holds the agreement's log too: once it is held here there are no more cases than these.
    """
    log = Agreement.objects.select_related("log").get(pk=agreement.pk).log or logs.open_agreement(agreement)
    agreement.log = log
    while (cases := _held(log, agreement, since)) is None:
        pass
    return log, cases


def _held(log: Log, agreement: Agreement, since: datetime) -> list[Log] | None:
    """Hold the cases, then the log; None, and nothing is held, if a case was opened before the log was held."""
    with transaction.atomic():
        cases = _cases(agreement, since)
        for each in (*cases, log):
            logs.lock(each)
        if _cases(agreement, since) == cases:
            return cases
        transaction.set_rollback(True)
    return None


def _cases(agreement: Agreement, since: datetime) -> list[Log]:
    found = Log.objects.filter(agreement=agreement, kind="case", row__reported__gte=since)
    return list(found.select_related("agreement", "vendor", "customer").order_by("pk"))
