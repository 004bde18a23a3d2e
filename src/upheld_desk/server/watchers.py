"""Who watches a live stream, and what of the news is theirs. This is the Django side of the streams: run it in threads.

The wall is that of the pages: the session says who it is, `people.access` says what they may see.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Final, ParamSpec, TypeVar

from django.conf import settings
from django.db import close_old_connections

from upheld_desk import access
from upheld_desk.accounts.sessions import signed_in
from upheld_desk.errors import NotFound
from upheld_desk.server.endings import mark
from upheld_desk.server.news import News

P = ParamSpec("P")
T = TypeVar("T")

CASES: Final = "cases"  # the stream of all cases that one may see; any other names a case


@dataclass(frozen=True)
class Watcher:
    """Somebody with a stream open."""

    session: str  # its mark
    person: int
    name: str
    is_staff: bool
    scope: access.Scope
    case: uuid.UUID | None  # None: all that they may see


def connected(ask: Callable[P, T]) -> Callable[P, T]:
    """Let a thread ask the database outside of a request, and give a connection that broke away."""

    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        close_old_connections()
        try:
            return ask(*args, **kwargs)
        finally:
            close_old_connections()

    return asked


@connected
def admitted(cookies: str, wanted: str) -> Watcher | None:
    """Return who asks for a stream, or None: nobody is signed in, or there is no such thing for them."""
    key = _session_key(cookies)
    who = signed_in(key) if key else None
    if who is None:
        return None
    try:
        case = None if wanted == CASES else access.case(who, _named(wanted)).pk
    except NotFound:
        return None
    return Watcher(mark(key), who.pk, who.name, who.is_staff, access.scope(who), case)


@connected
def hears(scope: access.Scope, news: News) -> bool:
    """Say whether news are for them."""
    return access.hears(scope, news["vendor"], news["customer"], uuid.UUID(news["log"]))


def _named(wanted: str) -> str | uuid.UUID:
    """Return a case as it is named: by its id, or by its reference."""
    try:
        return uuid.UUID(wanted)
    except ValueError:
        return wanted


def _session_key(cookies: str) -> str:
    try:
        morsel = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return morsel.value if morsel else ""
