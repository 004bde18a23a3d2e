"""Projections: rows to list from, made from a log by the engine.

Nothing in a row depends on the instant at which one looks, as long as one looks again at `Look.at`: whether a duty is
late or at risk is told by comparing its instants with now. So rows that are made again are the same to the byte.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final, TypeVar

from django.db import transaction

from upheld.agreements import Terms
from upheld.duties import Duty, Evaluation
from upheld.promise_line import open_time
from upheld_desk import casefiles
from upheld_desk.casefiles import Casefile
from upheld_desk.store import points
from upheld_desk.store.dossiers import Dossier
from upheld_desk.store.models import CaseRow, DutyRow, Log, Look

_PLANS: Final = {"first": 0, "before others": 1, "": 2}
_TEAMS: Final = {"rhythm": "accounts", "price": "finance"}
_NOT_TO_DO: Final = frozenset({"gate", "allowance"})
_ANY_RANK: Final = 99


@transaction.atomic(savepoint=False)
def project(dossier: Dossier, now: datetime) -> None:
    """Write the rows of a log that is held, as they are at an instant."""
    assert dossier.history.is_held, f"{dossier.log.reference} is not held: what is written might be old"
    case = dossier.case(now) if dossier.log.kind == "case" else None
    if case:
        _write(CaseRow, [_case_row(dossier, case, now)])
    _write_duties(dossier.log, list(_duty_rows(dossier, case, now)))
    at = points.next_look(dossier.evaluation(now), points.told(dossier.history.entries))
    if at:
        _write(Look, [Look(log=dossier.log, at=at)])
    else:
        Look.objects.filter(log=dossier.log).delete()


Row = TypeVar("Row", CaseRow, DutyRow, Look)


def _write(model: type[Row], rows: Sequence[Row]) -> None:
    """Write rows of one kind, in one statement: those that are there are made like these."""
    names = [field.name for field in model._meta.concrete_fields]  # noqa: SLF001  Django's own way to its fields
    keys = [name for name in names if name in ("log", "duty")]
    others = [name for name in names if name not in keys]
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=keys, update_fields=others)


def _write_duties(log: Log, rows: Iterable[DutyRow]) -> None:
    """Write those that differ from what is there, and take away what is not due any more: mostly there is neither."""
    before = {row.duty: row for row in DutyRow.objects.filter(log=log)}
    wanted = {row.duty: row for row in rows}
    if gone := before.keys() - wanted.keys():
        DutyRow.objects.filter(log=log, duty__in=gone).delete()
    _write(DutyRow, [row for duty, row in wanted.items() if not _same(row, before.get(duty))])


def _same(row: DutyRow, other: DutyRow | None) -> bool:
    names = [field.attname for field in DutyRow._meta.concrete_fields]  # noqa: SLF001  Django's own way to its fields
    return other is not None and all(getattr(row, name) == getattr(other, name) for name in names)


def _case_row(dossier: Dossier, case: Casefile, now: datetime) -> CaseRow:
    log, terms = dossier.log, dossier.terms(now)
    due = [d.due for d in dossier.evaluation(now).of_kind("clock") if d.state == "running" and d.due]
    return CaseRow(
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
        assignee_id=_key(dossier, case.assignee),
        reporter_id=_key(dossier, case.reporter),
        watchers=list(case.watchers),
        reported=case.reported,
        ended=case.ended,
        last_at=case.last_at,
        last_by_customer=case.last_by_customer and not casefiles.is_with_customer(case.level, terms),
        next_due=min(due, default=None),
        length=dossier.history.length,
    )


def _key(dossier: Dossier, handle: str) -> int | None:
    return dossier.people[handle].pk if handle in dossier.people else None


def _rank(terms: Terms, severity: str | None) -> int:
    return next((s.rank for s in terms.shared.severities if s.id == severity), _ANY_RANK)


def _duty_rows(dossier: Dossier, case: Casefile | None, now: datetime) -> Iterator[DutyRow]:
    log, terms = dossier.log, dossier.terms(now) if case else dossier.version.terms()
    severity, assignee = (case.severity, _key(dossier, case.assignee)) if case else (None, None)
    for duty in to_do(dossier.evaluation(now), ended=case is not None and case.is_ended):
        yield DutyRow(
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
            plan_rank=_PLANS[terms.queue],
            severity_rank=_rank(terms, severity),
            assignee_id=assignee,
        )


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
    logs = Log.objects.select_related("agreement", "vendor", "customer").order_by("pk")
    for log in logs:
        with transaction.atomic():
            dossier, before = Dossier.held(log), rows_of(log)
            project(dossier, now)
            if rows_of(log) != before:
                different.append(log.pk)
    return len(logs), different


def rows_of(log: Log) -> list[dict[str, object]]:
    """Return the rows of a log as they are, to compare them."""
    found: list[dict[str, object]] = []
    for model in (CaseRow, DutyRow, Look):
        found += [dict(row) for row in model.objects.filter(log=log).order_by("pk").values()]
    return found
