"""The queue: the cases of the vendor, filtered, in order, a page at a time.

What is due first comes first; among equally urgent ones the worse severity, then the plan that goes before others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Final
from urllib.parse import urlencode

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.expressions import Combinable

from upheld_desk import access
from upheld_desk.people.models import Person
from upheld_desk.staff import labels
from upheld_desk.store.models import CaseRow

PAGE: Final = 50

_IS_OVER: Final = ExpressionWrapper(Q(ended__isnull=False), BooleanField())
_ORDERS: Final[Mapping[str, tuple[str | Combinable, ...]]] = {
    "due": (_IS_OVER, F("next_due").asc(nulls_last=True), "severity_rank", "plan_rank", "reported", "pk"),
    "severity": (_IS_OVER, "severity_rank", "plan_rank", F("next_due").asc(nulls_last=True), "reported", "pk"),
    "news": ("-last_at", "pk"),
    "reported": ("-reported", "pk"),
    "reference": ("-reported", "-reference"),
}
ORDERS: Final = tuple(_ORDERS)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; anything that makes no sense is left out."""

    status: str = "going on"  # "going on", "all", or a status
    customer: str = ""
    severity: str = ""
    assignee: str = ""  # a handle; "-" for nobody
    level: str = ""
    plan: str = ""
    text: str = ""
    order: str = "due"
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wanted":
        """Return what the query of an address asks for."""
        given = {name: str(query.get(name, ""))[:200].replace("\0", "") for name in _FIELDS if query.get(name)}
        number = given.pop("page", "1")
        page = int(number) if number.isdecimal() and 0 < len(number) < 6 else 1  # noqa: PLR2004  digits
        if given.get("order") not in ORDERS:
            given.pop("order", None)
        return cls(**given, page=max(1, page))

    @property
    def query(self) -> str:
        """Return the query without the page, to put the number of another page behind it."""
        return urlencode({name: getattr(self, name) for name in _FIELDS if name != "page" and getattr(self, name)})

    @property
    def is_filtered(self) -> bool:
        """Say whether anything is filtered beyond what one sees at first."""
        return any((self.customer, self.severity, self.assignee, self.level, self.plan, self.text))


_FIELDS: Final = ("status", "customer", "severity", "assignee", "level", "plan", "text", "order", "page")


def found(person: Person, wanted: Wanted) -> QuerySet[CaseRow]:
    """Return the cases that are wanted, in their order."""
    cases = access.cases(person).filter(reduce(and_, _conditions(wanted), Q()))
    return cases.select_related("log", "customer", "assignee", "assignee__vendor").order_by(*_ORDERS[wanted.order])


def _conditions(wanted: Wanted) -> list[Q]:
    given = [Q(status__in=labels.GOING_ON)] if wanted.status == "going on" else []
    if wanted.status in labels.STATUSES:
        given.append(Q(status=wanted.status))
    if wanted.assignee:
        given.append(Q(assignee=None) if wanted.assignee == "-" else Q(assignee__handle=wanted.assignee))
    if wanted.text:
        given.append(Q(subject__icontains=wanted.text) | Q(reference__icontains=wanted.text))
    if wanted.level.isdecimal():
        given.append(Q(level=int(wanted.level[:4])))
    if wanted.plan.isdecimal():
        given.append(Q(plan_rank=int(wanted.plan[:4])))
    if wanted.customer:
        given.append(Q(customer__slug=wanted.customer))
    if wanted.severity:
        given.append(Q(severity=wanted.severity))
    return given
