"""Procedures of a case: raising its severity, telling its class, deciding objections, and the steps of its course."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from upheld.agreements import Party, Step, Terms
from upheld.cases import ENDINGS, REACHES, Asking, Case, counts
from upheld.duties.duty import Duty, settled, timed
from upheld.events import Classified, Event, Objected, name_of
from upheld.reasons import Field, Reason

ALWAYS: Final = "always"

_Test = Callable[[Event], bool]


def procedures(terms: Terms, case: Case, now: datetime) -> Iterator[Duty]:
    """Yield the duties of every procedure that a case goes through, but for its approval."""
    view = _View(terms, case, now)
    for number, asking in enumerate(case.askings, start=1):
        yield view.raised(asking, number)
    yield from view.telling()
    yield from view.objections()
    for step in terms.steps:
        if step.when != ALWAYS:
            yield from view.steps(step)


def running(name: str, of: Party, start: datetime, number: int, reason: Reason) -> Duty:
    """Return a step of a procedure that somebody must take now; it rests on the clause of its reason."""
    return Duty(
        id=f"procedure/{name}/{number}",
        kind="procedure",
        name=name,
        of=of,
        state="running",
        clause=reason.clause,
        start=start,
        number=number,
        reasons=(reason,),
    )


@dataclass(frozen=True, slots=True)
class _View:
    """What procedures look at."""

    terms: Terms
    case: Case
    now: datetime

    def raised(self, asking: Asking, number: int) -> Duty:
        """Return a wish for a higher severity, which is kept with the last of the channels it needs."""
        raising = self.terms.shared.classification.raising
        assert raising
        fields: dict[str, Field] = {"severity": asking.severity, "at": asking.asked, "channels": asking.channels}
        asked = Reason("raise asked", fields, raising.clause)
        duty = replace(running("raise", "customer", asking.asked, number, asked), severity=asking.severity)
        if asking.refused:
            why = Reason("raise refused", {"severity": asking.severity, "why": asking.refused}, raising.clause)
            return replace(duty, state="broken", stopped=asking.asked, reasons=(asked, why))
        if asking.granted is not None:
            granted = self.case.facts[asking.granted][0]
            why = Reason("raise granted", {"severity": asking.severity, "at": granted}, raising.clause)
            return replace(duty, state="kept", stopped=granted, reasons=(asked, why))
        why = Reason("raise incomplete", {"severity": asking.severity, "channels": asking.missing}, raising.clause)
        return self._outcome(replace(duty, reasons=(asked, why)), asking.number, done=_never)

    def telling(self) -> Iterator[Duty]:
        """Yield a duty to tell each class that was given; the next human reply is taken to tell it."""
        rules = self.terms.shared.classification
        given = [n for n, (_, fact) in enumerate(self.case.facts) if isinstance(fact, Classified)]
        for number, n in enumerate(given if rules.told_to else [], start=1):
            at, fact = self.case.facts[n]
            assert isinstance(fact, Classified)
            reason = Reason("class to tell", {"severity": fact.severity, "at": at}, rules.clause)
            duty = replace(running("tell class", "vendor", at, number, reason), severity=fact.severity)
            yield self._outcome(duty, n, done=self._is_reply, over=lambda each: isinstance(each, Classified))

    def objections(self) -> Iterator[Duty]:
        """Yield a duty to decide each objection; whose decision it was cannot decide it again."""
        rule = self.terms.shared.classification.objection
        objected = [n for n, (_, fact) in enumerate(self.case.facts) if isinstance(fact, Objected)]
        for number, n in enumerate(objected if rule else [], start=1):
            at, fact = self.case.facts[n]
            assert isinstance(fact, Objected)
            before = (each.by for _, each in reversed(self.case.facts[:n]) if isinstance(each, Classified))
            fields: dict[str, Field] = {"by": fact.by, "at": at, "reason": fact.reason, "not by": next(before, "")}
            reason = Reason("objected", fields, rule.clause if rule else None)
            yield self._outcome(
                running("objection", "vendor", at, number, reason), n, done=_by_another(str(fields["not by"]))
            )

    def steps(self, step: Step) -> Iterator[Duty]:
        """Yield a step for each event that called for it; one that still runs is not called for twice."""
        last: Duty | None = None
        for n, (at, fact) in enumerate(self.case.facts):
            if name_of(type(fact)) != step.when or (last and (last.stopped is None or last.stopped > at)):
                continue
            reason = Reason("step called for", {"step": step.id, "event": step.when, "at": at}, step.clause)
            begun = running(step.id, step.of, at, last.number + 1 if last else 1, reason)
            last = self._outcome(
                timed(begun, step.within, self.terms), n, done=lambda each: name_of(type(each)) == step.done_by
            )
            yield last

    def _outcome(self, duty: Duty, since: int, done: _Test, over: _Test | None = None) -> Duty:
        """Return what became of a duty that began with a fact: the first fact that does it or ends it counts."""
        for at, fact in self.case.facts[since + 1 :]:
            if done(fact):
                return settled(duty, at, "kept", self.now)
            if type(fact) in ENDINGS or (over and over(fact)):
                return settled(duty, at, "ended", self.now)
        return settled(duty, None, "running", self.now)

    def _is_reply(self, fact: Event) -> bool:
        return "first human reply" in REACHES.get(type(fact), ()) and counts(fact, self.terms)


def _never(_: Event) -> bool:
    return False


def _by_another(person: str) -> _Test:
    """Return a test for a decision by anybody else than a person; who is not named may be anybody else."""
    return lambda fact: isinstance(fact, Classified) and (not fact.by or fact.by != person)
