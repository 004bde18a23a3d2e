"""Threads: the case that a mail belongs to, and how it says so.

A signed address is ours, and shows that its writer was written to, as staff or as somebody else. References and a tag
in the subject can be guessed or forwarded: they say which case is meant, and prove nothing. Who may enter it is decided
elsewhere.
"""

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, Literal

from django.conf import settings

from upheld_desk.mail.models import RawMessage
from upheld_desk.outbox import addresses
from upheld_desk.outbox.letters import root
from upheld_desk.outbox.models import Outgoing
from upheld_desk.people.models import Vendor
from upheld_desk.store.models import Log

Way = Literal["signed to staff", "signed", "references", "subject"]

_ROOT: Final = re.compile(r"case-([0-9a-f-]{36})@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Thread:
    """A case that a mail names, and how."""

    log: Log
    way: Way


def find(vendor: Vendor, written_to: Iterable[str], references: Sequence[str], subject: str) -> Thread | None:
    """Return the case that a mail to a vendor names: by address, then by what it answers, then by its subject."""
    ways: tuple[tuple[Way, bool], ...] = (("signed to staff", True), ("signed", False))
    for address, (way, of_staff) in product(written_to, ways):
        named = addresses.reference(address, vendor.mail_address, settings.SECRET_KEY, of_staff=of_staff)
        if named and (log := _case(vendor, named)):
            return Thread(log, way)
    if log := _answered(vendor, references):
        return Thread(log, "references")
    for named in tags(subject, vendor.prefix):
        if log := _case(vendor, named):
            return Thread(log, "subject")
    return None


def tags(subject: str, prefix: str) -> list[str]:
    """Return the references of cases that stand in a subject.

    >>> tags("Re: [SOS-1042] till 4 [X-1]", "SOS")
    ['SOS-1042']
    """
    return [found.upper() for found in re.findall(rf"\[({re.escape(prefix)}-[0-9]{{1,12}})\]", subject, re.IGNORECASE)]


def _case(vendor: Vendor, reference: str) -> Log | None:
    return Log.objects.filter(vendor=vendor, kind="case", reference__iexact=reference).first()


def _answered(vendor: Vendor, references: Sequence[str]) -> Log | None:
    """Return the case of the nearest message that we sent or got."""
    if not references:
        return None
    known: dict[str, uuid.UUID | None] = dict(
        RawMessage.objects.filter(
            vendor=vendor, message_id__in=references, state="done", log__isnull=False
        ).values_list("message_id", "log_id")
    )
    known |= dict(
        Outgoing.objects.filter(vendor=vendor, message_id__in=references, log__isnull=False).values_list(
            "message_id", "log_id"
        )
    )
    for reference in reversed(references):
        if found := known.get(reference) or _of_root(reference):
            return Log.objects.filter(pk=found, vendor=vendor, kind="case").first()
    return None


def _of_root(reference: str) -> uuid.UUID | None:
    """Return the case whose mails all refer to an id, if it is such an id."""
    found = _ROOT.match(reference)
    if found is None:
        return None
    try:
        log = uuid.UUID(found.group(1))
    except ValueError:
        return None
    return log if root(log).lower() == reference.lower() else None
