"""Opening a case: all that is shown of it to somebody, loaded once and evaluated at one instant."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Self

from upheld.agreements import Terms, Version
from upheld.duties import Duty, Evaluation
from upheld_desk import access
from upheld_desk.casefiles import Casefile
from upheld_desk.errors import NotFound
from upheld_desk.looks import naming
from upheld_desk.people.models import Person
from upheld_desk.store.dossiers import Dossier
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
    dossier: Dossier
    case: Casefile
    now: datetime

    @classmethod
    def of(cls, person: Person, log: Log, now: datetime) -> Self:
        """Return a case that the person may see, at an instant or when its last entry was made, if that is later."""
        dossier = Dossier.of(log)
        now = max([now, *(fact.at for fact in dossier.history.entries)])  # clocks of several machines differ by moments
        case = dossier.case(now)
        if case is None:
            raise NotFound(f"{log.reference}: nothing was reported")
        return cls(person, dossier, case, now)

    @property
    def log(self) -> Log:
        """Return its log."""
        return self.dossier.log

    @property
    def history(self) -> History:
        """Return all that stands in its log."""
        return self.dossier.history

    @cached_property
    def version(self) -> Version:
        """Return the version of the agreement that holds for it."""
        return self.dossier.version.in_force(self.history.reported or self.now)

    @cached_property
    def terms(self) -> Terms:
        """Return what was agreed for it."""
        return self.version.terms()

    @cached_property
    def evaluation(self) -> Evaluation:
        """Return everything that it asks of somebody."""
        return self.dossier.evaluation(self.now)

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
