"""What comes round is marked as done, for its period and once."""

from datetime import UTC, datetime

import pytest

from tests.desk.contracts.test_signing import House
from upheld import evaluate
from upheld.duties import Duty
from upheld_desk.actions import routines
from upheld_desk.errors import NotFound, Refused
from upheld_desk.store import agreements, logs
from upheld_desk.store.models import DutyRow, Log

pytestmark = pytest.mark.django_db

NOVEMBER = datetime(2026, 11, 23, 9, tzinfo=UTC)


def ferries() -> tuple[House, Log]:
    house = House("stratiteq", "Västkustens Färjor AB")
    house.sign(house.bring("vastkustens-farjor.yaml"))
    return house, house.vendor.logs.get(kind="agreement")


def duties(log: Log, kind: str, at: datetime = NOVEMBER) -> list[Duty]:
    evaluation = evaluate(agreements.version(log.agreement), logs.load(log.pk).events, at)
    return [duty for duty in evaluation.duties if duty.kind == kind]


def test_what_runs_is_kept_when_it_is_done() -> None:
    house, log = ferries()
    running = next(duty for duty in duties(log, "rhythm") if duty.state == "running")

    routines.done(house.staff, log, NOVEMBER, duty=running.id)

    assert next(duty for duty in duties(log, "rhythm") if duty.id == running.id).state == "kept"
    assert not DutyRow.objects.filter(log=log, duty=running.id).exists()


def test_an_invoice_is_done_for_its_own_month() -> None:
    house, log = ferries()
    third = [duty for duty in duties(log, "price") if duty.state == "running"][2]

    routines.done(house.staff, log, NOVEMBER, duty=third.id)

    assert [duty.state for duty in duties(log, "price")][:4] == ["running", "running", "kept", "running"]


def test_nothing_is_done_twice() -> None:
    house, log = ferries()
    running = next(duty for duty in duties(log, "rhythm") if duty.state == "running")
    routines.done(house.staff, log, NOVEMBER, duty=running.id)

    with pytest.raises(Refused, match="done already"):
        routines.done(house.staff, log, NOVEMBER, duty=running.id)


def test_a_customer_does_not_do_what_the_vendor_owes() -> None:
    house, log = ferries()
    running = next(duty for duty in duties(log, "rhythm") if duty.state == "running")

    with pytest.raises(NotFound):
        routines.done(house.lead, log, NOVEMBER, duty=running.id)


def test_a_duty_that_there_is_not_is_refused() -> None:
    house, log = ferries()

    with pytest.raises(Refused, match="nothing like this"):
        routines.done(house.staff, log, NOVEMBER, duty="rhythm/nothing/1")
