"""What maxence promises, as its desk keeps it: criteria decide, a contract year counts its requests."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

import pytest
from django.test import Client

from tests.desk.contracts.test_signing import House
from tests.desk.intake import houses
from tests.desk.intake.houses import MONDAY, person
from upheld_desk.intake.drafts import Draft
from upheld_desk.intake.preview import preview
from upheld_desk.intake.reporting import report
from upheld_desk.people.models import Customer
from upheld_desk.store.models import CaseRow

pytestmark = pytest.mark.django_db

CRITICAL: Final = {"production": "yes", "usable": "no", "workaround": "no"}
USABLE: Final = {"production": "yes", "usable": "yes"}


@pytest.mark.parametrize(
    ("answers", "severity"),
    [
        (CRITICAL, "critical"),
        (USABLE | {"loss": "essential", "workaround": "yes"}, "high"),
        (USABLE | {"loss": "one", "workaround": "yes", "users": "few"}, "medium"),
        (USABLE | {"loss": "one", "workaround": "yes", "users": "many"}, "high"),  # which no severity names
        (USABLE | {"loss": "none"}, "low"),
        ({"production": "no"}, "low"),
    ],
)
def test_the_answers_of_a_report_give_its_case_the_severity(answers: dict[str, str], severity: str) -> None:
    customer = houses.maxence()

    log = report(customer, person(customer, "k.meyer"), Draft(channel="email", answers=answers), MONDAY)

    assert CaseRow.objects.get(log=log).severity == severity


@pytest.mark.parametrize("kind", ["incident", "question", "request"])
def test_each_kind_of_request_takes_one_of_the_year(kind: str) -> None:
    customer = houses.maxence()
    draft = Draft(channel="email", kind=kind, answers={"production": "no"})

    (usage,) = preview(customer, person(customer, "k.meyer"), draft, MONDAY).allowances

    assert (usage.left, usage.left_after) == (Decimal(60), Decimal(59))


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (MONDAY, datetime(2026, 11, 23, 13, tzinfo=UTC)),
        (datetime(2026, 11, 23, 15, tzinfo=UTC), datetime(2026, 11, 24, 11, tzinfo=UTC)),  # an hour before closing
    ],
)
def test_basic_answers_what_is_critical_within_four_hours_of_the_service_times(at: datetime, due: datetime) -> None:
    customer = houses.maxence_basic()

    log = report(customer, person(customer, "k.meyer"), Draft(channel="email", answers=CRITICAL), at)

    assert CaseRow.objects.get(log=log).next_due == due


def test_basic_has_thirty_requests() -> None:
    customer = houses.maxence_basic()
    draft = Draft(channel="email", answers={"production": "no"})

    (usage,) = preview(customer, person(customer, "k.meyer"), draft, MONDAY).allowances

    assert usage.granted == 30


@pytest.mark.parametrize(
    ("agreed", "over"),
    [
        (houses.maxence_basic, datetime(2027, 7, 1, 9, tzinfo=UTC)),
        (houses.maxence, datetime(2027, 3, 15, 9, tzinfo=UTC)),
    ],
)
def test_after_its_year_nothing_is_taken(agreed: Callable[[], Customer], over: datetime) -> None:
    customer = agreed()

    found = preview(customer, person(customer, "k.meyer"), Draft(channel="email", answers=CRITICAL), over)

    assert [refusal.code for refusal in found.refused] == ["not-in-force"]


def test_everybody_can_compare_the_plans_before_choosing() -> None:
    House("maxence", "Stadtwerke Weserbogen GmbH")

    page = Client().get("/at/maxence/plans/").content.decode()

    assert all(f">{plan}<" in page for plan in ("OTRS support Basic", "OTRS support Professional"))
