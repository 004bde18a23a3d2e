"""Looking at a log when its instant has come.

1. Hold the log, and read when it wants to be looked at.
2. Evaluate it at that instant, not at the present one: after a night without timers all is told in its order.
3. What has become so and was not told yet is written to the log, in the same transaction as the letters that tell it.
   What is told there is never told again.
4. Silence that approves is an act like any other.
5. Make the rows again at that instant. They say when to look next; if that has come too, look again.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from upheld_desk.actions import solving
from upheld_desk.facts import Fact
from upheld_desk.notices.telling import tell
from upheld_desk.people import hours
from upheld_desk.store import logs, points
from upheld_desk.store.dossiers import Dossier
from upheld_desk.store.models import Log, Look
from upheld_desk.store.points import Point
from upheld_desk.store.projections import project
from upheld_desk.timers.receivers import Receivers


def look(log: Log, now: datetime) -> int:
    """Look at a log as often as it wants to be looked at up to now; return how often that was."""
    times = 0
    while _held_and_looked_at(log, now):
        times += 1
    return times


@transaction.atomic
def _held_and_looked_at(log: Log, now: datetime) -> bool:
    logs.lock(log)
    return look_once(log, now)


def look_once(log: Log, now: datetime) -> bool:
    """Look at a log that is held at the next instant at which it wants that, if it has come; return whether it has."""
    at = Look.objects.filter(log=log, at__lte=now).values_list("at", flat=True).first()
    if at is None:
        return False
    dossier = Dossier.of(log, is_held=True)
    # What was done after that instant is known: who is told what was late is not told that it is still to be done.
    until = max([at, *(fact.at for fact in dossier.history.entries if fact.at <= now)])
    before = points.told(dossier.history.entries)
    passed = [point for point in points.untold(dossier.evaluation(until), before) if point.at <= until]
    if passed:
        telling, since = _telling(dossier, until, now), dossier.history.length
        dossier = dossier.append(*(telling.fact(point) for point in passed))
        tell(dossier, since, now)
    if any(point.step == "silence" for point in passed):
        solving.approve_by_silence(log, until)
        dossier = Dossier.held(log)
    project(dossier, until)
    return True


@dataclass(frozen=True)
class _Telling:
    """Writes down what is told, and to whom."""

    log: Log
    receivers: Receivers
    worst: bool  # the case has the worst severity that there is
    now: datetime

    def fact(self, point: Point) -> Fact:
        """Return the fact that a point is told."""
        duty = point.duty
        said: dict[str, object] = {
            "duty": duty.id,
            "step": point.step,
            "name": duty.name,
            "of": duty.of,
            "due": duty.due.isoformat() if duty.due else "",
            "told": self._whom(point),
            "sent": self.now.isoformat(),
            "internal": True,
        }
        if (earliest := self._not_before(point)) > self.now:
            said["not_before"] = earliest.isoformat()
        return Fact("told", point.at, desk=said)

    def _whom(self, point: Point) -> list[str]:
        if point.step == "silence":
            return []  # the act tells it
        if point.step == "reminder":
            return self.receivers.of_customer()
        late = points.late_from(point.duty)
        if point.step == "at risk" and late and late <= self.now:
            return []  # it is late by now, and that is told
        return self.receivers.of(point.duty)

    def _not_before(self, point: Point) -> datetime:
        """Return from when on people are told: at once where the promise runs just now, or is of the worst kind."""
        calendar = point.duty.calendar
        if self.worst or (point.duty.kind == "clock" and (calendar is None or calendar.is_open(self.now))):
            return self.now
        return hours.opening(self.log.vendor.notify_hours, self.log.vendor.zone, self.now)


def _telling(dossier: Dossier, until: datetime, now: datetime) -> _Telling:
    terms, case = dossier.terms(until), dossier.case(until)
    ranks = {severity.id: severity.rank for severity in terms.shared.severities}
    worst = case is not None and case.severity is not None and ranks.get(case.severity) == 1
    return _Telling(dossier.log, Receivers(dossier, terms, case), worst=worst, now=now)
