"""Opening a case: all that is shown of it to somebody, loaded once and evaluated at one instant."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Self

from upheld import evaluate
from upheld.agreements import Terms, Version
from upheld.duties import Duty, Evaluation
from upheld_desk import access, casefiles
from upheld_desk.casefiles import Casefile
from upheld_desk.errors import NotFound
from upheld_desk.looks import naming
from upheld_desk.people.models import Person
from upheld_desk.store import agreements, logs
from upheld_desk.store.logs import History
from upheld_desk.store.models import Log


@dataclass(frozen=True, slots=True)
class Shown:
    """A duty with what it is called."""

    duty: Duty
    title: str


@dataclass(frozen=True)
class Opened:
    """A case as a person sees it at an instant."""

    person: Person
    log: Log
    version: Version
    terms: Terms
    history: History
    case: Casefile
    now: datetime

    @classmethod
    def of(cls, person: Person, log: Log, now: datetime) -> Self:
        """Return a case that the person may see, at an instant or when its last entry was made, if that is later."""
        history = logs.load(log.pk)
        now = max([now, *(fact.at for fact in history.entries)])  # clocks of several machines differ by moments
        reported = min((fact.at for fact in history.entries if fact.kind == "reported"), default=now)
        version = agreements.version(log.agreement).in_force(reported)
        terms = version.terms()
        case = casefiles.read(history.entries, terms, now)
        if case is None:
            raise NotFound(f"{log.reference}: nothing was reported")
        return cls(person, log, version, terms, history, case, now)

    @cached_property
    def evaluation(self) -> Evaluation:
        """Return everything that it asks of somebody."""
        return evaluate(self.version, self.history.events, self.now)

    def shown(self, duty: Duty) -> Shown:
        """Return a duty with what it is called."""
        return Shown(duty, naming.duty(self.terms, duty))

    def name_of_severity(self, severity: str) -> str:
        """Return what a severity is called in the reader's language."""
        return naming.severity(self.terms, severity)

    @property
    def severity_name(self) -> str:
        """Return what the severity of the case is called; empty while it has none."""
        return naming.severity(self.terms, self.case.severity)

    @cached_property
    def names(self) -> dict[str, str]:
        """Return what the people in the log are called, by their handles."""
        handles = {fact.by for fact in self.history.entries} | {self.case.assignee, *self.case.watchers}
        for fact in self.history.entries:
            handles |= {str(getattr(fact.event, "to", "")), str(fact.desk.get("logged_by", ""))}
        return access.names(self.person, handles - {""})
