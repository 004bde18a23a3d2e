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
from upheld_desk.looks import speech
from upheld_desk.people.models import Customer, Person
from upheld_desk.store import agreements
from upheld_desk.store.models import Agreement, CaseRow, DutyRow, Edition, Entry

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

    number: int
    fact: Fact
    customer: Customer
    agreement: Agreement
    by: str  # a name
    handle: str

    @property
    def report(self) -> dict[str, Any]:
        """Return what was to be reported."""
        return dict(self.fact.desk.get("report", {}))


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
    newest = (
        Edition.objects.filter(agreement__in=[each.pk for each in found], state="signed")
        .order_by("agreement_id", "-number")
        .distinct("agreement_id")
    )
    named = {}
    for edition in newest:
        version = agreements.version_of(edition).in_force(now)
        part = version.plans.get((version.signature.plan if version.signature else None) or "")
        named[edition.agreement_id] = (part.name.in_language(speech.language()) or part.id) if part else ""
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
    mine = access.agreements(person).filter(customer__isnull=False)
    mine = mine.filter(customer=customer) if customer else mine
    by_log = {agreement.log_id: agreement for agreement in mine if agreement.log_id}
    entries = Entry.objects.filter(log__in=by_log, kind="refused").order_by("-at", "-number")[:MOST]
    read = [(entry, facts.read(json.loads(entry.body))) for entry in entries]
    names = access.names(person, {fact.by for _, fact in read} - {""})
    found = []
    for entry, fact in read:
        agreement = by_log[entry.log_id]
        if agreement.customer:
            name = names.get(fact.by, fact.by)
            found.append(RefusedReport(entry.number, fact, agreement.customer, agreement, name, fact.by))
    return found
