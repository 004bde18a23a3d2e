"""Drafts: a report before anybody has taken it, and how it reads in the words of an agreement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final

from upheld.agreements import Role, Terms
from upheld.events import Reported
from upheld.gates import LEVEL_1
from upheld_desk.casefiles.channels import agreed_channel
from upheld_desk.people.models import Person
from upheld_desk.store.attachments import Attachment

NO_ANSWERS: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wants to report."""

    channel: str  # "portal", "email", "phone", "api", or another one of the agreement
    kind: str = "incident"
    service: str = ""
    answers: Mapping[str, str] = field(default_factory=lambda: NO_ANSWERS)  # to the agreement's questions
    severity: str = ""  # that the customer asks for
    subject: str = ""
    text: str = ""
    html: str = ""  # the same, where it came with a form of its own
    attachments: tuple[Attachment, ...] = ()
    caller: str = ""  # what the reporter is to the vendor; empty: as the person is known

    def reported(self, person: Person | None, terms: Terms, at: datetime) -> Reported:
        """Return the event that the draft would be."""
        known = {fact.id: fact.answers for fact in terms.shared.facts}
        return Reported(
            at,
            by=person.handle if person else "",
            channel=agreed_channel(terms, self.channel),
            caller=_caller(self, person, terms),
            kind=self.kind,
            service=self.service,
            severity=self.severity if terms.shared.classification.by == "customer" else "",
            answers={name: answer for name, answer in self.answers.items() if answer in known.get(name, ())},
        )


def level_1(terms: Terms) -> Role | None:
    """Return the role of the customer's own people who take reports first; None where the vendor's do, or nobody is."""
    if not is_first_by_customer(terms):
        return None
    return next((role for role in terms.roles if role.of == "customer" and role.id == LEVEL_1 and role.people), None)


def is_first_by_customer(terms: Terms) -> bool:
    """Say whether level 1 is the customer's."""
    return any(tier.level == 1 and tier.of == "customer" for tier in terms.tiers)


def _caller(draft: Draft, person: Person | None, terms: Terms) -> str:
    """Return what the reporter is to the vendor; who is of level 1 is for the agreement to say, where it names them."""
    given = draft.caller or (person.caller if person else "")
    role = level_1(terms)
    if person and role:
        if person.handle in (*role.people, *role.deputies):
            return LEVEL_1
        return "customer" if given == LEVEL_1 else given
    if person and person.role == LEVEL_1 and is_first_by_customer(terms):
        return LEVEL_1
    return given
