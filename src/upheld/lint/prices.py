"""Prices: slices that do not fit together, a bill that falls while use grows, use that is counted without a name."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from upheld.agreements import Metered, Price, Slice, Version
from upheld.lint.findings import Finding, number
from upheld.prices.curves import Fall, falls
from upheld.scopes import scopes
from upheld.words import figures


def _prices(version: Version) -> Iterator[Price]:
    for terms in scopes(version):
        yield from terms.prices


def unsorted(version: Version) -> Iterator[Finding]:
    """PRC1: slices that are not in order, that begin twice, or whose rate is no share."""
    for metered in (metered for price in _prices(version) for metered in price.plus):
        for one, after in _disordered(metered):
            message = f"the slice above {number(after.above)} stands behind the one above {number(one.above)}"
            yield Finding(after.clause, message, "list the slices by rising use, each border once")
        for piece in metered.slices:
            if not 0 <= piece.rate <= 1:
                message = f"a rate of {figures.percent(piece.rate, 'en')} is not between 0% and 100%"
                yield Finding(piece.clause, message, "write a share of the use, like 19%")
        if metered.mode != "per unit" and not metered.slices:
            message = f"mode '{metered.mode}' has no slices"
            yield Finding(metered.clause, message, "add them, like 'slices: [{above: 0, rate: 10%}]'")


def _disordered(metered: Metered) -> list[tuple[Slice, Slice]]:
    return [(one, after) for one, after in pairwise(metered.slices) if after.above <= one.above]


def falling(version: Version) -> Iterator[Finding]:
    """PRC2: a price that falls while use grows."""
    for price in _prices(version):
        for metered in price.plus:
            found = [fall for fall in falls(price) if fall.meter == metered.meter]
            if found and not _disordered(metered):
                points = figures.listed([_point(fall, version) for fall in found], "en")
                message = f"with mode '{metered.mode}' the price falls while use grows: {points}"
                yield Finding(metered.clause, message, "write 'mode: graduated' if each slice has its own rate")


def _point(fall: Fall, version: Version) -> str:
    currency = version.shared.currency
    at, above = (figures.money(amount, currency, "en") for amount in (fall.at, fall.above))
    return f"above {number(fall.use)} from {at} to {above}"


def unlabelled(version: Version) -> Iterator[Finding]:
    """PRC4: a meter without unit or source, and a rate that people take for the tax."""
    for meter in version.shared.meters.values():
        missing = [key for key, value in (("unit", meter.unit), ("source", meter.source)) if not value]
        if missing:
            message = f"meter '{meter.id}' has no {' and no '.join(missing)}"
            yield Finding(meter.clause, message, "say what is counted, and where the figures come from")
    for terms in scopes(version):
        vat = terms.invoicing.vat if terms.invoicing else None
        for metered in (metered for price in terms.prices for metered in price.plus):
            yield from _taken_for_tax(metered, vat)


def _taken_for_tax(metered: Metered, vat: Decimal | None) -> Iterator[Finding]:
    for piece in metered.slices:
        if piece.rate == vat and not metered.name.by_language:
            rate = figures.percent(piece.rate, "en")
            message = f"a fee of {rate} reads like the VAT of {rate}"
            yield Finding(piece.clause, message, "give the use a 'name' that the invoice calls it by")
