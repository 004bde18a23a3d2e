"""Requests: may somebody have so much of an allowance now, and what happens where it is used up?

The answer is a function of the ledger: it books nothing. Who appends to the log says after which fact they decided, so
that of two who ask for the last unit one is refused by the log and asks again.
"""

from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from difflib import get_close_matches
from typing import Final, Literal

from upheld.agreements import ANY, Allowance, Part, Terms, Version
from upheld.errors import BadAmount
from upheld.grants.accounts import NOTHING, Ledger
from upheld.grants.booking import rounded_up
from upheld.money import EXACT, Money, is_countable
from upheld.reasons import Field, Reason

Answer = Literal["grant", "refuse", "accept and flag", "charge", "offer", "to be agreed"]
_CODES: Final[dict[Answer, str]] = {
    "refuse": "request refused",
    "accept and flag": "request accepted and flagged",
    "charge": "request charged",
    "offer": "module offered",
    "to be agreed": "used up to be agreed",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to a request: what to do, how much to reserve, what it costs, and why."""

    do: Answer
    allowance: str
    amount: Decimal  # asked for, in whole steps
    reserve: bool  # whether the amount is to be reserved
    lacking: Decimal  # the part of it that is not there
    cost: Money | None  # of the lacking part, for "charge"; None there: to be agreed
    module: str  # for "offer"
    reason: Reason

    def as_data(self) -> dict[str, object]:
        """Return the decision as plain data for JSON; amounts are text."""
        return {
            "do": self.do,
            "allowance": self.allowance,
            "amount": str(self.amount),
            "reserve": self.reserve,
            "lacking": str(self.lacking),
            "cost": self.cost and str(self.cost),
            "module": self.module,
            "reason": self.reason.as_data(),
        }


def request(
    ledger: Ledger, allowance: str, amount: Decimal = Decimal(1), *, severity: str = ANY, item: str = ""
) -> Decision:
    """Decide on so many units of an allowance, or so many of an item of its catalogue.

    BadAmount names an allowance or an item that does not exist, and an amount that is none.
    """
    found = ledger.allowance(allowance)
    if not is_countable(amount) or amount <= 0:
        message = f"{allowance}: '{amount}' is not an amount to ask for; write more than 0"
        raise BadAmount(message)
    with localcontext(EXACT):
        units = rounded_up(amount * (_units(found, item) if item else 1), found.step)
        left = ledger.available(allowance)
        fields: dict[str, Field] = {"allowance": allowance, "unit": found.unit, "amount": units, "left": left}
        if item:
            fields |= {"item": item, "count": amount}
        reason = Reason("request granted", fields, found.clause, (_standing(found, ledger),))
        granted = Decision("grant", allowance, units, True, NOTHING, None, "", reason)  # noqa: FBT003  reserve
        return granted if units <= left else _lacking(granted, units - left, found, severity)


def counting(terms: Terms, kind: str) -> tuple[Allowance, ...]:
    """Return the allowances that a case of this kind counts for."""
    return tuple(
        allowance
        for allowance in terms.allowances
        if allowance.unit == "case"
        and kind not in allowance.not_counted
        and (not allowance.counts or kind in allowance.counts)
    )


def roomier(version: Version, terms: Terms, allowance: str) -> Part | None:
    """Return the first plan after the one in `terms` that grants more of an allowance, or does not count it at all."""
    mine = next(found for found in terms.allowances if found.id == allowance)
    names = list(version.plans)
    for name in names[names.index(terms.plan) + 1 :] if terms.plan in names else ():
        other = next((found for found in version.terms(name, terms.modules).allowances if found.id == allowance), None)
        if other is None or (other.per == mine.per and (other.amount or NOTHING) > (mine.amount or NOTHING)):
            return version.plans[name]
    return None


def booked_by(allowance: Allowance, happening: str) -> Literal["reserve", "settle", "release"] | None:
    """Say what a happening ("opened", "closed", "duplicate", "vendor fault") does to a case's units, if anything."""
    if happening in (*allowance.release, *allowance.not_counted):
        return "release"
    if happening == allowance.settle:
        return "settle"
    return "reserve" if happening == allowance.reserve else None


def _units(allowance: Allowance, item: str) -> Decimal:
    """Return what an item of the catalogue costs."""
    if item not in allowance.catalogue:
        near = get_close_matches(item, allowance.catalogue, n=1)
        known = ", ".join(allowance.catalogue) or "no item"
        hint = f"did you mean '{near[0]}'?" if near else f"it has: {known}"
        message = f"{allowance.id}: '{item}' is not in the catalogue; {hint}"
        raise BadAmount(message)
    return allowance.catalogue[item]


def _standing(allowance: Allowance, ledger: Ledger) -> Reason:
    """Return how much of the grants in use is taken, because of those grants."""
    grants = [grant for grant in ledger.grants if grant.allowance == allowance.id]
    grants = [grant for grant in grants if grant.available or grant.reserved] or grants[-1:]
    whole = sum((grant.amount for grant in grants), NOTHING)
    taken = sum((grant.used + grant.reserved for grant in grants), NOTHING)
    fields: dict[str, Field] = {"allowance": allowance.id, "unit": allowance.unit, "taken": taken, "of": whole}
    return Reason("allowance taken", fields, allowance.clause, tuple(grant.reason for grant in grants))


def _lacking(granted: Decision, lacking: Decimal, allowance: Allowance, severity: str) -> Decision:
    """Return the decision where so much is lacking: overdrawn, or what the agreement says of a used-up allowance."""
    reason = replace(granted.reason, fields={**granted.reason.fields, "lacking": lacking})
    if allowance.overdraft:
        return replace(granted, lacking=lacking, reason=replace(reason, code="request overdrawn"))
    rule = allowance.when_used_up.get(severity) or allowance.when_used_up.get(ANY)
    do: Answer = rule.do if rule else "to be agreed"
    price = (rule and rule.price) or allowance.price
    cost = (price * lacking).rounded() if price and do == "charge" else None
    fields: dict[str, Field] = {**reason.fields, "severity": severity}
    if do == "charge" and price and cost:
        fields |= {"price": price.amount, "cost": cost.amount, "currency": cost.currency}
    if rule and do == "offer":
        fields["module"] = rule.module
    reason = replace(reason, code=_CODES[do], fields=fields, clause=rule.clause if rule else allowance.clause)
    module = rule.module if rule and do == "offer" else ""
    return replace(
        granted,
        do=do,
        reserve=do in {"accept and flag", "charge"},
        lacking=lacking,
        cost=cost,
        module=module,
        reason=reason,
    )
