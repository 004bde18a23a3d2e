"""What ends a live stream before its time: its session ends, or its person or account is changed.

It is announced on a channel of the database, so that every process hears of it, whichever one the sign-out reached.
"""

import hashlib
import json
from typing import Any, Final, Protocol

from django.db import connection

CHANNEL: Final = "upheld_desk_people"


class _Session(Protocol):
    session_key: str


def mark(session_key: str) -> str:
    """Return what a session is called in announcements: nobody can sign in with it."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def session_ended(instance: _Session, **_: Any) -> None:  # noqa: ANN401  Django's
    """Announce that a session is no more."""
    _announce({"session": mark(instance.session_key)})


def people_changed(**_: Any) -> None:  # noqa: ANN401  Django's
    """Announce that a person or an account was changed: every stream asks again whether it may go on."""
    _announce({"people": True})


def _announce(news: dict[str, object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, json.dumps(news)])
