"""Sessions: who a session is, and how all sessions of somebody end."""

from collections.abc import Mapping
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from upheld_desk.people.models import Account, Person

CHOSEN = "person"  # in the session: who the account is now


def persons(account: Account) -> QuerySet[Person]:
    """Return who an account can be: people who are still there, of customers who are."""
    there = Q(customer__isnull=True) | Q(customer__active=True)
    return Person.objects.select_related("vendor", "customer", "account").filter(there, account=account, active=True)


def person_of(account: Account, session: Mapping[str, Any] | SessionStore) -> Person | None:
    """Return who the account is in a session: the person it chose, else its first; None where it is nobody any more."""
    found, chosen = list(persons(account).order_by("pk")), session.get(CHOSEN)
    return next((person for person in found if person.pk == chosen), found[0] if found else None)


def signed_in(session_key: str) -> Person | None:
    """Return who a session is by its key, as a cookie has it; None if nobody is signed in by it."""
    request = HttpRequest()
    request.session = SessionStore(session_key)
    account = get_user(request)
    return person_of(account, request.session) if isinstance(account, Account) else None


def end_all(account: Account) -> None:
    """End every session of an account, here and on other machines."""
    for session in UserSession.objects.filter(user=account):
        session.end()
