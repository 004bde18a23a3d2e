"""Deciding: what becomes of a mail that came. By this order, and each mail by one line of it.

1. The same message came before: nothing.
2. It is our own, or has passed too many servers: nothing.
3. It is a bounce: noted on the case whose mail did not arrive.
4. A machine wrote it: noted on the case that it answers; it opens none and is never answered. If it answers nothing and
   has the address of a contact, it may be what watches over something: somebody looks.
5. It has the address of a person, which a server in front was to prove and has not: somebody looks.
6. Staff answer to the signed address that staff were written from: a reply to the customer. Otherwise, or where it
   repeats what we wrote to staff, somebody looks.
7. A known contact answers in a case that is theirs: a reply, and the case goes on again if the agreement lets it.
8. A known contact writes for the first time: a report. What the agreement does not take is answered once.
9. A colleague of theirs answers in a case, or a stranger to a signed address: somebody looks.
10. A stranger: one polite answer, or somebody looks, as the vendor wants it.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from upheld_desk import access
from upheld_desk.errors import NotFound, Refused
from upheld_desk.mail import answering, entering, threads
from upheld_desk.mail.models import RawMessage
from upheld_desk.mail.parsing import Message, parse
from upheld_desk.mail.threads import Thread
from upheld_desk.notices import addresses
from upheld_desk.people.models import Person, Vendor
from upheld_desk.store import attachments
from upheld_desk.store.models import Log

State = Literal["done", "triage"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail."""

    state: State
    name: str
    reason: str = ""
    log: Log | None = None


def work(mail: RawMessage, now: datetime) -> None:
    """Decide on a mail, do it, and note what became of it; in the caller's transaction."""
    message = read(mail)
    with translation.override((mail.vendor.languages or ["en"])[0]):  # why is for the vendor's staff to read
        outcome = _doubled(mail, message) or _decided(mail, message, now)
    mail.state, mail.outcome, mail.reason = outcome.state, outcome.name, outcome.reason
    mail.log, mail.worked = outcome.log, now
    mail.save(update_fields=["state", "outcome", "reason", "log", "worked"])


def read(mail: RawMessage) -> Message:
    """Return a mail that was kept, read."""
    return parse(attachments.read(mail.digest), mail.envelope_from, {mail.vendor.mail_address.lower()})


def sender(vendor: Vendor, message: Message) -> Person | None:
    """Return who of a vendor's people wrote a mail, by its address."""
    if message.sender is None:
        return None
    there = Q(customer__isnull=True) | Q(customer__active=True)
    known = Person.objects.filter(there, vendor=vendor, email__iexact=message.sender.address, active=True)
    return known.select_related("customer", "vendor", "account").first()


def _is_proved(message: Message, thread: Thread | None) -> bool:
    """Say whether who writes is who they say: by the server in front, or because only they know whom to answer."""
    was_written_to = thread is not None and thread.way in ("signed", "signed to staff")
    return not settings.MAIL_TRUST or was_written_to or message.dmarc.get(settings.MAIL_TRUST) == "pass"


def _doubled(mail: RawMessage, message: Message) -> Outcome | None:
    """Return that the same message came before, by another way; two at the same moment wait for each other."""
    if not mail.message_id or not mail.sender:
        return None
    name = sha256(f"{mail.vendor_id}\n{mail.sender}\n{mail.message_id}".encode()).digest()[:8]
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [int.from_bytes(name, signed=True)])
    same = RawMessage.objects.filter(vendor=mail.vendor_id, message_id=mail.message_id, sender=mail.sender)
    for earlier in same.filter(state__in=["done", "triage"]).exclude(pk=mail.pk).order_by("pk"):
        # Some devices give all their mails one id: it is the same message only if it says the same.
        if earlier.outcome != "double" and _says(read(earlier)) == _says(message):
            return Outcome("done", "double", _("The same message came before."), earlier.log)
    return None


def _says(message: Message) -> tuple[object, ...]:
    return message.subject, message.date, message.full, tuple(file.digest for file in message.attachments)


def _decided(mail: RawMessage, message: Message, now: datetime) -> Outcome:
    vendor, nature = mail.vendor, message.nature
    if nature.kind == "loop":
        return Outcome("done", "ignored", _("Our own mail came back (%(mark)s).") % {"mark": nature.mark})
    written_to = (*mail.envelope_to, *(one.address for one in message.to))
    thread = threads.find(vendor, written_to, message.references, message.subject)
    person = sender(vendor, message)
    if nature.kind == "bounce":
        return _bounced(mail, message, thread)
    is_proved = _is_proved(message, thread)
    if nature.kind == "automatic":
        return _automatic(mail, message, thread, person if is_proved else None)
    if person is None:
        return _stranger(mail, message, thread, now)
    if not is_proved:
        return Outcome("triage", "unproved", _("Somebody may be using the address of a person we know."))
    return _known(mail, message, thread, person, now)


