"""Rating: which severity a report would have, who says so, and what is still missing.

Criteria decide by themselves. Where the vendor classifies, the answers give a severity that counts until somebody of
the vendor's has confirmed or corrected it, so that the clock runs from the first minute. Where the customer asks, what
is asked for counts from the moment in which every channel it needs was used.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from upheld import severity
from upheld.agreements import Fact, Severity, Terms
from upheld.events import Classified, Event, Reported
from upheld.severity import ASKED, YES, Decision
from upheld_desk.actions import classifying
from upheld_desk.intake.drafts import Draft
from upheld_desk.intake.remarks import Refusal, Remark
from upheld_desk.intake.wording import Value


@dataclass(frozen=True, slots=True)
class Rating:
    """The severity of a report, and how it came about."""

    by: Literal["vendor", "customer", "criteria", "contract", "nobody"]
    decision: Decision
    severity: Severity | None  # None: open, or none was agreed
    asked: Severity | None = None  # that the customer asks for
    missing: tuple[str, ...] = ()  # channels on which it must still be asked for
    next: Fact | None = None  # the question to answer next

    @property
    def is_provisional(self) -> bool:
        """Say whether the vendor still has to confirm it."""
        return self.by == "vendor"


def rate(terms: Terms, draft: Draft, report: Reported) -> Rating:
    """Return the severity that a report would have."""
    shared = terms.shared
    if not shared.severities:
        return Rating("nobody", severity.classify(shared, {}), None)
    if shared.classification.by == "customer":
        return _claimed(terms, report)
    decision = severity.classify(shared, report.answers)
    asked = next((s for s in shared.severities if s.id == draft.severity), None)
    following = next((fact for fact in shared.facts if fact.id in decision.open[:1]), None)
    return Rating(shared.classification.by, decision, _named(terms, decision.severity), asked, next=following)


def _claimed(terms: Terms, report: Reported) -> Rating:
    shared = terms.shared
    raising = shared.classification.raising
    asked = _named(terms, report.severity)
    answers: dict[str, str] = {ASKED: asked.id} if asked else {}
    answers |= {channel: YES for channel in (raising.needs if raising else ()) if channel == report.channel}
    decision = severity.classify(shared, answers)
    lacking = (each for reason in decision.reasons for each in reason.walk() if each.code == "claim lacks channels")
    missing = next((each.fields["channels"] for each in lacking), ())
    assert isinstance(missing, tuple)
    return Rating("customer", decision, _named(terms, decision.severity), asked, missing)


def _named(terms: Terms, name: str | None) -> Severity | None:
    return next((s for s in terms.shared.severities if s.id == name), None)


def events(rating: Rating, report: Reported) -> tuple[Event, ...]:
    """Return the report and, where the answers decide, its classification: what the log begins with."""
    if rating.severity is None or rating.by == "customer":
        return (report,)
    return report, Classified(report.at, severity=rating.severity.id, answers=report.answers)


def remarks(terms: Terms, rating: Rating) -> Iterator[Remark]:
    """Yield what is to be known about the severity."""
    yield from _checked_first(terms, rating)
    raising = terms.shared.classification.raising
    if rating.missing and rating.asked and rating.severity and raising:
        fields: dict[str, Value] = {"severity": rating.asked.name, "channels": rating.missing}
        yield Remark("claim-incomplete", {**fields, "until": rating.severity.name}, raising.clause)
    for reason in (each for top in rating.decision.reasons for each in top.walk()):
        if reason.code == "claim not offered" and rating.asked and raising:
            offered = tuple(s.name for s in terms.shared.severities if s.id in raising.to)
            yield Remark("claim-not-offered", {"severity": rating.asked.name, "offered": offered}, reason.clause)
    if rating.by == "customer" and raising and raising.when == "at registration" and not rating.asked:
        higher = tuple(s.name for s in terms.shared.severities if s.id in raising.to)
        yield Remark("claim-at-registration", {"severity": higher}, raising.clause)


def _checked_first(terms: Terms, rating: Rating) -> Iterator[Remark]:
    """Yield what the vendor makes sure of before the severity is confirmed."""
    if rating.severity:
        for step in classifying.checks(terms, rating.severity.id):
            yield Remark("checked-first", {"severity": rating.severity.name, "check": step.do}, step.clause)


def refusals(terms: Terms, draft: Draft) -> Iterator[Refusal]:
    """Yield a refusal for a severity that the agreement does not have."""
    known = {s.id: s.name for s in terms.shared.severities}
    if draft.severity and known and draft.severity not in known:
        yield Refusal("unknown-severity", {"severity": draft.severity, "known": tuple(known.values())})
