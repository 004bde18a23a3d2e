"""Facts: the entries of an agreement's log that move an allowance, in the order in which they count.

A settlement counts on the day of the work, not of its entry; everything else on the local day of its entry. Facts of
one day count in the order of their entry. A reference names one reservation at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Final

from upheld.cases import in_order
from upheld.errors import BadAmount
from upheld.events import Corrected, Event, Granted, Log, Released, Reserved, Settled, name_of
from upheld.money import is_countable
from upheld.reasons import Reason

Fact = Granted | Reserved | Settled | Released | Corrected
_KINDS: Final = (Granted, Reserved, Settled, Released, Corrected)


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact and the day it counts for; one about a reservation knows which."""

    day: date
    fact: Fact
    allowance: str
    ref: str = ""
    reserved: Decimal = Decimal(0)
    number: int = 0  # of the reservation
    before: bool = False  # the work was done before the day of its reservation, which then holds nothing


def entries(log: Log, now: datetime, zone: tzinfo) -> tuple[list[Entry], list[Reason]]:
    """Return the entries up to `now` in the order in which they count, and a note on each that cannot be booked."""
    found: list[Entry] = []
    notes: list[Reason] = []
    is_open: dict[str, int] = {}  # by reference, the number of the reservation, which is its place in `found`
    for fact in _facts(log, now):
        day = fact.at.astimezone(zone).date()
        if isinstance(fact, Settled | Released):
            number = is_open.pop(fact.ref, None)
            if number is None:
                notes.append(note("nothing reserved", fact, fact.ref))
            else:
                _close(found, number, fact, day)
        elif isinstance(fact, Reserved) and fact.ref in is_open:
            notes.append(note("reserved already", fact, fact.ref))
        elif isinstance(fact, Reserved):
            is_open[fact.ref] = len(found)
            found.append(Entry(day, fact, fact.allowance, fact.ref, fact.amount, len(found)))
        else:
            found.append(Entry(day, fact, fact.allowance))
    return sorted(found, key=lambda entry: entry.day), notes  # stable: facts of one day keep their order


def note(code: str, fact: Fact, name: str) -> Reason:
    """Return the note on a fact that cannot be booked; `name` is what was not found or found already."""
    return Reason(code, {"fact": name_of(type(fact)), "at": fact.at, "name": name})


def _facts(log: Log, now: datetime) -> Sequence[Fact]:
    booked = [fact for fact in log if isinstance(fact, _KINDS)]
    facts = [replace(fact, at=at) for at, fact in in_order(booked) if isinstance(fact, _KINDS) and at <= now]
    for fact in facts:
        amount = None if isinstance(fact, Released) else fact.amount
        if amount is not None and not (is_countable(amount) and (amount >= 0 or isinstance(fact, Corrected))):
            message = f"{_place(fact)}: '{amount}' is not an amount; write a number of 0 or more"
            raise BadAmount(message)
    return facts


def _place(fact: Event) -> str:
    return f"'{name_of(type(fact))}' at {fact.at.isoformat()}"


def _close(found: list[Entry], number: int, fact: Settled | Released, day: date) -> None:
    """Add the end of a reservation; where the work came before it, let it hold nothing."""
    opened = found[number]
    worked = fact.worked if isinstance(fact, Settled) else None
    counts = min(worked, day) if worked else day
    before = counts < opened.day
    found.append(replace(opened, day=counts, fact=fact, before=before))
    if before:
        found[number] = replace(opened, before=True)
