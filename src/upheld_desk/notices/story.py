"""The story: all that a mail may be written from, read once for all readers, and the reader it is written to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from upheld.agreements import Terms
from upheld.duties import Evaluation
from upheld.words import LANGUAGES, Language, names
from upheld.words.figures import instant
from upheld_desk.casefiles import Casefile
from upheld_desk.facts import Fact
from upheld_desk.notices import addresses
from upheld_desk.people.models import Person
from upheld_desk.store import logs
from upheld_desk.store.dossiers import Dossier
from upheld_desk.store.models import Log

_MOST_REFERENCES: Final = 20


@dataclass(frozen=True)
class Story:
    """A log at an instant, with everybody in it."""

    dossier: Dossier
    now: datetime

    @property
    def log(self) -> Log:
        """The log."""
        return self.dossier.log

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What stands in it."""
        return self.dossier.history.entries

    @cached_property
    def terms(self) -> Terms:
        """What was agreed for it."""
        return self.dossier.terms(self.now)

    @cached_property
    def case(self) -> Casefile | None:
        """The case; None: the log is an agreement's."""
        return self.dossier.case(self.now)

    @cached_property
    def books(self) -> Dossier | None:
        """The log of the agreement, with its allowances; None: it is not in force yet."""
        log = self.log.agreement.log
        return Dossier(log, logs.load(log.pk), self.dossier.version) if log else None

    @property
    def evaluation(self) -> Evaluation:
        """What is owed."""
        return self.dossier.evaluation(self.now)

    @property
    def people(self) -> Mapping[str, Person]:
        """Those of the vendor and of this customer, by handle."""
        return self.dossier.people

    def reachable(self, handles: Iterable[str], *, but: str = "") -> list[Person]:
        """Return those of some handles who are there and have an address, each once."""
        found = (self.people[handle] for handle in dict.fromkeys(handles) if handle in self.people and handle != but)
        return [person for person in found if person.is_there and person.email]

    def name(self, handle: str) -> str:
        """Return what somebody is called; the vendor, where the desk itself did it."""
        return self.people[handle].name if handle in self.people else handle or self.log.vendor.name

    @property
    def references(self) -> tuple[str, ...]:
        """The ids of the mails that came in this case, the last the nearest."""
        found = (str(fact.desk["message_id"]) for fact in self.facts if fact.desk.get("message_id"))
        return tuple(reference.strip("<> ") for reference in found)[-_MOST_REFERENCES:]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a mail, in which language and zone."""

    person: Person
    story: Story

    @property
    def language(self) -> Language:
        """Return the language to write in."""
        return next((known for known in LANGUAGES if known == self.person.language), "en")

    def when(self, at: datetime) -> str:
        """Return an instant in the reader's zone, which is named: to the minute, as pages tell it."""
        return f"{instant(at.replace(second=0, microsecond=0), self.language, self.person.zone)} ({self.person.zone})"

    def called(self, name: str) -> str:
        """Return what the agreement calls something."""
        terms = self.story.terms
        texts = {c.id: c.do for c in terms.checkpoints} | {s.id: s.do for s in terms.steps}
        texts |= {r.id: r.topic for r in terms.routines}
        own = texts[name].in_language(self.language) if name in texts else ""
        return names(terms.shared, self.language).get(name, "") or own

    @property
    def address(self) -> str:
        """Return where to read more: one address for both sides."""
        return addresses.of(self.story.log)


@dataclass(frozen=True, slots=True)
class News:
    """A fact that calls for mails, its number, and all that was written to the log in the same breath."""

    number: int
    fact: Fact
    batch: tuple[Fact, ...]

    @property
    def text(self) -> str:
        """Return what was said with it, or the reason given for it."""
        return str(self.fact.desk.get("text", "") or getattr(self.fact.event, "reason", "")).strip()

    @property
    def words(self) -> str:
        """Return what a person said to the customer in the same breath."""
        said = (fact for fact in self.batch if fact.kind == "replied" and not fact.internal)
        return "\n\n".join(text for fact in said if (text := str(fact.desk.get("text", "")).strip()))

    @property
    def attached(self) -> list[str]:
        """Return the names of what is attached."""
        return [str(found["name"]) for found in self.fact.desk.get("attachments", ())]

    def goes_with(self, kind: str, **desk: object) -> bool:
        """Say whether a fact of a kind was written in the same breath, with these words of the desk's on it."""
        return any(
            fact.kind == kind and all(fact.desk.get(name) == value for name, value in desk.items())
            for fact in self.batch
        )
