"""Suppliers: what others promise us must hold what we promise on top of it, at every minute of the year.

A supplier's time counts from when we have passed the case on.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from upheld.agreements import ANY, Promise, Terms, ThirdParty, Version
from upheld.lint.findings import Finding, hours, instant, names
from upheld.scopes import period, scopes
from upheld.timing import Lag, Period, lag, supplied, timing

_THEIRS: Final = ("restored", "solved", "approved", "closed")  # we can answer without a supplier, but not repair


def slower(version: Version) -> Iterator[Finding]:
    """UC1: a supplier's promise that is due later than ours."""
    year = period(version)
    for terms in scopes(version):
        for party in terms.shared.third_parties:
            for promise in terms.promises:
                found = _slowest(promise, party, terms, year)
                if found:
                    theirs, by = found
                    always = "always" if by.least > timedelta() else "sometimes"
                    message = (
                        f"'{theirs.quantity.text}' of {party.name} is {always} due later than our "
                        f"'{promise.quantity.text}' ({promise.clause.path}), by up to {hours(by.most)} "
                        f"(reported {instant(by.at, terms.shared.zone)})"
                    )
                    yield Finding(theirs.clause, message, "agree on a faster time with them, or promise more time")


def _slowest(promise: Promise, party: ThirdParty, terms: Terms, year: Period) -> tuple[Promise, Lag] | None:
    """Return the supplier's promise for the same clock that lags most behind ours, where one does."""
    ours = timing(terms, promise)
    lags: list[tuple[Promise, Lag]] = []
    for theirs in party.promises:
        same = theirs.clock == promise.clock and (ANY in (theirs.severity, promise.severity) or _same(theirs, promise))
        given = supplied(terms, party, theirs) if same else None
        found = lag(given, ours, year) if given and ours else None
        if found and found.most > timedelta():
            lags.append((theirs, found))
    return max(lags, key=lambda pair: pair[1].most, default=None)


def _same(theirs: Promise, ours: Promise) -> bool:
    return theirs.severity == ours.severity


def missing(version: Version) -> Iterator[Finding]:
    """UC2: no promise of a supplier below ours, a supplier's contract that ends first, one whom we may not call."""
    for terms in scopes(version):
        for party in terms.shared.third_parties:
            yield from _without_promise(party, terms)
    signed = version.signature
    for party in version.shared.third_parties:
        if party.ends and signed and (signed.ends is None or party.ends < signed.ends):
            until = signed.ends or "its notice"
            message = f"the contract with {party.name} ends on {party.ends}, while ours runs until {until}"
            yield Finding(party.clause, message, "prolong it, or end ours with it")
        callers = party.called_by or (party.contract_holder,)
        if party.contract_holder and "vendor" not in callers:
            message = f"the contract with {party.name} is the customer's, and nothing says that we may call them"
            yield Finding(
                party.clause, message, "let the customer agree to it and write 'called_by: [vendor, customer]'"
            )


def _without_promise(party: ThirdParty, terms: Terms) -> Iterator[Finding]:
    given = {promise.clock for promise in party.promises}
    promised = {p.clock for p in terms.promises if timing(terms, p) and terms.shared.clocks[p.clock].stop in _THEIRS}
    lacking = [clock for clock in terms.shared.clocks if clock in promised - given]
    if lacking:
        message = f"we promise {names(lacking)}, but {party.name} promises us no such time"
        yield Finding(party.clause, message, "agree on it with them, or leave out what they cover")
