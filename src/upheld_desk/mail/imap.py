"""The IMAP fetcher: takes mail out of one mailbox and stores it.

A mail is marked as seen, or moved, only after it is stored. How far the mailbox was read is kept beside the mails, with
the validity that the server gave its numbers; where that changes, what is unseen is read again, and what was stored
before is not stored twice. What cannot be stored stays in the mailbox.

The address is like imaps://user:word@host/INBOX?vendor=slug&move=Read: `vendor` gets what names nobody else, `move` is
where mails go once they are stored.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from imaplib import IMAP4
from threading import Event
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.db import Error as DatabaseFailure
from django.db import close_old_connections, connections
from imap_tools import BaseMailBox, MailBox, MailBoxFolderStatusOptions, MailBoxUnencrypted, MailMessageFlags
from imap_tools.errors import ImapToolsError

from upheld_desk import clock
from upheld_desk.errors import Refused
from upheld_desk.mail import headers, keeping
from upheld_desk.mail.models import Mailbox
from upheld_desk.people.models import Vendor

FIRST_WAIT: Final = 2.0  # seconds until the next try to connect
LONGEST_WAIT: Final = 300.0
_LOOKS: Final = 60  # of a second each; then it is looked again, whatever the server says
_PAUSE: Final = 30.0  # seconds between looks where the server does not tell by itself
_TIMEOUT: Final = 30
_DELIVERED: Final = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
_HEAD: Final = 200_000

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Source:
    """A mailbox to fetch from, as the settings name it."""

    host: str
    port: int
    encrypted: bool
    user: str
    password: str
    folder: str
    vendor: str  # a slug, or nothing
    move: str  # a folder, or nothing

    @classmethod
    def at(cls, address: str) -> "Source":
        """Return the mailbox at an address."""
        parts, options = urlsplit(address), parse_qs(urlsplit(address).query)
        encrypted = parts.scheme == "imaps"
        return cls(
            parts.hostname or "localhost",
            parts.port or (993 if encrypted else 143),
            encrypted,
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            unquote(parts.path.strip("/")) or "INBOX",
            *(options.get(name, [""])[0] for name in ("vendor", "move")),
        )

    def __str__(self) -> str:
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"


def run(stop: Event) -> None:
    """Fetch what comes until told to stop."""
    source = Source.at(settings.MAIL_IN)
    wait = FIRST_WAIT
    while not stop.is_set():
        try:
            with _opened(source) as mailbox:
                wait = FIRST_WAIT
                _watch(mailbox, source, stop)
        except (DatabaseFailure, IMAP4.error, ImapToolsError, OSError) as error:
            _log.warning("%s cannot be read, again in %.0f s: %s", source, wait, error)
            stop.wait(wait)
            wait = min(2 * wait, LONGEST_WAIT)
    connections.close_all()


@contextmanager
def _opened(source: Source) -> Iterator[BaseMailBox]:
    connect = MailBox if source.encrypted else MailBoxUnencrypted
    with connect(source.host, source.port, timeout=_TIMEOUT).login(source.user, source.password, None) as mailbox:
        mailbox.folder.set(source.folder)
        yield mailbox


def _watch(mailbox: BaseMailBox, source: Source, stop: Event) -> None:
    """Fetch what is there, then whenever the server says that something came."""
    _, told = mailbox.client.capability()  # some servers say more once one has signed in
    tells = b"IDLE" in told[0].upper().split()
    while not stop.is_set():
        close_old_connections()
        fetch(mailbox, source)
        if not tells:
            stop.wait(_PAUSE)
            continue
        with mailbox.idle as idle:
            for _ in range(_LOOKS):
                if stop.is_set() or idle.poll(timeout=1):
                    break


def fetch(mailbox: BaseMailBox, source: Source) -> None:
    """Store what is new in a mailbox."""
    options = MailBoxFolderStatusOptions.UIDVALIDITY
    validity = mailbox.folder.status(source.folder, [options])[options]
    mark, _ = Mailbox.objects.get_or_create(address=str(source))
    known = mark.validity == validity
    if not known:
        mark.validity, mark.last = validity, 0
    # Old mails of a mailbox that is read for the first time were read by people; from then on, all are ours.
    found = mailbox.uids(f"UID {mark.last + 1}:*" if known else "UNSEEN")
    for uid in sorted(number for number in map(int, found) if number > mark.last):
        if _store(mailbox, source, str(uid)):
            _done(mailbox, source, str(uid))
        mark.last = uid
        mark.save()
    mark.save()


def _store(mailbox: BaseMailBox, source: Source, uid: str) -> bool:
    """Store one mail for whom it is; return whether it is stored."""
    _, answer = mailbox.client.uid("FETCH", uid, "(BODY.PEEK[])")
    raw = next((part[1] for part in answer if isinstance(part, tuple)), None)
    if raw is None:
        return False  # somebody else has taken it away
    addresses = _addresses(raw)
    vendors = keeping.vendors(addresses) or _usual(source)
    if not vendors:
        _log.warning("mail %s of %s is for no vendor and stays there", uid, source)
    try:
        for vendor in vendors:
            keeping.keep(vendor, raw, clock.now(), source="imap", envelope_to=addresses)
    except Refused as refused:
        _log.error("mail %s of %s stays there: %s", uid, source, refused)
        return False
    return bool(vendors)


def _addresses(raw: bytes) -> list[str]:
    parsed = BytesHeaderParser().parsebytes(raw[:_HEAD])
    return [one.address for name in _DELIVERED for one in headers.addresses(headers.raw(parsed, name))]


def _usual(source: Source) -> list[Vendor]:
    """Return the vendor whose mailbox it is: the one that the address names, or the only one."""
    if source.vendor:
        return list(Vendor.objects.filter(slug=source.vendor))
    return list(Vendor.objects.all()) if Vendor.objects.count() == 1 else []


def _done(mailbox: BaseMailBox, source: Source, uid: str) -> None:
    """Show people who look into the mailbox that a mail is stored."""
    mailbox.flag([uid], MailMessageFlags.SEEN, value=True)
    if source.move:
        mailbox.move([uid], source.move)
