"""Reading a case's log: one walk over its facts, in the order in which they count."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal

from upheld import cases
from upheld.agreements import Terms
from upheld.cases import Asking, Decision
from upheld.events import (
    Absorbed,
    Assigned,
    Classified,
    Closed,
    CustomerReplied,
    EffortForecast,
    EffortLogged,
    Forwarded,
    HandedOver,
    MarkedDuplicate,
    Merged,
    Objected,
    Reopened,
    Reported,
    Restored,
    SolutionApproved,
    SolutionProposed,
    SolutionRefused,
    WaitEnded,
    Waiting,
    WaitStarted,
    Withdrawn,
)
from upheld_desk.facts import Fact

Status = Literal["new", "open", "waiting", "restored", "proposed", "closed", "duplicate", "merged", "withdrawn"]
Claim = Asking

ENDED: Final[frozenset[Status]] = frozenset({"closed", "duplicate", "merged", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in the conversation or the history, as it stands in the log."""

    number: int  # of the fact, from 1
    fact: Fact

    @property
    def text(self) -> str:
        """Return what was said."""
        return str(self.fact.desk.get("text", ""))

    @property
    def is_said(self) -> bool:
        """Say whether somebody said something to somebody: it belongs into the conversation."""
        return bool(self.text or self.fact.desk.get("attachments"))

    @property
    def internal(self) -> bool:
        """Say whether only the vendor may see it."""
        return self.fact.internal


