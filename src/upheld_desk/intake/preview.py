"""Preview: what would be so if a report were sent now. Nothing is written.

What is shown before sending and what is decided at sending is the same function, asked at two instants.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from upheld import gates
from upheld.agreements import Terms, Version
from upheld.clocks import Promises
from upheld.duties import Duty
from upheld.duties.evaluating import of_case
from upheld.events import Classified, Event, HandedOver, Reported
from upheld.gates import Condition
from upheld_desk.errors import NotFound
from upheld_desk.intake import entitlement, rating, usage
from upheld_desk.intake.drafts import Draft, is_first_by_customer
from upheld_desk.intake.rating import Rating
from upheld_desk.intake.remarks import Refusal, Remark
from upheld_desk.intake.usage import Usage
from upheld_desk.intake.wording import Value
from upheld_desk.people.models import Customer, Person
from upheld_desk.store import agreements
from upheld_desk.store.models import Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the agreement says about a report."""

    now: datetime
    draft: Draft
    zone: str  # the reader's
    agreement: Agreement | None = None
    version: Version | None = None  # in force now
    terms: Terms | None = None
    report: Reported | None = None  # as it would be recorded
    events: tuple[Event, ...] = ()  # what the case's log would begin with
    conditions: tuple[Condition, ...] = ()
    severity: Rating | None = None
    duties: tuple[Duty, ...] = ()  # what would be promised: the clocks, due times included
    handed_over: tuple[Duty, ...] = ()  # the same if level 1 handed over at once; empty: the clocks start at the report
    if_granted: tuple[Duty, ...] = ()  # the same if the severity that is asked for counted at once
    allowances: tuple[Usage, ...] = ()
    remarks: tuple[Remark, ...] = ()
    refused: tuple[Refusal, ...] = ()

    @property
    def may_be_sent(self) -> bool:
        """Say whether a report would be taken."""
        return not self.refused


def preview(customer: Customer, person: Person | None, draft: Draft, now: datetime) -> Preview:
    """Return what would be so if somebody of a customer reported this now; `person` is None for who is not known."""
    if person and (person.customer_id != customer.pk or person.vendor_id != customer.vendor_id):
        raise NotFound(f"{person.handle} is not of {customer.slug}")
    zone = person.zone if person else customer.zone or customer.vendor.zone
    day = now.astimezone(ZoneInfo(customer.vendor.zone)).date()
    agreement = agreements.in_force(customer, day)
    if agreement is None:
        return Preview(now=now, draft=draft, zone=zone, refused=(_not_in_force(customer, day),))
    found = replace(_found(customer, person, draft, agreement, now), zone=zone)
    return replace(found, remarks=tuple(_remarks(found, customer)), refused=tuple(_refusals(found, customer, person)))


def _found(customer: Customer, person: Person | None, draft: Draft, agreement: Agreement, now: datetime) -> Preview:
    """Return what an agreement says of a report, before anything is made of it."""
    version = agreements.version(agreement).in_force(now)
    terms = version.terms()
    report = draft.reported(person, terms, now)
    rated = rating.rate(terms, draft, report)
    begins = rating.events(rated, report)
    severity = rated.severity.id if rated.severity else None
    return Preview(
        now=now,
        draft=draft,
        zone=customer.zone or customer.vendor.zone,
        agreement=agreement,
        version=version,
        terms=terms,
        report=report,
        events=begins,
        conditions=gates.conditions(terms, report),
        severity=rated,
        duties=_clocks(terms, begins, now),
        handed_over=_handed_over(terms, begins, now),
        if_granted=_if_granted(terms, rated, report, now),
        allowances=usage.usages(agreement, terms, report, severity),
    )


def _not_in_force(customer: Customer, day: date) -> Refusal:
    """Return that nothing is agreed on a day, and what was, or will be."""
    fields: dict[str, Value] = entitlement.house(customer)
    near = customer.agreements.filter(editions__state="signed").order_by("-starts").first()
    if near is None or near.starts is None:
        return Refusal("no-agreement", fields)
    ends = near.ends if near.ends and near.ends < day else ""
    return Refusal("not-in-force", {**fields, "number": near.number, "starts": near.starts, "ends": ends})


# --- What is promised -------------------------------------------------------------------------------------------------


def _clocks(terms: Terms, log: Sequence[Event], now: datetime) -> tuple[Duty, ...]:
    """Return the clocks that a case with this log would have."""
    return tuple(duty for duty in of_case(terms, log, now).duties if duty.kind == "clock")


def _handed_over(terms: Terms, log: Sequence[Event], now: datetime) -> tuple[Duty, ...]:
    if not is_first_by_customer(terms):
        return ()
    return _clocks(terms, (*log, HandedOver(now, level=2)), now)


def _if_granted(terms: Terms, rated: Rating, report: Reported, now: datetime) -> tuple[Duty, ...]:
    if not (rated.missing and rated.asked):
        return ()
    return _clocks(terms, (report, Classified(now, severity=rated.asked.id)), now)


# --- What is to be said -----------------------------------------------------------------------------------------------


def _remarks(found: Preview, customer: Customer) -> Iterator[Remark]:
    assert found.version
    assert found.terms
    assert found.severity
    yield from entitlement.remarks(found.version, found.terms, found.conditions, found.draft, found.zone)
    yield from rating.remarks(found.terms, found.severity)
    if found.handed_over:
        yield Remark("level-1", {}, next(tier.clause for tier in found.terms.tiers if tier.level == 1))
    yield from _unguaranteed(found)
    yield from usage.remarks(found.version, found.allowances)
    yield from usage.upgrades(found.version, found.terms, found.allowances, customer.vendor)


def _unguaranteed(found: Preview) -> Iterator[Remark]:
    """Yield what is promised to others, or on other ways, and not here; and where times are only measured."""
    assert found.terms
    assert found.report
    shared, promises = found.terms.shared, Promises(found.terms, found.report)
    running = {duty.name for duty in found.duties}
    for clock in promises.clocks:
        for reason in promises.unmet(clock) if clock.id not in running else ():
            wanted = reason.fields["wanted"]
            assert isinstance(wanted, tuple)
            yield Remark(
                f"guarantee-{reason.fields['condition']}", {"clock": clock.name, "wanted": wanted}, reason.clause
            )
    names = {severity.id: severity.name for severity in shared.severities}
    said = {(r.code, r.clause): r for duty in found.duties for r in duty.reasons if r.code == "unpromised"}
    for reason in said.values():
        severity, other = str(reason.fields["severity"]), str(reason.fields["same as"])
        named: dict[str, Value] = {"severity": names[severity]}
        if other:
            yield Remark("as-other", {**named, "other": names[other]}, reason.clause)
        else:
            yield Remark("measured-only", named, reason.clause)


def _refusals(found: Preview, customer: Customer, person: Person | None) -> Iterator[Refusal]:
    assert found.version
    assert found.terms
    assert found.report
    if person and not person.active:
        yield entitlement.inactive(person, customer)
    yield from rating.refusals(found.terms, found.draft)
    yield from entitlement.refusals(found.version, found.terms, found.conditions, found.report, customer)
    yield from usage.refusals(found.version, found.allowances, customer)
