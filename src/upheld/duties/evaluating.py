"""Evaluating: all that one log, an agreement and an instant say about who owes what."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from upheld.agreements import Era, Terms, Version
from upheld.calendars import time_zone
from upheld.cases import Case, in_order, in_utc, read
from upheld.clocks import Run, follow
from upheld.duties.allowances import allowances
from upheld.duties.approvals import approvals
from upheld.duties.checkpoints import checkpoints, shares
from upheld.duties.duty import Duty, Evaluation, first_change
from upheld.duties.procedures import procedures
from upheld.duties.routines import Course
from upheld.events import Closed, Log, Reopened, Reported, Started
from upheld.gates import Condition, conditions, reopening
from upheld.grants import ledger
from upheld.reasons import Field, Reason


def evaluate(
    agreement: Version, log: Log, now: datetime, *, plan: str | None = None, modules: Sequence[str] | None = None
) -> Evaluation:
    """Return what every promise asks of whom at `now`, by the facts of the log up to then.

    A log with a report is a case's and follows the version in force then; any other one is the agreement's own. `plan`
    and `modules` are those that were signed, unless an offer is evaluated. Raises `NaiveTime` for an instant without
    zone, `UnknownName` for a severity the agreement does not have, `TwoPromises` where it contradicts itself, and
    `BeyondYears` where a calendar does not know the years; KeyError for an unknown plan or module.
    """
    until = in_utc(now, "now")
    report = min((in_utc(fact.at, "at") for fact in log if isinstance(fact, Reported)), default=None)
    if report is None:
        return _of_agreement(agreement, log, until, plan, modules)
    version = agreement.in_force(report)
    covered = _covered(version, report)
    if covered and not covered.met:
        return Evaluation(until, version.hash, (_gate(covered, report, 1),), None, (_in_force(version),))
    return of_case(version.terms(plan, modules), log, until, version.hash, (_in_force(version),))


def of_case(terms: Terms, log: Log, now: datetime, version: str = "", reasons: tuple[Reason, ...] = ()) -> Evaluation:
    """Return the duties of a case under terms that are known already."""
    until = in_utc(now, "now")
    case = read(log, terms, until)
    if case is None:
        waiting = Reason("nothing reported", {"now": until})
        return Evaluation(until, version, (), None, (*reasons, waiting))
    duties = tuple(_of_case(terms, case, until))
    return Evaluation(until, version, duties, first_change(duties, until), reasons)


def of_run(run: Run) -> Duty:
    """Return the duty that a run of a clock is."""
    return Duty(
        id=f"clock/{run.clock.id}/{run.number}",
        kind="clock",
        name=run.clock.id,
        of="vendor",
        state=run.state,
        clause=run.promise.clause if run.promise else run.clock.clause,
        start=run.start,
        due=run.due,
        strict=run.strict,
        stopped=run.stopped,
        budget=run.budget,
        used=run.used,
        number=run.number,
        severity=run.severity,
        calendar=run.calendar,
        pauses=run.pauses,
        changes=run.late_from if run.state == "running" else None,
        reasons=run.reasons,
    )


def _of_case(terms: Terms, case: Case, now: datetime) -> Iterator[Duty]:
    yield from (_gate(condition, case.reported, 1) for condition in conditions(terms, case.report))
    yield from _reopenings(terms, case)
    if terms.handles and case.report.kind not in terms.handles:
        return
    runs = follow(terms, case, now, shares(terms))
    yield from map(of_run, runs)
    yield from checkpoints(terms, case, runs, now)
    yield from procedures(terms, case, now)
    yield from approvals(terms, case, now)


def _covered(version: Version, report: datetime) -> Condition | None:
    """Return whether the agreement was in force on the day of a report; an offer always is."""
    signed = version.signature
    if signed is None:
        return None
    day = report.astimezone(time_zone(version.shared.zone)).date()
    met = signed.is_in_force(day)
    fields: dict[str, Field] = {"starts": signed.starts, "on": day}
    if signed.ends:
        fields["ends"] = signed.ends
    reason = Reason("in force", fields) if met else Reason("not in force", fields)
    return Condition("in force", met, (reason,))


def _gate(condition: Condition, at: datetime, number: int) -> Duty:
    return Duty(
        id=f"gate/{condition.name}/{number}",
        kind="gate",
        name=condition.name,
        of="customer",
        state="kept" if condition.met else "broken",
        clause=condition.clause,
        start=at,
        stopped=at,
        number=number,
        reasons=condition.reasons,
    )


def _reopenings(terms: Terms, case: Case) -> Iterator[Duty]:
    """Yield whether each reopening came in time after the case was closed."""
    closed, number = None, 0
    for at, fact in case.facts:
        if isinstance(fact, Closed):
            closed = closed or at
        elif isinstance(fact, Reopened) and closed:
            number += 1
            yield _gate(reopening(terms, closed, at), at, number)
            closed = None


# --- The agreement's own log ------------------------------------------------------------------------------------------


def _of_agreement(
    agreement: Version, log: Log, now: datetime, plan: str | None, modules: Sequence[str] | None
) -> Evaluation:
    facts = [dated for dated in in_order(log) if dated[0] <= now]
    eras = agreement.eras()
    reasons = (_in_force(agreement.in_force(now)),)
    if not eras:
        course = Course((Era(agreement.terms(plan, modules), now.date(), None, now.date()),), facts, now)
        if not any(isinstance(fact, Started) for _, fact in facts):
            return Evaluation(now, agreement.hash, (), None, (*reasons, Reason("not started", {"now": now})))
        eras = (replace(course.eras[0], starts=course.starts, contract=course.starts),)
    course = Course(eras, facts, now)
    books = ledger(eras, log, now)
    duties = (*course.duties(), *allowances(course, books))
    changes = [in_utc(at, "changes") for at in (first_change(duties, now), course.changes, books.changes) if at]
    return Evaluation(now, agreement.in_force(now).hash, duties, min(changes, default=None), (*reasons, *books.notes))


def _in_force(version: Version) -> Reason:
    signed = version.signature
    if signed is None:
        return Reason("version", {"id": version.id, "hash": version.hash})
    fields: dict[str, Field] = {
        "id": signed.number,
        "amendment": signed.amendment,
        "effective": signed.effective,
        "hash": version.hash,
    }
    return Reason("version", fields)
