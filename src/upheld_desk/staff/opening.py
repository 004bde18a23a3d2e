"""Opening a case: all that its page shows, loaded once and evaluated at one instant."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from upheld import evaluate
from upheld.agreements import NO_TEXT, Severity, Terms, Version
from upheld.duties import Duty, Evaluation
from upheld.words import names, say
from upheld.words.terms import term
from upheld_desk import access, casefiles
from upheld_desk.casefiles import Casefile
from upheld_desk.errors import NotFound
from upheld_desk.looks import speech
from upheld_desk.people.models import Person
from upheld_desk.store import agreements, logs, projections
from upheld_desk.store.logs import History
from upheld_desk.store.models import CaseRow, Log


@dataclass(frozen=True, slots=True)
class Shown:
    """A duty with what it is called."""

    duty: Duty
    title: str


@dataclass(frozen=True)
class Opened:
    """A case as somebody of the vendor sees it at an instant."""

    person: Person
    log: Log
    row: CaseRow
    version: Version
    terms: Terms
    history: History
    case: Casefile
    evaluation: Evaluation
    now: datetime

    @cached_property
    def due(self) -> tuple[Shown, ...]:
        """Return what asks somebody for something now, what is due first before the rest."""
        found = projections.to_do(self.evaluation, ended=self.case.is_ended)
        ranked = sorted(found, key=lambda duty: (duty.of != "vendor", duty.due is None, duty.due or self.now, duty.id))
        return tuple(Shown(duty, self.title(duty)) for duty in ranked)

    @cached_property
    def settled(self) -> tuple[Shown, ...]:
        """Return what was kept, broken or ended, the newest first."""
        shown = {each.duty.id for each in self.due}
        found = [d for d in self.evaluation.duties if d.state in _OVER and d.kind in _DONE and d.id not in shown]
        found.sort(key=lambda duty: duty.stopped or duty.due or self.now, reverse=True)
        return tuple(Shown(duty, self.title(duty)) for duty in found)

    @cached_property
    def waiting(self) -> tuple[Shown, ...]:
        """Return what has not begun."""
        found = (duty for duty in self.evaluation.duties if duty.state == "waiting" and duty.kind in _DONE)
        return tuple(Shown(duty, self.title(duty)) for duty in found)

    @cached_property
    def gates(self) -> tuple[Duty, ...]:
        """Return the conditions of the report, with which it was taken."""
        return self.evaluation.of_kind("gate")

    @cached_property
    def severity(self) -> Severity | None:
        """Return the severity that the case has."""
        return self.terms.severity(self.case.severity) if self.case.severity else None

    @cached_property
    def severity_name(self) -> str:
        """Return what the severity is called in the reader's language."""
        return self.name_of_severity(self.case.severity or "")

    @property
    def plan(self) -> str:
        """Return what the plan is called."""
        part = self.version.plans.get(self.terms.plan or "")
        return (part.name.in_language(speech.language()) or part.id) if part else ""

    def title(self, duty: Duty) -> str:
        """Return what a duty is called in the reader's language."""
        if duty.kind == "clock" and duty.name in self.terms.shared.clocks:
            text = self.terms.shared.clocks[duty.name].name
        else:
            points = {point.id: point.do for point in self.terms.checkpoints}
            steps = {step.id: step.do for step in self.terms.steps}
            text = points.get(duty.name) or steps.get(duty.name) or NO_TEXT
        said = text.in_language(speech.language()) or term(duty.name, speech.language())
        if said == duty.name and duty.kind == "checkpoint" and duty.reasons:
            called = names(self.terms.shared, speech.language())
            return say(duty.reasons[0], speech.language(), speech.zone(), called).rstrip(".")
        return said

    def name_of_severity(self, severity: str) -> str:
        """Return what a severity is called in the reader's language."""
        known = {each.id: each.name.in_language(speech.language()) for each in self.terms.shared.severities}
        return known.get(severity) or severity

    @cached_property
    def names(self) -> dict[str, str]:
        """Return what the people in the log are called, by their handles."""
        handles = {fact.by for fact in self.history.entries} | {self.case.assignee, *self.case.watchers}
        for fact in self.history.entries:
            handles |= {str(getattr(fact.event, "to", "")), str(fact.desk.get("logged_by", ""))}
        return access.names(self.person, handles - {""})


_OVER: Final = frozenset({"kept", "broken", "ended"})
_DONE: Final = frozenset({"clock", "checkpoint", "procedure"})


def open_case(person: Person, reference: str, now: datetime) -> Opened:
    """Return a case as the person sees it at an instant; `NotFound` if there is none for them."""
    log = access.case(person, reference)
    history = logs.load(log.pk)
    now = max([now, *(fact.at for fact in history.entries)])  # clocks of several machines differ by moments
    reported = min((fact.at for fact in history.entries if fact.kind == "reported"), default=now)
    version = agreements.version(log.agreement).in_force(reported)
    terms = version.terms()
    case = casefiles.read(history.entries, terms, now)
    if case is None:
        raise NotFound(f"{reference}: nothing was reported")
    row = CaseRow.objects.select_related("assignee", "assignee__vendor", "reporter", "reporter__customer").get(log=log)
    return Opened(person, log, row, version, terms, history, case, evaluate(version, history.events, now), now)
