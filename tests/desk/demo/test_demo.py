"""The demo is a lively week whenever it is made, and everything in it was done by acts."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from upheld_desk.demo import playing, stories
from upheld_desk.store import logs, projections
from upheld_desk.store.models import CaseRow, DutyRow, Entry, Log

AGREEMENTS = Path(__file__).parents[3] / "agreements"
SUNDAY = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("now", [SUNDAY, WEDNESDAY])
def test_the_week_has_cases_in_every_state(now: datetime) -> None:
    playing.ensure(now, AGREEMENTS)

    states = Counter(CaseRow.objects.values_list("status", flat=True))
    assert states.keys() >= {"new", "open", "waiting", "restored", "proposed", "closed", "merged", "withdrawn"}
    assert CaseRow.objects.values("vendor").distinct().count() == 5
    assert DutyRow.objects.filter(log__kind="case", of="vendor", state="running").count() >= 5


def test_the_chains_hold_and_the_rows_are_the_same_when_made_again() -> None:
    playing.ensure(SUNDAY, AGREEMENTS)

    assert [logs.broken(log) for log in Log.objects.all() if logs.broken(log)] == []
    assert projections.rebuild(SUNDAY)[1] == []


def test_what_the_agreements_do_not_take_was_refused() -> None:
    playing.ensure(SUNDAY, AGREEMENTS)

    assert Entry.objects.filter(kind="refused").count() >= 2


def test_every_story_was_told_to_its_end() -> None:
    playing.ensure(SUNDAY, AGREEMENTS)
    folder = Path(playing.__file__).parent / "weeks"

    told = {story.subject for file in folder.glob("*.yaml") for story in stories.read(file)}
    refused = {fact.desk["subject"] for log in Log.objects.filter(kind="agreement") for fact in logs.load(log.pk).entries if fact.kind == "refused"}  # fmt: skip

    assert told - refused == set(CaseRow.objects.values_list("subject", flat=True))


def test_a_second_time_nothing_is_made() -> None:
    playing.ensure(SUNDAY, AGREEMENTS)

    assert not playing.ensure(WEDNESDAY, AGREEMENTS)
