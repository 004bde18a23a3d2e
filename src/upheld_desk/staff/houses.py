"""Houses: the customers as staff see them: what is agreed with each, what goes on, what was not taken."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from upheld_desk import access, facts
from upheld_desk.facts import Fact
from upheld_desk.intake import keeping
from upheld_desk.intake.models import NotTaken
from upheld_desk.looks import naming
from upheld_desk.people.models import Customer, Person
from upheld_desk.store import agreements
from upheld_desk.store.models import Agreement, CaseRow, DutyRow, Entry

MOST: Final = 200  # refused reports on one page


@dataclass(frozen=True, slots=True)
class House:
    """A customer as the list shows it."""

    customer: Customer
    agreement: Agreement | None  # in force
    plan: str
    open_cases: int
    late: int


@dataclass(frozen=True, slots=True)
class RefusedReport:
    """A report that was not taken."""

    fact: Fact
    customer: Customer
    by: str  # a name
    handle: str

    @property
    def report(self) -> dict[str, Any]:
        """Return what was to be reported."""
        return dict(self.fact.desk.get("report", {}))

    @property
    def sentence(self) -> str:
        """Return why it was not taken, in the reader's language."""
        return keeping.sentence(self.fact)


def houses(person: Person, now: datetime, text: str = "") -> list[House]:
    """Return the customers, by name, those with a text in their name if one is given."""
    found = access.customers(person).filter(name__icontains=text) if text else access.customers(person)
    customers = list(found)
    going_on = dict(_counted(access.cases(person).filter(ended=None)))
    late = dict(_counted(access.duties(person, "all").filter(Q(late_from__lte=now) | Q(state="broken")).order_by()))
    in_force = _in_force(customers, now.astimezone(ZoneInfo(person.vendor.zone)).date())
    plans = _plans(in_force.values(), now)
    return [
        House(
            each,
            agreement := in_force.get(each.pk),
            plans.get(agreement.pk, "") if agreement else "",
            going_on.get(each.pk, 0),
            late.get(each.pk, 0),
        )
        for each in customers
    ]


def _counted(found: Any) -> Iterable[tuple[int, int]]:  # noqa: ANN401  rows of any table that name a customer
    return found.values_list("customer").annotate(count=Count("log", distinct=True)).order_by()  # type: ignore[no-any-return]


def _in_force(customers: Iterable[Customer], day: date) -> dict[int, Agreement]:
    """Return the agreement of each customer that is in force on a day; the newest, where there are several."""
    signed = Agreement.objects.filter(customer__in=[each.pk for each in customers], editions__state="signed")
    running = signed.filter(Q(ends=None) | Q(ends__gte=day), starts__lte=day).distinct().order_by("starts", "number")
    return {agreement.customer_id: agreement for agreement in running if agreement.customer_id}


def _plans(found: Iterable[Agreement], now: datetime) -> dict[int, str]:
    """Return what the plan of each agreement is called now; an amendment that comes later does not count yet."""
    named = {}
    for edition in agreements.newest(each.pk for each in found):
        version = agreements.version_of(edition).in_force(now)
        named[edition.agreement_id] = naming.plan(version, version.signature.plan if version.signature else None)
    return named


def cases(person: Person, customer: Customer) -> list[CaseRow]:
    """Return the cases of a customer that go on, what is due first before the rest."""
    found = access.cases(person).filter(customer=customer, ended=None)
    return list(
        found.select_related("log", "customer", "assignee", "assignee__vendor").order_by("next_due", "reported")
    )


def duties(person: Person, customer: Customer) -> list[DutyRow]:
    """Return what comes round with a customer."""
    found = access.duties(person, "all").filter(customer=customer, log__kind="agreement")
    return list(found.select_related("log", "log__agreement", "customer", "assignee"))


def refused(person: Person, customer: Customer | None = None) -> list[RefusedReport]:
    """Return the reports that were not taken, the newest first."""
    of = {each.pk: each for each in access.customers(person) if customer is None or each == customer}
    found = sorted((*_on_logs(person, of), *_on_none(of)), key=lambda each: each[1].at, reverse=True)[:MOST]
    names = access.names(person, {fact.by for _, fact in found} - {""})
    return [RefusedReport(fact, of[pk], names.get(fact.by, fact.by), fact.by) for pk, fact in found]


def _on_logs(person: Person, customers: Iterable[int]) -> list[tuple[int, Fact]]:
    """Return what stands on the logs of agreements, each with its customer, the newest first."""
    by_log = access.agreements(person).filter(customer__in=customers).values("log")
    entries = Entry.objects.filter(log__in=by_log, kind="refused").order_by("-at", "-number")[:MOST]
    return [(customer, facts.read(json.loads(body))) for customer, body in entries.values_list("log__customer", "body")]


def _on_none(customers: Iterable[int]) -> list[tuple[int, Fact]]:
    """Return what came before anything was agreed, each with its customer, the newest first."""
    found = NotTaken.objects.filter(customer__in=customers).order_by("-at", "-pk")[:MOST]
    return [(each.customer_id, each.fact) for each in found]
