"""Allowances and credits: what is granted without saying how it is used, and what a miss costs without a limit."""

from collections.abc import Iterator

from upheld.agreements import ANY, Allowance, Credit, Terms, Version
from upheld.lint.findings import Finding, is_said, names, number
from upheld.scopes import scopes
from upheld.timing import timing


def _allowances(version: Version) -> Iterator[Allowance]:
    for terms in scopes(version):
        yield from terms.allowances


def unruled(version: Version) -> Iterator[Finding]:
    """ALW1: an allowance that does not say what happens when it is used up, when its period starts, or what counts."""
    for allowance in _allowances(version):
        if not is_said(version, allowance.clause, "when_used_up"):
            message = f"nothing says what happens when '{allowance.id}' is used up"
            advice = "write 'when_used_up: refuse', 'accept and flag', 'charge ...' or 'offer ...'"
            yield Finding(allowance.clause, message, advice)
        per = allowance.per
        if per and per.months and not per.contract and per.text[0].isdigit():
            message = f"'{per.text}' does not say from when its periods count"
            yield Finding(allowance.clause, message, "write 'quarter' for the calendar's, or 'contract quarter'")
        if allowance.unit == "case" and not allowance.counts and not is_said(version, allowance.clause, "counts"):
            message = f"nothing says which kinds of case count for '{allowance.id}'"
            yield Finding(allowance.clause, message, "write them, like 'counts: [incident, question]'")


def unusable(version: Version) -> Iterator[Finding]:
    """ALW2: an item that costs more than can be had, and an account that does not say when it expires."""
    for allowance in _allowances(version):
        most = allowance.amount
        dear = [item for item, units in allowance.catalogue.items() if most is not None and units > most]
        if dear and most is not None and not allowance.overdraft:
            cost = "costs" if len(dear) == 1 else "cost"
            message = f"{names(dear)} {cost} more than the {number(most)} of '{allowance.id}' that there are"
            yield Finding(allowance.clause, message, "grant more, or lower what they cost")
        if allowance.per is None and not is_said(version, allowance.clause, "expires"):
            message = f"nothing says when '{allowance.id}' expires"
            yield Finding(allowance.clause, message, "write 'expires: never', or like 'expires: 12 months'")


def unlimited(version: Version) -> Iterator[Finding]:
    """CRD1: a credit without a cap, and one on a clock that is never measured."""
    for terms in scopes(version):
        for credit in terms.credits:
            if credit.cap is None:
                message = f"the credit for a missed '{credit.clock}' has no cap"
                yield Finding(credit.clause, message, "write one, like 'at_most: 30%' of the month's base")
            if not _is_measured(credit, terms):
                whose = f" of {names(credit.severities)}" if credit.severities else ""
                message = f"no time is promised for '{credit.clock}'{whose}, so that this credit is never owed"
                yield Finding(credit.clause, message, "promise a time, or remove the credit")


def _is_measured(credit: Credit, terms: Terms) -> bool:
    return any(
        timing(terms, promise) is not None or terms.is_open(promise.quantity)
        for promise in terms.promises
        if promise.clock == credit.clock and (not credit.severities or promise.severity in (*credit.severities, ANY))
    )
