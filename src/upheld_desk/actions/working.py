"""Working: who has the case, that work began, what is waited for, what it took."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from upheld.events import (
    Assigned,
    CustomerReplied,
    EffortForecast,
    EffortLogged,
    Event,
    Forwarded,
    HandedOver,
    NotFixedRemotely,
    Visited,
    WaitEnded,
    Waiting,
    WaitStarted,
    WorkStarted,
)
from upheld_desk.actions import given, rules
from upheld_desk.actions.acting import Files, Seen, act, desk
from upheld_desk.errors import Refused
from upheld_desk.facts import Fact
from upheld_desk.people import roles
from upheld_desk.people.models import Person
from upheld_desk.store.models import Log

DAY: Final = 24 * 60  # minutes: no entry of work is longer
YEAR: Final = 365 * DAY


def assign(person: Person, log: Log, at: datetime, *, to: Person | None) -> None:
    """Give a case to somebody of the vendor, or to nobody."""

    def decide(seen: Seen) -> list[Fact]:
        rules.allow(seen, "assign")
        if to is not None and (to.vendor_id != log.vendor_id or not can_have(to)):
            raise Refused(_("This person does not work on cases."), "not-staff", {"field": "to"})
        handle = to.handle if to else ""
        return [] if handle == seen.case.assignee else [Fact.of(Assigned(seen.at, by=seen.by, to=handle))]

    act(person, "assign", log, at, decide)


def can_have(person: Person) -> bool:
    """Say whether a case may be given to a person."""
    return person.active and person.is_staff and roles.reach(person.role, "start work") != roles.NOT


def start_work(person: Person, log: Log, at: datetime) -> None:
    """Begin to work; who begins on a case that nobody has takes it."""

    def decide(seen: Seen) -> list[Fact]:
        rules.allow(seen, "start work")
        taken = [] if seen.case.assignee else [Fact.of(Assigned(seen.at, by=seen.by, to=seen.by))]
        return [*taken, Fact.of(WorkStarted(seen.at, by=seen.by))]

    act(person, "start work", log, at, decide)


def hand_over(person: Person, log: Log, at: datetime, *, level: int, text: str = "") -> None:
    """Hand a case over to another level of support, with what was found out: the vendor's people tell each other."""

    def decide(seen: Seen) -> list[Fact]:
        rules.allow(seen, "hand over")
        of = {tier.level: tier.of for tier in seen.terms.tiers}
        if level not in of:
            message = _("This agreement has no level %(level)s.")
            raise Refused(message % {"level": level}, "level-unknown", {"field": "level"})
        if level == seen.case.level:
            message = _("Level %(level)s has the case already.")
            raise Refused(message % {"level": level}, "same-level", {"field": "level"})
        if of[level] == "customer":  # the vendor's times run on, and nobody of the vendor could work
            message = _("Level %(level)s is the customer's own. Ask them for what you need, and wait for the customer.")
            raise Refused(message % {"level": level}, "customers-level", {"field": "level"})
        return _with_words(seen, HandedOver(seen.at, by=seen.by, level=level), desk(text))

    act(person, "hand over", log, at, decide)


def wait(person: Person, log: Log, at: datetime, *, on: Waiting, reason: str) -> None:
    """Say that nothing can be done before somebody else acts: who, and why."""

    def decide(seen: Seen) -> list[Fact]:
        rules.allow(seen, "wait")
        why = given.reason(reason)
        if seen.case.wait and (seen.case.wait.on, seen.case.wait.reason) == (on, why):
            raise Refused(_("The case is waiting for this already."), "same-wait")
        return [Fact.of(WaitStarted(seen.at, by=seen.by, on=on, reason=why))]

    act(person, "wait", log, at, decide)


def resume(person: Person, log: Log, at: datetime, *, text: str = "", attachments: Files = ()) -> None:
    """Say that what was waited for is there. What a customer says with it is their reply, what staff say a note."""

    def decide(seen: Seen) -> list[Fact]:
        rules.allow(seen, "resume")
        said = desk(text, attachments)
        ended = WaitEnded(seen.at, by=seen.by)
        if seen.person and not seen.person.is_staff and said:
            return [Fact.of(ended), Fact.of(CustomerReplied(seen.at, by=seen.by, channel="portal"), **said)]
        return _with_words(seen, ended, said)

    act(person, "resume", log, at, decide)


def log_effort(person: Person, log: Log, at: datetime, *, minutes: int, text: str = "") -> None:
    """Log how long one worked, and on what; only the vendor sees it."""

    def decide(seen: Seen) -> list[Fact]:
        rules.allow(seen, "log effort")
        logged = EffortLogged(seen.at, by=seen.by, minutes=given.minutes(minutes, DAY))
        return [Fact.of(logged, internal=True, **desk(text))]

    act(person, "log effort", log, at, decide)


def forecast(person: Person, log: Log, at: datetime, *, minutes: int, text: str = "") -> None:
    """Say how much work the case will take in all."""

    def decide(seen: Seen) -> list[Fact]:
        rules.allow(seen, "forecast")
        return [Fact.of(EffortForecast(seen.at, by=seen.by, minutes=given.minutes(minutes, YEAR)), **desk(text))]

    act(person, "forecast", log, at, decide)


def visit(person: Person, log: Log, at: datetime, *, text: str = "") -> None:
    """Log that somebody of the vendor was on site."""
    _simply(person, "visit", log, Visited(at, by=person.handle), text)


def not_fixed_remotely(person: Person, log: Log, at: datetime, *, text: str = "") -> None:
    """Log that work from afar did not help."""
    _simply(person, "not fixed remotely", log, NotFixedRemotely(at, by=person.handle), text)


def forward(person: Person, log: Log, at: datetime, *, to: str, text: str = "") -> None:
    """Pass a case on to a supplier whom the vendor may call; what is written to them is the vendor's."""

    def decide(seen: Seen) -> list[Fact]:
        rules.allow(seen, "forward")
        supplier = next((third for third in seen.terms.shared.third_parties if third.id == to), None)
        if supplier is None:
            raise Refused(_("This agreement does not name this supplier."), "supplier-unknown", {"field": "to"})
        callers = supplier.called_by or tuple(filter(None, [supplier.contract_holder]))
        if callers and "vendor" not in callers:
            message = _("The contract with %(supplier)s is the customer's: only they can call them.")
            raise Refused(message % {"supplier": supplier.name}, "supplier-of-customer", {"field": "to"})
        return _with_words(seen, Forwarded(seen.at, by=seen.by, to=to), desk(text))

    act(person, "forward", log, at, decide)


def _simply(person: Person, name: str, log: Log, event: Event, text: str) -> None:
    def decide(seen: Seen) -> list[Fact]:
        rules.allow(seen, name)
        return _with_words(seen, replace(event, at=seen.at), desk(text))

    act(person, name, log, event.at, decide)


def _with_words(seen: Seen, event: Event, said: dict[str, object]) -> list[Fact]:
    """Return an event with what was said about it; what the vendor's people write to each other is a note."""
    if said and seen.person and seen.person.is_staff:
        return [Fact.of(event), Fact.own("noted", seen.at, seen.by, **said)]
    return [Fact.of(event, **said)]
