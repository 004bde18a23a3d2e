"""Usage: what a report takes of the allowances, and what happens where they are used up.

Where another module is offered then, and the customer has that module, the report is taken and worked on its account.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from upheld import grants
from upheld.agreements import Allowance, Terms, Version
from upheld.events import Reported
from upheld.grants import Decision, Ledger
from upheld_desk.actions import allowances
from upheld_desk.intake import entitlement
from upheld_desk.intake.remarks import Refusal, Remark
from upheld_desk.intake.wording import Value
from upheld_desk.looks.upgrades import offered
from upheld_desk.people.models import Customer, Vendor
from upheld_desk.store.models import Agreement


@dataclass(frozen=True, slots=True)
class Usage:
    """What one allowance is asked for."""

    allowance: Allowance
    decision: Decision
    left: Decimal  # before
    granted: Decimal  # in the period, all together

    taken: Decimal  # of it, before
    is_taken: bool  # the report is let in

    @property
    def left_after(self) -> Decimal:
        """Return what is left once the report is taken; never less than nothing."""
        return max(self.left - self.decision.amount, Decimal(0))


def usages(agreement: Agreement, terms: Terms, report: Reported, severity: str | None) -> tuple[Usage, ...]:
    """Return what a report takes of each allowance that counts cases of its kind."""
    if agreement.log is None or not grants.counting(terms, report.kind):
        return ()
    books = allowances.books(agreement, report.at)
    decided = allowances.decisions(books, terms, report.kind, severity)
    return tuple(_usage(books.ledger, decision, terms) for decision in decided)


def _usage(ledger: Ledger, decision: Decision, terms: Terms) -> Usage:
    standing = decision.reason.because[0].fields
    taken, whole = standing["taken"], standing["of"]
    assert isinstance(taken, Decimal)
    assert isinstance(whole, Decimal)
    allowance = ledger.allowance(decision.allowance)
    is_taken = allowances.is_taken(decision, terms)
    return Usage(allowance, decision, ledger.available(allowance.id), whole, taken, is_taken)


def upgrades(version: Version, terms: Terms, usages: Iterable[Usage], vendor: Vendor) -> Iterator[Remark]:
    """Yield which plan has more of what is used up."""
    for usage in usages:
        is_over = usage.is_taken and usage.decision.lacking
        if is_over and (plan := offered(version, terms, usage.allowance.id, vendor)):
            yield Remark("upgrade", {"offered": plan}, usage.decision.reason.clause)


def remarks(version: Version, usages: Iterable[Usage]) -> Iterator[Remark]:
    """Yield what is to be known about allowances that are used up."""
    for usage in usages:
        decision, clause = usage.decision, usage.decision.reason.clause
        fields: dict[str, Value] = {"allowance": usage.allowance.unit}
        if decision.do == "accept and flag":
            yield Remark("used-up-flagged", fields, clause)
        elif decision.do == "charge":
            yield Remark("used-up-charged", {**fields, "cost": decision.cost or "to be agreed"}, clause)
        elif decision.do == "to be agreed":
            yield Remark("used-up-open", fields, clause)
        elif decision.do == "offer" and usage.is_taken:
            yield Remark("used-up-module", {**fields, "module": version.modules[decision.module].name}, clause)
        elif decision.do == "grant" and decision.lacking:
            yield Remark("overdrawn", fields, clause)


def refusals(version: Version, usages: Iterable[Usage], customer: Customer) -> Iterator[Refusal]:
    """Yield a refusal for each allowance that lets the report not in."""
    for usage in usages:
        if usage.is_taken:
            continue
        module = version.modules.get(usage.decision.module)
        fields: dict[str, Value] = {
            **entitlement.house(customer),
            "allowance": usage.allowance.unit,
            "taken": usage.taken,
            "of": usage.granted,
            "module": module.name if module else usage.decision.module,
            "next": "",
        }
        yield Refusal("used-up", fields, usage.decision.reason.clause)
