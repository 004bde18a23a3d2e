"""Projections: rows to list from, made from a log by the engine.

Nothing in a row depends on the instant at which one looks, as long as one looks again at `Look.at`: whether a duty is
late or at risk is told by comparing its instants with now. So rows that are made again are the same to the byte.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final, TypeVar

from django.db import transaction

from upheld import evaluate
from upheld.agreements import Terms, Version
from upheld.duties import Duty, Evaluation
from upheld.promise_line import open_time
from upheld_desk import casefiles
from upheld_desk.casefiles import Casefile
from upheld_desk.people.models import Person
from upheld_desk.store import agreements, logs, points
from upheld_desk.store.logs import History
from upheld_desk.store.models import CaseRow, DutyRow, Log, Look

_PLANS: Final = {"first": 0, "before others": 1, "": 2}
_TEAMS: Final = {"rhythm": "accounts", "price": "finance"}
_NOT_TO_DO: Final = frozenset({"gate", "allowance"})
_ANY_RANK: Final = 99


@transaction.atomic(savepoint=False)
def project(log: Log, now: datetime, known: Evaluation | None = None) -> Evaluation:
    """Evaluate a log at an instant, unless it is known already, and write its rows."""
    logs.lock(log)
    version, history = agreements.version(log.agreement), logs.load(log.pk)
    evaluation = known or evaluate(version, history.events, now)
    if log.kind == "case":
        _case_row(log, version, history, evaluation, now)
    else:
        _write_duties(log, version, None, evaluation, {})
    at = points.next_look(evaluation, points.told(history.entries))
    if at:
        _write(Look, [Look(log=log, at=at)])
    else:
        Look.objects.filter(log=log).delete()
    return evaluation


Row = TypeVar("Row", CaseRow, DutyRow, Look)


def _write(model: type[Row], rows: Sequence[Row]) -> None:
    """Write rows of one kind, in one statement: those that are there are made like these."""
    names = [field.name for field in model._meta.concrete_fields]  # noqa: SLF001  Django's own way to its fields
    keys = [name for name in names if name in ("log", "duty")]
    others = [name for name in names if name not in keys]
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=keys, update_fields=others)


def _case_row(log: Log, version: Version, history: History, evaluation: Evaluation, now: datetime) -> None:
    terms = _terms(version, history, now)
    case = casefiles.read(history.entries, terms, now)
    assert case, f"{log.reference}: nothing was reported"
    people = _people(log.vendor_id, {case.assignee, case.reporter})
    due = [d.due for d in evaluation.duties if d.kind == "clock" and d.state == "running" and d.due]
    row = CaseRow(
        log=log,
        vendor_id=log.vendor_id,
        customer_id=log.customer_id,
        reference=log.reference,
        subject=case.subject[:300],
        status=case.status,
        kind=case.kind,
        service=case.service[:200],
        channel=case.channel,
        severity=case.severity or "",
        severity_rank=_rank(terms, case.severity),
        plan_rank=_PLANS[terms.queue],
        level=case.level,
        assignee_id=people.get(case.assignee),
        reporter_id=people.get(case.reporter),
        watchers=list(case.watchers),
        reported=case.reported,
        ended=case.ended,
        last_at=case.last_at,
        last_by_customer=case.last_by_customer,
        next_due=min(due, default=None),
        length=history.length,
    )
    _write(CaseRow, [row])
    _write_duties(log, version, (case, terms), evaluation, people)


def _terms(version: Version, history: History, now: datetime) -> Terms:
    reported = min((fact.at for fact in history.entries if fact.kind == "reported"), default=now)
    return version.in_force(reported).terms()


def _people(vendor: int, handles: Iterable[str]) -> dict[str, int]:
    found = Person.objects.filter(vendor=vendor, handle__in=[handle for handle in handles if handle])
    return dict(found.values_list("handle", "pk"))


def _rank(terms: Terms, severity: str | None) -> int:
    return next((s.rank for s in terms.shared.severities if s.id == severity), _ANY_RANK)


def _write_duties(
    log: Log,
    version: Version,
    case: tuple[Casefile, Terms] | None,
    evaluation: Evaluation,
    people: dict[str, int],
) -> None:
    duties = list(to_do(evaluation, ended=case is not None and case[0].is_ended))
    DutyRow.objects.filter(log=log).exclude(duty__in=[duty.id for duty in duties]).delete()
    signed = version.terms()
    queue, severity = (case[1].queue, case[0].severity) if case else (signed.queue, None)
    terms = case[1] if case else signed
    rows = [
        DutyRow(
            log=log,
            duty=duty.id,
            vendor_id=log.vendor_id,
            customer_id=log.customer_id,
            kind=duty.kind,
            name=duty.name,
            title=dict(duty.title(terms).by_language),
            of=duty.of,
            team=_TEAMS.get(duty.kind, "support"),
            state=duty.state,
            start=duty.start,
            due=duty.due,
            late_from=points.late_from(duty),
            risk_from=points.risk_from(duty),
            budget=duty.budget,
            open_time=[[begin.timestamp(), end.timestamp()] for begin, end in open_time(duty)],
            tell=list(duty.tell),
            plan_rank=_PLANS[queue],
            severity_rank=_rank(terms, severity),
            assignee_id=people.get(case[0].assignee) if case else None,
        )
        for duty in duties
    ]
    _write(DutyRow, rows)


def to_do(evaluation: Evaluation, *, ended: bool) -> Iterator[Duty]:
    """Yield the duties that ask somebody for something now, those that are late included."""
    late: dict[str, Duty] = {}
    for duty in evaluation.duties:
        if duty.kind in _NOT_TO_DO:
            continue
        if duty.state in ("running", "paused"):
            yield duty
        elif duty.state == "broken" and duty.stopped is None and not ended:
            late[duty.id if duty.kind not in _TEAMS else duty.name] = duty  # of what comes round, the last one missed
    yield from late.values()


def rebuild(now: datetime) -> tuple[int, list[uuid.UUID]]:
    """Make all rows again; return of how many logs, and of which ones they had been different."""
    different: list[uuid.UUID] = []
    logs_ = Log.objects.select_related("agreement", "vendor").order_by("pk")
    for log in logs_:
        before = rows_of(log)
        with transaction.atomic():
            logs.lock(log)
            CaseRow.objects.filter(log=log).delete()
            DutyRow.objects.filter(log=log).delete()
            Look.objects.filter(log=log).delete()
            project(log, now)
        if rows_of(log) != before:
            different.append(log.pk)
    return len(logs_), different


def rows_of(log: Log) -> list[dict[str, object]]:
    """Return the rows of a log as they are, to compare them."""
    found: list[dict[str, object]] = []
    for model in (CaseRow, DutyRow, Look):
        found += [dict(row) for row in model.objects.filter(log=log).order_by("pk").values()]
    return found
