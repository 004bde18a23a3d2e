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
from upheld_desk.people.models import Account, Person

Mail = Literal["invitation", "code", "new_password", "password_changed"]


def send(
    mail: Mail, account: Account, at: datetime, context: Mapping[str, object], person: Person | None = None
) -> None:
    """Put a mail into the outbox, in the name of the vendor if the account is somebody at one only."""
    persons = [person] if person else list(sessions.persons(account))
    houses = {found.vendor for found in persons}
    usual = persons[0].language if persons else translation.get_language()
    told = {"email": account.email, "address": settings.ADDRESS, **context}
    with translation.override(account.language or usual):
        subject, _, text = render_to_string(f"accounts/mail/{mail}.txt", told).strip().partition("\n")
    letter = Letter(
        key=f"{mail}/{account.pk}/{uuid.uuid4()}",
        kind=mail.replace("_", "-"),
        to=account.email,
        name=persons[0].name if persons else "",
        subject=subject,
        text=re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n",
        vendor=houses.pop() if len(houses) == 1 else None,
    )
    letters.put(letter, at)
