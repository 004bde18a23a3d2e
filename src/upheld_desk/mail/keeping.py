"""Keeping: a mail is stored as it came, before anything is done with it. The same bytes are stored once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from email.parser import BytesHeaderParser
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.db.models.functions import Lower

from upheld_desk.mail import headers
from upheld_desk.mail.models import RawMessage
from upheld_desk.mail.nature import without_plus
from upheld_desk.people.models import Vendor
from upheld_desk.store import attachments

_HEAD: Final = 200_000  # bytes that are looked at for the first headers


def vendors(addresses: Iterable[str]) -> list[Vendor]:
    """Return the vendors to whom some addresses belong, each once."""
    given = {address.strip().lower() for address in addresses}
    known = given | {without_plus(address) for address in given}
    return list(Vendor.objects.annotate(small=Lower("mail_address")).filter(small__in=known).order_by("pk"))


def keep(
    vendor: Vendor,
    raw: bytes,
    at: datetime,
    *,
    source: str,
    envelope_from: str | None = None,
    envelope_to: Sequence[str] = (),
) -> None:
    """Store a mail; when this returns it survives a power cut."""
    parsed = headers.unbroken(lambda: BytesHeaderParser().parsebytes(raw[:_HEAD]), None)
    sender = next(iter(headers.addresses(headers.raw(parsed, "From"))), None) if parsed else None
    row = RawMessage(
        vendor=vendor,
        digest=sha256(raw).hexdigest(),
        size=len(raw),
        source=source,
        received=at,
        not_before=at,
        envelope_from=envelope_from,
        envelope_to=list(envelope_to),
        sender=sender.address[:254] if sender else "",
        name=sender.name[:200] if sender else "",
        subject=headers.first(parsed, "Subject")[:300] if parsed else "",
        message_id=headers.own_id(parsed)[:500] if parsed else "",
    )
    # The bytes first: a row without them would be a mail that was lost.
    attachments.put(raw)
    with transaction.atomic():
        RawMessage.objects.bulk_create([row], ignore_conflicts=True)
