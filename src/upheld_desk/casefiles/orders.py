"""Orders: what an agreement's log says of what was ordered from its allowances, and what became of it.

Pure, as the file of a case is. A case takes units too; what it takes is no order, and stands in no list of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Literal

from upheld.events import Released, Reserved, Settled
from upheld.words import Language
from upheld.words.terms import term
from upheld_desk.facts import Fact

State = Literal["open", "done", "cancelled"]


@dataclass(frozen=True, slots=True)
class Order:
    """Units that were set aside for something that somebody ordered."""

    ref: str
    allowance: str
    amount: Decimal  # set aside
    item: str  # of the catalogue; empty: so many units
    place: str  # "on site"; empty: that does not matter
    cost: str  # what was not granted and is charged: "890.00 EUR"
    text: str
    at: datetime
    by: str
    state: State = "open"
    used: Decimal | None = None  # None: as set aside, or nothing yet
    ended: datetime | None = None
    ended_by: str = ""
    outcome: str = ""  # what was said when it ended


def what(order: Order, language: Language) -> str:
    """Return what was ordered: the item of the catalogue, where it takes place, what it costs beside."""
    place = term(order.place, language) if order.place else ""
    return ", ".join(filter(None, (order.item, place, order.cost)))


def read(entries: Iterable[Fact]) -> tuple[Order, ...]:
    """Return all orders in a log, the first one first."""
    found: dict[str, Order] = {}
    for fact in entries:
        event = fact.event
        if isinstance(event, Reserved) and "order" in fact.desk:
            found[event.ref] = _opened(event, fact)
        elif isinstance(event, Settled | Released) and event.ref in found:
            found[event.ref] = replace(
                found[event.ref],
                state="done" if isinstance(event, Settled) else "cancelled",
                used=event.amount if isinstance(event, Settled) else None,
                ended=fact.at,
                ended_by=fact.by,
                outcome=str(fact.desk.get("text", "")),
            )
    return tuple(found.values())


def _opened(event: Reserved, fact: Fact) -> Order:
    return Order(
        ref=event.ref,
        allowance=event.allowance,
        amount=event.amount,
        item=str(fact.desk.get("item", "")),
        place=str(fact.desk.get("place", "")),
        cost=str(fact.desk.get("cost", "")),
        text=str(fact.desk.get("text", "")),
        at=fact.at,
        by=fact.by,
    )
