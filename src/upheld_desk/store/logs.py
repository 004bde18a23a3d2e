"""Logs: opened, loaded, appended to. Nothing is ever changed or taken away.

Who appends says after which history: the one that they decided on. If the log is longer by now, `Stale` is raised: load
it again and decide again. A log is held while it is written to, so two who come at the same instant cannot both win.
"""

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from operator import itemgetter

from django.db import connection, transaction

from upheld.events import Event
from upheld_desk import facts
from upheld_desk.errors import NotFound, Stale
from upheld_desk.facts import Fact, canonical
from upheld_desk.people.models import Customer, Vendor
from upheld_desk.store.models import Agreement, Entry, Log

CHANNEL = "upheld_desk"  # where the database announces what was appended


@dataclass(frozen=True)
class History:
    """A log as it is: its facts in order."""

    id: uuid.UUID
    entries: tuple[Fact, ...]
    head: str  # the hash of the last fact; empty: there is none
    is_held: bool = False  # nobody else appends before this transaction ends

    @property
    def length(self) -> int:
        """Return how many facts there are."""
        return len(self.entries)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Return the facts that the engine knows."""
        return tuple(fact.event for fact in self.entries if fact.event is not None)

    @property
    def reported(self) -> datetime | None:
        """Return when the case was reported; None: it was not, or the log is an agreement's."""
        return min((fact.at for fact in self.entries if fact.kind == "reported"), default=None)


def open_case(vendor: Vendor, customer: Customer, agreement: Agreement) -> Log:
    """Return the log of a new case, with the vendor's next reference."""
    # Its key stays as it is: rows that point to the vendor need not wait.
    locked = Vendor.objects.select_for_update(no_key=True).get(pk=vendor.pk)
    locked.last_number += 1
    locked.save(update_fields=["last_number"])
    return Log.objects.create(
        kind="case",
        vendor=vendor,
        customer=customer,
        agreement=agreement,
        reference=f"{locked.prefix}-{locked.last_number}",
    )


def open_agreement(agreement: Agreement) -> Log:
    """Return the log of a signed agreement; it is made once."""
    assert agreement.customer
    log = Log.objects.create(
        kind="agreement",
        vendor=agreement.vendor,
        customer=agreement.customer,
        agreement=agreement,
        reference=agreement.number,
    )
    agreement.log = log
    agreement.save(update_fields=["log"])
    return log


def load(log: uuid.UUID) -> History:
    """Return all facts of a log."""
    found = load_all([log]).get(log)
    if found is None and not Log.objects.filter(pk=log).exists():
        raise NotFound(f"there is no log {log}")
    return found or History(log, (), "")


def load_all(logs: Iterable[uuid.UUID]) -> dict[uuid.UUID, History]:
    """Return all facts of several logs at once, by log; one without facts is left out."""
    rows = Entry.objects.filter(log_id__in=set(logs)).order_by("log_id", "number").values_list("log_id", "body", "hash")
    found: dict[uuid.UUID, History] = {}
    for log, of_log in groupby(rows, key=itemgetter(0)):
        *_, (_, _, head) = kept = list(of_log)
        found[log] = History(log, tuple(_read(body) for _, body, _ in kept), head)
    return found


def lock(log: Log) -> None:
    """Hold a log until the transaction ends: of all that write its facts and rows, one at a time."""
    Log.objects.select_for_update(no_key=True).only("pk").get(pk=log.pk)


@transaction.atomic(savepoint=False)
def append(log: Log, new: Sequence[Fact], *, after: History) -> History:
    """Append facts to a log and return its history with them, as it would be loaded.

    Raises `Stale` if the log is longer by now than it was. What listens is told when the transaction is committed.
    """
    if not after.is_held:
        lock(log)
        if Entry.objects.filter(log=log, number__gt=after.length).exists():
            raise Stale(f"{log.reference}: there are more than {after.length} facts")
    rows = Entry.objects.bulk_create(_entries(log, new, after))
    announce(log, after.length + len(rows))
    added = tuple(_read(row.body) for row in rows)
    return History(log.pk, (*after.entries, *added), rows[-1].hash, is_held=True)


def announce(log: Log, number: int) -> None:
    """Tell who listens, once this transaction is committed, that a log has so many facts now."""
    news = {"vendor": log.vendor_id, "customer": log.customer_id, "log": str(log.pk), "number": number}
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, json.dumps(news)])


def broken(log: Log) -> int | None:
    """Return the number of the first fact whose hash does not follow from those before; None: the chain holds."""
    head = ""
    for expected, (number, body, found) in enumerate(
        Entry.objects.filter(log=log).order_by("number").values_list("number", "body", "hash"), start=1
    ):
        head = canonical.chained(head, body)
        if number != expected or head != found:
            return expected
    return None


def _entries(log: Log, new: Iterable[Fact], after: History) -> Iterable[Entry]:
    head = after.head
    for number, fact in enumerate(new, start=after.length + 1):
        body = canonical.text(fact.data())
        head = canonical.chained(head, body)
        yield Entry(log=log, number=number, kind=fact.kind, at=fact.at, body=body, hash=head)


def _read(body: str) -> Fact:
    return facts.read(json.loads(body))
