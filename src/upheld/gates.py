"""Gates: who may report, on which channel, about what, and when.

Each condition that the terms have is answered, kept or not, with the clause it rests on. What a report leaves open is
assumed to meet them. Whether somebody is there at that hour is said, and refuses nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from upheld.agreements import Channel, Role, Terms
from upheld.calendars import Calendar
from upheld.cases import in_utc
from upheld.events import Reported
from upheld.reasons import Clause, Field, Reason

CONTACTS: Final = "contacts"  # the role of those who may report
LEVEL_1: Final = "level-1"  # the role, and the caller, that hands cases over

_HORIZON: Final = timedelta(days=31)  # how far the next opening is looked for


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a report, and whether it is met."""

    name: str
    met: bool
    reasons: tuple[Reason, ...]
    clause: Clause | None = None


def conditions(terms: Terms, report: Reported) -> tuple[Condition, ...]:
    """Return every condition that the terms put to a report; a report may be taken if all are met."""
    at = in_utc(report.at, "at")
    found = (_channel(terms, report, at), _caller(terms, report), *_people(terms, report), _kind(terms, report))
    return tuple(condition for condition in (*found, _service(terms, report)) if condition)


def reopening(terms: Terms, closed: datetime, at: datetime) -> Condition:
    """Return whether a case that was closed may be reopened, or is a new one by now."""
    closed, at = in_utc(closed, "closed"), in_utc(at, "at")
    last = closed + terms.shared.reopen_within
    fields: dict[str, Field] = {"closed": closed, "until": last, "at": at}
    if at <= last:
        return Condition("reopening", met=True, reasons=(Reason("reopened in time", fields),))
    return Condition("reopening", met=False, reasons=(Reason("reopened too late", fields),))


def _channel(terms: Terms, report: Reported, at: datetime) -> Condition | None:
    if not terms.channels:
        return None
    agreed = tuple(channel.id for channel in terms.channels)
    if not report.channel:
        return Condition(
            "channel", met=True, reasons=(Reason("gate assumed", {"condition": "channel", "wanted": agreed}),)
        )
    channel = next((channel for channel in terms.channels if channel.id == report.channel), None)
    if channel is None:
        fields: dict[str, Field] = {"channel": report.channel, "agreed": agreed}
        return Condition("channel", met=False, reasons=(Reason("channel not agreed", fields),))
    return _open_channel(terms, channel, at)


def _open_channel(terms: Terms, channel: Channel, at: datetime) -> Condition:
    named: dict[str, Field] = {"channel": channel.id}
    accepting = terms.shared.calendars.get(channel.accepts or "")
    if channel.by_appointment:
        reason = Reason("channel by appointment", named, channel.clause)
        return Condition("channel", met=True, reasons=(reason,), clause=channel.clause)
    if accepting and not accepting.is_open(at):
        shut = Reason("channel closed", {**named, "at": at, **_opens("opens", accepting, at)}, channel.clause)
        return Condition("channel", met=False, reasons=(shut,), clause=channel.clause)
    reasons = [Reason("channel open", {**named, "at": at}, channel.clause)]
    staffed = terms.shared.calendars.get(channel.staffed or "")
    if staffed and staffed.is_open(at):
        reasons.append(Reason("staffed", named, channel.clause))
    elif staffed:
        reasons.append(Reason("not staffed", {**named, **_opens("from", staffed, at)}, channel.clause))
    return Condition("channel", met=True, reasons=tuple(reasons), clause=channel.clause)


def _opens(name: str, calendar: Calendar, at: datetime) -> dict[str, Field]:
    """Return the next opening, if one is known."""
    end = at + _HORIZON
    if calendar.through and end.astimezone(calendar.zone).date() > calendar.through:
        return {}
    following = calendar.windows(at, end)
    return {name: following[0].opens.astimezone(UTC)} if following else {}


def _caller(terms: Terms, report: Reported) -> Condition | None:
    if not terms.callers:
        return None
    return _one_of("caller", report.caller, terms.callers)


def _people(terms: Terms, report: Reported) -> Iterator[Condition]:
    """Yield whether the person who reports may: those who are named, for what they are named.

    Where any number of contacts is agreed, names stand for nobody's sake but their own.
    """
    unlimited = terms.contacts is not None and terms.contacts.most is None
    for role in terms.roles:
        if role.of == "customer" and role.id == CONTACTS and role.people and not unlimited:
            yield _one_of("contact", report.by, _named(role), role.clause)
    level = next((tier for tier in terms.tiers if tier.level == 1 and tier.of == "customer"), None)
    people = next((role for role in terms.roles if role.of == "customer" and role.id == LEVEL_1 and role.people), None)
    if level and people and report.caller != LEVEL_1:
        yield _one_of("level 1", report.by, _named(people), people.clause)
    elif level:
        yield _one_of("level 1", report.caller, (LEVEL_1,), level.clause)


def _named(role: Role) -> tuple[str, ...]:
    return (*role.people, *role.deputies)


def _kind(terms: Terms, report: Reported) -> Condition | None:
    if not terms.handles:
        return None
    return _one_of("kind", report.kind, terms.handles)


def _service(terms: Terms, report: Reported) -> Condition | None:
    if not terms.shared.services:
        return None
    return _one_of("service", report.service, terms.shared.services)


def _one_of(name: str, given: str, wanted: tuple[str, ...], clause: Clause | None = None) -> Condition:
    """Return whether what the report says is one of those wanted; what it leaves open is assumed."""
    if not given:
        assumed = Reason("gate assumed", {"condition": name, "wanted": wanted}, clause)
        return Condition(name, met=True, reasons=(assumed,), clause=clause)
    fields: dict[str, Field] = {"condition": name, "wanted": wanted, "given": given}
    if given in wanted:
        return Condition(name, met=True, reasons=(Reason("gate open", fields, clause),), clause=clause)
    return Condition(name, met=False, reasons=(Reason("gate shut", fields, clause),), clause=clause)
