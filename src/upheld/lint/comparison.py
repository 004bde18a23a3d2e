"""Comparison: what one set of terms gives less of than another, promise by promise.

Times are compared by their dues over every minute of a year, so that what is slower at one minute only is found too.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

from upheld.agreements import Channel, Promise, Terms
from upheld.clocks.promises import Promises
from upheld.lint.findings import Finding, hours, instant, number
from upheld.lint.scopes import clocks, promised, reports, severities
from upheld.lint.timing import Period, lag, timing, uncovered
from upheld.reasons import Clause


def worse(less: Terms, more: Terms, whole: Clause, year: Period) -> Iterator[Finding]:
    """Yield what `less` gives less of than `more`: times, channels, contacts, allowances.

    What is missing altogether is said of `whole`, the clause that `less` stands in.
    """
    yield from _slower(less, more, whole, year)
    yield from _narrower(less, more, whole, year)


def _slower(less: Terms, more: Terms, whole: Clause, year: Period) -> Iterator[Finding]:
    compared: set[tuple[Promise, Promise]] = set()
    ways = {(r.channel, r.caller, r.kind): r for terms in (less, more) for r in reports(terms)}
    for report in ways.values():
        if more.handles and report.kind not in more.handles:
            continue  # no clock runs there for such a case
        new, old = (Promises(terms, report) for terms in (less, more))
        for name, severity in product(clocks(more), severities(more)):
            best = promised(old, name, severity)
            if best is None or timing(more, best) is None:
                continue
            given = promised(new, name, severity) if name in less.shared.clocks else None
            if given is None:
                message = f"nothing is promised for '{name}' of '{severity}', instead of '{best.quantity.text}'"
                yield Finding(whole, message, "promise at least the same")
            elif (given, best) not in compared:
                compared.add((given, best))
                yield from _later(given, best, (less, more), year)


def _later(given: Promise, best: Promise, terms: tuple[Terms, Terms], year: Period) -> Iterator[Finding]:
    ours, theirs = timing(terms[0], given), timing(terms[1], best)
    assert theirs is not None
    if ours is None:
        if given.quantity.is_best_effort:
            message = f"'{given.quantity.text}' has no limit, instead of '{best.quantity.text}'"
            yield Finding(given.clause, message, "promise at least the same")
        return
    found = lag(ours, theirs, year)
    if found and found.most > timedelta():
        when = instant(found.at, terms[0].shared.zone)
        said = f"'{given.quantity.text}' is due up to {hours(found.most)} later than '{best.quantity.text}'"
        yield Finding(given.clause, f"{said} (reported {when})", "promise at least the same")


def _narrower(less: Terms, more: Terms, whole: Clause, year: Period) -> Iterator[Finding]:
    given = {channel.id: channel for channel in less.channels}
    for channel in more.channels:
        yield from _channel(given.get(channel.id), channel, (less, more), whole, year)
    if less.contacts and more.contacts and less.contacts.most is not None:
        most = more.contacts.most
        if most is None or most > less.contacts.most:
            message = f"{less.contacts.most} people may report, instead of {'any number' if most is None else most}"
            yield Finding(less.contacts.clause, message, "let as many report")
    allowances = {a.id: a for a in less.allowances}
    for old in more.allowances:
        new = allowances.get(old.id)
        if new is None or new.amount is None or old.amount is None or (new.per, new.unit) != (old.per, old.unit):
            continue
        if new.amount < old.amount:
            message = f"{number(new.amount)} of '{new.id}' are granted, instead of {number(old.amount)}"
            yield Finding(new.clause, message, "grant at least as many")


def _channel(
    given: Channel | None, channel: Channel, terms: tuple[Terms, Terms], whole: Clause, year: Period
) -> Iterator[Finding]:
    if given is None:
        yield Finding(whole, f"there is no channel '{channel.id}'", "add it")
        return
    less, more = terms
    for new, old in ((given.accepts, channel.accepts), (given.staffed, channel.staffed)):
        at = uncovered(more.shared.calendars.get(str(old)), less.shared.calendars.get(str(new)), year)
        if at:
            message = f"'{channel.id}' is closed {instant(at, less.shared.zone)}, when it was open"
            yield Finding(given.clause, message, "keep it open at least as long")
            return
