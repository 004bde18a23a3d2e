"""Mails that somebody must look at: those of strangers, and those that could not be worked."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from upheld_desk import access
from upheld_desk.errors import NotFound, Refused
from upheld_desk.mail import deciding, entering
from upheld_desk.mail.models import RawMessage
from upheld_desk.people.models import Person
from upheld_desk.store.models import Log


def waiting(person: Person) -> QuerySet[RawMessage]:
    """Return the mails of the vendor that somebody must look at, the oldest first."""
    access.require(person, "triage mail")
    found = RawMessage.objects.filter(vendor=person.vendor_id, state__in=("triage", "failed"))
    return found.select_related("log", "vendor").order_by("received", "pk")


def one(person: Person, mail: int) -> RawMessage:
    """Return a mail that somebody must look at."""
    found = waiting(person).filter(pk=mail).first()
    if found is None:
        raise NotFound(f"no mail {mail} waits for {person.handle}")
    return found


@transaction.atomic
def try_again(person: Person, mail: int, now: datetime) -> None:
    """Let a mail be worked again: its sender is known by now, or what was wrong was put right."""
    locked = _locked(person, mail)
    locked.state, locked.tries, locked.reason, locked.not_before = "new", 0, "", now
    locked.save(update_fields=["state", "tries", "reason", "not_before"])


@transaction.atomic
def put_aside(person: Person, mail: int, now: datetime) -> None:
    """Do nothing with a mail; it is kept as it came."""
    _done(_locked(person, mail), "ignored", _("put aside by %(name)s") % {"name": person.name}, None, now)


def enter(person: Person, mail: int, writer: Person, reference: str, now: datetime) -> Log:
    """Take a mail as written by somebody of a customer: as a new report, or as their word on a case.

    A report that is refused is kept as such; the mail goes on waiting.
    """
    if writer.vendor_id != person.vendor_id or writer.customer is None:
        raise Refused(_("Please choose somebody of a customer."), "writer-unknown", {"field": "writer"})
    with transaction.atomic():
        locked = _locked(person, mail)
        try:
            return _entered(locked, writer, reference, now)
        except Refused as refused:
            why = refused  # raised outside, for what was kept of it must stay
    raise why


def _entered(mail: RawMessage, writer: Person, reference: str, now: datetime) -> Log:
    message = deciding.read(mail)
    if reference:
        log = entering.reply(mail, message, access.case(writer, reference), writer)
    else:
        log = entering.report(mail, message, writer)
    _done(mail, "replied" if reference else "reported", "", log, now)
    return log


def _locked(person: Person, mail: int) -> RawMessage:
    found = waiting(person).select_related(None).select_for_update().filter(pk=mail).first()
    if found is None:
        raise NotFound(f"no mail {mail} waits for {person.handle}")
    return found


def _done(mail: RawMessage, outcome: str, reason: str, log: Log | None, now: datetime) -> None:
    mail.state, mail.outcome, mail.reason, mail.log, mail.worked = "done", outcome, reason, log or mail.log, now
    mail.save(update_fields=["state", "outcome", "reason", "log", "worked"])
