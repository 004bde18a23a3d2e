"""Classifying: which severity a case has, who says so, and what the customer may do about it.

The agreement decides which of these there are: the vendor classifies and tells, criteria decide, or the customer asks.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _

from upheld.agreements import Step, Terms
from upheld.cases import Asking
from upheld.events import Classified, Ground, Objected, Replied, SeverityAsked
from upheld.severity import classify as classified_by
from upheld.words.terms import term
from upheld_desk.actions import given, rules
from upheld_desk.actions.acting import Seen, act, desk
from upheld_desk.casefiles.channels import agreed_channel
from upheld_desk.errors import Refused
from upheld_desk.facts import Fact
from upheld_desk.people.models import Person
from upheld_desk.store.models import Log

Answers = Mapping[str, str]
NO_ANSWERS: Final[Answers] = MappingProxyType({})


def classify(
    person: Person,
    log: Log,
    at: datetime,
    *,
    severity: str = "",
    ground: Ground | None = None,
    answers: Answers = NO_ANSWERS,
    checked: Answers = NO_ANSWERS,
    text: str = "",
) -> None:
    """Decide on the severity; with a text, tell it to the customer in the same breath.

    `checked` says of each step that the agreement has before this severity whether it is so: "yes" or "no".

    Where nothing else is said, the first decision of a person puts right what the answers of the report gave, so that
    clocks count from the report; a later one has new facts.
    """

    def decide(seen: Seen) -> list[Fact]:
        rules.allow(seen, "classify")
        chosen = _chosen(seen, severity, answers)
        if not answers and _is_decided(seen, chosen):
            raise Refused(_("The case has this severity already."), "same-severity", {"field": "severity"})
        kept = _checked(seen, chosen, checked)
        because = ground or ("correction" if seen.case.classified_by == "" else "new facts")
        classified = Classified(seen.at, by=seen.by, severity=chosen, ground=because, answers=dict(answers))
        return [Fact.of(classified, **kept), *_told(seen, text)]

    act(person, "classify", log, at, decide)


def ask_severity(
    person: Person, log: Log, at: datetime, *, severity: str, channel: str = "portal", heard: str = "", text: str = ""
) -> None:
    """Log that the customer asks for a severity.

    A wish of their own came by `channel`; the vendor's people say by which one they `heard` it, and nobody else does:
    it may need two channels to count.
    """

    def decide(seen: Seen) -> list[Fact]:
        came_by = _came_by(seen, channel, heard)
        rules.allow(seen, "ask severity")
        chosen = given.severity(seen.terms, severity).id
        _refuse_wish(seen, chosen, came_by)
        return [Fact.of(SeverityAsked(seen.at, by=seen.by, severity=chosen, channel=came_by), **desk(text))]

    act(person, "ask severity", log, at, decide)


def object(person: Person, log: Log, at: datetime, *, reason: str) -> None:  # noqa: A001  the word of the agreement
    """Object to the severity; a second person of the vendor decides."""

    def decide(seen: Seen) -> list[Fact]:
        rules.allow(seen, "object")
        why = given.reason(reason)
        return [Fact.of(Objected(seen.at, by=seen.by, reason=why))]

    act(person, "object", log, at, decide)


def decide_objection(
    person: Person, log: Log, at: datetime, *, severity: str, text: str, checked: Answers = NO_ANSWERS
) -> None:
    """Decide on an objection, with another severity or the same, and tell the customer."""

    def decide(seen: Seen) -> list[Fact]:
        rules.allow(seen, "decide objection")
        chosen = given.severity(seen.terms, severity).id
        told = given.text(text)
        kept = _checked(seen, chosen, checked)
        return [
            Fact.own("objection decided", seen.at, seen.by, severity=chosen, changed=chosen != seen.case.severity),
            Fact.of(Classified(seen.at, by=seen.by, severity=chosen, ground="correction"), **kept),
            *_told(seen, told),
        ]

    act(person, "decide objection", log, at, decide)


def severity_by(seen: Seen, answers: Answers) -> str | None:
    """Return the severity that answers to the agreement's questions decide; None while some are open."""
    try:
        return classified_by(seen.terms.shared, answers).severity
    except ValueError as error:
        raise Refused(_("These answers do not fit the questions of the agreement."), "answers") from error


def checks(terms: Terms, severity: str = "") -> tuple[Step, ...]:
    """Return what staff make sure of before they class a case as a severity, or as any."""
    of_vendor = (step for step in terms.steps if step.of == "vendor" and step.before)
    return tuple(step for step in of_vendor if severity in ("", step.before))