@dataclass(frozen=True, slots=True)
class Wait:
    """What is waited for: since when, who said so and why."""

    on: Waiting
    reason: str
    since: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection that nobody has decided on yet."""

    number: int
    by: str
    reason: str
    at: datetime
    against: str  # who made the decision that it is against


@dataclass(frozen=True, slots=True, kw_only=True)
class Casefile:
    """A case as those who work in it know it. Instants are in UTC."""

    length: int
    items: tuple[Item, ...]
    subject: str = ""
    status: Status = "new"
    kind: str = ""
    service: str = ""
    channel: str = ""
    reporter: str = ""  # a handle
    reported: datetime
    severity: str | None = None
    classified_by: str | None = None  # a handle; empty: by the answers of the report; None: not yet
    decisions: tuple[Decision, ...] = ()
    claims: tuple[Claim, ...] = ()
    level: int = 2
    assignee: str = ""  # a handle
    wait: Wait | None = None
    objection: Objection | None = None
    proposed: datetime | None = None  # a solution that is neither approved nor refused
    approved: bool = False
    started: datetime | None = None  # work began
    restored: datetime | None = None
    restored_first: bool = False  # before any solution, or beside it: a refused solution leaves it so
    effort: int = 0  # minutes
    forecast: int | None = None  # minutes
    ended: datetime | None = None
    into: str = ""  # the case that it was merged into, or that it is a duplicate of: a reference
    absorbed: tuple[str, ...] = ()
    links: tuple[str, ...] = ()  # references
    suppliers: tuple[str, ...] = ()  # it was forwarded to
    watchers: tuple[str, ...] = ()  # handles
    last_at: datetime
    last_by_customer: bool = False  # the last word is the customer's

    @property
    def awaits_close(self) -> bool:
        """Say whether the customer approved the solution, and has said nothing since: closing is all that is left."""
        return self.approved and not self.is_ended and approved_last(item.fact for item in self.items)

    @property
    def first_reported(self) -> datetime:
        """Return the report that counts: the first of all cases that were merged into this one."""
        absorbed = (item.fact.event for item in self.items if isinstance(item.fact.event, Absorbed))
        return min([self.reported, *(event.reported for event in absorbed)])

    @property
    def is_ended(self) -> bool:
        """Say whether the case is over."""
        return self.status in ENDED


def approved_last(facts: Iterable[Fact]) -> bool:
    """Say whether the last that the customer said is that they approve the solution."""
    said = [fact.kind for fact in facts if fact.kind in _SAID_BY_CUSTOMER or fact.kind == "reopened"]
    return said[-1:] == ["solution approved"]


def is_with_customer(level: int, terms: Terms) -> bool:
    """Say whether a level of support is the customer's own: what it has is not the vendor's to work on yet."""
    return any(tier.level == level and tier.of == "customer" for tier in terms.tiers)


def read(facts: Sequence[Fact], terms: Terms, now: datetime) -> Casefile | None:
    """Return the case that the facts up to `now` tell of; None where nothing was reported yet."""
    until = [(number, fact) for number, fact in enumerate(facts, start=1) if fact.at <= now]
    case = cases.read([fact.event for _, fact in until if fact.event], terms, now)
    if case is None:
        return None
    by_customer = frozenset(tier.level for tier in terms.tiers if tier.of == "customer")
    found = Casefile(
        length=len(facts),
        items=tuple(Item(number, fact) for number, fact in until),
        reported=case.reported,
        last_at=case.reported,
        severity=None if case.severity in (None, "any") else case.severity,
        decisions=case.decisions,
        claims=case.askings,
        level=min(by_customer, default=2),
    )
    for number, fact in sorted(until, key=lambda dated: dated[1].at):
        found = _after(found, number, fact)
    return replace(found, ended=case.ended if found.is_ended else None)


def _after(case: Casefile, number: int, fact: Fact) -> Casefile:
    """Return the case as it is after one more fact."""
    if fact.kind == "told":
        return case  # nothing happened to it
    changed: dict[str, Any] = {"last_at": max(case.last_at, fact.at)}
    by_nobody = bool(fact.desk.get("silence") or getattr(fact.event, "automatic", False))
    if fact.kind in (*_SAID_BY_CUSTOMER, *_SAID_BY_VENDOR) and not by_nobody:
        changed["last_by_customer"] = fact.kind in _SAID_BY_CUSTOMER
    if fact.event is None:
        changed |= _own(case, fact)
    elif change := _CHANGES.get(type(fact.event)):
        changed |= change(case, fact.event, number, fact.desk)
    if case.is_ended and fact.kind != "reopened":
        return replace(case, **{name: change for name, change in changed.items() if name not in _LASTING})
    if case.status == "new" and "status" not in changed and not by_nobody and type(fact.event) in _BEGINS:
        changed["status"] = "open"
    if case.started is None and fact.event and type(fact.event) in cases.WORK:
        changed["started"] = fact.at
    return replace(case, **changed)


_SAID_BY_CUSTOMER: Final = frozenset(
    {"reported", "customer replied", "objected", "severity asked", "solution approved", "solution refused"}
)
_SAID_BY_VENDOR: Final = frozenset({"replied", "called", "solution proposed"})
_BEGINS: Final = frozenset(cases.REACHES) - {Reported, Closed, HandedOver}
# What of a case that is over only a reopening changes.
_LASTING: Final = frozenset({"status", "wait", "proposed", "approved", "restored", "objection", "into"})

Changes = dict[str, Any]


def _own(case: Casefile, fact: Fact) -> Changes:
    """Return what a fact of the desk's own kinds changes."""
    desk, changed = fact.desk, Changes()
    match fact.kind:
        case "subject set":
            changed["subject"] = desk["subject"]
        case "details set":
            changed = {name: desk[name] for name in ("service", "kind") if name in desk}
        case "linked":
            changed["links"] = tuple(dict.fromkeys((*case.links, desk["case"])))
        case "unlinked":
            changed["links"] = tuple(link for link in case.links if link != desk["case"])
        case "objection decided":
            changed["objection"] = None
        case "watched":
            others = tuple(watcher for watcher in case.watchers if watcher != desk["person"])
            changed["watchers"] = (*others, desk["person"]) if desk.get("on", True) else others
    return changed


def _reported(case: Casefile, event: Any, number: int, desk: Mapping[str, Any]) -> Changes:  # noqa: ANN401
    del case, number
    return {
        "subject": str(desk.get("subject", "")),
        "kind": event.kind,
        "service": event.service,
        "channel": event.channel,
        "reporter": event.by,
    }


def _classified(case: Casefile, event: Any, number: int, desk: Mapping[str, Any]) -> Changes:  # noqa: ANN401
    del number, desk
    decided = case.objection is not None and (not event.by or event.by != case.objection.against)
    return {"classified_by": event.by, **({"objection": None} if decided else {})}


def _objected(case: Casefile, event: Any, number: int, desk: Mapping[str, Any]) -> Changes:  # noqa: ANN401
    del desk
    return {"objection": Objection(number, event.by, event.reason, event.at, case.classified_by or "")}


