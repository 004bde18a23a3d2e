"""Signing in: accounts are made by the vendor and the leads of its customers; nobody signs up by themselves.

The mails of it, codes and ways to a new password, leave by the outbox like all others.
"""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from upheld_desk import clock
from upheld_desk.accounts import mails
from upheld_desk.accounts.mails import Mail
from upheld_desk.people.models import Account

# The package's mails, by its names for them; of its others the desk sends none.
_MAILS: Final[Mapping[str, Mail]] = {
    "account/email/login_code": "code",
    "account/email/password_reset_key": "new_password",
    "account/email/password_changed": "password_changed",
    "account/email/password_reset": "password_changed",
    "account/email/password_set": "password_changed",
}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # the package has no types
    """How sign-in differs from the package's usual way."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say whether a stranger may make an account: never."""
        del request
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return where a new password is chosen: at the desk's own address, whatever host was asked for."""
        path = urlsplit(super().get_reset_password_from_key_url(key)).path
        return f"{settings.ADDRESS}{path}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put a mail of the sign-in into the outbox."""
        account = Account.objects.get(email=email.lower())
        mails.send(_MAILS[template_prefix], account, clock.now(), context)
