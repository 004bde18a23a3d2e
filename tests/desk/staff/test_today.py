"""What is due stands in one list: late first, then at risk, then by due time; what waits without a promise too."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.desk.intake import houses
from tests.desk.staff.conftest import Sign
from tests.desk.world import MONDAY, World, report, say
from upheld.events import Assigned, HandedOver, Replied, SolutionApproved, SolutionProposed, WaitStarted
from upheld_desk.facts import Fact
from upheld_desk.intake.drafts import Draft as Told
from upheld_desk.intake.reporting import report as report_by_door
from upheld_desk.mail.models import RawMessage
from upheld_desk.staff.views.today import CHANGED
from upheld_desk.store.models import DutyRow

pytestmark = pytest.mark.django_db

LIST = "/staff/?whose=all"


def text(browser: Client, address: str = LIST) -> str:
    return browser.get(address).content.decode()


def test_a_duty_stands_with_its_case_its_customer_and_its_severity(world: World, sign_in: Sign) -> None:
    log = report(world.huber, "production")

    page = text(sign_in(world.staff))

    for said in ("Initial response time", log.reference, "It stands still", "Papierwerk Isar GmbH", "Production"):
        assert said in page


def test_what_is_late_stands_before_what_is_not(
    world: World, sign_in: Sign, look_at: Callable[[datetime], None]
) -> None:
    later, late = report(world.wimmer, "guidance"), report(world.huber, "production")

    look_at(MONDAY + timedelta(hours=5))  # production: under 4 hours
    page = text(sign_in(world.staff))

    assert page.index(late.reference) < page.index('id="section-later"') < page.index(later.reference)


def test_among_duties_of_one_instant_the_plan_that_goes_first_stands_first(world: World, sign_in: Sign) -> None:
    second, first = report(world.huber, "production"), report(world.wimmer, "production")
    DutyRow.objects.filter(log=first).update(plan_rank=0)

    page = text(sign_in(world.staff))

    assert page.index(first.reference) < page.index(second.reference)


def test_mine_is_what_i_have(world: World, sign_in: Sign) -> None:
    mine, other = report(world.huber, "production"), report(world.wimmer, "production")
    say(mine, Fact.of(Assigned(MONDAY, by="m.schulz", to="m.schulz")))

    page = text(sign_in(world.staff), "/staff/")

    assert mine.reference in page
    assert other.reference not in page


def test_who_leads_begins_with_what_the_team_has(world: World, sign_in: Sign) -> None:
    log = report(world.huber, "production")

    assert log.reference in text(sign_in(world.lead), "/staff/")


def test_where_no_severities_were_agreed_none_is_to_be_decided(world: World, sign_in: Sign) -> None:
    donauweb = houses.clearsense()
    report_by_door(donauweb, houses.person(donauweb, "n.bauer", caller="partner"), Told(channel="email"), MONDAY)
    report(world.huber)

    shown = [text(sign_in(staff)) for staff in (world.staff, houses.staff(donauweb, "v.gruber"))]

    assert ["decide on the severity" in each for each in shown] == [True, False]
    assert "Have a look" in shown[1]


def test_a_clock_that_stands_still_says_why(world: World, sign_in: Sign) -> None:
    log = report(world.gate, "stop")
    handed_over = Fact.of(HandedOver(MONDAY, by="gate-desk-day", level=2))
    say(log, handed_over, Fact.of(WaitStarted(MONDAY, by="j.weber", on="access", reason="the door is locked")))

    page = text(sign_in(world.weber))

    assert "Waiting for access: the door is locked" in page
    assert log.reference in page


def test_a_report_that_nobody_classified_is_not_forgotten(world: World, sign_in: Sign) -> None:
    log = report(world.huber)

    page = text(sign_in(world.staff))

    assert "Look at it and decide on the severity" in page
    assert log.reference in page


def test_what_was_answered_waits_no_more(world: World, sign_in: Sign) -> None:
    log = report(world.huber)
    say(log, Fact.of(Replied(MONDAY, by="m.schulz"), text="We look."))

    assert log.reference not in text(sign_in(world.staff))


def test_a_case_that_waits_for_the_customer_does_not_wait_for_us(world: World, sign_in: Sign) -> None:
    log = report(world.huber)
    say(log, Fact.of(WaitStarted(MONDAY, by="m.schulz", on="customer", reason="the version")))

    assert log.reference not in text(sign_in(world.staff))


def test_what_the_customers_level_1_has_does_not_wait_for_us(world: World, sign_in: Sign) -> None:
    log = report(world.gate, "stop")

    assert log.reference not in text(sign_in(world.weber))


def test_what_was_approved_is_to_be_closed(world: World, sign_in: Sign) -> None:
    log = report(world.huber)
    proposed = Fact.of(SolutionProposed(MONDAY, by="m.schulz"), text="Start it again.")
    say(log, proposed, Fact.of(SolutionApproved(MONDAY, by="l.huber")))

    page = text(sign_in(world.staff))

    assert "Close it: the customer has approved the solution" in page
    assert log.reference in page


def test_mail_that_waits_to_be_sorted_is_counted(world: World, sign_in: Sign) -> None:
    waiting = {"state": "triage", "digest": "0" * 64, "size": 9, "received": MONDAY, "not_before": MONDAY}
    RawMessage.objects.create(vendor=world.staff.vendor, **waiting)

    assert 'Mail to sort <span class="tab-count">1</span>' in text(sign_in(world.staff))


def test_nothing_due_says_so_and_points_to_the_team(world: World, sign_in: Sign) -> None:
    report(world.huber, "production")

    page = text(sign_in(world.staff), "/staff/")

    assert "Nothing is due to you." in page
    assert "Show what the team has" in page


def test_a_line_can_be_fetched_alone(world: World, sign_in: Sign) -> None:
    log = report(world.huber, "production")

    line = text(sign_in(world.staff), f"/staff/today/{log.pk}/clock/respond/1?whose=all")

    assert line.lstrip().startswith("<li")
    assert log.reference in line


def test_a_line_that_is_done_goes_away(world: World, sign_in: Sign) -> None:
    log = report(world.huber, "production")
    say(log, Fact.of(Replied(MONDAY, by="m.schulz"), text="We look."))

    answer = sign_in(world.staff).get(f"/staff/today/{log.pk}/clock/respond/1?whose=all")

    assert answer.headers["HX-Reswap"] == "delete"


def test_the_list_is_told_when_it_is_not_right_any_more(world: World, sign_in: Sign) -> None:
    browser = sign_in(world.staff)
    report(world.huber, "production")
    mark = browser.get(LIST).context["mark"]
    same = browser.get(f"/staff/today/news?whose=all&mark={mark}")
    report(world.wimmer, "production")

    changed = browser.get(f"/staff/today/news?whose=all&mark={mark}")

    assert "HX-Trigger" not in same.headers
    assert changed.headers["HX-Trigger"] == CHANGED


def test_the_list_needs_as_many_queries_for_many_duties_as_for_one(
    world: World, sign_in: Sign, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = sign_in(world.staff)
    for _ in range(12):
        report(world.huber, "production")
    text(browser)

    with django_assert_max_num_queries(18):
        text(browser)
