"""Bookings: what the demo's customers bought and ordered from their allowances, as files tell it.

They are done by the acts that people use, each at its instant, in between the stories of the week.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from upheld_desk.actions import allowances, booking
from upheld_desk.demo import stories
from upheld_desk.errors import NotFound, Refused
from upheld_desk.people.models import Person, Vendor
from upheld_desk.store.models import Log

Act = Callable[..., object]

_log = logging.getLogger(__name__)


class Booking(BaseModel):
    """Something that was booked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = ""  # of an order, for what becomes of it
    agreement: str  # its number
    by: str  # a handle
    at: str  # "-3 09:30"
    do: Literal["credit", "order", "complete", "leave"]
    given: dict[str, str]


def moments(vendor: Vendor, path: Path, now: datetime) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """Yield when something is booked, and what does it; nothing where the vendor has no such file."""
    if not path.is_file():
        return
    data: Any = YAML(typ="base", pure=True).load(path.read_text(encoding="utf-8"))
    refs: dict[str, str] = {}
    for found in map(Booking.model_validate, data):
        at = stories.instant(found.at, vendor.zone, now)
        yield at, partial(_book, vendor, found, at, refs)


def _book(vendor: Vendor, found: Booking, at: datetime, refs: dict[str, str]) -> None:
    """Book it; after the end of an agreement nothing is ordered from it."""
    person = Person.objects.select_related("vendor", "customer").get(vendor=vendor, handle=found.by)
    log = Log.objects.select_related("vendor", "customer", "agreement").get(vendor=vendor, reference=found.agreement)
    given: dict[str, Any] = dict(found.given)
    if "amount" in given:
        given["amount"] = Decimal(given["amount"])
    if found.do == "complete":
        given["ref"] = refs.get(found.id, "")
    try:
        ref = _ACTS[found.do](person, log, at, **given)
    except (Refused, NotFound) as error:
        _log.debug("demo: %s on %s was refused: %s", found.do, found.agreement, error)
    else:
        refs.setdefault(found.id, str(ref))


def _leave(person: Person, log: Log, at: datetime, *, allowance: str, left: str, reason: str) -> None:
    """Correct an allowance so that so much is left."""
    there = allowances.books(log.agreement, at).ledger.available(allowance)
    booking.correct(person, log, at, allowance=allowance, amount=Decimal(left) - there, reason=reason)


_ACTS: Final[dict[str, Act]] = {
    "credit": booking.grant,
    "order": booking.order,
    "complete": booking.complete,
    "leave": _leave,
}
