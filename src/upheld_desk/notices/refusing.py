"""Refusing: why a report that came by mail was not taken. Whoever asks twice for this mail puts it once."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.utils import translation
from django.utils.translation import gettext as _

from upheld_desk.errors import Refused
from upheld_desk.notices.writing import Message, Paragraph, Quote
from upheld_desk.outbox import letters
from upheld_desk.outbox.letters import Letter
from upheld_desk.people.models import Person


def refuse(
    person: Person,
    refused: Refused,
    now: datetime,
    *,
    subject: str,
    text: str,
    message_id: str,
    references: Sequence[str] = (),
) -> None:
    """Say why a report by mail was not taken; `refused` speaks the language of who wrote it."""
    with translation.override(person.language):
        message = Message(
            _("Not taken: %(subject)s") % {"subject": subject},
            (
                Paragraph(_("Hello %(name)s,") % {"name": person.name}),
                Paragraph(_("Thank you for your report. We could not take it:")),
                Paragraph(refused.sentence),
                Paragraph(_("Nothing is lost: what you wrote is kept, and we can look it up.")),
                Quote(_("You wrote:"), text),
            ),
            (person.vendor.name,),
        )
        letter = Letter(
            key=f"refused/{sha256(message_id.encode()).hexdigest()[:32]}/{person.handle}",
            kind="refused",
            to=person.email,
            name=person.name,
            subject=message.subject,
            text=message.plain(),
            html=message.html(person.language, person.vendor.colour),
            vendor=person.vendor,
            references=[reference.strip("<> ") for reference in (*references, message_id)],
        )
    letters.put(letter, now)
