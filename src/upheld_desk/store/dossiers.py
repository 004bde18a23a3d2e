"""Dossiers: a log with all that it is read by, each loaded once: its facts, the version it rests on, its people.

Whoever loads one passes it on, from deciding to appending, to making rows and to telling. What is appended is in it
from then on; what the engine said before still holds where the engine does not know the new facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from django.db.models import Q

from upheld import evaluate
from upheld.agreements import Terms, Version
from upheld.duties import Evaluation
from upheld_desk import casefiles
from upheld_desk.casefiles import Casefile
from upheld_desk.facts import Fact
from upheld_desk.people.models import Person
from upheld_desk.store import agreements, logs
from upheld_desk.store.logs import History
from upheld_desk.store.models import Log


@dataclass(frozen=True)
class Dossier:
    """A log, its facts as they were loaded, and the newest version of its agreement that both sides signed."""

    log: Log
    history: History
    version: Version
    # What was found out already. A dossier with more facts takes over what these do not change.
    _people: dict[str, Person] = field(default_factory=dict, repr=False, compare=False)
    _terms: dict[str, Terms] = field(default_factory=dict, repr=False, compare=False)  # by the hash of their version
    _evaluated: dict[datetime, Evaluation] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, log: Log, *, is_held: bool = False) -> Self:
        """Return a log's dossier as it is just now; `is_held` says that this transaction holds the log."""
        return cls(log, replace(logs.load(log.pk), is_held=is_held), agreements.version(log.agreement))

    @classmethod
    def held(cls, log: Log) -> Self:
        """Hold a log until the transaction ends, and return its dossier: nobody else appends to it."""
        logs.lock(log)
        return cls.of(log, is_held=True)

    def append(self, *facts: Fact) -> Self:
        """Return the dossier with facts appended to its log; `Stale` if the log is longer than the dossier by now."""
        grown = logs.append(self.log, facts, after=self.history)
        known = {} if any(fact.event for fact in facts) else self._evaluated
        return replace(self, history=grown, _evaluated=known)

    def terms(self, at: datetime) -> Terms:
        """Return what was agreed for a case when it was reported; of an agreement what holds at an instant."""
        version = self.version.in_force(self.history.reported or at)
        if version.hash not in self._terms:
            self._terms[version.hash] = version.terms()
        return self._terms[version.hash]

    def case(self, at: datetime) -> Casefile | None:
        """Return the case as it is at an instant; None where nothing was reported by then."""
        return casefiles.read(self.history.entries, self.terms(at), at)

    def evaluation(self, at: datetime) -> Evaluation:
        """Return what is owed at an instant."""
        if at not in self._evaluated:
            self._evaluated[at] = evaluate(self.version, self.history.events, at)
        return self._evaluated[at]

    @property
    def people(self) -> Mapping[str, Person]:
        """Those of the vendor and of this customer, by handle, in their order."""
        if not self._people:
            sides = Q(customer=None) | Q(customer=self.log.customer_id)
            found = Person.objects.filter(sides, vendor=self.log.vendor_id).select_related("account").order_by("handle")
            self._people.update((person.handle, self._placed(person)) for person in found)
        return self._people

    def _placed(self, person: Person) -> Person:
        """Return a person beside the vendor and the customer that are at hand."""
        person.vendor = self.log.vendor
        if person.customer_id is not None:
            person.customer = self.log.customer
        return person
