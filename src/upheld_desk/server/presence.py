"""Who has a case open. Staff and the people of the customer never see each other.

Each process tells the others over the database when somebody comes and goes, and again at each beat; who stops telling
is gone after a while, whatever happened to their process.
"""

import json
import uuid
from dataclasses import dataclass
from typing import Final

from django.db import connection

from upheld_desk.server.news import News
from upheld_desk.server.watchers import Watcher, connected

CHANNEL: Final = "upheld_desk_presence"
LASTS: Final = 40.0  # seconds without a word


@dataclass(frozen=True)
class _Present:
    person: int
    name: str
    is_staff: bool
    until: float


class Presence:
    """Who has which case open, as this process has heard."""

    def __init__(self) -> None:
        self._cases: dict[uuid.UUID, dict[str, _Present]] = {}

    def hear(self, news: News, now: float) -> uuid.UUID | None:
        """Take in an announcement; return the case if who is there changed by it."""
        case = uuid.UUID(news["case"])
        there = self._cases.setdefault(case, {})
        before = set(there)
        if news["here"]:
            there[news["stream"]] = _Present(news["person"], news["name"], news["staff"], now + LASTS)
        else:
            there.pop(news["stream"], None)
        changed = before != set(there)
        if not there:
            del self._cases[case]
        return case if changed else None

    def forget(self, now: float) -> set[uuid.UUID]:
        """Let go of all who have not been heard of for too long; return their cases."""
        gone = {case: [key for key, who in there.items() if who.until < now] for case, there in self._cases.items()}
        for case, keys in gone.items():
            for key in keys:
                del self._cases[case][key]
            if not self._cases[case]:
                del self._cases[case]
        return {case for case, keys in gone.items() if keys}

    def others(self, watcher: Watcher) -> list[str]:
        """Return the names of the others of one's own side who have the same case open."""
        there = self._cases.get(watcher.case, {}) if watcher.case else {}
        names = {
            who.person: who.name
            for who in there.values()
            if who.is_staff == watcher.is_staff and who.person != watcher.person
        }
        return sorted(names.values())


@connected
def tell(watcher: Watcher, stream: str, *, here: bool) -> None:
    """Announce to all processes that somebody has a case open, or no longer."""
    news = {
        "case": str(watcher.case),
        "stream": stream,
        "person": watcher.person,
        "name": watcher.name,
        "staff": watcher.is_staff,
        "here": here,
    }
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, json.dumps(news)])
