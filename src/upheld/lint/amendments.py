"""Amendments: what gets worse for the customer from one version to the next, so that nobody signs it unawares."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from upheld.agreements import Price, Version
from upheld.lint.comparison import worse
from upheld.lint.findings import Finding
from upheld.lint.scopes import period
from upheld.words import figures

_ADVICE: Final = "make sure that the customer knows before both sign"


def worse_than_before(version: Version) -> Iterator[Finding]:
    """AMD2: times, channels, allowances, credits and prices that an amendment makes worse for the customer."""
    if version.before is None:
        return
    after, before = version.terms(), version.before.terms()
    for finding in worse(after, before, version.top.clause, period(version)):
        yield replace(finding, advice=_ADVICE)
    kept = {credit.id for credit in after.credits}
    for credit in before.credits:
        if credit.id not in kept:
            yield Finding(version.top.clause, f"the credit '{credit.id}' falls away", _ADVICE)
    prices = {price.source: price for price in before.prices}
    for price in after.prices:
        if price.source in prices:
            yield from _dearer(price, prices[price.source])


def _dearer(after: Price, before: Price) -> Iterator[Finding]:
    for new, old in ((after.base, before.base), (after.minimum, before.minimum)):
        now, then = new and new.amount, old and old.amount
        if new and now and then and now.currency == then.currency and now.amount > then.amount:
            said = [figures.money(money.amount, money.currency, "en") for money in (now, then)]
            yield Finding(new.clause, f"{said[0]} is asked, instead of {said[1]}", _ADVICE)
