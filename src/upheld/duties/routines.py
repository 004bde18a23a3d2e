"""Routines of an agreement: what comes round with its periods or with each event, its invoices, its standing steps.

Days are local days of the agreement. A period belongs to the version in force on the day on which it begins.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, tzinfo
from functools import cached_property
from typing import Final

from upheld.agreements import Era, Invoicing, Routine, Step
from upheld.calendars import time_zone
from upheld.cases import Dated
from upheld.duties.duty import Duty
from upheld.duties.procedures import ALWAYS, running
from upheld.events import Done, Started
from upheld.reasons import Field, Reason
from upheld.rhythms import Rhythm

INVOICE: Final = "invoice"  # what is done when one was sent

Period = tuple[date, date]  # its first day, and the day after its last


@dataclass(frozen=True)
class Course:
    """An agreement over its days: its eras, oldest first, and the facts of its log up to `now`."""

    eras: Sequence[Era]
    facts: Sequence[Dated]
    now: datetime

    @cached_property
    def zone(self) -> tzinfo:
        """The zone in which days begin."""
        return time_zone(self.eras[0].terms.shared.zone)

    @cached_property
    def today(self) -> date:
        """The local day of `now`."""
        return self.now.astimezone(self.zone).date()

    @cached_property
    def starts(self) -> date:
        """The first day: that of `started`, or else the signed one."""
        days = (at.astimezone(self.zone).date() for at, fact in self.facts if isinstance(fact, Started))
        return next(days, self.eras[0].starts)

    @cached_property
    def changes(self) -> datetime | None:
        """The next instant at which another version is in force, or a period begins."""
        days = [era.starts for era in self.eras if era.starts > self.today]
        day = max(self.today, self.starts)
        for era in self.eras:
            rules = (*era.terms.routines, *([era.terms.invoicing] if era.terms.invoicing else ()))
            ends = (rule.every.period(day, era.contract)[1] for rule in rules if rule.every.months)
            days += [end for end in ends if era.ends is None or end < era.ends]
        return min((self.first_instant(day) for day in days), default=None)

    def first_instant(self, day: date) -> datetime:
        """Return the first instant of a day, in UTC."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def done(self, what: str) -> list[tuple[datetime, date | None]]:
        """Return when something was done, and the day that it was done for, where that was said."""
        return [(at, fact.due) for at, fact in self.facts if isinstance(fact, Done) and fact.what == what]

    def duties(self) -> Iterator[Duty]:
        """Yield everything that comes round, is billed or stands."""
        for number, era in enumerate(self.eras):
            before = self.eras[number - 1] if number else None
            after = self.eras[number + 1] if number + 1 < len(self.eras) else None
            for routine in era.terms.routines:
                yield from self._routine(routine, era, before, after)
            if era.terms.invoicing:
                yield from self._invoices(era.terms.invoicing, era, before)
        present = next((era for era in reversed(self.eras) if era.starts <= self.today), self.eras[0])
        for step in present.terms.steps:
            if step.when == ALWAYS:
                yield self._standing(step)

    # Routines

    def _routine(self, routine: Routine, era: Era, before: Era | None, after: Era | None) -> Iterator[Duty]:
        if routine.every.each:
            yield from self._each(routine, era)
        elif not routine.every.months:
            hole = Reason("rhythm to be agreed", {"what": routine.id}, routine.clause)
            yield replace(_duty(routine, era.starts, hole), start=self.first_instant(era.starts))
        else:
            goes_on = after is None or any(other.id == routine.id for other in after.terms.routines)
            known = before is not None and any(other.id == routine.id for other in before.terms.routines)
            for begin, end in self._periods(routine.every, era, self.today, known=known):
                last = min(end, era.ends) if era.ends and (after is None or not goes_on) else end
                yield self._round(routine, (begin, last), falls_away=not goes_on and last < end)

    def _periods(self, every: Rhythm, era: Era, until: date, *, known: bool) -> Iterator[Period]:
        """Yield the periods that begin in an era up to a day, at least the first; `known`: but for that."""
        day = max(self.starts, era.starts)
        first, end = every.period(day, era.contract)
        if known and first < era.starts:
            day = end
        until = max(until, self.starts)
        while day <= until and (era.ends is None or day < era.ends):
            _, end = every.period(day, era.contract)
            yield day, end
            day = end

    def _round(self, routine: Routine, period: Period, *, falls_away: bool) -> Duty:
        begin, end = period
        start, due = self.first_instant(begin), self.first_instant(end)
        fields: dict[str, Field] = {"what": routine.id, "every": routine.every.text, "from": begin, "until": end}
        duty = replace(
            _duty(routine, begin, Reason("period", fields, routine.clause)), start=start, due=due, strict=True
        )
        done = next((at for at, day in self.done(routine.id) if begin <= (day or self._day(at)) < end), None)
        if done and done < due:
            why = Reason("done", {"what": routine.id, "at": done}, routine.clause)
            return replace(duty, state="kept", stopped=done, reasons=(*duty.reasons, why))
        if self.now >= due:
            late: dict[str, Field] = {"what": routine.id, "due": due}
            if falls_away:
                why = Reason("fell away", late, routine.clause)
                return replace(duty, state="ended", stopped=done, reasons=(*duty.reasons, why))
            why = Reason("not done", late, routine.clause)
            return replace(duty, state="broken", stopped=done, reasons=(*duty.reasons, why))
        return replace(duty, changes=due) if self.now >= start else replace(duty, state="waiting", changes=start)

    def _each(self, routine: Routine, era: Era) -> Iterator[Duty]:
        """Yield a round for each time that the other thing was done in an era; the next time ends it."""
        each = routine.every.each
        others = {other.id for other in era.terms.routines if each in {other.id, other.kind}} | {each}
        calls = [(n, at) for n, (at, fact) in enumerate(self.facts) if isinstance(fact, Done) and fact.what in others]
        for number, (n, at) in enumerate(calls, start=1):
            if not (era.starts <= self._day(at) and (era.ends is None or self._day(at) < era.ends)):
                continue
            until = calls[number][0] if number < len(calls) else len(self.facts)
            called = Reason("called for by", {"what": routine.id, "each": each, "at": at}, routine.clause)
            duty = replace(_duty(routine, number, called), start=at, number=number)
            made = (when for when, fact in self.facts[n:until] if isinstance(fact, Done) and fact.what == routine.id)
            done = next(made, None)
            if done:
                why = Reason("done", {"what": routine.id, "at": done}, routine.clause)
                yield replace(duty, state="kept", stopped=done, reasons=(called, why))
            elif until < len(self.facts):
                due = self.facts[until][0]
                why = Reason("not done", {"what": routine.id, "due": due}, routine.clause)
                yield replace(duty, state="broken", due=due, strict=True, reasons=(called, why))
            else:
                yield duty

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    # Invoices and standing steps

    def _invoices(self, rule: Invoicing, era: Era, before: Era | None) -> Iterator[Duty]:
        """Yield the invoices of the periods that begin in an era, and the next one that will be due."""
        if not rule.every.months:
            return
        in_advance = rule.when == "in advance"
        known = before is not None and before.terms.invoicing is not None
        _, tomorrow = rule.every.period(max(self.today, self.starts), era.contract)
        until = tomorrow if in_advance else self.today
        owed = [
            (begin, end, self.first_instant(begin if in_advance else end))
            for begin, end in self._periods(rule.every, era, until, known=known)
        ]
        made = self._invoiced(owed)
        for begin, end, due in owed:
            fields: dict[str, Field] = {"from": begin, "until": end, "when": rule.when}
            reason = Reason("invoice", fields, rule.clause)
            duty = Duty(
                id=f"price/{INVOICE}/{begin}",
                kind="price",
                name=INVOICE,
                of="vendor",
                state="waiting",
                clause=rule.clause,
                due=due,
                changes=due,
                reasons=(reason,),
            )
            if begin in made:
                why = Reason("invoiced", {"at": made[begin]}, rule.clause)
                yield replace(duty, state="kept", start=due, stopped=made[begin], changes=None, reasons=(reason, why))
            elif due <= self.now:
                yield replace(duty, state="running", start=due, changes=None)
            else:
                yield duty

    def _invoiced(self, owed: Sequence[tuple[date, date, datetime]]) -> dict[date, datetime]:
        """Return when the invoice of a period was sent; one that names no day is for the oldest that was due."""
        made: dict[date, datetime] = {}
        for at, day in self.done(INVOICE):
            for begin, end, due in owed:
                if begin not in made and (begin <= day < end if day else due <= at):
                    made[begin] = at
                    break
        return made

    def _standing(self, step: Step) -> Duty:
        """Return a step that stands as long as the agreement does."""
        start = self.first_instant(self.starts)
        duty = running(step.id, step.of, start, 1, Reason("standing step", {"step": step.id}, step.clause))
        done = next((at for at, _ in self.done(step.id)), None)
        last = self.eras[-1].ends
        ends = self.first_instant(last) if last else None
        if done:
            return replace(duty, state="kept", stopped=done)
        return replace(duty, state="ended", stopped=ends) if ends and ends <= self.now else replace(duty, changes=ends)


def _duty(routine: Routine, which: date | int, reason: Reason) -> Duty:
    return Duty(
        id=f"rhythm/{routine.id}/{which}",
        kind="rhythm",
        name=routine.id,
        of=routine.of,
        state="running",
        clause=routine.clause,
        reasons=(reason,),
    )
