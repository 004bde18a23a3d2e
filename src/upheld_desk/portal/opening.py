"""Opening a case: all that its page shows to somebody of the customer, loaded once and evaluated at one instant."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from django.utils.translation import gettext as _

from upheld import evaluate
from upheld.agreements import NO_TEXT, Terms, Version
from upheld.duties import Duty, Evaluation
from upheld.words import figures
from upheld.words.terms import term
from upheld_desk import access, casefiles
from upheld_desk.actions.choices import possible
from upheld_desk.casefiles import Casefile
from upheld_desk.errors import NotFound
from upheld_desk.looks import speech
from upheld_desk.people.models import Person
from upheld_desk.store import agreements, logs
from upheld_desk.store.logs import History
from upheld_desk.store.models import Log

_ORDER: Final = {"broken": 0, "running": 1, "paused": 2, "waiting": 3, "kept": 4, "ended": 5}
_TO_DO: Final = frozenset({"running", "paused", "broken"})
_OF_APPROVAL: Final = frozenset({"approval", "approval reminder"})  # the page asks for it in a box of its own


@dataclass(frozen=True, slots=True)
class Shown:
    """A duty with what it is called."""

    duty: Duty
    title: str


@dataclass(frozen=True)
class Opened:
    """A case as somebody of the customer sees it at an instant."""

    person: Person
    log: Log
    version: Version
    terms: Terms
    history: History
    case: Casefile
    evaluation: Evaluation
    now: datetime

    @cached_property
    def clocks(self) -> tuple[Shown, ...]:
        """Return what was promised, what still runs first."""
        found = sorted(self.evaluation.of_kind("clock"), key=lambda d: (_ORDER[d.state], d.due or self.now))
        return tuple(Shown(duty, title(self.terms, duty)) for duty in found)

    @cached_property
    def ours(self) -> tuple[Shown, ...]:
        """Return what the customer is asked for now."""
        found = (d for d in self.evaluation.of_kind("procedure") if d.of == "customer" and d.state in _TO_DO)
        return tuple(Shown(duty, _asked(self.terms, duty)) for duty in found if duty.name not in _OF_APPROVAL)

    @cached_property
    def severity(self) -> str:
        """Return what the severity is called in the reader's language."""
        return severity_name(self.terms, self.case.severity or "")

    @cached_property
    def allowed(self) -> dict[str, str]:
        """Return the acts that may be done now, and why not for those that may not: an empty text is yes."""
        acts = possible(self.person, self.log, self.case, self.terms, self.now)
        return {act.name: "" if act.allowed else act.why_not for act in acts}

    def may(self, act: str) -> bool:
        """Say whether an act may be done now."""
        return self.allowed.get(act) == ""

    @cached_property
    def names(self) -> dict[str, str]:
        """Return what the people in the log are called, by their handles."""
        handles = {fact.by for fact in self.history.entries}
        return access.names(self.person, handles - {""})


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
    return Opened(person, log, version, terms, history, case, evaluate(version, history.events, now), now)


def _asked(terms: Terms, duty: Duty) -> str:
    """Return what the customer is asked for; of a raise, on which channels it must still be asked for."""
    lacking = next((reason for reason in duty.reasons if reason.code == "raise incomplete"), None)
    if lacking is None:
        return title(terms, duty)
    channels = lacking.fields["channels"]
    assert isinstance(channels, tuple)
    told = {
        "severity": severity_name(terms, duty.severity or ""),
        "channels": figures.listed([term(channel, speech.language()) for channel in channels], speech.language()),
    }
    return _("“%(severity)s” must also be asked for by %(channels)s; it counts from then on.") % told


def title(terms: Terms, duty: Duty) -> str:
    """Return what a duty is called in the reader's language."""
    if duty.kind == "clock" and duty.name in terms.shared.clocks:
        text = terms.shared.clocks[duty.name].name
    else:
        texts = {each.id: each.do for each in terms.checkpoints} | {each.id: each.do for each in terms.steps}
        text = texts.get(duty.name, NO_TEXT)
    return text.in_language(speech.language()) or term(duty.name, speech.language())


def severity_name(terms: Terms, severity: str) -> str:
    """Return what a severity is called in the reader's language."""
    found = next((each for each in terms.shared.severities if each.id == severity), None)
    return (found.name.in_language(speech.language()) if found else "") or severity
