"""Rows are made from a log, and made again they are the same."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from upheld.events import Replied, Reported, Started, WorkStarted
from upheld_desk.facts import Fact
from upheld_desk.people.models import Customer, Person, Vendor
from upheld_desk.store import agreements, logs, projections
from upheld_desk.store.dossiers import Dossier
from upheld_desk.store.models import Agreement, CaseRow, DutyRow, Log, Look

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parents[3] / "agreements" / "stratiteq"
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)  # 10:00 in Gothenburg


def signed(vendor: Vendor, customer: Customer) -> Agreement:
    files = {name: (FOLDER / name).read_text(encoding="utf-8") for name in ("offer.yaml", "vastkustens-farjor.yaml")}
    edition = agreements.store(vendor, customer, files, main="vastkustens-farjor.yaml", at=MONDAY)
    edition.state = "signed"
    edition.save()
    return edition.agreement


def reported() -> Log:
    vendor = Vendor.objects.create(slug="sos", name="SOS", prefix="SOS", mail_address="sos@example.org")
    customer = Customer.objects.create(vendor=vendor, slug="vf", name="Västkustens Färjor AB")
    Person.objects.create(vendor=vendor, customer=customer, handle="e.lund", name="Elin Lund", role="contact")
    log = logs.open_case(vendor, customer, signed(vendor, customer))
    report = Reported(MONDAY, by="e.lund", channel="portal", service="Biljettsystemet")
    grow(log, Fact.of(report, subject="No tickets", text="The machine is dead."))
    return log


def grow(log: Log, fact: Fact) -> None:
    """Append a fact, and bring the rows up to date."""
    projections.project(Dossier.held(log).append(fact), fact.at)


def test_a_report_makes_a_row_with_the_first_thing_that_is_due() -> None:
    row = CaseRow.objects.get(log=reported())

    assert (row.reference, row.subject, row.status, row.severity) == ("SOS-1001", "No tickets", "new", "p3")
    assert row.next_due == MONDAY + timedelta(hours=23)  # 8 working hours: Tuesday 09:00


def test_a_duty_is_at_risk_when_three_quarters_of_its_working_time_are_used() -> None:
    duty = DutyRow.objects.get(log=reported(), name="start_work")

    assert duty.risk_from == MONDAY + timedelta(hours=6)


def test_rows_made_again_are_the_same() -> None:
    log = reported()
    grow(log, Fact.of(Replied(MONDAY + timedelta(hours=1), by="anna"), text="Vi tittar."))
    before = projections.rows_of(log)

    count, different = projections.rebuild(MONDAY + timedelta(hours=1, minutes=1))

    assert (count, different) == (1, [])
    assert projections.rows_of(log) == before


def test_work_begun_takes_the_duty_from_the_list() -> None:
    log = reported()
    grow(log, Fact.of(WorkStarted(MONDAY + timedelta(minutes=5), by="anna")))

    assert not DutyRow.objects.filter(log=log, name="start_work").exists()
    assert CaseRow.objects.get(log=log).status == "open"


def test_an_agreement_has_its_own_duties() -> None:
    case = reported()
    log = logs.open_agreement(case.agreement)
    projections.project(Dossier.held(log).append(Fact.of(Started(datetime(2026, 6, 1, tzinfo=UTC)))), MONDAY)

    assert set(DutyRow.objects.filter(log=log).values_list("kind", flat=True)) >= {"rhythm"}
    assert Look.objects.filter(log=log).exists()
