"""What a log says about a case, fact by fact, and what holds whatever the log says."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld import cases, read
from upheld.events import (
    Absorbed,
    Assigned,
    Called,
    Classified,
    Closed,
    CustomerReplied,
    EffortForecast,
    EffortLogged,
    Event,
    Forwarded,
    HandedOver,
    MarkedDuplicate,
    Merged,
    Objected,
    Reopened,
    Replied,
    Reported,
    Restored,
    SolutionApproved,
    SolutionProposed,
    SolutionRefused,
    Visited,
    WaitEnded,
    WaitStarted,
    Withdrawn,
    WorkStarted,
)
from upheld_desk import casefiles
from upheld_desk.casefiles import Casefile
from upheld_desk.facts import Fact

AGREEMENTS: Final = Path(__file__).parents[3] / "agreements"
COMARCH: Final = read(AGREEMENTS / "comarch" / "lernraum-dresden.yaml").terms()
STARTRAC: Final = read(AGREEMENTS / "startrac" / "chemiepark-nord.yaml").terms()
STRATITEQ: Final = read(AGREEMENTS / "stratiteq" / "fjallbygd-energi.yaml").terms()
MONDAY: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER: Final = MONDAY + timedelta(days=100)
REPORTED: Final = Reported(MONDAY, by="f.richter", channel="ticket", kind="incident", service="Testsysteme")


def at(hours: int) -> datetime:
    return MONDAY + timedelta(hours=hours)


def case_of(*events: Event | Fact) -> Casefile:
    first = Fact.of(REPORTED, subject="It stands still", text="Nothing works.")
    facts = [first, *(fact if isinstance(fact, Fact) else Fact.of(fact) for fact in events)]
    found = casefiles.read(facts, COMARCH, LATER)
    assert found
    return found


# --- Fact by fact -----------------------------------------------------------------------------------------------------


def test_a_log_without_a_report_is_no_case() -> None:
    assert casefiles.read([Fact.own("noted", MONDAY, "maria", text="?")], COMARCH, LATER) is None


def test_a_report_makes_a_new_case() -> None:
    case = case_of()

    assert (case.status, case.reporter, case.subject, case.service) == (
        "new",
        "f.richter",
        "It stands still",
        "Testsysteme",
    )
    assert (case.level, case.classified_by, case.last_by_customer) == (2, None, True)


def test_where_level_1_is_the_customers_a_case_begins_there() -> None:
    found = casefiles.read([Fact.of(REPORTED)], STARTRAC, LATER)

    assert found
    assert found.level == 1


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ((Replied(at(1)),), "open"),
        ((Replied(at(1), automatic=True),), "new"),
        ((HandedOver(at(1), level=3),), "new"),
        ((WaitStarted(at(1)),), "waiting"),
        ((WaitStarted(at(1)), CustomerReplied(at(2))), "open"),
        ((WaitStarted(at(1), on="access"), CustomerReplied(at(2))), "waiting"),
        ((WaitStarted(at(1), on="access"), WaitEnded(at(2))), "open"),
        ((Restored(at(1)),), "restored"),
        ((SolutionProposed(at(1)),), "proposed"),
        ((SolutionProposed(at(1)), WaitStarted(at(2)), WaitEnded(at(3))), "proposed"),
        ((SolutionProposed(at(1)), SolutionRefused(at(2))), "open"),
        ((Restored(at(1)), SolutionProposed(at(2)), SolutionRefused(at(3))), "restored"),
        ((SolutionProposed(at(1)), SolutionApproved(at(2))), "restored"),
        ((SolutionProposed(at(1)), Closed(at(2))), "closed"),
        ((WaitStarted(at(1)), Closed(at(2))), "closed"),
        ((Closed(at(1)), WaitStarted(at(2)), Restored(at(3))), "closed"),
        ((Closed(at(1)), CustomerReplied(at(2))), "closed"),
        ((Restored(at(1)), Closed(at(2)), Reopened(at(3))), "open"),
        ((Merged(at(1), into="COM-1"),), "merged"),
        ((MarkedDuplicate(at(1), of="COM-1"),), "duplicate"),
        ((Withdrawn(at(1)),), "withdrawn"),
    ],
)
def test_the_status_follows_from_what_happened(events: tuple[Event, ...], status: str) -> None:
    assert case_of(*events).status == status


def test_a_receipt_is_not_the_vendors_last_word() -> None:
    assert case_of(Replied(at(1), automatic=True)).last_by_customer


def test_whose_the_last_word_is_follows_the_talk() -> None:
    assert not case_of(CustomerReplied(at(1)), Called(at(2))).last_by_customer
    assert case_of(Replied(at(1)), Objected(at(2))).last_by_customer


def test_what_is_told_is_nothing_that_happened_to_the_case() -> None:
    case = case_of(Replied(at(1)), Fact.own("told", at(5), duty="clock/respond/1", step="late", told=["maria"]))

    assert (case.last_at, len(case.items)) == (at(1), 3)


def test_silence_is_nobodys_word() -> None:
    assert not case_of(SolutionProposed(at(1)), Fact.of(SolutionApproved(at(9)), silence=True)).last_by_customer


def test_a_wait_is_known_with_its_reason() -> None:
    wait = case_of(WaitStarted(at(1), by="maria", on="access", reason="no connection")).wait

    assert wait
    assert (wait.on, wait.reason, wait.since, wait.by) == ("access", "no connection", at(1), "maria")


def test_an_objection_is_against_the_last_decision() -> None:
    case = case_of(Classified(at(1), by="maria", severity="guidance"), Objected(at(2), by="f.richter", reason="no"))

    assert case.objection
    assert (case.objection.against, case.objection.by, case.objection.reason) == ("maria", "f.richter", "no")


def test_only_another_person_decides_an_objection() -> None:
    log = (Classified(at(1), by="maria", severity="guidance"), Objected(at(2), by="f.richter"))

    assert case_of(*log, Classified(at(3), by="maria", severity="impaired")).objection
    assert case_of(*log, Classified(at(3), by="jonas", severity="guidance")).objection is None


def test_the_end_of_a_case_ends_its_objection() -> None:
    log = (Classified(at(1), by="maria", severity="guidance"), Objected(at(2), by="f.richter"))

    assert case_of(*log, Withdrawn(at(3))).objection is None


def test_work_effort_and_people_add_up() -> None:
    case = case_of(
        Assigned(at(1), to="maria"),
        EffortLogged(at(2), minutes=50),
        EffortLogged(at(3), minutes=25),
        EffortForecast(at(3), minutes=300),
        Forwarded(at(4), to="scanner"),
        Forwarded(at(5), to="scanner"),
        Assigned(at(6), to=""),
    )

    assert (case.effort, case.forecast, case.suppliers, case.assignee, case.started) == (
        75,
        300,
        ("scanner",),
        "",
        at(2),
    )


def test_the_first_report_of_all_that_were_merged_counts() -> None:
    before = MONDAY - timedelta(hours=5)

    case = case_of(Absorbed(at(1), case="COM-7", reported=before), Absorbed(at(2), case="COM-8", reported=at(-1)))

    assert (case.first_reported, case.absorbed) == (before, ("COM-7", "COM-8"))


def test_the_desks_own_facts_change_what_they_name() -> None:
    case = case_of(
        Fact.own("subject set", at(1), "maria", subject="The gate"),
        Fact.own("details set", at(1), "maria", service="Leitstand"),
        Fact.own("linked", at(2), "maria", case="COM-2"),
        Fact.own("linked", at(2), "maria", case="COM-3"),
        Fact.own("unlinked", at(3), "maria", case="COM-2"),
        Fact.own("watched", at(4), "maria", person="maria", on=True),
        Fact.own("watched", at(4), "jonas", person="jonas", on=True),
        Fact.own("watched", at(5), "maria", person="maria", on=False),
    )

    assert (case.subject, case.service, case.links, case.watchers) == ("The gate", "Leitstand", ("COM-3",), ("jonas",))


def test_a_note_is_said_and_only_for_the_vendor() -> None:
    item = case_of(Fact.own("noted", at(1), "maria", text="Strange.")).items[-1]

    assert (item.number, item.text, item.is_said, item.internal) == (2, "Strange.", True, True)


def test_a_fact_that_is_entered_late_counts_when_it_was_so() -> None:
    case = case_of(Assigned(at(5), to="jonas"), Assigned(at(2), to="maria"))

    assert case.assignee == "jonas"


# --- Whatever the log says --------------------------------------------------------------------------------------------

hours = st.integers(0, 60).map(at)
names = st.sampled_from(["", "maria", "jonas", "f.richter"])
events = st.one_of(
    st.builds(Classified, hours, by=names, severity=st.sampled_from(["down", "impaired", "guidance"])),
    st.builds(Objected, hours, by=names),
    st.builds(HandedOver, hours, level=st.integers(1, 3)),
    st.builds(Assigned, hours, to=names),
    st.builds(Replied, hours, automatic=st.booleans()),
    st.builds(WaitStarted, hours, on=st.sampled_from(["customer", "access", "third party"])),
    st.builds(EffortLogged, hours, minutes=st.integers(0, 500)),
    st.builds(MarkedDuplicate, hours, of=st.just("COM-2")),
    st.builds(Merged, hours, into=st.just("COM-2")),
    st.builds(Absorbed, hours, case=st.just("COM-3"), reported=hours),
    *(
        st.builds(kind, hours)
        for kind in (
            CustomerReplied,
            Called,
            WorkStarted,
            Visited,
            WaitEnded,
            Restored,
            SolutionProposed,
            SolutionApproved,
            SolutionRefused,
            Closed,
            Reopened,
            Withdrawn,
        )
    ),
)
own = st.one_of(
    st.builds(lambda when: Fact.own("noted", when, "maria", text="?"), hours),
    st.builds(lambda when: Fact.own("linked", when, "maria", case="COM-5"), hours),
    st.builds(lambda when: Fact.own("objection decided", when, "jonas"), hours),
)
logs = st.lists(st.one_of(events.map(Fact.of), own), max_size=25).map(lambda facts: [Fact.of(REPORTED), *facts])


@given(logs, hours)
def test_the_desk_and_the_engine_agree_when_a_case_is_over(facts: Sequence[Fact], now: datetime) -> None:
    found = casefiles.read(facts, COMARCH, now)
    case = cases.read([fact.event for fact in facts if fact.event], COMARCH, now)

    assert found
    assert case
    assert (found.is_ended, found.ended, found.severity) == (case.ended is not None, case.ended, case.severity)


@given(logs, hours)
def test_what_comes_later_changes_nothing_before(facts: Sequence[Fact], now: datetime) -> None:
    ordered = sorted(facts, key=lambda fact: fact.at)
    known = [fact for fact in ordered if fact.at <= now]

    found, before = casefiles.read(ordered, COMARCH, now), casefiles.read(known, COMARCH, now)

    assert found
    assert found == replace(before or found, length=len(facts))


@given(logs)
def test_a_case_waits_exactly_while_something_is_waited_for(facts: Sequence[Fact]) -> None:
    for terms in (COMARCH, STRATITEQ):
        found = casefiles.read([fact for fact in facts if fact.kind != "classified"], terms, LATER)

        assert found
        assert (found.status == "waiting") == (found.wait is not None)
        assert not (found.is_ended and (found.proposed or found.objection))


@given(logs)
def test_effort_is_the_sum_of_what_was_logged(facts: Sequence[Fact]) -> None:
    found = casefiles.read(facts, COMARCH, LATER)

    assert found
    assert found.effort == sum(fact.event.minutes for fact in facts if isinstance(fact.event, EffortLogged))


@given(logs)
def test_nothing_of_a_log_is_lost(facts: Sequence[Fact]) -> None:
    found = casefiles.read(facts, COMARCH, LATER)

    assert found
    assert [item.fact for item in found.items] == list(facts)
    assert [item.number for item in found.items] == list(range(1, len(facts) + 1))
