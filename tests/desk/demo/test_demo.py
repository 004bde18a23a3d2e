"""The demo is a lively week whenever it is made, and everything in it was done by acts."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from upheld_desk.actions import allowances
from upheld_desk.casefiles import orders
from upheld_desk.demo import playing, stories
from upheld_desk.store import logs, projections
from upheld_desk.store.models import CaseRow, DutyRow, Entry, Log

SUNDAY = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", params=[SUNDAY, WEDNESDAY], ids=["sunday", "wednesday"])
def now(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[datetime]:
    """The demo, made at an instant; it is taken back after the tests of this file."""
    del django_db_setup  # it has done its part
    with django_db_blocker.unblock(), transaction.atomic():
        playing.ensure(request.param)
        yield request.param
        transaction.set_rollback(True)


def test_the_week_has_cases_in_every_state(now: datetime) -> None:
    del now
    states = Counter(CaseRow.objects.values_list("status", flat=True))

    assert states.keys() >= {"new", "open", "waiting", "restored", "proposed", "closed", "merged", "withdrawn"}
    assert CaseRow.objects.values("vendor").distinct().count() == len(playing.VENDORS)


def test_there_is_something_to_do(now: datetime) -> None:
    del now

    assert DutyRow.objects.filter(log__kind="case", of="vendor", state="running").count() >= len(playing.VENDORS)


def test_one_check_was_forgotten_and_nothing_of_the_beginning_is_still_to_be_done(now: datetime) -> None:
    to_do = DutyRow.objects.filter(log__kind="agreement", of="vendor", state__in=["running", "broken"])

    assert [row.name for row in to_do.filter(due__lt=now - timedelta(days=13))] == ["performance-check"]
    assert to_do.filter(name="handover").count() == 0


def test_the_chains_hold(now: datetime) -> None:
    del now

    assert [log.reference for log in Log.objects.all() if logs.broken(log)] == []


def test_the_rows_are_the_same_when_made_again(now: datetime) -> None:
    assert projections.rebuild(now)[1] == []


def test_what_the_agreements_do_not_take_was_refused(now: datetime) -> None:
    del now

    assert Entry.objects.filter(kind="refused").count() >= 2


def test_every_story_became_a_case_or_a_refusal(now: datetime) -> None:
    folder = Path(playing.__file__).parent / "weeks"
    happened = {
        story.subject
        for file in folder.glob("*.yaml")
        for story in stories.read(file)
        if stories.instant(story.at, "Europe/Berlin", now) <= now
    }

    refusals = [logs.load(log.pk).entries for log in Log.objects.filter(kind="agreement")]
    refused = {fact.desk["subject"] for facts in refusals for fact in facts if fact.kind == "refused"}

    assert happened - refused == set(CaseRow.objects.values_list("subject", flat=True))


def test_units_were_bought_ordered_and_used(now: datetime) -> None:
    found = {
        log.reference: [order.state for order in orders.read(logs.load(log.pk).entries)]
        for log in Log.objects.filter(kind="agreement")
    }
    left = {log.reference: allowances.left(log.agreement, now) for log in Log.objects.filter(kind="agreement")}

    assert {name: states for name, states in found.items() if states} == {
        "MX-2026-008": ["done", "open", "open"],
        "MX-2026-021": ["done"],
        "CS-2026-003": ["done", "open"],
    }
    assert [each.left for each in left["MX-2026-008"] if each.rules.id == "points"] == [75]
    assert [each.left for each in left["CCI-2026-188"]] == [1]


def test_a_second_time_nothing_is_made(now: datetime) -> None:
    assert not playing.ensure(now)
