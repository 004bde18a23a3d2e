"""Triage: what the staff do with mails that the rules could not place. Each is placed once, and stays kept.

Somebody makes its writer a contact, reports or answers in the name of one, notes it on a case, or puts it aside.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from upheld_desk.actions import talking
from upheld_desk.errors import NotFound, Refused
from upheld_desk.mail import deciding, entering
from upheld_desk.mail.models import RawMessage
from upheld_desk.mail.parsing import Message
from upheld_desk.people import access, members
from upheld_desk.people.members import Details
from upheld_desk.people.models import Customer, Person
from upheld_desk.store.models import Log

_OPEN = ("triage", "failed")


def mails(person: Person) -> QuerySet[RawMessage]:
    """Return the mails that somebody must look at, the oldest first."""
    return every(person).filter(state__in=_OPEN).order_by("received", "pk")


def every(person: Person) -> QuerySet[RawMessage]:
    """Return all mails of the person's vendor, also those that were ignored."""
    access.require(person, "triage mail")
    return RawMessage.objects.filter(vendor=person.vendor_id).select_related("vendor", "log")


def mail(person: Person, number: int) -> RawMessage:
    """Return one of the vendor's mails."""
    found = every(person).filter(pk=number).first()
    if found is None:
        raise NotFound(f"{person.handle} sees no mail {number}")
    return found


def read(person: Person, number: int) -> Message:
    """Return what one of the vendor's mails says."""
    return deciding.read(mail(person, number))


def make_contact(by: Person, number: int, customer: Customer, name: str, at: datetime) -> RawMessage:
    """Make who wrote a mail a contact of a customer; then the mail is worked as if they had been one."""

    def act(found: RawMessage, message: Message) -> None:
        if message.sender is None:
            raise Refused(_("Nobody is named as the sender of this mail."), "no-sender")
        members.make_person(by, customer, Details(name=name, email=message.sender.address), "contact", at)
        deciding.work(found, at)

    return _placed(by, number, at, act)


def report(by: Person, number: int, contact: Person, at: datetime) -> RawMessage:
    """Open a case from a mail, in the name of a contact."""

    def act(found: RawMessage, message: Message) -> None:
        _note(found, "reported", by, entering.report(found, message, access.someone(by, contact.handle)))

    return _placed(by, number, at, act)


def attach(by: Person, number: int, reference: str, at: datetime, contact: Person | None = None) -> RawMessage:
    """Put a mail into a case: as the answer of a contact, or without one as an internal note."""

    def act(found: RawMessage, message: Message) -> None:
        log = access.case(by, reference)
        if contact:
            log = entering.reply(found, message, log, access.someone(by, contact.handle))
        else:
            talking.note(by, log, at, text=_as_note(message), attachments=entering.files(message))
        _note(found, "attached", by, log)

    return _placed(by, number, at, act)


def discard(by: Person, number: int, at: datetime, reason: str = "") -> RawMessage:
    """Put a mail aside; it stays kept."""

    def act(found: RawMessage, message: Message) -> None:
        del message
        _note(found, "discarded", by, None, reason)

    return _placed(by, number, at, act)


def again(by: Person, number: int, at: datetime) -> RawMessage:
    """Let a mail that failed be worked again."""

    def act(found: RawMessage, message: Message) -> None:
        del message
        found.state, found.tries, found.not_before = "new", 0, at

    return _placed(by, number, at, act)


def _placed(by: Person, number: int, at: datetime, act: Callable[[RawMessage, Message], None]) -> RawMessage:
    """Do something with a mail, unless somebody was faster."""
    mail(by, number)
    with transaction.atomic():
        found = RawMessage.objects.select_for_update(of=("self",)).select_related("vendor").get(pk=number)
        if found.state not in _OPEN:
            raise Refused(_("Somebody else has dealt with this mail already."), "mail-placed", {"state": found.state})
        told = _refused(found, act)
        if told is None:
            found.worked = at
            found.save()
    if told:
        raise told  # after the transaction: the agreement keeps what it refused
    return found


def _refused(found: RawMessage, act: Callable[[RawMessage, Message], None]) -> Refused | None:
    """Do something with a mail; return why not."""
    try:
        act(found, deciding.read(found))
    except Refused as refused:
        return refused
    return None


def _note(found: RawMessage, outcome: str, by: Person, log: Log | None, reason: str = "") -> None:
    found.state, found.outcome, found.log = "done", outcome, log
    found.reason = f"{by.handle}: {reason}" if reason else by.handle


def _as_note(message: Message) -> str:
    who = f"{message.sender.name} <{message.sender.address}>" if message.sender else "?"
    return _("By mail from %(who)s: %(subject)s") % {"who": who, "subject": message.subject} + f"\n\n{message.text}"
