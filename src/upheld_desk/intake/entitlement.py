"""Entitlement: which conditions of an agreement a report meets, and what those that it does not meet mean.

A closed door delays a report, it does not turn it away: what is written at night counts when the agreement says so.
A kind of case that the promises do not cover is taken without a promise, unless the agreement says what its help
covers beyond incidents: then it is not helped with. Every other condition that is not met refuses the report.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from upheld import gates
from upheld.agreements import Terms, Text, Version
from upheld.events import Reported
from upheld.gates import Condition
from upheld.reasons import Clause, Reason
from upheld_desk.intake.drafts import Draft, level_1
from upheld_desk.intake.remarks import Refusal, Remark
from upheld_desk.intake.wording import Value
from upheld_desk.people.models import Customer, Person

_ASSUMED_OF_STRANGERS: Final = frozenset({"contact", "level 1"})
_OF_PEOPLE: Final = frozenset({"caller", "contact", "level 1"})


def house(customer: Customer) -> dict[str, Value]:
    """Return what every refusal needs: whom to turn to."""
    vendor = customer.vendor
    return {"vendor": vendor.name, "mail": vendor.mail_address, "customer": customer.name}


def remarks(
    version: Version, terms: Terms, conditions: Iterable[Condition], draft: Draft, zone: str
) -> Iterator[Remark]:
    """Yield what is to be known about the conditions that stop nothing."""
    for condition in conditions:
        for reason in condition.reasons:
            yield from _of_channel(reason, draft, zone)
            if reason.code == "gate assumed" and condition.name in _ASSUMED_OF_STRANGERS:
                yield Remark("unknown-person", {}, condition.clause)
        if condition.name == "kind" and not condition.met and not _is_excluded(terms):
            fields: dict[str, Value] = {"kind": kind_name(terms, draft.kind), "handled": _kinds(terms)}
            yield Remark("no-promise", fields, clause_of(version, terms, "handles"))


def _of_channel(reason: Reason, draft: Draft, zone: str) -> Iterator[Remark]:
    counts_as = str(reason.fields.get("channel", ""))
    if reason.code == "channel open" and counts_as not in (draft.channel, "ticket"):
        yield Remark("counts-as", {"channel": counts_as}, reason.clause)
    if reason.code == "channel closed":
        yield Remark("closed", {"channel": counts_as, "zone": zone, "opens": _when(reason, "opens")}, reason.clause)
    if reason.code == "not staffed":
        yield Remark("not-staffed", {"zone": zone, "from": _when(reason, "from")}, reason.clause)


def _when(reason: Reason, name: str) -> Value:
    found = reason.fields.get(name, "")
    assert not isinstance(found, bool | tuple)
    return found  # type: ignore[return-value]  # an instant, or nothing


def refusals(
    version: Version, terms: Terms, conditions: Iterable[Condition], report: Reported, customer: Customer
) -> Iterator[Refusal]:
    """Yield a refusal for each condition that stops the report."""
    for condition in conditions:
        if condition.met:
            continue
        if condition.name == "kind":
            if _is_excluded(terms):
                yield _kind(version, terms, report, customer)
        elif not (condition.name == "channel" and condition.reasons[0].code == "channel closed"):
            yield _refusal(version, terms, condition, report, customer)


def inactive(person: Person, customer: Customer) -> Refusal:
    """Return that somebody does not report any more."""
    return Refusal("inactive", {**house(customer), "name": person.name, "names": _leads(customer)})


def may_report(terms: Terms, person: Person, at: datetime) -> bool:
    """Say whether the agreement lets somebody report at all, on whatever channel and about whatever."""
    report = Draft(channel="", kind="").reported(person, terms, at)
    return person.active and all(c.met for c in gates.conditions(terms, report) if c.name in _OF_PEOPLE)


def _refusal(version: Version, terms: Terms, condition: Condition, report: Reported, customer: Customer) -> Refusal:
    fields = house(customer)
    match condition.name:
        case "channel":
            return Refusal(
                "channel",
                {**fields, "channel": report.channel, "agreed": _channels(terms)},
                clause_of(version, terms, "channels"),
            )
        case "caller":
            return Refusal("caller", {**fields, "wanted": terms.callers}, clause_of(version, terms, "callers"))
        case "contact":
            role = next(role for role in terms.roles if role.of == "customer" and role.id == "contacts")
            named = _names(customer, (*role.people, *role.deputies))
            return Refusal("contact", {**fields, "names": named}, condition.clause)
        case "level 1":
            first = level_1(terms)
            named = _names(customer, (*first.people, *first.deputies)) if first else _level_1_people(customer)
            return Refusal("level-1", {**fields, "names": named}, condition.clause)
        case _:
            assert condition.name == "service", condition.name
            fields |= {"service": report.service, "covered": terms.shared.services}
            return Refusal("service", fields, clause_of(version, terms, "services"))


def _kind(version: Version, terms: Terms, report: Reported, customer: Customer) -> Refusal:
    """Return that a kind of case is not helped with, and which other plan covers it."""
    plans = tuple(
        part.name for name, part in version.plans.items() if report.kind in version.terms(name, terms.modules).handles
    )
    fields = {**house(customer), "kind": kind_name(terms, report.kind), "handled": _kinds(terms), "plans": plans[:1]}
    return Refusal("kind", fields, terms.help.clause if terms.help else None)


def _is_excluded(terms: Terms) -> bool:
    """Say whether a kind that the promises do not cover is not helped with at all."""
    return terms.help is not None


def clause_of(version: Version, terms: Terms, name: str) -> Clause | None:
    """Return where a version says something: in a module, in the plan, or at its top; None where it says nothing."""
    places = (*(f"modules.{module}.{name}" for module in reversed(terms.modules)), f"plans.{terms.plan}.{name}", name)
    return next((version.written[place] for place in places if place in version.written), None)


def kind_name(terms: Terms, kind: str) -> str | Text:
    """Return what a kind of case is called: the engine's word, else the agreement's definition, else itself."""
    return _KINDS_SAID.get(kind) or terms.shared.kinds.get(kind) or kind


# Kinds that the engine has a short word for; an agreement defines the others in a sentence.
_KINDS_SAID: Final[Mapping[str, str]] = {
    kind: kind for kind in ("incident", "question", "request", "change", "account", "proactive")
}


def _kinds(terms: Terms) -> tuple[str | Text, ...]:
    return tuple(kind_name(terms, kind) for kind in terms.handles)


def _channels(terms: Terms) -> tuple[str, ...]:
    return tuple(channel.id for channel in terms.channels)


def _names(customer: Customer, handles: tuple[str, ...]) -> tuple[str, ...]:
    """Return what people are called; a handle that nobody has is said as it stands."""
    people = Person.objects.filter(customer=customer, handle__in=handles, active=True)
    found = dict(people.values_list("handle", "name"))
    return tuple(found.get(handle, handle) for handle in handles)


def _leads(customer: Customer) -> tuple[str, ...]:
    found = Person.objects.filter(customer=customer, role="customer-lead", active=True)
    return tuple(found.values_list("name", flat=True))


def _level_1_people(customer: Customer) -> tuple[str, ...]:
    found = Person.objects.filter(customer=customer, role="level-1", active=True)
    return tuple(found.values_list("name", flat=True))
