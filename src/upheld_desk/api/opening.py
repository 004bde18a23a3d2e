"""Opening a case: all that is said of it to a program, loaded once and evaluated at one instant."""

from dataclasses import dataclass
from datetime import datetime

from upheld import evaluate
from upheld.agreements import Terms, Version
from upheld.duties import Evaluation
from upheld_desk import access, casefiles
from upheld_desk.casefiles import Casefile
from upheld_desk.errors import NotFound
from upheld_desk.people.models import Person
from upheld_desk.store import agreements, logs
from upheld_desk.store.logs import History
from upheld_desk.store.models import CaseRow, Log


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as a person sees it at an instant."""

    person: Person
    log: Log
    version: Version
    history: History
    case: Casefile
    now: datetime

    @property
    def terms(self) -> Terms:
        """Return the terms that hold for it."""
        return self.version.terms()

    @property
    def row(self) -> CaseRow:
        """Return it as lists have it."""
        return access.cases(self.person).select_related(*LISTED).get(log=self.log)

    def evaluation(self) -> Evaluation:
        """Return everything that it asks of somebody."""
        return evaluate(self.version, self.history.events, self.now)


LISTED = ("customer", "log__agreement", "reporter", "assignee")


def open_case(person: Person, log: Log, now: datetime) -> Opened:
    """Return a case at an instant, or when its last entry was made, if that was later."""
    history = logs.load(log.pk)
    now = max([now, *(fact.at for fact in history.entries)])  # clocks of several machines differ by moments
    reported = min((fact.at for fact in history.entries if fact.kind == "reported"), default=now)
    version = agreements.version(log.agreement).in_force(reported)
    case = casefiles.read(history.entries, version.terms(), now)
    if case is None:
        raise NotFound(f"{log.reference}: nothing was reported")
    return Opened(person, log, version, history, case, now)
