"""What a log says about a case: the order of facts, the severity at each time, and what a raise needs."""

from dataclasses import replace
from datetime import datetime

import pytest

from tests.engine.casework import BERLIN, SEVERITIES, at, classification, desk, reported
from tests.engine.world import clause, definitions
from upheld import cases
from upheld.agreements import Classification, Raise
from upheld.cases import Case, in_order
from upheld.errors import NaiveTime, UnknownName
from upheld.events import Classified, Closed, Event, Reopened, Replied, SeverityAsked, Withdrawn, WorkStarted

BY_MAIL_AND_PHONE = Raise(("p2", "p1"), ("email", "phone"), "any time", clause("classification.raise"))


def read(log: list[Event], by: Classification | None = None, now: str = "30 12:00") -> Case:
    """Return the case of a log under a classification; without one the vendor decides."""
    case = cases.read(log, desk(by=by or classification()), at(now))
    assert case is not None
    return case


def decided(case: Case) -> list[tuple[str, str, datetime]]:
    """Return severity, source and instant of each decision."""
    return [(decision.severity, decision.source, decision.at) for decision in case.decisions]


def customer(raising: Raise | None = BY_MAIL_AND_PHONE) -> Classification:
    """Return the rule that the customer says, p3 if nothing is said."""
    return classification("customer", "p3", raising)


# --- Order ------------------------------------------------------------------------------------------------------------


def test_facts_count_in_the_order_of_their_instants_and_then_of_the_log() -> None:
    log = [Replied(at("23 12:00")), Closed(at("23 11:00")), WorkStarted(at("23 12:00"))]

    assert [fact for _, fact in in_order(log)] == [log[1], log[0], log[2]]


def test_instants_are_compared_as_points_in_time_and_not_as_wall_times() -> None:
    early = Replied(datetime(2026, 10, 25, 2, 50, tzinfo=BERLIN))
    late = Closed(datetime(2026, 10, 25, 2, 10, tzinfo=BERLIN, fold=1))  # 20 minutes later

    assert [fact for _, fact in in_order([late, early])] == [early, late]


def test_a_fact_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveTime, match="at: '2026-11-23 10:00:00' has no time zone"):
        in_order([Closed(datetime(2026, 11, 23, 10))])  # noqa: DTZ001  that is the point


def test_facts_after_now_are_not_known() -> None:
    assert len(read([reported("23 10:00"), Closed(at("23 12:00"))], now="23 11:00").facts) == 1


def test_without_a_report_there_is_no_case() -> None:
    assert cases.read([reported("23 10:00")], desk(), at("23 09:00")) is None


def test_what_was_so_before_the_report_counts_right_after_it() -> None:
    case = read([WorkStarted(at("23 09:00")), reported("23 10:00")])

    assert [(when, type(fact).__name__) for when, fact in case.facts] == [
        (at("23 10:00"), "Reported"),
        (at("23 10:00"), "WorkStarted"),
    ]


# --- Severity ---------------------------------------------------------------------------------------------------------


def test_a_case_has_no_severity_until_the_vendor_decides() -> None:
    log = [reported("23 10:00", severity="p1"), Classified(at("23 11:00"), "p2")]

    assert decided(read(log)) == [("p2", "classified", at("23 11:00"))]


def test_the_default_holds_until_somebody_decides() -> None:
    log = [reported("23 10:00"), Classified(at("23 11:00"), "p1")]

    assert [severity for severity, _, _ in decided(read(log, classification(default="p3")))] == ["p3", "p1"]


def test_deciding_the_same_again_decides_nothing() -> None:
    log = [reported("23 10:00"), Classified(at("23 11:00"), "p3")]

    assert len(read(log, classification(default="p3")).decisions) == 1


def test_what_is_decided_with_the_report_takes_the_place_of_the_default() -> None:
    log = [reported("23 10:00"), Classified(at("23 10:00"), "p1")]

    assert decided(read(log, classification(default="p3"))) == [("p1", "classified", at("23 10:00"))]


