"""API tokens: what a program signs in with. It may do what its person may, as far as the token's scopes go.

The secret is shown once. It has 256 random bits, so its digest needs no salt, and finding it by the digest tells nobody
how much of a guess was right.
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from upheld_desk.errors import NotFound, Refused
from upheld_desk.people.models import Person, Token
from upheld_desk.people.roles import reach

SCOPES: Final[Mapping[str, object]] = {
    "cases:read": gettext_lazy("read cases"),
    "cases:write": gettext_lazy("report and work on cases"),
    "cases:monitor": gettext_lazy("report what a machine has found, as monitoring"),
    "agreements:read": gettext_lazy("read agreements and allowances"),
    "agreements:write": gettext_lazy("order from allowances, and keep their ledgers"),
}
_PREFIX: Final = "uph_"
_SHOWN: Final = 10  # characters that stay known, to tell tokens apart
_NOTE_USE: Final = timedelta(minutes=1)


def make(
    person: Person, name: str, scopes: Iterable[str], now: datetime, expires: datetime | None = None
) -> tuple[Token, str]:
    """Return a new token and its secret, which nobody can read again."""
    wanted = sorted(set(scopes))
    if not reach(person.role, "make token") or not person.active:
        raise NotFound(f"{person.handle} makes no tokens")
    if not name.strip():
        raise Refused(_("Please give the token a name, so that you know later what it is for."), "name-missing")
    if not wanted or not set(wanted) <= set(SCOPES):
        raise Refused(_("Please choose what the token may do."), "scopes-missing", {"allowed": list(SCOPES)})
    if expires is not None and expires <= now:
        raise Refused(_("The token would have ended already. Please choose a later day."), "expires-early")
    secret = _PREFIX + secrets.token_urlsafe(32)
    token = person.tokens.create(
        name=name.strip()[:100],
        digest=_digest(secret),
        start=secret[:_SHOWN],
        scopes=wanted,
        created=now,
        expires=expires,
    )
    return token, secret


def who(secret: str, now: datetime) -> tuple[Person, frozenset[str]] | None:
    """Return whose token it is and what it may do; None if it is none, or not any more."""
    digest = _digest(secret)
    there = Q(person__customer__isnull=True) | Q(person__customer__active=True)
    token = (
        Token.objects.select_related("person__vendor", "person__customer", "person__account")
        .filter(there, digest=digest, ended__isnull=True, person__active=True)
        .first()
    )
    if token is None or not compare_digest(token.digest, digest) or (token.expires and token.expires <= now):
        return None
    if token.used is None or now - token.used >= _NOTE_USE:
        Token.objects.filter(pk=token.pk).update(used=now)
    return token.person, frozenset(token.scopes)


def end(person: Person, token: int, now: datetime) -> None:
    """End a token of one's own; it is kept, to be seen in the list."""
    if not person.tokens.filter(pk=token, ended__isnull=True).update(ended=now):
        raise NotFound(f"{person.handle} has no token {token} that could be ended")


def end_all(person: Person, now: datetime) -> None:
    """End every token of a person."""
    person.tokens.filter(ended__isnull=True).update(ended=now)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
