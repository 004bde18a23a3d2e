"""Signing in: accounts are made by the vendor and the leads of its customers; nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # the package has no types
    """How sign-in differs from the package's usual way."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say whether a stranger may make an account: never."""
        del request
        return False
