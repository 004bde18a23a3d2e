"""Adjustments: how an agreed index changes a base price from a day on.

The cap of the clause holds for each step, each new base is rounded once, and a base that an amendment sets starts
anew: what the index did before is in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from upheld.agreements import Era, Fee, Indexation, Price
from upheld.errors import BadAmount
from upheld.reasons import Field, Reason
from upheld.rhythms import add_months


@dataclass(frozen=True, slots=True)
class Adjustment:
    """The vendor announced a new base from a day on: the old one changed by a share, as far as the cap allows."""

    on: date
    by: Decimal  # 0.025 is 2.5 %


def checked(adjustments: Sequence[Adjustment], eras: Sequence[Era]) -> tuple[Adjustment, ...]:
    """Return the adjustments in order of their days; BadAmount for one that no clause allows."""
    ordered = tuple(sorted(adjustments, key=lambda a: a.on))
    clauses = [price.indexed for era in eras for price in era.terms.prices if price.indexed]
    if ordered and not clauses:
        message = f"'{ordered[0].on}' cannot bring a new base: the agreement says nothing on indexation; amend it"
        raise BadAmount(message)
    for clause in clauses:
        _check_days(ordered, clause)
    return ordered


def adjusted(
    price: Price, since: date, day: date, adjustments: Sequence[Adjustment]
) -> tuple[Fee | None, tuple[Reason, ...]]:
    """Return the base of a price on a day, agreed on `since`, and a reason for each adjustment between the two."""
    base, indexed = price.base, price.indexed
    reasons: list[Reason] = []
    if base is None or base.amount is None or indexed is None:
        return base, ()
    amount = base.amount
    for adjustment in adjustments:
        if since < adjustment.on <= day:
            by = min(adjustment.by, indexed.at_most)
            before, amount = amount, (amount * (1 + by)).rounded()
            fields: dict[str, Field] = {
                "on": adjustment.on,
                "asked": adjustment.by,
                "at_most": indexed.at_most,
                "by": by,
                "before": before.amount,
                "after": amount.amount,
                "currency": amount.currency,
            }
            reasons.append(Reason("base adjusted", fields, indexed.clause))
    return Fee(amount, base.clause), tuple(reasons)


def agreed_on(price: Price, era: Era, eras: Sequence[Era]) -> date:
    """Return the first day of the eras, up to this one, that have had this very base without a break."""
    since = era
    for earlier in reversed([other for other in eras if other.starts < era.starts]):
        if not any(p.source == price.source and _amount(p) == _amount(price) for p in earlier.terms.prices):
            return since.starts
        since = earlier
    return min(since.starts, since.contract)  # terms that stand for themselves may begin after their contract


def _amount(price: Price) -> object:
    return price.base and price.base.amount


def _check_days(ordered: Sequence[Adjustment], clause: Indexation) -> None:
    for adjustment in ordered:
        if clause.on and (adjustment.on.month, adjustment.on.day) != clause.on:
            day = "{:02}-{:02}".format(*clause.on)
            message = f"'{adjustment.on}' cannot bring a new base: {clause.clause.path} allows one on {day} only"
            raise BadAmount(message)
    for earlier, later in pairwise(ordered):
        if clause.every.months and add_months(earlier.on, clause.every.months) > later.on:
            message = (
                f"'{later.on}' cannot bring a new base so soon after '{earlier.on}': "
                f"{clause.clause.path} allows one every {clause.every.text}"
            )
            raise BadAmount(message)
