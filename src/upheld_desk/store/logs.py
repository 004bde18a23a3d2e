"""Logs: opened, loaded, appended to. Nothing is ever changed or taken away.

Who appends says how long the log was that they decided on. If it is longer by now, `Stale` is raised: load it again and
decide again. A log is held while it is written to, so two who come at the same instant cannot both win.
"""

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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

    @property
    def length(self) -> int:
        """Return how many facts there are."""
        return len(self.entries)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Return the facts that the engine knows."""
        return tuple(fact.event for fact in self.entries if fact.event is not None)


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
    rows = list(Entry.objects.filter(log_id=log).order_by("number").values_list("body", "hash"))
    if not rows and not Log.objects.filter(pk=log).exists():
        raise NotFound(f"there is no log {log}")
    return History(log, tuple(facts.read(json.loads(body)) for body, _ in rows), rows[-1][1] if rows else "")


def load_all(logs: Iterable[uuid.UUID]) -> dict[uuid.UUID, History]:
    """Return all facts of several logs at once, by log; one without facts is left out."""
    rows = (
        Entry.objects.filter(log_id__in=list(logs)).order_by("log_id", "number").values_list("log_id", "body", "hash")
    )
    found: dict[uuid.UUID, History] = {}
    for log, of_log in groupby(rows, key=itemgetter(0)):
        bodies = [(body, head) for _, body, head in of_log]
        found[log] = History(log, tuple(facts.read(json.loads(body)) for body, _ in bodies), bodies[-1][1])
    return found


def lock(log: Log) -> None:
    """Hold a log until the transaction ends: of all that write its facts and rows, one at a time."""
    Log.objects.select_for_update(no_key=True).only("pk").get(pk=log.pk)


@transaction.atomic
def append(log: Log, new: Fact | Sequence[Fact], *, after: int) -> None:
    """Append facts to a log that was `after` facts long when they were decided.

    Raises `Stale` if it is longer by now. What listens is told when the transaction is committed.
    """
    lock(log)
    wanted = (new,) if isinstance(new, Fact) else tuple(new)
    last = Entry.objects.filter(log=log).order_by("-number").values_list("number", "hash").first()
    number, head = last or (0, "")
    if number != after:
        raise Stale(f"{log.reference}: {number} facts, not {after}")
    Entry.objects.bulk_create(_entries(log, wanted, after, head))
    announce(log, after + len(wanted))


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


def _entries(log: Log, new: Iterable[Fact], after: int, head: str) -> Iterable[Entry]:
    for number, fact in enumerate(new, start=after + 1):
        body = canonical.text(fact.data())
        head = canonical.chained(head, body)
        yield Entry(log=log, number=number, kind=fact.kind, at=fact.at, body=body, hash=head)
