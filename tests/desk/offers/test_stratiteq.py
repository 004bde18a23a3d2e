"""What Stratiteq promises, as its desk keeps it: work begins in office hours, goes on, and ends with a yes."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from tests.desk.actions import firms
from tests.desk.intake import houses
from tests.desk.intake.houses import MONDAY, person, staff
from tests.desk.mail.letters import receive, write
from tests.desk.timers import cast
from tests.desk.timers.cast import told
from upheld_desk.actions import classifying, talking, working
from upheld_desk.intake.drafts import Draft
from upheld_desk.intake.preview import preview
from upheld_desk.intake.reporting import report
from upheld_desk.store.models import CaseRow, DutyRow, Log
from upheld_desk.timers.looking import look

pytestmark = pytest.mark.django_db

HOUR: Final = timedelta(hours=1)
INSTANT: Final = timedelta(microseconds=1)
AFTERNOON: Final = datetime(2026, 11, 23, 14, tzinfo=UTC)  # Monday, 15:00 in Stockholm
MAIL: Final = Draft(channel="email", service="Kundportalen", subject="Nere")


def running(log: Log) -> set[str]:
    return set(DutyRow.objects.filter(log=log, state="running").values_list("name", flat=True))


def test_before_the_agreement_begins_no_report_is_taken() -> None:
    customer = houses.stratiteq()

    found = preview(customer, person(customer, "e.lund"), MAIL, datetime(2026, 3, 31, 9, tzinfo=UTC))

    assert [refusal.code for refusal in found.refused] == ["not-in-force"]


def test_an_application_that_is_not_named_is_not_covered() -> None:
    customer = houses.stratiteq()
    draft = Draft(channel="email", service="Löneprogrammet")

    found = preview(customer, person(customer, "e.lund"), draft, MONDAY)

    assert [refusal.code for refusal in found.refused] == ["service"]


def test_a_reply_is_no_beginning_of_work() -> None:
    world = firms.stratiteq()
    log = world.opened(kind="incident", channel="email", service="Kundportalen")
    talking.reply(world.staff, log, MONDAY + HOUR, text="Vi tittar.")
    replied = running(log)
    working.start_work(world.staff, log, MONDAY + 2 * HOUR)

    assert "start_work" in replied
    assert "start_work" not in running(log)


def test_that_it_does_not_run_again_is_measured_and_never_told_to_be_late() -> None:
    log = cast.stratiteq().opened(kind="incident", channel="email", service="Kundportalen")

    look(log, MONDAY + timedelta(days=60))

    assert "start_work" in {fact.desk["name"] for fact in told(log)}
    assert "restore" not in {fact.desk["name"] for fact in told(log)}


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (AFTERNOON, datetime(2026, 11, 24, 13, tzinfo=UTC)),  # the example of the page: Tuesday, 14:00
        (datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 11, 23, 16, tzinfo=UTC)),  # ends with the day
        (datetime(2026, 12, 23, 15, tzinfo=UTC), datetime(2026, 12, 28, 8, 30, tzinfo=UTC)),  # 24 December: until two
    ],
)
def test_work_begins_within_eight_working_hours(at: datetime, due: datetime) -> None:
    customer = houses.stratiteq()

    log = report(customer, person(customer, "e.lund"), MAIL, at)

    assert CaseRow.objects.get(log=log).next_due == due


def test_a_mail_that_comes_at_night_counts_from_the_opening() -> None:
    customer = houses.stratiteq()
    lund = person(customer, "e.lund")

    mail = receive(
        customer.vendor, write(lund.email, customer.vendor.mail_address), datetime(2026, 11, 23, 21, 40, tzinfo=UTC)
    )

    assert CaseRow.objects.get(log=mail.log).next_due == datetime(2026, 11, 24, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("severity", "due"),
    [("p1", datetime(2026, 11, 24, 8, tzinfo=UTC)), ("p2", datetime(2026, 11, 24, 10, tzinfo=UTC))],
)
def test_a_raise_gives_its_own_time_from_the_second_of_mail_and_phone(severity: str, due: datetime) -> None:
    customer = houses.stratiteq()
    log = report(customer, person(customer, "e.lund"), MAIL, AFTERNOON)
    classifying.ask_severity(staff(customer, "maria"), log, AFTERNOON + HOUR / 2, severity=severity, heard="email")
    half_way = CaseRow.objects.get(log=log).severity
    classifying.ask_severity(staff(customer, "olle"), log, AFTERNOON + HOUR, severity=severity, heard="phone")

    assert half_way == "p3"
    assert CaseRow.objects.get(log=log).next_due == due


def test_four_open_hours_without_work_are_told() -> None:
    world = cast.stratiteq()
    log = world.opened(kind="incident", channel="email", service="Kundportalen")
    working.start_work(world.staff, log, MONDAY)

    look(log, MONDAY + 5 * HOUR)

    assert [(fact.desk["name"], fact.at) for fact in told(log)] == [("work-goes-on", MONDAY + 4 * HOUR + INSTANT)]


def test_the_status_meeting_of_the_quarter_waits_in_the_list() -> None:
    world = firms.stratiteq()

    rows = DutyRow.objects.filter(log=world.agreement.log, name="status-meeting", state="running")

    assert [row.due for row in rows] == [datetime(2026, 12, 31, 23, tzinfo=UTC)]
