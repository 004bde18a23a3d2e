"""Receivers: whom a duty is told to. The roles that the agreement names; else who has the case; else who leads.

Of a role's people those are told who are active and have an address; deputies take the place of the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from upheld.agreements import Role, Terms
from upheld.duties import Duty
from upheld_desk.casefiles import Casefile
from upheld_desk.people.models import Person
from upheld_desk.store.dossiers import Dossier

# Who leads where nobody else is found, the first role that has people.
_LEADERS: Final = {
    "case": ("lead", "admin", "staff"),
    "agreement": ("account-manager", "lead", "admin"),
}


@dataclass(frozen=True)
class Receivers:
    """Those of a log whom something can be told."""

    dossier: Dossier
    terms: Terms
    case: Casefile | None  # None: the log is an agreement's

    def of(self, duty: Duty) -> list[str]:
        """Return the handles of those to whom a duty is told."""
        found = [handle for role in duty.tell for handle in self._of_role(role)]
        return list(dict.fromkeys(found or self._in_charge()))

    def of_customer(self) -> list[str]:
        """Return who reported the case and who of the customer watches it."""
        if self.case is None:
            return []
        wanted = dict.fromkeys((self.case.reporter, *self.case.watchers))
        return [handle for handle in wanted if handle in self._people and not self._people[handle].is_staff]

    def _of_role(self, name: str) -> list[str]:
        if name == "customer":
            return self.of_customer()
        role = next((role for role in self.terms.roles if role.id == name), None)
        if role is None:
            return self._in_charge()
        return list(self._present(role)) or ([] if role.of == "customer" else self._in_charge())

    def _present(self, role: Role) -> Iterator[str]:
        """Yield the people of a role who are there, and as many deputies as lack."""
        there = [handle for handle in role.people if self._is_of(handle, role)]
        deputies = [handle for handle in role.deputies if self._is_of(handle, role)]
        yield from there
        if len(there) < len(role.people) or not role.people:
            yield from deputies

    def _is_of(self, handle: str, role: Role) -> bool:
        return handle in self._people and self._people[handle].is_staff == (role.of == "vendor")

    def _in_charge(self) -> list[str]:
        """Return who has the case, else who leads."""
        assignee = self.case.assignee if self.case else ""
        if assignee in self._people:
            return [assignee]
        for role in _LEADERS[self.dossier.log.kind]:
            if found := [person.handle for person in self._people.values() if person.role == role]:
                return found
        return []

    @cached_property
    def _people(self) -> dict[str, Person]:
        """Those who are there and have an address, by handle."""
        return {handle: person for handle, person in self.dossier.people.items() if person.is_there and person.email}
