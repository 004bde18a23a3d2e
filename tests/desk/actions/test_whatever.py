"""Whatever people try in whatever order: what is refused leaves nothing, what is done leaves all in order."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.desk.actions.firms import MONDAY, Firm, comarch, maxence, startrac, stratiteq
from tests.desk.actions.tries import TRIES
from upheld import evaluate
from upheld.clocks import INSTANT
from upheld_desk import casefiles
from upheld_desk.actions import acting, allowances
from upheld_desk.actions.choices import possible
from upheld_desk.errors import NotFound, Refused
from upheld_desk.people.models import Person
from upheld_desk.store import agreements, logs, projections
from upheld_desk.store.dossiers import Dossier
from upheld_desk.store.models import CaseRow, Log, Look

pytestmark = pytest.mark.django_db

STEP: Final = timedelta(minutes=20)
days = st.lists(st.tuples(st.sampled_from(sorted(TRIES)), st.integers(0, 2), st.booleans()), min_size=1, max_size=14)


@pytest.mark.parametrize("agreed", [comarch, maxence, startrac, stratiteq])
def test_whatever_is_tried_all_stays_in_order(agreed: Callable[[], Firm]) -> None:
    world = agreed()
    people = (world.staff, world.second, world.contact)

    @settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
    @given(days)
    def tried(day: list[tuple[str, int, bool]]) -> None:
        cases, at = (world.opened(caller=world.contact.caller), world.opened(caller=world.contact.caller)), MONDAY
        for name, who, swapped in day:
            at += STEP
            one, two = reversed(cases) if swapped else cases
            _try(name, people[who], one, two, at)
        for log in cases:
            _is_in_order(world, log, at)
            _has_the_same_rows_until_the_next_look(log, at)

    tried()

    for log in Log.objects.select_related("agreement"):
        projections.project(Dossier.held(log), MONDAY + 20 * STEP)
    assert projections.rebuild(MONDAY + 20 * STEP)[1] == []
    assert not allowances.books(world.agreement, MONDAY + 20 * STEP).ledger.notes


def _try(name: str, who: Person, log: Log, other: Log, at: datetime) -> None:
    """Try an act: what is refused writes nothing, and what is said to be impossible is refused."""
    seen, before = acting.scene(who, log, at).seen, (logs.load(log.pk).length, logs.load(other.pk).length)
    said = {act.name: act for act in possible(who, log, seen.case, seen.terms, at)}
    try:
        TRIES[name](who, log, other, at)
    except (Refused, NotFound):
        assert (logs.load(log.pk).length, logs.load(other.pk).length) == before
    else:
        assert said[name].allowed, said[name]


def _is_in_order(world: Firm, log: Log, at: datetime) -> None:
    history = logs.load(log.pk)
    instants = [fact.at for fact in history.entries]
    assert logs.broken(log) is None
    assert instants == sorted(instants)
    evaluation = evaluate(agreements.version(world.agreement), history.events, at)
    case = casefiles.read(history.entries, agreements.terms(world.agreement, MONDAY), at)
    assert case
    assert case.status == CaseRow.objects.get(log=log).status
    if case.is_ended:
        assert not [duty for duty in evaluation.of_kind("clock") if duty.state in ("running", "paused")]
    held = [h for h in allowances.books(world.agreement, at).ledger.holds if h.ref == log.reference]
    assert not (held and case.is_ended)


def _has_the_same_rows_until_the_next_look(log: Log, at: datetime) -> None:
    """The rows of a log that are made again are the same, now and at the last instant before one looks again."""
    projections.project(Dossier.held(log), at)
    rows, look = projections.rows_of(log), Look.objects.filter(log=log).first()
    last = max(at, look.at - INSTANT) if look else at + timedelta(days=30)
    for instant in (at, last):
        projections.project(Dossier.held(log), instant)
        assert projections.rows_of(log) == rows, instant
