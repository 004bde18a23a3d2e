"""Cases: what a log says about one case up to an instant, in order, and which severity the case had when.

Facts count in the order of their instants, those of the same instant as the log holds them; facts after `now` are
not looked at. The rules stand in `docs/algorithms/clocks.md`.

>>> from upheld.events import Closed, Replied
>>> closed, replied = Closed(datetime(2026, 3, 2, 9, tzinfo=UTC)), Replied(datetime(2026, 3, 1, 9, tzinfo=UTC))
>>> [fact is replied for _, fact in in_order([closed, replied])]
[True, False]
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from types import MappingProxyType
from typing import Final, Literal

from upheld.agreements import ANY, Milestone, Raise, Terms
from upheld.errors import NaiveTime, UnknownName
from upheld.events import (
    Called,
    Classified,
    Closed,
    CustomerReplied,
    EffortLogged,
    Event,
    Ground,
    HandedOver,
    Log,
    MarkedDuplicate,
    Merged,
    Reopened,
    Replied,
    Reported,
    Restored,
    SeverityAsked,
    SolutionApproved,
    SolutionProposed,
    SolutionRefused,
    Visited,
    Withdrawn,
    WorkStarted,
)
from upheld.reasons import Clause, Reason

Dated = tuple[datetime, Event]  # when, in UTC, and what

_SAID: Final[tuple[Milestone, ...]] = ("first human reply", "each reply")
REACHES: Final[Mapping[type[Event], tuple[Milestone, ...]]] = MappingProxyType(
    {
        Reported: ("reported",),
        HandedOver: ("handed over",),
        Replied: _SAID,
        Called: _SAID,
        WorkStarted: ("work started",),
        EffortLogged: ("work started",),
        Visited: ("work started",),
        Restored: ("work started", "restored"),
        SolutionProposed: (*_SAID, "work started", "restored", "solved"),
        SolutionApproved: ("restored", "solved", "approved"),
        Closed: ("restored", "solved", "closed"),
    },
)
WORK: Final = frozenset(kind for kind, milestones in REACHES.items() if "work started" in milestones)
SOLVES: Final = frozenset(kind for kind, milestones in REACHES.items() if "solved" in milestones)
TAKES_BACK: Final = frozenset({Reopened, SolutionRefused})  # that it was solved
BY_CUSTOMER: Final = frozenset({CustomerReplied, SolutionApproved, SolutionRefused})  # a wait for the customer is over
ENDINGS: Final = frozenset({Closed, Merged, MarkedDuplicate, Withdrawn})


@dataclass(frozen=True, slots=True)
class Decision:
    """From the fact with this number on, the case has this severity."""

    number: int  # of the fact, from 0
    at: datetime
    severity: str
    ground: Ground
    source: Literal["none", "claimed", "default", "asked", "classified"]
    clause: Clause | None

    def reason(self) -> Reason:
        """Return why the case has this severity."""
        return Reason("severity", {"severity": self.severity, "at": self.at, "source": self.source}, self.clause)


@dataclass(frozen=True, slots=True)
class Asking:
    """A customer's wish for a higher severity, on every channel it was said on."""

    severity: str
    number: int  # of the fact that said it last
    asked: datetime  # when it was said first
    channels: tuple[str, ...]  # in the order of use
    missing: tuple[str, ...]  # channels on which it must still be said
    granted: int | None  # the number of the fact that completed it
    refused: Literal["", "not offered", "too late"]


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a case at an instant."""

    facts: tuple[Dated, ...]
    report: Reported
    reported: datetime  # as this case's own report has it
    decisions: tuple[Decision, ...]
    askings: tuple[Asking, ...]

    @property
    def severity(self) -> str | None:
        """Return the severity the case has now; None while nobody gave it one."""
        return self.decisions[-1].severity if self.decisions else None

    @property
    def ended(self) -> datetime | None:
        """Return since when the case is over; None while it goes on, or goes on again."""
        ended = None
        for at, fact in self.facts:
            if type(fact) in ENDINGS:
                ended = ended or at
            elif isinstance(fact, Reopened):
                ended = None
        return ended


def in_order(log: Log) -> list[Dated]:
    """Return the facts of a log with their instants in UTC, in the order in which they count.

    Raises `NaiveTime` for a fact whose instant has no zone.
    """
    facts = [(in_utc(fact.at, "at"), fact) for fact in log]
    facts.sort(key=_AT)
    return facts


def in_utc(instant: datetime, what: str) -> datetime:
    """Return the instant in UTC, where two of one zone compare as points in time; `what` names it in the message."""
    if instant.tzinfo is UTC:
        return instant
    if instant.utcoffset() is None:
        raise NaiveTime(f"{what}: '{instant}' has no time zone; attach the one it was written in")
    return instant.astimezone(UTC)


def read(log: Log, terms: Terms, now: datetime) -> Case | None:
    """Return the case that a log tells of, as it is at `now`; None where nothing was reported yet.

    Raises `UnknownName` where a severity was decided that the agreement does not have.
    """
    until = in_utc(now, "now")
    facts = [dated for dated in in_order(log) if dated[0] <= until]
    number = next((n for n, (_, fact) in enumerate(facts) if isinstance(fact, Reported)), None)
    if number is None:
        return None
    reported, report = facts[number]
    assert isinstance(report, Reported)
    # What was so before the report is known from the report on.
    known = [(reported, report), *((reported, fact) for _, fact in facts[:number]), *facts[number + 1 :]]
    decisions, askings = _Severities(terms, reported, report).over(known)
    return Case(tuple(known), report, reported, decisions, askings)


def counts(fact: Event, terms: Terms) -> bool:
    """Say whether a fact reaches its milestones: no receipt is a reply, no customer's level is handed over to."""
    if isinstance(fact, Replied):
        return not fact.automatic
    if isinstance(fact, HandedOver):
        return all(tier.of == "vendor" for tier in terms.tiers if tier.level == fact.level)
    return True


