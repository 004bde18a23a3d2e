"""Joining: cases that are one, that say the same, or that belong together. Both are always of the same customer."""

from datetime import datetime

from django.utils.translation import gettext as _

from upheld.events import Absorbed, MarkedDuplicate, Merged, WaitEnded
from upheld_desk import access
from upheld_desk.actions import allowances, rules
from upheld_desk.actions.acting import Change, Scene, act_on, scene
from upheld_desk.errors import Refused
from upheld_desk.facts import Fact
from upheld_desk.people.models import Person
from upheld_desk.store.models import Log


def merge(person: Person, log: Log, at: datetime, *, into: Log) -> None:
    """Let a case go on in another one, which then counts from the earlier report. Its entries stay where they are."""

    def decide(here: Scene) -> list[Change]:
        there = _other(person, here, into)
        rules.allow(here.seen, "merge")
        if there.seen.case.is_ended:
            message = _("%(case)s is over. Reopen it first, or mark this case as its duplicate.")
            raise Refused(message % {"case": into.reference}, "case-ended", {"case": into.reference})
        seen, case = there.seen, here.seen.case
        absorbed = Absorbed(seen.at, by=seen.by, case=log.reference, reported=case.first_reported)
        return [
            here.change(*_after_wait(here), Fact.of(Merged(here.seen.at, by=here.seen.by, into=into.reference))),
            there.change(Fact.of(absorbed), *_watching(here, there)),
            *allowances.ending(log, here.seen.terms, "duplicate", here.seen.at),
        ]

    act_on(person, "merge", log, at, decide)


def mark_duplicate(person: Person, log: Log, at: datetime, *, of: Log) -> None:
    """Say that a case says what another one says already; it is over, and who reported it is told about the other."""

    def decide(here: Scene) -> list[Change]:
        there = _other(person, here, of)
        rules.allow(here.seen, "mark duplicate")
        return [
            here.change(*_after_wait(here), Fact.of(MarkedDuplicate(here.seen.at, by=here.seen.by, of=of.reference))),
            there.change(*_watching(here, there)),
            *allowances.ending(log, here.seen.terms, "duplicate", here.seen.at),
        ]

    act_on(person, "mark duplicate", log, at, decide)


def link(person: Person, log: Log, at: datetime, *, to: Log) -> None:
    """Say on both cases that they belong together."""
    _linked(person, log, at, to, "linked")


def unlink(person: Person, log: Log, at: datetime, *, to: Log) -> None:
    """Say on both cases that they do not belong together after all."""
    _linked(person, log, at, to, "unlinked")


def _linked(person: Person, log: Log, at: datetime, other: Log, kind: str) -> None:
    def decide(here: Scene) -> list[Change]:
        there = _other(person, here, other)
        return [
            one.change(Fact.own(kind, one.seen.at, one.seen.by, case=two.log.reference))
            for one, two in ((here, there), (there, here))
            if (two.log.reference in one.seen.case.links) != (kind == "linked")
        ]

    act_on(person, "link", log, at, decide)


def _other(person: Person, here: Scene, log: Log) -> Scene:
    """Return the other case of an act on two, if it is one of the same customer that the person may change too."""
    access.require(person, "link", log)
    if log.pk == here.log.pk:
        raise Refused(_("This is the same case."), "same-case")
    if log.customer_id != here.log.customer_id:
        raise Refused(_("Only cases of the same customer can be joined."), "other-customer")
    return scene(person, log, here.seen.at)


def _after_wait(here: Scene) -> list[Fact]:
    return [Fact.of(WaitEnded(here.seen.at, by=here.seen.by))] if here.seen.case.wait else []


def _watching(here: Scene, there: Scene) -> list[Fact]:
    """Return that those who were told about the one case are told about the other from now on."""
    told = dict.fromkeys(filter(None, (here.seen.case.reporter, *here.seen.case.watchers)))
    known = (there.seen.case.reporter, *there.seen.case.watchers)
    seen = there.seen
    return [Fact.own("watched", seen.at, seen.by, person=who, on=True) for who in told if who not in known]
