"""Talking: replies of both sides, internal notes, calls; the subject, and who wants to be told."""

from datetime import datetime

from django.utils.translation import gettext as _

from upheld.events import Called, CustomerReplied, Replied
from upheld_desk import access
from upheld_desk.actions import given, rules
from upheld_desk.actions.acting import Files, Mail, Seen, act, desk
from upheld_desk.errors import Refused
from upheld_desk.facts import Fact
from upheld_desk.people.models import Person
from upheld_desk.store.models import Log


def reply(
    person: Person | None,
    log: Log,
    at: datetime,
    *,
    text: str,
    attachments: Files = (),
    html: str = "",
    mail: Mail | None = None,
    automatic: bool = False,
    channel: str = "portal",
) -> None:
    """Say something to the other side.

    A mail that comes when the case is over is kept, and the case stays over; where it crossed with something newer, it
    counts after that. An automatic answer of the customer's is kept for the vendor to see; it is no reply.
    """

    def decide(seen: Seen) -> list[Fact]:
        if mail is None:
            rules.allow(seen, "reply")
        if not attachments and mail is None:
            given.text(text)
        kept = desk(text, attachments, html, mail)
        if person and not person.is_staff and automatic:
            return [Fact.own("noted", seen.at, seen.by, **kept, automatic=True)]
        if person is None or person.is_staff:
            return [Fact.of(Replied(seen.at, by=seen.by, automatic=automatic or person is None), **kept)]
        return [Fact.of(CustomerReplied(seen.at, by=seen.by, channel=channel), **kept)]

    act(person, "reply", log, at, decide, late="move" if mail is not None else "refuse")


def note(person: Person, log: Log, at: datetime, *, text: str, attachments: Files = ()) -> None:
    """Write something that only the vendor sees."""

    def decide(seen: Seen) -> list[Fact]:
        if not attachments:
            given.text(text)
        return [Fact.own("noted", seen.at, seen.by, **desk(text, attachments))]

    act(person, "note", log, at, decide)


def call(person: Person, log: Log, at: datetime, *, about: str, text: str = "") -> None:
    """Log that the vendor called the customer: about what, and what was said."""

    def decide(seen: Seen) -> list[Fact]:
        rules.allow(seen, "call")
        return [Fact.of(Called(seen.at, by=seen.by, about=given.text(about)), **desk(text))]

    act(person, "call", log, at, decide)


def heard(person: Person, log: Log, at: datetime, *, who: Person, text: str) -> None:
    """Log what somebody of the customer said in a call: it is their reply, written down by staff."""

    def decide(seen: Seen) -> list[Fact]:
        rules.allow(seen, "call")
        _refuse_stranger(log, who)
        said = CustomerReplied(seen.at, by=who.handle, channel="phone")
        return [Fact.of(said, logged_by=seen.by, **desk(given.text(text)))]

    act(person, "call", log, at, decide)


def subject(person: Person, log: Log, at: datetime, *, subject: str) -> None:
    """Give a case another subject."""

    def decide(seen: Seen) -> list[Fact]:
        wanted = given.subject(given.text(subject))
        return [] if wanted == seen.case.subject else [Fact.own("subject set", seen.at, seen.by, subject=wanted)]

    act(person, "note", log, at, decide)


def watch(person: Person, log: Log, at: datetime, *, who: Person | None = None, on: bool = True) -> None:
    """Let somebody be told about a case from now on, or no longer; oneself unless somebody else is named."""
    watcher = who or person
    if watcher.pk != person.pk:
        access.someone(person, watcher.handle)
        if not watcher.is_staff:
            _refuse_stranger(log, watcher)

    def decide(seen: Seen) -> list[Fact]:
        if (watcher.handle in seen.case.watchers) == on:
            return []
        return [Fact.own("watched", seen.at, seen.by, person=watcher.handle, on=on)]

    act(person, "watch", log, at, decide)


def _refuse_stranger(log: Log, who: Person) -> None:
    if who.customer_id != log.customer_id:
        raise Refused(_("This person is of another customer."), "other-customer", {"field": "who"})