_AT = itemgetter(0)


class _Severities:
    """Follows the facts of a case and keeps what was decided about its severity, and asked for."""

    def __init__(self, terms: Terms, at: datetime, report: Reported) -> None:
        self.ranks = {severity.id: severity.rank for severity in terms.shared.severities}
        self.clauses = {severity.id: severity.clause for severity in terms.shared.severities}
        self.rules = terms.shared.classification
        self.reported = at
        self.decisions: list[Decision] = []
        self.asked: dict[str, list[tuple[datetime, str]]] = {}
        self.askings: dict[tuple[str, datetime], Asking] = {}
        self._begin(at, report)

    def over(self, facts: Sequence[Dated]) -> tuple[tuple[Decision, ...], tuple[Asking, ...]]:
        """Return the decisions and the askings of all facts."""
        if self.ranks:
            for number, (at, fact) in enumerate(facts):
                if isinstance(fact, Classified):
                    self._decide(number, at, self._known(fact.severity, at), "classified", fact.ground)
                elif isinstance(fact, SeverityAsked) and self.rules.by == "customer" and fact.severity in self.ranks:
                    self._ask(number, at, fact.severity, fact.channel)
                elif type(fact) in ENDINGS:
                    self.asked.clear()  # what was only begun to be asked for ends with the case
        return tuple(self.decisions), tuple(self.askings.values())

    def _begin(self, at: datetime, report: Reported) -> None:
        if not self.ranks:
            self.decisions.append(Decision(0, at, ANY, "new facts", "none", None))
            return
        default = self.rules.default
        if default is not None:
            self._decide(0, at, default, "default", "new facts")
        if self.rules.by == "customer" and report.severity in self.ranks:
            self._ask(0, at, report.severity, report.channel, source="claimed")

    def _known(self, severity: str, at: datetime) -> str:
        if severity not in self.ranks:
            known = ", ".join(self.ranks)
            raise UnknownName(f"classified at {at.isoformat()}: '{severity}' is not a severity; write one of: {known}")
        return severity

    def _decide(
        self,
        number: int,
        at: datetime,
        severity: str,
        source: Literal["claimed", "default", "asked", "classified"],
        ground: Ground,
    ) -> None:
        if self.decisions and self.decisions[-1].severity == severity:
            return
        clause = self.rules.clause if source == "default" else self.clauses[severity]
        decision = Decision(number, at, severity, ground, source, clause)
        if self.decisions and self.decisions[-1].at == at == self.reported:
            self.decisions.pop()  # what is decided at the instant of the report takes the place of claim and default
        self.decisions.append(decision)

    def _ask(
        self,
        number: int,
        at: datetime,
        severity: str,
        channel: str,
        source: Literal["claimed", "asked"] = "asked",
    ) -> None:
        """Take a wish of the customer; a raise needs its channels, anything else counts at once."""
        raising = self.rules.raising
        present = self.decisions[-1].severity if self.decisions else None
        if raising is None or (present is not None and self.ranks[severity] >= self.ranks[present]):
            self._decide(number, at, severity, source, "new facts")
            return
        said = self.asked.setdefault(severity, [])
        said.append((at, channel))
        asking = _asking(raising, severity, said, number, self.reported)
        self.askings[severity, asking.asked] = asking
        if asking.granted is not None:
            del self.asked[severity]
            self._decide(number, at, severity, source, "new facts")


def _asking(
    raising: Raise, severity: str, said: Sequence[tuple[datetime, str]], number: int, reported: datetime
) -> Asking:
    """Return what a raise still needs after all that was said for it; the last of it is the fact with this number."""
    asked = said[0][0]
    channels = tuple(dict.fromkeys(channel for _, channel in said))
    missing = tuple(channel for channel in raising.needs if channel not in channels)
    refused: Literal["", "not offered", "too late"] = ""
    if severity not in raising.to:
        refused = "not offered"
    elif raising.when == "at registration" and asked > reported:
        refused = "too late"
    return Asking(severity, number, asked, channels, missing, None if missing or refused else number, refused)
