"""Links that sign somebody in once: for invitations, for the demo, for who has no password yet.

Opening the address only asks; pressing the button uses the link up. Mail programs open addresses to look at them, and
would use it up before its reader comes.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse

from upheld_desk.errors import NotFound
from upheld_desk.people.models import Account, Link

INVITATION: Final = timedelta(days=7)


def make(account: Account, now: datetime, lifetime: timedelta = INVITATION) -> str:
    """Return the path of a new link, to put behind the desk's address."""
    secret = secrets.token_urlsafe(32)
    account.links.create(digest=_digest(secret), created=now, expires=now + lifetime)
    return reverse("people:link", args=[secret])


def look(secret: str, now: datetime) -> Account:
    """Return whom a link signs in, without using it up; `NotFound` if it does not work, or not any more."""
    found = _open(secret, now).select_related("account").first()
    if found is None:
        raise NotFound("the link is used up, too old, or was never made")
    return found.account


def use(secret: str, now: datetime) -> Account:
    """Use a link up and return whom it signs in. Of two who come at once, one gets in."""
    account = look(secret, now)
    if not _open(secret, now).update(used=now):
        raise NotFound("somebody else has just used the link")
    return account


def end_all(account: Account) -> None:
    """Let no link of an account work any more."""
    account.links.filter(used__isnull=True).delete()


def _open(secret: str, now: datetime) -> QuerySet[Link]:
    return Link.objects.filter(
        digest=_digest(secret), used__isnull=True, created__lte=now, expires__gt=now, account__is_active=True
    )


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
