"""Costs: what becomes dearer or cheaper, computed at every border of a price and just beside it."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from upheld import rhythms
from upheld.agreements import Credit, Terms
from upheld.differences.difference import Difference, Verdict, added, changed, removed
from upheld.prices import Statement, statement
from upheld.reasons import Field, Reason

_MONTH: Final = rhythms.parse("month")
_CENT: Final = Decimal("0.01")
_FAR: Final = Decimal(10)  # times the last border: there the prices go on as straight lines


def costs(before: Terms, after: Terms, day: date) -> Iterator[Difference]:
    """Yield how much more or less a month costs, and what a miss brings."""
    if before.prices or after.prices:
        found = _price(before, after, day)
        if found:
            yield found
    yield from _credits(before, after)


def _price(before: Terms, after: Terms, day: date) -> Difference | None:
    clause = next((price.clause for price in after.prices), None)
    first, end = _MONTH.period(day)
    uses = list(_uses(before, after))
    old, new = ([statement(terms, first, end, use) for use in uses] for terms in (before, after))
    if any(found.to_be_agreed for found in (*old, *new)):
        same = [_known(s) for s in old] == [_known(s) for s in new]
        return None if same else changed(("price",), _amounts(old), _amounts(new), clause)
    steps = [(n.net.amount - o.net.amount, use) for o, n, use in zip(old, new, uses, strict=True)]
    most, least = max(steps, key=lambda step: step[0]), min(steps, key=lambda step: step[0])
    if not most[0] and not least[0]:
        return None
    fields: dict[str, Field] = {"currency": after.shared.currency}
    if most[0] > 0:
        fields |= {"more": most[0], **_where("dearer", most[1])}
    if least[0] < 0:
        fields |= {"less": -least[0], **_where("cheaper", least[1])}
    verdict: Verdict = "mixed" if most[0] > 0 > least[0] else "worse" if most[0] > 0 else "better"
    return Difference(verdict, "", ("price",), Reason("costs", fields, clause))


def _uses(before: Terms, after: Terms) -> Iterator[Mapping[str, Decimal]]:
    """Yield the uses at which a bend of either price can show: nothing, each border, beside it, and far beyond."""
    yield {}
    meters = before.shared.meters.keys() & after.shared.meters.keys()
    for meter in sorted(meters):
        borders = {
            slice_.above
            for terms in (before, after)
            for price in terms.prices
            for metered in price.plus
            if metered.meter == meter
            for slice_ in metered.slices
        }
        points = {point for border in borders for point in (border, border + _CENT, border * _FAR)} or {_FAR}
        yield from ({meter: point} for point in sorted(points))


def _known(found: Statement) -> list[tuple[str, Decimal | None]]:
    return [(line.code, line.amount.amount if line.amount else None) for line in found.lines]


def _amounts(statements: list[Statement]) -> str:
    return str(statements[0].net)


def _where(what: str, use: Mapping[str, Decimal]) -> Mapping[str, Field]:
    """Return at which use it is so."""
    return {name: value for m, a in use.items() for name, value in ((f"{what} meter", m), (f"{what} at", a))}


def _credits(before: Terms, after: Terms) -> Iterator[Difference]:
    old, new = ({credit.id: credit for credit in terms.credits} for terms in (before, after))
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            yield removed(("credits", name), old[name].clause)
        elif name not in old:
            yield added(("credits", name), new[name].clause)
        elif old[name].clause.text != new[name].clause.text or _worth(old[name]) != _worth(new[name]):
            yield changed(
                ("credits", name),
                old[name].clause.text,
                new[name].clause.text,
                new[name].clause,
                _of(old[name], new[name]),
            )


def _worth(credit: Credit) -> tuple[Decimal, Decimal, Decimal]:
    amount = credit.amount.amount if credit.amount else Decimal(0)
    return credit.share or Decimal(0), amount, Decimal("Infinity") if credit.cap is None else credit.cap


def _of(old: Credit, new: Credit) -> Verdict:
    if (old.each, old.clock, old.severities) != (new.each, new.clock, new.severities):
        return "other"
    steps = [b - a if a != b else Decimal(0) for a, b in zip(_worth(old), _worth(new), strict=True)]
    if all(step >= 0 for step in steps):
        return "better"
    return "worse" if all(step <= 0 for step in steps) else "mixed"