def _checked(seen: Seen, severity: str, checked: Answers) -> Mapping[str, Answers]:
    """Return what was made sure of, for the fact to keep; `Refused` where something was not, or is not so."""
    for step in checks(seen.terms, severity):
        if checked.get(step.id) != "yes":
            raise _unsure(seen, step, is_asked=step.id in checked)
    sure = {step.id: "yes" for step in checks(seen.terms, severity)}
    return {"checked": sure} if sure else {}


def _unsure(seen: Seen, step: Step, *, is_asked: bool) -> Refused:
    fields = {
        "severity": given.severity(seen.terms, step.before).name.in_language(given.language()),
        "check": step.do.in_language(given.language()),
    }
    named = {"field": f"checked-{step.id}", "clause": step.clause.path, "text": step.clause.text}
    if is_asked:
        message = _("“%(severity)s” does not fit: before it the agreement has “%(check)s”, and that is not so.")
        return Refused(message % fields, "check-failed", named)
    message = _("Before “%(severity)s” the agreement has: “%(check)s”. Please check that, and say whether it is so.")
    return Refused(message % fields, "check-missing", named)


def _chosen(seen: Seen, severity: str, answers: Answers) -> str:
    """Return the severity that was decided: by the criteria where the agreement says so, else by who decides."""
    by_criteria = severity_by(seen, answers) if answers else None
    if by_criteria and severity in ("", by_criteria):
        return by_criteria
    if seen.terms.shared.classification.by != "criteria" and severity:
        return given.severity(seen.terms, severity).id
    if by_criteria:
        message = _("By the criteria of the agreement these answers give “%(severity)s”.")
        name = given.severity(seen.terms, by_criteria).name.in_language(given.language())
        raise Refused(message % {"severity": name}, "criteria", rules.clause(seen, "classification"))
    raise Refused(
        _("By the agreement the severity follows from criteria. Please answer the questions that are still open."),
        "answers-missing",
        rules.clause(seen, "classification"),
    )


def _is_decided(seen: Seen, severity: str) -> bool:
    """Say whether somebody gave the case this severity; what the report's answers gave is still to be confirmed."""
    return bool(seen.case.classified_by) and seen.case.severity == severity


def _told(seen: Seen, text: str) -> list[Fact]:
    return [Fact.of(Replied(seen.at, by=seen.by), **desk(text))] if text.strip() else []


def _came_by(seen: Seen, channel: str, heard: str) -> str:
    """Return the channel of the agreement by which a wish came."""
    is_staff = seen.person is not None and seen.person.is_staff
    if heard and not is_staff:
        told = _("Only the vendor’s people say on which channel it was asked.")
        raise Refused(told, "channel-given", {"field": "channel"})
    if is_staff and not heard:
        raise Refused(_("Please say on which channel the customer asked."), "channel-missing", {"field": "channel"})
    return heard or agreed_channel(seen.terms, channel)


def _refuse_wish(seen: Seen, severity: str, channel: str) -> None:
    """Refuse a wish that changes nothing or cannot come true."""
    if severity == seen.case.severity:
        raise Refused(_("The case has this severity already."), "same-severity", {"field": "severity"})
    raising = seen.terms.shared.classification.raising
    ranks = {found.id: found.rank for found in seen.terms.shared.severities}
    if raising is None or ranks[severity] >= ranks.get(seen.case.severity or "", max(ranks.values()) + 1):
        return
    named = {"clause": raising.clause.path, "text": raising.clause.text}
    if severity not in raising.to:
        raise Refused(_("This severity cannot be asked for by the agreement."), "raise-not-offered", named)
    begun = _begun(seen, severity)
    if begun is None and raising.when == "at registration":
        raise Refused(
            _("By the agreement a higher severity must be asked for when the case is reported."),
            "raise-too-late",
            named,
        )
    if begun and channel in begun.channels:
        message = _("This was asked for on this channel already. It counts when it is asked for by %(missing)s too.")
        missing = ", ".join(term(name, given.language()) for name in begun.missing)
        raise Refused(message % {"missing": missing}, "raise-incomplete", {**named, "missing": list(begun.missing)})


def _begun(seen: Seen, severity: str) -> Asking | None:
    """Return what was asked for already and still needs another channel."""
    claims = (claim for claim in reversed(seen.case.claims) if claim.severity == severity)
    return next((claim for claim in claims if claim.granted is None and not claim.refused), None)
