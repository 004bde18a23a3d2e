"""Letters: what is put into the outbox, in the transaction of what it tells about: neither is without the other.

The key names what is told and to whom, such as "due soon/SOS-1042/first-response/2026-11-23T14:00/maria": the same key
again changes nothing. The message's id follows from the key, and all mails about a case refer to one root, so that mail
programs show them as one conversation.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.conf import settings

from upheld_desk.outbox.models import Outgoing
from upheld_desk.people.models import Vendor
from upheld_desk.store.models import Log

_LONGEST: Final = {"subject": 400, "name": 200}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail to one person."""

    key: str
    kind: str
    to: str
    subject: str
    text: str
    vendor: Vendor | None  # whose name it carries; None: the desk's own
    name: str = ""  # of the addressee
    html: str = ""
    log: Log | None = None  # the case it is about: answers come back to it
    references: Sequence[str] = ()  # ids of the mails it answers, the last the nearest
    automatic: bool = True  # no person wrote it
    not_before: datetime | None = None  # None: it leaves at once


def put(new: Letter | Sequence[Letter], at: datetime) -> None:
    """Put letters into the outbox, unless those with their keys are there."""
    wanted = (new,) if isinstance(new, Letter) else new
    Outgoing.objects.bulk_create([_row(letter, at) for letter in wanted], ignore_conflicts=True)


def _row(letter: Letter, at: datetime) -> Outgoing:
    return Outgoing(
        key=letter.key,
        kind=letter.kind,
        vendor=letter.vendor,
        log=letter.log,
        to=letter.to,
        name=_line(letter.name, "name"),
        subject=_line(letter.subject, "subject"),
        text=letter.text,
        html=letter.html,
        automatic=letter.automatic,
        references=list(letter.references),
        message_id=message_id(letter.key),
        not_before=letter.not_before or at,
        created=at,
    )


def message_id(key: str) -> str:
    """Return the id of the message with a key, without angles."""
    return f"{sha256(key.encode()).hexdigest()[:32]}@{settings.MAIL_DOMAIN}"


def root(log: uuid.UUID) -> str:
    """Return the id that all mails about a case refer to, without angles; no message has it."""
    return f"case-{log}@{settings.MAIL_DOMAIN}"


def _line(text: str, name: str) -> str:
    """Return a text as one line that fits."""
    return " ".join(text.split())[: _LONGEST[name]]
