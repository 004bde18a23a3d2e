"""What star/trac promises, as its desk keeps it: level 1 first, clocks from the hand-over, what comes round."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from tests.desk.actions import firms
from tests.desk.actions.firms import MONDAY
from tests.desk.intake import houses
from tests.desk.intake.houses import house, person
from upheld_desk.actions import solving, talking, working
from upheld_desk.intake.drafts import Draft
from upheld_desk.intake.preview import preview
from upheld_desk.intake.reporting import report
from upheld_desk.store.models import CaseRow, DutyRow, Log

pytestmark = pytest.mark.django_db

MINUTE: Final = timedelta(minutes=1)
STOP: Final = {"stop": "yes"}
SUNDAY_NIGHT: Final = datetime(2026, 11, 22, 22, tzinfo=UTC)  # 23:00 in the Ruhr


def running(log: Log) -> set[str]:
    return set(DutyRow.objects.filter(log=log, state="running").values_list("name", flat=True))


def handed_over() -> tuple[firms.Firm, Log]:
    world = firms.startrac()
    log = world.opened(kind="incident", channel="phone", caller="level-1", answers=STOP)
    working.hand_over(world.contact, log, MONDAY, level=2, text="The gate does not move.")
    return world, log


def test_before_support_begins_no_report_is_taken() -> None:
    customer = houses.startrac()
    gate = person(customer, "gate-desk-day", role="level-1", caller="level-1")

    found = preview(customer, gate, Draft(channel="phone", answers=STOP), datetime(2026, 3, 31, 9, tzinfo=UTC))

    assert [refusal.code for refusal in found.refused] == ["not-in-force"]


def test_a_reply_is_no_intervention_and_a_specialist_at_work_is() -> None:
    world, log = handed_over()
    talking.reply(world.staff, log, MONDAY + 5 * MINUTE, text="We look at it.")
    replied = running(log)
    working.start_work(world.staff, log, MONDAY + 10 * MINUTE)

    assert "intervene" in replied
    assert "intervene" not in running(log)


def test_a_workaround_restores() -> None:
    world, log = handed_over()
    before = running(log)
    solving.restore(world.staff, log, MONDAY + 30 * MINUTE, workaround=True, text="By hand, but they pass.")

    assert "restore" in before
    assert "restore" not in running(log)


@pytest.mark.parametrize(
    ("channel", "due"),
    [
        ("phone", SUNDAY_NIGHT + 30 * MINUTE),
        ("portal", datetime(2026, 11, 23, 5, 30, tzinfo=UTC)),  # the agreed hours begin at six
    ],
)
def test_a_stop_counts_day_and_night_by_phone_and_in_the_agreed_hours_in_the_portal(
    channel: str, due: datetime
) -> None:
    customer = houses.startrac()
    gate = person(customer, "gate-desk-day", role="level-1", caller="level-1")

    found = preview(customer, gate, Draft(channel=channel, answers=STOP), SUNDAY_NIGHT)

    assert {duty.name: duty.due for duty in found.handed_over}["intervene"] == due


@pytest.mark.parametrize("name", ["performance-check", "data-reorganisation", "supplier-review"])
def test_what_comes_round_waits_in_the_list_of_who_looks_after_the_customer(name: str) -> None:
    world = firms.startrac()

    assert {row.team for row in DutyRow.objects.filter(log=world.agreement.log, name=name)} == {"accounts"}


def test_in_the_cloud_nothing_is_handed_over_and_the_clocks_start_with_the_report() -> None:
    customer = house("startrac", "hafenlogistik-unterelbe.yaml")
    draft = Draft(channel="portal", answers=STOP)

    row = CaseRow.objects.get(log=report(customer, person(customer, "leitstand-1"), draft, SUNDAY_NIGHT))

    assert row.next_due == SUNDAY_NIGHT + 15 * MINUTE
