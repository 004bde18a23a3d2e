"""Lists of cases: each with what is due next, in as many questions to the database as for one."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from upheld_desk import access
from upheld_desk.looks import naming, speech
from upheld_desk.people.models import Person
from upheld_desk.portal import labels
from upheld_desk.store.models import CaseRow, DutyRow, Entry


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in a list."""

    row: CaseRow
    status: str
    icon: str
    severity: str
    due: DutyRow | None  # what is due next
    due_name: str
    asks_you: bool  # it is the customer's turn


def rows(person: Person) -> "QuerySet[CaseRow]":
    """Return the rows that the person sees, with what a list shows of them."""
    return access.cases(person).select_related("log", "reporter")


def listed(person: Person, found: Sequence[CaseRow]) -> list[Listed]:
    """Return the cases of a list."""
    dues = _next_dues(person, found)
    names = naming.severities(row.log.agreement_id for row in found)
    waiting, hands_over = _waiting_for_customer(found), access.may(person, "hand over")
    return [
        _listed(
            row,
            dues.get(row.log_id),
            names,
            asks_you=row.status == "proposed"
            or row.log_id in waiting
            or (hands_over and row.level == 1 and row.ended is None),
        )
        for row in found
    ]


def _listed(row: CaseRow, due: DutyRow | None, names: naming.Names, *, asks_you: bool) -> Listed:
    title = due.title.get(speech.language()) or next(iter(due.title.values()), "") if due else ""
    return Listed(
        row=row,
        status=labels.word(labels.STATUSES, row.status),
        icon=labels.ICONS.get(row.status, "outline/circle"),
        severity=naming.of_case(names, row),
        due=due,
        due_name=title,
        asks_you=asks_you,
    )


def _waiting_for_customer(rows: Iterable[CaseRow]) -> set[object]:
    """Return the logs of the cases that wait for the customer or for access, which are theirs to give."""
    waiting = [row.log_id for row in rows if row.status == "waiting"]
    if not waiting:
        return set()
    last = Entry.objects.filter(log__in=waiting, kind="wait started").order_by("log", "-number").distinct("log")
    return {entry.log_id for entry in last if json.loads(entry.body).get("on", "customer") != "third party"}


def _next_dues(person: Person, rows: Iterable[CaseRow]) -> dict[object, DutyRow]:
    """Return of each case the clock that is due first."""
    clocks = access.duties(person, "all").filter(log__in=[row.log_id for row in rows], kind="clock", of="vendor")
    first: dict[object, DutyRow] = {}
    for duty in clocks.filter(due__isnull=False).order_by("due"):
        first.setdefault(duty.log_id, duty)
    return first
