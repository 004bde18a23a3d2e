"""Choices: every act that somebody could do to a case, whether they may just now, and if not, why."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from upheld.agreements import Terms
from upheld_desk import access
from upheld_desk.actions.acting import Seen
from upheld_desk.actions.rules import RULES
from upheld_desk.casefiles import Casefile
from upheld_desk.people import roles
from upheld_desk.people.models import Person
from upheld_desk.store.models import Log


@dataclass(frozen=True, slots=True)
class Act:
    """An act, by the name that `people.roles` has for it."""

    name: str
    allowed: bool
    why_not: str = ""  # in the reader's language


def possible(person: Person, log: Log, case: Casefile, terms: Terms, now: datetime) -> tuple[Act, ...]:
    """Return every act that the person's side has, with why it cannot be done now; none where they see no case."""
    if not access.may(person, "see case", log):
        return ()
    seen = Seen(case=case, terms=terms, person=person, at=now)
    return tuple(_choice(seen, person, name) for name in RULES if roles.is_of_side(person.role, name))


def _choice(seen: Seen, person: Person, name: str) -> Act:
    if roles.reach(person.role, name) == roles.NOT:
        return Act(
            name, allowed=False, why_not=_("Your role does not allow this. Somebody else in your team can do it.")
        )
    refused = RULES[name](seen)
    return Act(name, allowed=refused is None, why_not=refused.sentence if refused else "")
