"""Which promise holds: the severity, the conditions, and what a plan leaves unpromised."""

from dataclasses import replace

import pytest

from tests.engine.casework import desk, promise, reported
from tests.engine.world import clause
from upheld.agreements import ANY, Only, Terms, Unpromised
from upheld.clocks.promises import Found, Promises
from upheld.errors import TwoPromises
from upheld.events import Reported


def find(agreed: Terms, severity: str, report: Reported | None = None) -> Found:
    """Return what holds for the reply clock."""
    promises = Promises(agreed, report or reported(channel="email", caller="customer"))
    return promises.find(agreed.shared.clocks["reply"], severity)


def quantity(found: Found) -> str:
    """Return the quantity of the promise that was found."""
    return found.promise.quantity.text if found.promise else "none"


def codes(found: Found) -> list[str]:
    """Return the codes of the reasons."""
    return [reason.code for reason in found.reasons]


def test_the_promise_for_the_severity_beats_the_one_for_any() -> None:
    agreed = desk(promise(ANY, "reply", "within 8 hours"), promise("p1", "reply", "within 1 hour"))

    assert [quantity(find(agreed, severity)) for severity in ("p1", "p2")] == ["within 1 hour", "within 8 hours"]


def test_the_more_conditions_the_more_specific() -> None:
    agreed = desk(
        promise("p1", "reply", "within 1 hour"),
        promise(ANY, "reply", "within 8 hours", Only(channels=("email",))),
    )

    assert quantity(find(agreed, "p1")) == "within 8 hours"


def test_a_condition_that_is_not_met_takes_its_promise_away() -> None:
    agreed = desk(promise(ANY, "reply", "within 8 hours", Only(channels=("phone",), callers=("partner",))))

    assert not find(agreed, "p1")


def test_what_keeps_a_promise_away_is_said() -> None:
    agreed = desk(promise(ANY, "reply", "within 8 hours", Only(channels=("phone",), callers=("customer",))))

    [unmet] = Promises(agreed, reported(channel="email", caller="customer")).unmet(agreed.shared.clocks["reply"])

    assert unmet.fields == {"condition": "channel", "wanted": ("phone",), "given": "email"}


def test_what_the_report_leaves_open_is_assumed_and_said() -> None:
    agreed = desk(promise(ANY, "reply", "within 8 hours", Only(channels=("phone",), callers=("partner",))))

    assert codes(find(agreed, "p1", reported(caller="partner"))) == ["promise", "assumed", "met"]


def test_two_promises_that_fit_equally_well_are_refused() -> None:
    agreed = desk(
        promise(ANY, "reply", "within 1 hour", Only(channels=("email",))),
        promise(ANY, "reply", "within 8 hours", Only(callers=("customer",))),
    )

    with pytest.raises(TwoPromises, match=r"promises\.any\.reply and promises\.any\.reply fit the case equally well"):
        find(agreed, "p1")


def test_a_severity_without_a_promise_of_its_own_takes_the_clocks_of_another() -> None:
    agreed = desk(promise("p3", "reply", "within 8 hours"), unpromised=Unpromised("p3", clause("unpromised", "as p3")))

    assert (quantity(find(agreed, "p1")), codes(find(agreed, "p1"))) == ("within 8 hours", ["unpromised", "promise"])


def test_a_severity_with_a_promise_on_any_clock_takes_nothing_of_another() -> None:
    agreed = desk(
        promise("p3", "reply", "within 8 hours"),
        promise("p1", "solve", "within 8 hours"),
        unpromised=Unpromised("p3", clause("unpromised", "as p3")),
    )

    assert not find(agreed, "p1")


def test_what_is_promised_for_any_severity_is_not_said_to_be_measured_only() -> None:
    measured = Unpromised(None, clause("unpromised", "measured only"))

    found = find(
        desk(promise("p3", "solve", "within 8 hours"), promise(ANY, "reply", "within 1 hour"), unpromised=measured),
        "p1",
    )

    assert (quantity(found), codes(found)) == ("within 1 hour", ["promise"])


def test_measured_only_is_no_promise_but_something() -> None:
    agreed = desk(
        promise("p3", "reply", "within 8 hours"), unpromised=Unpromised(None, clause("unpromised", "measured only"))
    )

    assert (find(agreed, "p1").promise, bool(find(agreed, "p1"))) == (None, True)


def test_a_case_of_a_kind_that_is_not_handled_has_no_clocks() -> None:
    agreed = replace(desk(promise(ANY, "reply", "within 8 hours")), handles=("incident",))

    assert [len(Promises(agreed, reported(kind=kind)).clocks) for kind in ("incident", "question")] == [1, 0]