def test_where_the_customer_says_the_claim_in_the_report_counts() -> None:
    assert decided(read([reported("23 10:00", severity="p1")], customer(None))) == [("p1", "claimed", at("23 10:00"))]


def test_a_severity_the_agreement_does_not_have_cannot_be_decided() -> None:
    with pytest.raises(UnknownName, match=r"classified at 2026-11-23T10:00:00\+00:00: 'p9' is not a severity; write"):
        read([reported("23 10:00"), Classified(at("23 11:00"), "p9")])


def test_a_claim_the_agreement_does_not_know_claims_nothing() -> None:
    assert read([reported("23 10:00", severity="urgent")], customer(None)).severity == "p3"


def test_an_agreement_without_severities_gives_every_case_the_severity_any() -> None:
    agreed = replace(desk(), shared=definitions())

    case = cases.read([reported("23 10:00")], agreed, at("23 11:00"))

    assert case is not None
    assert case.severity == "any"


# --- Raising ----------------------------------------------------------------------------------------------------------


def test_a_raise_counts_from_the_last_of_the_channels_it_needs() -> None:
    log = [reported("23 10:00", severity="p1", channel="email"), SeverityAsked(at("23 10:20"), "p1", "phone")]

    assert decided(read(log, customer())) == [("p3", "default", at("23 10:00")), ("p1", "asked", at("23 10:20"))]


def test_a_raise_on_one_channel_still_misses_the_other() -> None:
    case = read([reported("23 10:00", severity="p1", channel="email")], customer())

    assert [(asking.missing, asking.granted) for asking in case.askings] == [(("phone",), None)]


def test_a_raise_may_be_asked_for_later() -> None:
    log = [
        reported("23 10:00", channel="email"),
        SeverityAsked(at("24 10:00"), "p2", "phone"),
        SeverityAsked(at("24 10:05"), "p2", "email"),
    ]

    assert decided(read(log, customer()))[-1] == ("p2", "asked", at("24 10:05"))


def test_a_raise_at_registration_must_be_asked_for_in_the_report() -> None:
    rule = Raise(("p1",), ("phone",), "at registration", clause("classification.raise"))
    log = [reported("23 10:00", channel="email"), SeverityAsked(at("23 10:05"), "p1", "phone")]

    case = read(log, customer(rule))

    assert [(asking.refused, case.severity) for asking in case.askings] == [("too late", "p3")]


def test_a_raise_to_what_was_not_offered_is_refused() -> None:
    rule = Raise(("p2",), (), "any time", clause("classification.raise"))

    case = read([reported("23 10:00", severity="p1")], customer(rule))

    assert [(asking.refused, case.severity) for asking in case.askings] == [("not offered", "p3")]


def test_a_milder_severity_needs_no_raise() -> None:
    log = [reported("23 10:00"), Classified(at("23 11:00"), "p1"), SeverityAsked(at("23 12:00"), "p2", "email")]

    assert read(log, customer()).severity == "p2"


def test_what_was_asked_once_does_not_count_for_the_next_raise() -> None:
    log = [
        reported("23 10:00", severity="p2", channel="email"),
        SeverityAsked(at("23 10:05"), "p2", "phone"),
        Classified(at("23 11:00"), "p3"),
        SeverityAsked(at("23 12:00"), "p2", "phone"),
    ]

    assert read(log, customer()).severity == "p3"


def test_what_was_asked_for_in_part_ends_with_the_case() -> None:
    log = [
        reported("23 10:00", severity="p1", channel="email"),
        Withdrawn(at("23 11:00")),
        Reopened(at("23 12:00")),
        SeverityAsked(at("23 13:00"), "p1", "phone"),
    ]

    case = read(log, customer())

    assert (case.severity, [asking.missing for asking in case.askings]) == ("p3", [("phone",), ("email",)])


def test_where_the_vendor_decides_asking_changes_nothing() -> None:
    log = [reported("23 10:00"), SeverityAsked(at("23 11:00"), SEVERITIES[0].id, "phone")]

    assert read(log, classification(default="p3")).severity == "p3"
