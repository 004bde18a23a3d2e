"""The queue shows the cases that the address asks for, in order, a page at a time."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.desk.staff.conftest import Sign
from tests.desk.world import MONDAY, World, report, say
from upheld.events import Assigned, Closed
from upheld_desk.facts import Fact
from upheld_desk.staff import queue
from upheld_desk.staff.queue import Wanted
from upheld_desk.store.models import CaseRow

pytestmark = pytest.mark.django_db


def shown(world: World, **wanted: str) -> list[str]:
    return [case.reference for case in queue.found(world.staff, Wanted.of(wanted))]


def test_what_is_due_first_comes_first(world: World) -> None:
    later, first = report(world.huber, "guidance"), report(world.huber, "production")

    assert shown(world) == [first.reference, later.reference]


def test_among_equally_urgent_ones_the_plan_that_goes_first_does(world: World) -> None:
    usual, premium = report(world.huber, "production"), report(world.huber, "production")
    CaseRow.objects.filter(log=premium).update(plan_rank=0)

    assert shown(world) == [premium.reference, usual.reference]


def test_the_plan_never_goes_before_a_promise_that_is_due_earlier(world: World) -> None:
    due_first, premium = report(world.huber, "production"), report(world.huber, "guidance")
    CaseRow.objects.filter(log=premium).update(plan_rank=0)

    assert shown(world) == [due_first.reference, premium.reference]


def test_what_is_over_is_left_out_unless_asked_for(world: World) -> None:
    over = report(world.huber, "production")
    say(over, Fact.of(Closed(MONDAY, by="m.schulz")))

    assert shown(world) == []
    assert shown(world, status="all") == [over.reference]
    assert shown(world, status="closed") == [over.reference]


@pytest.mark.parametrize(
    "wanted",
    [
        {"customer": "papierwerk-isar"},
        {"severity": "production"},
        {"assignee": "m.schulz"},
        {"text": "stands"},
        {"text": "com-1001"},
        {"level": "2"},
        {"plan": "1"},
    ],
)
def test_each_filter_finds_its_case(world: World, wanted: dict[str, str]) -> None:
    log = report(world.huber, "production")
    say(log, Fact.of(Assigned(MONDAY, by="m.schulz", to="m.schulz")))
    CaseRow.objects.filter(log=log).update(plan_rank=1)

    assert shown(world, **wanted) == [log.reference]


@pytest.mark.parametrize(
    "wanted",
    [{"customer": "lernraum-dresden"}, {"severity": "guidance"}, {"assignee": "o.kern"}, {"text": "%"}, {"level": "3"}],
)
def test_each_filter_leaves_others_out(world: World, wanted: dict[str, str]) -> None:
    report(world.huber, "production")

    assert shown(world, **wanted) == []


@pytest.mark.parametrize("query", ["page=99999", "page=-1", "order=no", "status=no", "level=x", "text=%00"])
def test_an_address_that_makes_no_sense_shows_the_queue(world: World, sign_in: Sign, query: str) -> None:
    report(world.huber, "production")

    assert sign_in(world.staff).get(f"/staff/cases/?{query}").status_code == 200


def test_a_reference_leads_straight_to_its_case(world: World, sign_in: Sign) -> None:
    log = report(world.huber, "production")

    answer = sign_in(world.staff).get(f"/staff/cases/?text={log.reference.lower()}")

    assert answer.headers["Location"] == f"/staff/cases/{log.reference}/"


def test_the_queue_needs_as_many_queries_for_a_full_page_as_for_one_case(
    world: World, sign_in: Sign, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = sign_in(world.staff)
    for _ in range(12):
        report(world.huber, "production")
    browser.get("/staff/cases/")

    with django_assert_max_num_queries(15):
        browser.get("/staff/cases/")