def _known(mail: RawMessage, message: Message, thread: Thread | None, person: Person, now: datetime) -> Outcome:
    with translation.override(person.language):
        if person.is_staff:
            return _staff(mail, message, thread, person)
        return _contact(mail, message, thread, person, now)


def _bounced(mail: RawMessage, message: Message, thread: Thread | None) -> Outcome:
    # Our own envelope leads back, or the message that is given back does: neither can be had by guessing a number.
    if thread is None or thread.way == "subject":
        return Outcome(
            "done", "ignored", _("A bounce that belongs to no case (%(mark)s).") % {"mark": message.nature.mark}
        )
    entering.bounce(mail, message, thread.log)
    return Outcome("done", "bounced", message.nature.mark, thread.log)


def _automatic(mail: RawMessage, message: Message, thread: Thread | None, person: Person | None) -> Outcome:
    if thread and person and not person.is_staff and access.may(person, "see case", thread.log):
        entering.automatic(mail, message, thread.log, person)
        return Outcome("done", "noted", message.nature.mark, thread.log)
    if person and not person.is_staff and message.nature.reports and not message.references:
        return Outcome("triage", "machine", _("A program wrote it with the address of a contact."))
    return Outcome("done", "ignored", _("Written by a machine (%(mark)s).") % {"mark": message.nature.mark})


def _staff(mail: RawMessage, message: Message, thread: Thread | None, person: Person) -> Outcome:
    if thread is None or thread.way != "signed to staff":
        return Outcome("triage", "staff", _("Staff wrote, but not to the address of a case."))
    if _repeats(message, thread.log):
        return Outcome("triage", "staff", _("Staff wrote, but it repeats what may be internal."), thread.log)
    try:
        log = entering.reply(mail, message, thread.log, person)
    except Refused as refused:
        return Outcome("triage", "refused", refused.sentence, thread.log)
    return Outcome("done", "replied", log=log)


def _repeats(message: Message, log: Log) -> bool:
    """Say whether what somebody wrote still holds some of the mail that it answers."""
    return addresses.of(log) in message.text or any(line.startswith(">") for line in message.text.splitlines())


def _contact(mail: RawMessage, message: Message, thread: Thread | None, person: Person, now: datetime) -> Outcome:
    if thread and thread.log.customer_id == person.customer_id:
        if access.may(person, "see case", thread.log):
            return _answer(mail, message, thread.log, person, now)
        if thread.way != "subject":
            return Outcome("triage", "colleague", _("Somebody of the customer who is not on the case."), thread.log)
    return _report(mail, message, person, now)


def _answer(mail: RawMessage, message: Message, log: Log, person: Person, now: datetime) -> Outcome:
    """Enter a contact's answer: into the case, the one it went on in, or a new one where it is over for good."""
    try:
        return Outcome("done", "replied", log=entering.reply(mail, message, log, person))
    except NotFound:
        return Outcome("triage", "colleague", _("The case goes on in another one that they are not on."), log)
    except Refused as refused:
        if refused.code != "reopen-too-late":
            return Outcome("triage", "refused", refused.sentence, log)
    return _report(mail, message, person, now, before=log)


def _report(mail: RawMessage, message: Message, person: Person, now: datetime, before: Log | None = None) -> Outcome:
    try:
        return Outcome("done", "reported", log=entering.report(mail, message, person, before))
    except Refused as refused:
        if answering.refuse(mail, message, person, refused, now):
            return Outcome("done", "refused", refused.sentence)
        return Outcome("triage", "refused", refused.sentence)


def _stranger(mail: RawMessage, message: Message, thread: Thread | None, now: datetime) -> Outcome:
    if thread and thread.way in ("signed", "signed to staff"):
        return Outcome("triage", "stranger", _("A stranger wrote to the address of a case."), thread.log)
    if message.nature.kind == "mailing list":
        return Outcome("done", "ignored", _("A mailing list of strangers (%(mark)s).") % {"mark": message.nature.mark})
    if mail.vendor.unknown_senders == "answer" and answering.answer_stranger(mail, message, now):
        return Outcome("done", "answered", _("Nobody whom we know; answered."))
    return Outcome("triage", "stranger", _("Nobody whom we know."))
