"""Who may report, on which channel, about what, and when."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.engine.casework import BERLIN, at, desk, reported
from tests.engine.world import clause, said
from upheld.agreements import Channel, Contacts, Role, Terms, Tier
from upheld.gates import Condition, conditions, reopening

PORTAL = Channel("portal", None, "desk", by_appointment=False, clause=clause("channels.portal"))
PHONE = Channel("phone", "desk", "desk", by_appointment=False, clause=clause("channels.phone"))
CALL = Channel("conference-call", None, None, by_appointment=True, clause=clause("channels.conference-call"))
LEVEL_1 = Tier(1, "customer", said(""), clause("tiers.1"))


def terms(**changes: Any) -> Terms:  # noqa: ANN401  any field of terms
    """Return terms with these gates alone."""
    return replace(desk(), **changes)


def only(agreed: Terms, when: str = "23 10:00", by: str = "", **fields: Any) -> Condition:  # noqa: ANN401
    """Return the one condition of a report."""
    [condition] = conditions(agreed, reported(when, by=by, **fields))
    return condition


def people(name: str, *names: str, deputies: tuple[str, ...] = ()) -> Role:
    """Return a role of the customer's."""
    return Role(name, "customer", names, deputies, said(""), clause(f"roles.{name}"))


def test_terms_without_conditions_let_every_report_in() -> None:
    assert conditions(terms(), reported(channel="pigeon")) == ()


def test_a_channel_that_was_not_agreed_takes_no_report() -> None:
    found = only(terms(channels=(PHONE,)), channel="chat")

    assert (found.met, found.reasons[0].code, found.reasons[0].fields["agreed"]) == (
        False,
        "channel not agreed",
        ("phone",),
    )


@pytest.mark.parametrize(
    ("when", "met"), [("23 09:00", True), ("23 16:59", True), ("23 17:00", False), ("22 10:00", False)]
)
def test_a_channel_takes_reports_in_its_hours(when: str, met: bool) -> None:  # noqa: FBT001  the fact
    assert only(terms(channels=(PHONE,)), when, channel="phone").met is met


def test_a_closed_channel_says_when_it_opens() -> None:
    found = only(terms(channels=(PHONE,)), "20 18:00", channel="phone")

    assert (found.reasons[0].code, found.reasons[0].fields["opens"]) == ("channel closed", at("23 09:00"))


def test_a_channel_that_nobody_sits_at_takes_reports_all_the_same() -> None:
    found = only(terms(channels=(PORTAL,)), "22 10:00", channel="portal")

    assert (found.met, [reason.code for reason in found.reasons]) == (True, ["channel open", "not staffed"])


def test_somebody_is_there_in_the_hours_of_the_desk() -> None:
    found = only(terms(channels=(PORTAL,)), "23 10:00", channel="portal")

    assert [reason.code for reason in found.reasons] == ["channel open", "staffed"]


def test_a_channel_by_appointment_takes_reports() -> None:
    assert only(terms(channels=(CALL,)), channel="conference-call").reasons[0].code == "channel by appointment"


def test_a_report_without_a_channel_is_assumed_to_have_come_on_one() -> None:
    found = only(terms(channels=(PHONE,)))

    assert (found.met, found.reasons[0].code) == (True, "gate assumed")


@pytest.mark.parametrize(
    ("agreed", "fields", "met"),
    [
        ({"callers": ("partner",)}, {"caller": "partner"}, True),
        ({"callers": ("partner",)}, {"caller": "end customer"}, False),
        ({"callers": ("partner",)}, {}, True),
        ({"handles": ("incident",)}, {"kind": "incident"}, True),
        ({"handles": ("incident",)}, {"kind": "wish"}, False),
        ({"roles": (people("contacts", "f.richter", deputies=("a.wolf",)),)}, {"by": "f.richter"}, True),
        ({"roles": (people("contacts", "f.richter", deputies=("a.wolf",)),)}, {"by": "a.wolf"}, True),
        ({"roles": (people("contacts", "f.richter", deputies=("a.wolf",)),)}, {"by": "a.stranger"}, False),
        ({"tiers": (LEVEL_1,)}, {"caller": "level-1"}, True),
        ({"tiers": (LEVEL_1,)}, {"caller": "end user"}, False),
        ({"tiers": (LEVEL_1,), "roles": (people("level-1", "gate-desk"),)}, {"by": "gate-desk"}, True),
        ({"tiers": (LEVEL_1,), "roles": (people("level-1", "gate-desk"),)}, {"by": "a.stranger"}, False),
    ],
)
def test_a_condition_is_met_by_what_it_names_or_by_what_is_left_open(
    agreed: dict[str, Any],
    fields: dict[str, str],
    met: bool,  # noqa: FBT001  the fact
) -> None:
    assert only(terms(**agreed), **fields).met is met


def test_a_contact_that_nobody_was_named_for_is_no_condition() -> None:
    assert conditions(terms(roles=(people("contacts"),)), reported(by="a.stranger")) == ()


def test_where_any_number_of_contacts_is_agreed_everybody_of_the_customer_may_report() -> None:
    unlimited = Contacts(1, None, clause("contacts"))
    agreed = terms(roles=(people("contacts", "l.huber"),), contacts=unlimited)

    assert conditions(agreed, reported(by="a.stranger")) == ()


def test_a_service_that_is_not_covered_is_said_to_be_none() -> None:
    agreed = terms()
    covered = replace(agreed, shared=replace(agreed.shared, services=("booking",)))

    assert [only(covered, service=service).met for service in ("booking", "payroll", "")] == [True, False, True]


def test_every_condition_is_answered_and_not_only_the_first_that_fails() -> None:
    agreed = terms(channels=(PHONE,), callers=("partner",), handles=("incident",))

    found = conditions(agreed, reported("22 10:00", channel="phone", caller="stranger", kind="wish"))

    assert [(condition.name, condition.met) for condition in found] == [
        ("channel", False),
        ("caller", False),
        ("kind", False),
    ]


def test_a_case_may_be_reopened_until_the_last_instant_of_its_time() -> None:
    closed = at("1 10:00")
    last = closed + timedelta(days=14)

    assert [reopening(terms(), closed, when).met for when in (last, last + timedelta(microseconds=1))] == [True, False]


def test_fourteen_days_are_as_long_where_the_clocks_change_in_between() -> None:
    closed = datetime(2026, 10, 20, 12, tzinfo=BERLIN)
    last = datetime(2026, 11, 3, 11, tzinfo=BERLIN)  # the day of the change has 25 hours

    assert [reopening(desk(), closed, when).met for when in (last, last + timedelta(minutes=1))] == [True, False]
