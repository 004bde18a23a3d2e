"""Sending: takes letters out of the outbox, one at a time, and gives each to the mail server.

1. Claim the letter that waits longest: its row says until when it is mine, and that is committed.
2. Hand it to the mail server, which takes it or not; who was let go meanwhile is written nothing.
3. Taken: mark it as sent at once. A letter that is marked is never sent again.
4. Not taken: note why, and wait twice as long as before; after four days, or when the server says never, give up.
5. Killed between 1 and 3: the claim runs out and another takes the letter. It leaves under the same Message-ID, so that
   a server that had taken it already can tell; nothing is lost.
"""

import logging
from datetime import datetime, timedelta
from email.headerregistry import Address
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused
from threading import Event
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import Error as DatabaseFailure
from django.db import close_old_connections, connections, transaction
from django.db.models import Q

from upheld_desk import clock
from upheld_desk.outbox import addresses, letters
from upheld_desk.outbox.models import Outgoing
from upheld_desk.people.models import Person
from upheld_desk.store.models import Log

LEASE: Final = timedelta(minutes=10)  # longer than a mail server may take
FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(hours=4)
PATIENCE: Final = timedelta(days=4)
_PAUSE: Final = 0.5  # seconds between looks into an empty outbox
_PATIENTLY: Final = (0.1, 1.0, 5.0, 15.0, 30.0)  # seconds between tries to note that a letter was taken
# Answers of a mail server that mean: never, to this address. Others of the five hundreds are about us.
_FINAL: Final = frozenset({550, 551, 552, 553, 555, 556})

_log = logging.getLogger(__name__)


def run(stop: Event) -> None:
    """Send what is in the outbox until told to stop."""
    try:
        while not stop.is_set():
            close_old_connections()
            if not send_next(clock.now()):
                stop.wait(_PAUSE)
    finally:
        connections.close_all()


def send_next(now: datetime) -> bool:
    """Send the letter that waits longest; return whether there was one."""
    letter = _claim(now)
    if letter is None:
        return False
    if _is_gone(letter):
        Outgoing.objects.filter(pk=letter.pk).update(claimed_until=None, given_up=now, error="nobody is there any more")
        return True
    try:
        message(letter).send()
    except Exception as error:  # noqa: BLE001 - one letter that cannot be sent must not stop the others
        _put_off(letter, error, now)
    else:
        _mark(letter, now)
    return True


def _is_gone(letter: Outgoing) -> bool:
    """Say whether who a letter is for has been let go since it was written, or their customer has."""
    person = Person.objects.filter(vendor=letter.vendor, email__iexact=letter.to).select_related("customer").first()
    return letter.vendor is not None and person is not None and not person.is_there


def waiting(now: datetime) -> int:
    """Return how many letters should have left by now."""
    return Outgoing.objects.filter(sent=None, given_up=None, not_before__lte=now).count()


def _mark(letter: Outgoing, now: datetime) -> None:
    """Mark a letter as sent; if the database went away meanwhile, wait for it: the mail server has the letter."""
    for wait in (*_PATIENTLY, None):
        try:
            Outgoing.objects.filter(pk=letter.pk).update(sent=now, claimed_until=None, error="")
        except DatabaseFailure:
            if wait is None:
                raise
            Event().wait(wait)
            close_old_connections()
        else:
            return


def _claim(now: datetime) -> Outgoing | None:
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    with transaction.atomic():
        letter = (
            Outgoing.objects.select_for_update(skip_locked=True)
            .filter(free, sent=None, given_up=None, not_before__lte=now)
            .order_by("not_before", "pk")
            .first()
        )
        if letter:
            letter.claimed_until = now + LEASE
            letter.tries += 1
            letter.save(update_fields=["claimed_until", "tries"])
    return letter


def _put_off(letter: Outgoing, error: Exception, now: datetime) -> None:
    """Note why a letter could not be sent, and when to try again, if at all."""
    wait = min(FIRST_WAIT * 2 ** min(letter.tries - 1, 20), LONGEST_WAIT)
    gives_up = _is_final(error) or now + wait > letter.created + PATIENCE
    Outgoing.objects.filter(pk=letter.pk).update(
        claimed_until=None,
        not_before=now + wait,
        given_up=now if gives_up else None,
        error=f"{type(error).__name__}: {error}"[:2000],
    )
    level = logging.ERROR if gives_up else logging.WARNING
    _log.log(level, "%s was not sent%s: %s", letter.key, ", given up" if gives_up else "", error)


def _is_final(error: Exception) -> bool:
    """Return whether trying again cannot help: the server says never, or the letter cannot be written."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code in _FINAL for code, _ in error.recipients.values())
    if isinstance(error, SMTPSenderRefused):
        return False  # it is about us
    if isinstance(error, SMTPResponseException):
        return error.smtp_code in _FINAL
    return isinstance(error, ValueError) and not isinstance(error, SMTPException)


def message(letter: Outgoing) -> EmailMultiAlternatives:
    """Return a letter as the mail that leaves."""
    own = letter.vendor.mail_address if letter.vendor else settings.DEFAULT_FROM_EMAIL
    answers_to = _way_back(letter, letter.log, own) if letter.log else own
    sender = letter.vendor.name if letter.vendor else "Upheld"
    headers = {
        "From": str(Address(display_name=sender, addr_spec=own)),
        "To": str(Address(display_name=letter.name, addr_spec=letter.to)),
        "Message-ID": f"<{letter.message_id}>",
        "Date": letter.created.strftime("%a, %d %b %Y %H:%M:%S +0000"),
        "X-Loop": own,
    }
    references = [*([letters.root(letter.log.pk)] if letter.log else []), *letter.references]
    if references:
        headers["References"] = " ".join(f"<{one}>" for one in references)
    if letter.references:
        headers["In-Reply-To"] = f"<{letter.references[-1]}>"
    if letter.log:
        headers["Reply-To"] = str(Address(display_name=sender, addr_spec=answers_to))
    if letter.automatic:
        headers |= {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    # The envelope's sender is the signed address: a bounce finds its case.
    mail = EmailMultiAlternatives(letter.subject, letter.text, answers_to, [letter.to], headers=headers)
    if letter.html:
        mail.attach_alternative(letter.html, "text/html")
    return mail


def _way_back(letter: Outgoing, log: Log, own: str) -> str:
    staff = Person.objects.filter(vendor=letter.vendor, customer=None, email__iexact=letter.to)
    return addresses.signed(own, log.reference, settings.SECRET_KEY, of_staff=staff.exists())
