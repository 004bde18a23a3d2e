"""Allowances: each grant with what became of it, and the checkpoints that an allowance passed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from upheld.agreements import Checkpoint
from upheld.cases import in_utc
from upheld.duties.duty import Duty, settled
from upheld.duties.routines import Course
from upheld.events import name_of
from upheld.grants import Grant, Ledger, Passed
from upheld.reasons import Field, Reason


def allowances(course: Course, ledger: Ledger) -> Iterator[Duty]:
    """Yield a duty for each grant, running until it expires, and one for each checkpoint that was passed."""
    for grant in ledger.grants:
        yield _granted(course, ledger, grant)
    points = {point.id: point for era in course.eras for point in era.terms.checkpoints}
    for number, passed in enumerate(ledger.passed, start=1):
        yield _passed(course, points[passed.checkpoint], passed, number)


def _granted(course: Course, ledger: Ledger, grant: Grant) -> Duty:
    amounts = {
        "granted": grant.amount,
        "reserved": grant.reserved,
        "used": grant.used,
        "left": grant.available,
        "expired": grant.expired,
    }
    unit = next((a.unit for era in course.eras for a in era.terms.allowances if a.id == grant.allowance), "")
    fields: dict[str, Field] = {"allowance": grant.allowance, "unit": unit, **amounts}
    ends = course.first_instant(grant.expires) if grant.expires else None
    over = ends is not None and ends <= ledger.now
    return Duty(
        id=f"allowance/{grant.allowance}/{grant.number}",
        kind="allowance",
        name=grant.allowance,
        of="vendor",
        state="ended" if over else "running",
        clause=grant.reason.clause,
        start=course.first_instant(grant.starts),
        due=ends,
        strict=True,
        stopped=ends if over else None,
        number=grant.number,
        amounts=amounts,
        changes=None if over else ends,
        reasons=(grant.reason, Reason("allowance stands", fields, grant.reason.clause)),
    )


def _passed(course: Course, point: Checkpoint, passed: Passed, number: int) -> Duty:
    at = in_utc(passed.at, "at")
    duty = Duty(
        id=f"checkpoint/{point.id}/{passed.allowance}/{number}",
        kind="checkpoint",
        name=point.id,
        of=point.of,
        state="running",
        clause=point.clause,
        start=at,
        due=at,
        number=number,
        tell=point.tell,
        reasons=(passed.reason, Reason("passed", {"at": at}, point.clause)),
    )
    if not point.done_by:
        return replace(duty, state="kept", stopped=at)
    return settled(duty, _first(course, point.done_by, at), "kept", course.now)


def _first(course: Course, event: str, since: datetime) -> datetime | None:
    return next((at for at, fact in course.facts if at >= since and name_of(type(fact)) == event), None)