def _waits(case: Casefile, event: Any, number: int, desk: Mapping[str, Any]) -> Changes:  # noqa: ANN401
    del case, number, desk
    return {"status": "waiting", "wait": Wait(event.on, event.reason, event.at, event.by)}


def _goes_on(case: Casefile) -> Status:
    """Return the status of a case that waits for nobody."""
    if case.proposed:
        return "proposed"
    return "restored" if case.restored else "open"


def _wait_over(case: Casefile, event: Any, number: int, desk: Mapping[str, Any]) -> Changes:  # noqa: ANN401
    del event, number, desk
    return {"wait": None, "status": _goes_on(case)} if case.status == "waiting" else {"wait": None}


def _customer_replied(case: Casefile, event: Any, number: int, desk: Mapping[str, Any]) -> Changes:  # noqa: ANN401
    if case.wait and case.wait.on == "customer":
        return _wait_over(case, event, number, desk)
    return {}


def _heard(case: Casefile, status: Status) -> Changes:
    """Return that the customer answered: a wait for them is over, one for somebody else is not."""
    if case.wait and case.wait.on != "customer":
        return {}
    return {"wait": None, "status": status}


def _restored(case: Casefile, event: Any, number: int, desk: Mapping[str, Any]) -> Changes:  # noqa: ANN401
    del number, desk
    return {"restored": case.restored or event.at, "restored_first": True, "status": "restored", "wait": None}


def _proposed(case: Casefile, event: Any, number: int, desk: Mapping[str, Any]) -> Changes:  # noqa: ANN401
    del number, desk
    restored = case.restored or event.at
    return {"proposed": event.at, "restored": restored, "status": "proposed", "wait": None}


def _approved(case: Casefile, event: Any, number: int, desk: Mapping[str, Any]) -> Changes:  # noqa: ANN401
    del number, desk
    restored = case.restored or event.at
    return {"approved": True, "proposed": None, "restored": restored, **_heard(case, "restored")}


def _solution_refused(case: Casefile, event: Any, number: int, desk: Mapping[str, Any]) -> Changes:  # noqa: ANN401
    del event, number, desk
    restored = case.restored if case.restored_first else None  # what worked again before the solution still does
    back = {"approved": False, "proposed": None, "restored": restored}
    return {**back, **_heard(case, "restored" if restored else "open")}


def _reopened(case: Casefile, event: Any, number: int, desk: Mapping[str, Any]) -> Changes:  # noqa: ANN401
    del case, event, number, desk
    back = {"approved": False, "proposed": None, "restored": None, "restored_first": False}
    return {**back, "status": "open", "wait": None, "into": ""}


def _ends(status: Status, target: str = "") -> Callable[[Casefile, Any, int, Mapping[str, Any]], Changes]:
    def change(case: Casefile, event: Any, number: int, desk: Mapping[str, Any]) -> Changes:  # noqa: ANN401
        del case, number, desk
        over = {"wait": None, "proposed": None, "objection": None}
        return {**over, "status": status, "into": getattr(event, target) if target else ""}

    return change


# What an event changes, beside what every fact does.
_CHANGES: Final[Mapping[type, Callable[[Casefile, Any, int, Mapping[str, Any]], Changes]]] = {
    Reported: _reported,
    Classified: _classified,
    Objected: _objected,
    HandedOver: lambda _case, event, _number, _desk: {"level": event.level},
    Assigned: lambda _case, event, _number, _desk: {"assignee": event.to},
    CustomerReplied: _customer_replied,
    WaitStarted: _waits,
    WaitEnded: _wait_over,
    EffortLogged: lambda case, event, _number, _desk: {"effort": case.effort + event.minutes},
    EffortForecast: lambda _case, event, _number, _desk: {"forecast": event.minutes},
    Forwarded: lambda case, event, _number, _desk: {"suppliers": tuple(dict.fromkeys((*case.suppliers, event.to)))},
    Restored: _restored,
    SolutionProposed: _proposed,
    SolutionApproved: _approved,
    SolutionRefused: _solution_refused,
    Reopened: _reopened,
    Absorbed: lambda case, event, _number, _desk: {"absorbed": (*case.absorbed, event.case)},
    Closed: _ends("closed"),
    Merged: _ends("merged", "into"),
    MarkedDuplicate: _ends("duplicate", "of"),
    Withdrawn: _ends("withdrawn"),
}
