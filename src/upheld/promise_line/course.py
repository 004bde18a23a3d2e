"""The course of a clock as a picture shows it: stretches of open, closed and paused time, and what to know about them.

Stretches follow each other without a hole from the first instant shown to the last, each of one kind.

>>> desk = Calendar("Europe/Stockholm", {"mon": [("08:00", "17:00")], "tue": [("08:00", "17:00")]})
>>> at = datetime(2026, 11, 23, 15, 0, tzinfo=desk.zone)
>>> [(s.kind, str(s.length)) for s in stretches(desk, at, at + timedelta(hours=23))]
[('open', '2:00:00'), ('closed', '15:00:00'), ('open', '6:00:00')]
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Literal, Self

from upheld.calendars import Calendar

Kind = Literal["open", "closed", "paused", "late"]
Span = tuple[datetime, datetime]  # from, until


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of wall time of one kind."""

    start: datetime
    end: datetime
    kind: Kind

    @property
    def length(self) -> timedelta:
        """Return how long it lasts; both ends are UTC, so that a clock change counts."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know about a part of the line, in the reader's words."""

    start: datetime
    end: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Course:
    """All that one promise line shows. Texts are in the reader's language, instants are aware."""

    title: str
    promise: str
    zone: str
    start: datetime
    due: datetime | None
    strict: bool
    stretches: tuple[Stretch, ...]
    notes: tuple[Note, ...] = ()
    now: datetime | None = None
    stopped: datetime | None = None
    description: str = ""
    begins: str = "Reported"  # what happened at the start, as `words.labels` has it

    def noted(self, notes: Iterable[Note]) -> Self:
        """Return the course with more notes, in order of time."""
        return replace(self, notes=tuple(sorted((*self.notes, *notes), key=lambda note: note.start)))


def stretches(
    calendar: Calendar | None, start: datetime, end: datetime, pauses: Sequence[Span] = (), due: datetime | None = None
) -> tuple[Stretch, ...]:
    """Return the stretches from `start` to `end`; no calendar is open day and night, what follows `due` is late."""
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    opens = [(w.opens, w.closes) for w in calendar.windows(start, end)] if calendar else [(start, end)]
    edges = {start, end, *([due] if due else ()), *(edge for span in (*opens, *pauses) for edge in span)}
    shown = sorted({edge.astimezone(UTC) for edge in edges if start <= edge <= end})
    found: list[Stretch] = []
    for first, last in pairwise(shown):
        kind = _kind(first, opens, pauses, due)
        if found and found[-1].kind == kind:
            found[-1] = replace(found[-1], end=last)
        else:
            found.append(Stretch(first, last, kind))
    return tuple(found)


def _kind(at: datetime, opens: Sequence[Span], pauses: Sequence[Span], due: datetime | None) -> Kind:
    if not any(start <= at < end for start, end in opens):
        return "closed"
    if any(start <= at < end for start, end in pauses):
        return "paused"
    return "late" if due is not None and at >= due else "open"
