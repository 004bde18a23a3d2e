"""Signing in: accounts are made by the vendor and the leads of its customers; nobody signs up by themselves.

The mails of it, codes and ways to a new password, leave by the outbox like all others.
"""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.http import HttpRequest
from django.utils import translation

from upheld_desk import clock
from upheld_desk.outbox import letters
from upheld_desk.outbox.letters import Letter
from upheld_desk.people import sessions
from upheld_desk.people.models import Account, Vendor


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # the package has no types
    """How sign-in differs from the package's usual way."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say whether a stranger may make an account: never."""
        del request
        return False

    def send_mail(self, template_prefix: str, email: str, context_: dict[str, Any]) -> None:
        """Put a mail of the sign-in into the outbox, in the language of who gets it."""
        account = Account.objects.filter(email=email.lower()).first()
        house = _house(account) if account else None
        told = {"email": email, "vendor": house, **context_, "request": context.request}
        with translation.override(account.language if account and account.language else translation.get_language()):
            message = self.render_mail(template_prefix, email, told)
        letter = Letter(
            key=f"{template_prefix}/{uuid.uuid4()}",
            kind="sign-in",
            to=email,
            subject=message.subject,
            text=message.body,
            vendor=house,
        )
        letters.put(letter, clock.now())

    def format_email_subject(self, subject: str) -> str:
        """Return the subject without the name of the desk's address before it."""
        return subject


def _house(account: Account) -> Vendor | None:
    """Return the vendor in whose name a mail to an account is written, if there is but one."""
    houses = {person.vendor for person in sessions.persons(account)}
    return houses.pop() if len(houses) == 1 else None
