"""Mails that no case calls for: the invitation of a person, and why a report that came by mail was not taken."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from upheld_desk.errors import Refused
from upheld_desk.notices.writing import Block, Link, Message, Paragraph, Quote
from upheld_desk.outbox import letters
from upheld_desk.outbox.letters import Letter
from upheld_desk.people.models import Person


def invite(person: Person, link: str, now: datetime) -> None:
    """Ask somebody in, by a link that signs them in once: the path that `people.links.make` has made."""
    with translation.override(person.language):
        vendor = {"vendor": person.vendor.name}
        does = (
            _("You work on your customers' cases there.")
            if person.is_staff
            else _("There you report, and see what was promised.")
        )
        blocks: list[Block] = [
            Paragraph(_("Hello %(name)s,") % {"name": person.name}),
            Paragraph(f"{_('you have access to the service desk of %(vendor)s now.') % vendor} {does}"),
            Link(_("Sign in"), settings.ADDRESS + link),
            Paragraph(_("The link works once, and for seven days. After that, sign in with your address.")),
        ]
        message = Message(_("Your access to %(vendor)s") % vendor, tuple(blocks), (person.vendor.name,))
        _put(person, message, key=f"invitation/{_short(link)}/{person.handle}", kind="invitation", now=now)


def refuse(
    person: Person,
    refused: Refused,
    now: datetime,
    *,
    subject: str,
    text: str,
    message_id: str,
    references: Sequence[str],
) -> None:
    """Say why a report that came by mail was not taken; `refused` speaks the language of its writer."""
    with translation.override(person.language):
        blocks: list[Block] = [
            Paragraph(_("Hello %(name)s,") % {"name": person.name}),
            Paragraph(_("thank you for your report. We could not take it:")),
            Paragraph(refused.sentence),
            Paragraph(_("Nothing is lost: what you wrote is kept, and we can look it up.")),
            Quote(_("You wrote:"), text),
        ]
        message = Message(_("Not taken: %(subject)s") % {"subject": subject}, tuple(blocks), (person.vendor.name,))
        key = f"refused/{_short(message_id)}/{person.handle}"
        _put(person, message, key=key, kind="refused", now=now, references=(*references, message_id))


def _put(
    person: Person, message: Message, *, key: str, kind: str, now: datetime, references: Sequence[str] = ()
) -> None:
    letter = Letter(
        key=key,
        kind=kind,
        to=person.email,
        name=person.name,
        subject=message.subject,
        text=message.plain(),
        html=message.html(person.language, person.vendor.colour),
        vendor=person.vendor,
        references=tuple(reference.strip("<> ") for reference in references if reference),
    )
    letters.put(letter, now)


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]
