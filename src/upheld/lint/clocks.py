"""Clocks: promises that contradict each other, a worse case that waits longer, a clock that cannot start.

Two promises are compared by what they mean: by the due times of every minute of a year, not by their numbers.
"""

from collections.abc import Collection, Iterator
from datetime import timedelta
from itertools import combinations, islice, permutations
from typing import Final, NamedTuple

from upheld.agreements import ANY, Milestone, Only, Promise, Terms, Version
from upheld.clocks.promises import Promises
from upheld.lint.findings import Finding, hours, instant
from upheld.problems import Level
from upheld.scopes import clocks, period, promised, reports, scopes, severities
from upheld.timing import Period, Timing, lag, timing

# Which milestones of a case come before which: nothing is restored before somebody answered or began to work.
_BEFORE: Final[dict[Milestone, tuple[Milestone, ...]]] = {
    "first human reply": ("restored", "solved", "approved", "closed"),
    "work started": ("restored", "solved", "approved", "closed"),
    "restored": ("solved", "approved", "closed"),
    "solved": ("approved", "closed"),
    "approved": ("closed",),
}
_OVER: Final = ("restored", "solved", "approved", "closed")


def never_start(version: Version) -> Iterator[Finding]:
    """CLK1: promises on a clock whose start cannot happen; an offer may still leave it to the agreement."""
    level: Level | None = None if version.signature else "W"
    for terms in scopes(version):
        for promise in terms.promises:
            clock = terms.shared.clocks[promise.clock]
            first_level = next((tier for tier in terms.tiers if tier.level == 1), None)
            if clock.start == "handed over" and first_level and first_level.of == "vendor":
                message = f"'{clock.id}' starts when level 1 hands over, but level 1 is the vendor's own"
                advice = "start the clock at 'reported', or give level 1 to the customer"
                yield Finding(promise.clause, message, advice, level)
            if clock.start == "approved" and not (terms.closing and terms.closing.needs_approval):
                message = f"'{clock.id}' starts when the customer approves, but closing needs no approval"
                advice = "start the clock at 'solved', or let closing need approval"
                yield Finding(promise.clause, message, advice, level)


class Promised(NamedTuple):
    """What a severity gets from a clock: the promise, and when it is due (None: no time was agreed)."""

    severity: str
    promise: Promise | None
    timing: Timing | None


def table(terms: Terms) -> Collection[tuple[Promised, ...]]:
    """Return what each clock promises, severity by severity, once for all ways of coming in that get the same."""
    rows: dict[tuple[Promise | None, ...], tuple[Promised, ...]] = {}
    for report in reports(terms):
        promises = Promises(terms, report)
        for name in clocks(terms):
            found = tuple(promised(promises, name, severity) for severity in severities(terms))
            if found not in rows:
                timed = zip(severities(terms), found, strict=True)
                rows[found] = tuple(Promised(s, p, timing(terms, p) if p else None) for s, p in timed)
    return rows.values()


def slower(version: Version) -> Iterator[Finding]:
    """CLK2: a worse severity that waits longer than a milder one, or that has no time where the milder one has."""
    year = period(version)
    for terms in scopes(version):
        own = {promise.severity for promise in terms.promises}
        for row in table(terms):
            for index, worse in enumerate(row):
                found = (f for milder in row[index + 1 :] for f in _slower(worse, milder, year, terms))
                if worse.severity in own or ANY in own:
                    yield from islice(found, 1)


def _slower(worse: Promised, milder: Promised, year: Period, terms: Terms) -> Iterator[Finding]:
    if milder.promise is None or milder.timing is None:
        return
    its = f"'{milder.promise.quantity.text}' of the milder '{milder.severity}'"
    if worse.promise is None:
        message = f"the worse '{worse.severity}' has no promise for '{milder.promise.clock}' beside the {its}"
        yield Finding(milder.promise.clause, message, f"promise '{worse.severity}' at least the same")
        return
    if worse.timing is None:
        if worse.promise.quantity.is_best_effort and worse.promise != milder.promise:
            message = f"'{worse.promise.quantity.text}' for '{worse.severity}' has no limit, unlike {its}"
            yield Finding(worse.promise.clause, message, f"promise '{worse.severity}' at least the same")
        return
    found = lag(worse.timing, milder.timing, year)
    if found and found.most > timedelta():
        message = (
            f"'{worse.promise.quantity.text}' for '{worse.severity}' is due up to {hours(found.most)} after {its} "
            f"(reported {instant(found.at, terms.shared.zone)})"
        )
        yield Finding(worse.promise.clause, message, "shorten it, or give the milder one more time")


def out_of_order(version: Version) -> Iterator[Finding]:
    """CLK3: a later milestone promised sooner than an earlier one, and updates further apart than the end is away."""
    year = period(version)
    for terms in scopes(version):
        for report in reports(terms):
            promises = Promises(terms, report)
            for severity in severities(terms):
                found = (promised(promises, name, severity) for name in clocks(terms))
                row = [p for p in found if p]
                for first, then in permutations(row, 2):
                    yield from _out_of_order(first, then, year, terms)


def _out_of_order(first: Promise, then: Promise, year: Period, terms: Terms) -> Iterator[Finding]:
    one, other = (terms.shared.clocks[p.clock] for p in (first, then))
    before, after = (timing(terms, p) for p in (first, then))
    if one.start != other.start or before is None or after is None or then.quantity.repeats:
        return
    if not (other.stop in _OVER if first.quantity.repeats else other.stop in _BEFORE.get(one.stop, ())):
        return
    found = lag(before, after, year)
    if found and found.most > timedelta():
        when = f"(reported {instant(found.at, terms.shared.zone)})"
        if first.quantity.repeats:
            message = f"'{first.quantity.text}' first comes up to {hours(found.most)} after '{other.id}' is due {when}"
            yield Finding(first.clause, message, f"make it shorter than '{then.quantity.text}'")
        else:
            said = f"'{then.quantity.text}' for '{other.id}' is due up to {hours(found.most)} before"
            message = f"{said} '{first.quantity.text}' for '{one.id}', which comes first {when}"
            yield Finding(then.clause, message, f"shorten '{one.id}', or give '{other.id}' more time")


def ambiguous(version: Version) -> Iterator[Finding]:
    """CLK5: two promises for the same clock that fit the same case equally well."""
    for terms in scopes(version):
        for one, other in combinations(terms.promises, 2):
            same = (one.clock, one.severity, one.only.parts) == (other.clock, other.severity, other.only.parts)
            if same and _overlap(one.only, other.only):
                message = f"'{other.quantity.text}' and '{one.quantity.text}' ({one.clause.path}) fit the same case"
                yield Finding(other.clause, message, "keep one of them, or give one a condition more")


def _overlap(one: Only, other: Only) -> bool:
    pairs = ((one.channels, other.channels), (one.callers, other.callers), (one.kinds, other.kinds))
    return all(not first or not second or set(first) & set(second) for first, second in pairs)
