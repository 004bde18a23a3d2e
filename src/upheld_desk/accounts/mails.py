"""The mails about one's access, in the reader's language. The first line of a template is the subject."""

import re
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from upheld_desk.accounts import sessions
from upheld_desk.outbox import letters
from upheld_desk.outbox.letters import Letter
from upheld_desk.people.models import Account, Person, Vendor

Mail = Literal["invitation", "code", "new_password", "password_changed", "address_changed", "draft_discarded"]


def send(
    mail: Mail, account: Account, at: datetime, context: Mapping[str, object], person: Person | None = None
) -> None:
    """Put a mail into the outbox, in the name of the vendor if the account is somebody at one only."""
    persons = [person] if person else list(sessions.persons(account))
    houses = {found.vendor for found in persons}
    usual = persons[0].language if persons else translation.get_language()
    vendor = houses.pop() if len(houses) == 1 else None
    with translation.override(account.language or usual):
        name = persons[0].name if persons else ""
        letters.put(_letter(mail, account.email, context, name, vendor), at)


def send_to(person: Person, mail: Mail, at: datetime, context: Mapping[str, object]) -> None:
    """Put a mail to the address that somebody has at a vendor into the outbox, whether they sign in or not."""
    with translation.override(person.language):
        letters.put(_letter(mail, person.email, context, person.name, person.vendor), at)


def _letter(mail: Mail, to: str, context: Mapping[str, object], name: str, vendor: Vendor | None) -> Letter:
    """Return a mail in the language that is active."""
    told = {"email": to, "address": settings.ADDRESS, **context}
    subject, _, text = render_to_string(f"accounts/mail/{mail}.txt", told).strip().partition("\n")
    return Letter(
        key=f"{mail}/{uuid.uuid4()}",
        kind=mail.replace("_", "-"),
        to=to,
        name=name,
        subject=subject,
        text=re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n",
        vendor=vendor,
    )
