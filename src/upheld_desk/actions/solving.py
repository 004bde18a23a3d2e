"""Solving: restored, proposed, approved or refused by the customer, closed, taken back, opened again."""

from datetime import datetime

from django.utils.translation import gettext as _

from upheld.events import (
    Closed,
    Event,
    Reopened,
    Replied,
    Restored,
    SolutionApproved,
    SolutionProposed,
    SolutionRefused,
    WaitEnded,
    Withdrawn,
)
from upheld_desk.actions import allowances, given, rules
from upheld_desk.actions.acting import Change, Files, Mail, Scene, Seen, act, act_on, desk
from upheld_desk.errors import Refused
from upheld_desk.facts import Fact
from upheld_desk.people.models import Person
from upheld_desk.store.models import Log


def restore(person: Person, log: Log, at: datetime, *, workaround: bool = False, text: str = "") -> None:
    """Say that the system is usable again; with a text, tell the customer."""

    def decide(seen: Seen) -> list[Fact]:
        rules.allow(seen, "restore")
        return [*_told(seen, text), *_after_wait(seen), Fact.of(Restored(seen.at, by=seen.by, workaround=workaround))]

    act(person, "restore", log, at, decide)


def propose(person: Person, log: Log, at: datetime, *, text: str, attachments: Files = ()) -> None:
    """Tell the customer of a solution, for them to approve."""

    def decide(seen: Seen) -> list[Fact]:
        rules.allow(seen, "propose")
        proposed = SolutionProposed(seen.at, by=seen.by)
        return [*_after_wait(seen), Fact.of(proposed, **desk(given.text(text), attachments))]

    act(person, "propose", log, at, decide)


def approve(person: Person, log: Log, at: datetime, *, text: str = "", mail: Mail | None = None) -> None:
    """Approve the solution for the customer."""

    def decide(seen: Seen) -> list[Fact]:
        rules.allow(seen, "approve")
        return [Fact.of(SolutionApproved(seen.at, by=seen.by), **desk(text, mail=mail))]

    act(person, "approve", log, at, decide, late="move" if mail is not None else "refuse")


def refuse(person: Person, log: Log, at: datetime, *, reason: str, mail: Mail | None = None) -> None:
    """Refuse the solution for the customer: it does not help, and why."""

    def decide(seen: Seen) -> list[Fact]:
        rules.allow(seen, "refuse solution")
        why = given.reason(reason)
        return [Fact.of(SolutionRefused(seen.at, by=seen.by, reason=why), **desk(mail=mail))]

    act(person, "refuse solution", log, at, decide, late="move" if mail is not None else "refuse")


def approve_by_silence(log: Log, at: datetime) -> None:
    """Write down that the customer's silence approved the solution, and close the case; nothing where it did not."""

    def decide(scene: Scene) -> list[Change]:
        seen = scene.seen
        if seen.case.is_ended or seen.case.proposed is None or not rules.is_approved(seen):
            return []
        approved = Fact.of(SolutionApproved(seen.at), silence=True)
        return _ended(scene, Closed(seen.at), "closed", before=[approved])

    act_on(None, "close", log, at, decide, late="move")


def close(person: Person | None, log: Log, at: datetime, *, text: str = "", vendor_fault: bool = False) -> None:
    """Close a case, with a last word to the customer if there is one.

    What was the vendor's fault need not count for an allowance.
    """

    def decide(scene: Scene) -> list[Change]:
        seen = scene.seen
        rules.allow(seen, "close")
        _refuse_untold(seen, text)
        fault: dict[str, object] = {"vendor_fault": True} if vendor_fault else {}
        happening = "vendor fault" if vendor_fault else "closed"
        return _ended(scene, Closed(seen.at, by=seen.by), happening, before=_told(seen, text), kept=fault)

    act_on(person, "close", log, at, decide)


def reopen(person: Person, log: Log, at: datetime, *, reason: str, mail: Mail | None = None) -> None:
    """Go on with a case that was over: what solved it did not last. What it had given back it takes again."""

    def decide(scene: Scene) -> list[Change]:
        seen = scene.seen
        rules.allow(seen, "reopen")
        why = given.reason(reason)
        reopened = scene.change(Fact.of(Reopened(seen.at, by=seen.by, reason=why), **desk(mail=mail)))
        return [reopened, *_taken_again(scene)]

    act_on(person, "reopen", log, at, decide, late="move" if mail is not None else "refuse")


def withdraw(person: Person, log: Log, at: datetime, *, reason: str = "") -> None:
    """Take a report back, or write down that the customer did."""

    def decide(scene: Scene) -> list[Change]:
        seen = scene.seen
        rules.allow(seen, "withdraw")
        why = given.reason(reason) if seen.person and seen.person.is_staff else reason
        return _ended(scene, Withdrawn(seen.at, by=seen.by), "cancelled", kept=desk(why))

    act_on(person, "withdraw", log, at, decide)


def _ended(
    scene: Scene,
    event: Event,
    happening: str,
    *,
    before: list[Fact] | None = None,
    kept: dict[str, object] | None = None,
) -> list[Change]:
    """Return the end of a case: what is said, the wait that is over, the end itself, and what it used."""
    seen = scene.seen
    facts = [*(before or []), *_after_wait(seen), Fact.of(event, **(kept or {}))]
    used = allowances.ending(scene.log, seen.terms, happening, seen.at)
    return [scene.change(*facts), *used]


def _taken_again(scene: Scene) -> list[Change]:
    """Return what a case that had given its units back takes again; one that was closed has used its own."""
    if scene.seen.case.status == "closed" or scene.log.agreement.log is None:
        return []
    seen, books = scene.seen, allowances.books(scene.log.agreement, scene.seen.at)
    found = allowances.decisions(books, seen.terms, seen.case.kind, seen.case.severity)
    allowances.refuse(found, seen.terms, scene.log.vendor.zone)
    return [allowances.reserving(books, scene.log.reference, found, seen.case.severity)]


def _told(seen: Seen, text: str) -> list[Fact]:
    return [Fact.of(Replied(seen.at, by=seen.by), **desk(text))] if text.strip() else []


def _after_wait(seen: Seen) -> list[Fact]:
    """Return that a wait is over, where there is one: nothing is waited for any more."""
    return [Fact.of(WaitEnded(seen.at, by=seen.by))] if seen.case.wait else []


def _refuse_untold(seen: Seen, text: str) -> None:
    """Refuse to close what the customer was told nothing about, or asked about since without an answer."""
    answered, case = rules.was_answered(seen), seen.case
    if text.strip() or (answered and (case.restored or not case.last_by_customer)):
        return
    if answered:
        message = _("The customer wrote last. Please answer them, or write a last word with the closing.")
        raise Refused(message, "unanswered", {"field": "text"})
    message = _("The customer has heard nothing from you yet. Please write them how the case was solved.")
    raise Refused(message, "nothing-said", {"field": "text"})
