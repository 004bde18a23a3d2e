"""Today: the duties that are still open, as one list in the order in which they want to be done.

A row says by itself when it is at risk and when it is late; this room only compares its instants with now, and asks the
logs of those that stand still whom they wait for.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby
from typing import Final, Literal
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from upheld.events import WaitStarted
from upheld.promise_line import Shown
from upheld.words.terms import term
from upheld_desk import access
from upheld_desk.access import Whose
from upheld_desk.casefiles import approved_last
from upheld_desk.looks import naming, speech
from upheld_desk.looks.naming import Names
from upheld_desk.looks.timing import Timing
from upheld_desk.people.models import Person
from upheld_desk.store import logs
from upheld_desk.store.models import CaseRow, DutyRow

Section = Literal["late", "at risk", "today", "later", "paused", "standing"]

SECTIONS: Final[tuple[Section, ...]] = ("late", "at risk", "today", "later", "paused", "standing")
_BY_STATE: Final[Mapping[Shown, Section]] = {"broken": "late", "at risk": "at risk", "paused": "paused"}
TABS: Final[tuple[Whose, ...]] = ("mine", "team", "all")
MOST: Final = 200  # duties on one page; what is due first comes first


@dataclass(frozen=True, slots=True)
class Line:
    """One duty, as the list shows it."""

    row: DutyRow
    case: CaseRow | None  # None: a duty of an agreement
    title: str
    section: Section
    severity: str
    wait: WaitStarted | None  # why it stands still

    @property
    def key(self) -> str:
        """Return a name for the line that a page can use."""
        return key(self.row)


def key(row: DutyRow) -> str:
    """Return a name for a duty that a page can use."""
    return "d" + sha256(f"{row.log_id}/{row.duty}".encode()).hexdigest()[:12]


def section(row: DutyRow, now: datetime) -> Section:
    """Return under which heading a duty stands, in the reader's time zone."""
    stands = Timing.of(row, now).state
    if stands in _BY_STATE:
        return _BY_STATE[stands]
    if row.due is None:
        return "standing"
    tomorrow = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return "today" if row.due <= tomorrow else "later"


def title(row: DutyRow) -> str:
    """Return what a duty is called in the reader's language, else in the one that binds."""
    said = row.title.get(speech.language()) or next(iter(row.title.values()), "")
    return said or term(row.name, speech.language())


def lines(rows: Iterable[DutyRow], now: datetime) -> list[Line]:
    """Return the rows as the list shows them."""
    found = list(rows)
    waits = _waits(row.log_id for row in found if row.state == "paused")
    names = naming.severities(row.log.agreement_id for row in found)
    return [_line(row, now, names, waits) for row in found]


def _line(row: DutyRow, now: datetime, names: Names, waits: Mapping[UUID, WaitStarted]) -> Line:
    case: CaseRow | None = getattr(row.log, "row", None)
    severity = names.get((row.log.agreement_id, case.severity), case.severity) if case else ""
    return Line(row, case, title(row), section(row, now), severity, waits.get(row.log_id))


def unpromised(person: Person, whose: Whose) -> QuerySet[CaseRow]:
    """Return the cases in which the customer spoke last and nothing is due: nobody may forget them all the same."""
    open_ = DutyRow.objects.filter(log=OuterRef("log"), of="vendor", kind__in=("clock", "checkpoint", "procedure"))
    found = access.cases(person).filter(~Exists(open_), last_by_customer=True, ended=None)
    found = found.exclude(status="waiting").order_by("last_at", "pk")
    if whose == "mine" or (whose == "team" and not access.may(person, "reply")):
        found = found.filter(assignee=person)
    return found.select_related("log", "customer", "assignee", "assignee__vendor")


def to_close(cases: Iterable[CaseRow]) -> set[UUID]:
    """Return the logs of the cases of which the customer has approved the solution: nothing else is left to do."""
    found = logs.load_all({case.log_id for case in cases if case.status == "restored"})
    return {log for log, history in found.items() if approved_last(history.entries)}


def listed(person: Person, whose: Whose) -> QuerySet[DutyRow]:
    """Return the rows of a tab with all that the list shows."""
    found = access.duties(person, whose)
    return found.select_related("log", "log__row", "log__agreement", "customer", "assignee")


def in_sections(shown: list[Line]) -> Iterator[tuple[Section, list[Line]]]:
    """Yield the headings that have lines, with them; inside the order is that of the list."""
    ranked = sorted(shown, key=lambda line: SECTIONS.index(line.section))
    for heading, of_it in groupby(ranked, key=lambda line: line.section):
        yield heading, list(of_it)


def counts(person: Person) -> dict[Whose, int]:
    """Return how much is due to oneself, the team and everybody."""
    return {whose: access.duties(person, whose).count() + unpromised(person, whose).count() for whose in TABS}


def mark(rows: Iterable[DutyRow], cases: Iterable[CaseRow], now: datetime) -> str:
    """Return a mark of what stands where: another one means that the list is to be fetched again."""
    said = " ".join([*(f"{section(row, now)}:{key(row)}" for row in rows), *(str(case.pk) for case in cases)])
    return sha256(said.encode()).hexdigest()[:16]


def _waits(ids: Iterable[UUID]) -> dict[UUID, WaitStarted]:
    """Return the last wait of each log."""
    found: dict[UUID, WaitStarted] = {}
    for log, history in logs.load_all(set(ids)).items():
        for event in history.events:
            if isinstance(event, WaitStarted):
                found[log] = event
    return found
