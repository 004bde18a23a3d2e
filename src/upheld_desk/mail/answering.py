"""Answering: the few mails that the desk writes to a mail by itself. Never to a machine, and never many to one address.

A stranger is answered once a day; what the agreement does not take, once a mail; whoever writes more than some mails
an hour is answered by people.
"""

from datetime import datetime, timedelta
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from upheld_desk.errors import Refused
from upheld_desk.mail.models import RawMessage
from upheld_desk.mail.parsing import Message
from upheld_desk.notices import refusing
from upheld_desk.notices.writing import Message as Notice
from upheld_desk.notices.writing import Paragraph
from upheld_desk.outbox import letters
from upheld_desk.outbox.letters import Letter
from upheld_desk.outbox.models import Outgoing
from upheld_desk.people.models import Person

MOST: Final = 5  # answers to one address
WITHIN: Final = timedelta(hours=1)
_KINDS: Final = ("refused", "stranger answered")


def refuse(mail: RawMessage, message: Message, person: Person, refused: Refused, now: datetime) -> bool:
    """Tell a contact why their report was not taken; return whether they may be told by a machine."""
    if not _may_be_answered(mail, message, person.email, now):
        return False
    refusing.refuse(
        person,
        refused,
        now,
        subject=message.subject,
        text=message.text,
        message_id=message.message_id or mail.digest,
        references=message.references,
    )
    return True


def answer_stranger(mail: RawMessage, message: Message, now: datetime) -> bool:
    """Tell a stranger, once a day, whom the desk is for; return whether they may be told by a machine."""
    if message.sender is None or not _may_be_answered(mail, message, message.sender.address, now):
        return False
    vendor = mail.vendor
    language = (vendor.languages or ["en"])[0]
    with translation.override(language):
        house = {"vendor": vendor.name, "address": message.sender.address}
        blocks = (
            Paragraph(_("Hello,")),
            Paragraph(_("Thank you for your mail to the support of %(vendor)s.") % house),
            Paragraph(
                _(
                    "We do not know the address %(address)s yet, so we could not open a case. If your company has a "
                    "support agreement with us, please write from the address that is named there, or ask your "
                    "contact person to have yours added."
                )
                % house
            ),
            Paragraph(_("Your mail is kept. This answer was written by our service desk, once a day at most.")),
        )
        subject = _("Your mail: %(subject)s") % {"subject": message.subject}
        notice = Notice(subject, blocks, (vendor.name,))
        letter = Letter(
            key=f"stranger/{vendor.slug}/{message.sender.address[:120]}/{now:%Y-%m-%d}",
            kind="stranger answered",
            to=message.sender.address,
            name=message.sender.name,
            subject=notice.subject,
            text=notice.plain(),
            html=notice.html(language, vendor.colour),
            vendor=vendor,
            references=[message.message_id] if message.message_id else [],
        )
    letters.put(letter, now)
    return True


def _may_be_answered(mail: RawMessage, message: Message, address: str, now: datetime) -> bool:
    lately = Outgoing.objects.filter(
        vendor=mail.vendor_id, to__iexact=address, kind__in=_KINDS, created__gt=now - WITHIN
    )
    return message.nature.answerable and lately.count() < MOST
