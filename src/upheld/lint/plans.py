"""Plans: a dearer plan must give at least what a cheaper one gives, and be worth its price at every use."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import permutations

from upheld.agreements import Part, Price, Version
from upheld.differences.extent import extent
from upheld.differences.times import times
from upheld.lint.findings import Finding, losses, number
from upheld.prices.curves import meets
from upheld.scopes import period


def gives_less(version: Version) -> Iterator[Finding]:
    """CLK4: a dearer plan that is slower or narrower than a cheaper one."""
    year = period(version)
    for cheap, dear in _dearer(version):
        terms = version.terms(cheap.id), version.terms(dear.id)
        differences = (*times(*terms, year), *extent(*terms, year))
        advice = f"give at least what the cheaper plan '{cheap.id}' gives"
        yield from losses(differences, version, dear.clause, advice)


def costs_the_same(version: Version) -> Iterator[Finding]:
    """PRC3: two plans that cost the same from some use on, though one gives more."""
    for cheap, dear in _dearer(version):
        for one, other in ((one, other) for one in cheap.prices for other in dear.prices):
            use = meets(one, other)
            if use is None or (one.included and other.included):
                continue
            meter = version.shared.meters.get(next((plus.meter for plus in (*one.plus, *other.plus)), ""))
            above = f"above {number(use)} {meter.unit} of '{meter.id}'" if meter and use else "at any use"
            message = f"'{cheap.id}' costs the same as '{dear.id}' {above}, and '{dear.id}' gives more"
            yield Finding(other.clause, message, f"offer '{dear.id}' from there on, or let their prices stay apart")


def _dearer(version: Version) -> Iterator[tuple[Part, Part]]:
    """Yield each cheaper plan with each dearer one of an offer."""
    plans = () if version.signature else version.plans.values()
    for cheap, dear in permutations(plans, 2):
        costs = [_without_use(plan) for plan in (cheap, dear)]
        if costs[0] is not None and costs[1] is not None:
            if costs[0] < costs[1]:
                yield cheap, dear
        elif cheap.id in _extended(version, dear):
            yield cheap, dear


def _without_use(plan: Part) -> Decimal | None:
    """Return what a plan costs for a period without any use; None where that is not said or not agreed."""
    if len(plan.prices) != 1:
        return None
    price: Price = plan.prices[0]
    fees = [fee.amount for fee in (price.base, price.minimum) if fee]
    known = [fee.amount for fee in fees if fee]
    return None if len(known) < len(fees) else max(known, default=Decimal(0))


def _extended(version: Version, plan: Part) -> Iterator[str]:
    """Yield the plans that a plan extends, which it gives more than."""
    while plan.extends:
        yield plan.extends
        plan = version.plans[plan.extends]
