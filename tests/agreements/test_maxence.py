"""OTRS support by maxence: yearly contracts with counted requests, an account of points, hours to call off."""

from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from tests.agreements.papers import FOLDER, MICROSECOND, at, case, changed, paper, problems, run, runs
from upheld.events import Replied
from upheld.severity import classify, gaps

OFFER = paper("maxence/offer")
BASIC, PROFESSIONAL = (OFFER.terms(plan) for plan in ("basic", "professional"))
UTILITY, CLINICS = paper("maxence/stadtwerke-weserbogen"), paper("maxence/klinikverbund-elbland")
MONDAY = at(OFFER, "2026-11-23T15:00")


def answers(text: str) -> dict[str, str]:
    """Return answers in the order of the agreement: production, usable, loss, workaround, users."""
    return dict(zip(("production", "usable", "loss", "workaround", "users"), text.split(), strict=True))


def severity(text: str) -> str | None:
    return classify(OFFER.shared, answers(text)).severity


# --- Models


def test_plans_exclude_each_other_and_modules_combine() -> None:
    chosen = OFFER.terms("basic", ["points", "on-demand", "downloads"])

    assert (list(OFFER.plans), [allowance.id for allowance in chosen.allowances]) == (
        ["basic", "professional"],
        ["cases", "points", "hours"],
    )


def test_downloads_belong_to_every_contract(tmp_path: Path) -> None:
    without = changed(tmp_path, "maxence/klinikverbund-elbland", ("[on-demand, downloads]", "[on-demand]"))
    [problem] = problems(without, "TERM1")

    assert problem.message == "'downloads' is obligatory, but is not chosen"


# --- Severities


def test_all_models_share_one_scale_of_severities() -> None:
    scales = [[s.id for s in version.shared.severities] for version in (OFFER, UTILITY, CLINICS)]

    assert scales == [["critical", "high", "medium", "low"]] * 3


def test_critical_needs_production_unusable_and_no_workaround() -> None:
    critical = [found for found in map(" ".join, COMBINATIONS) if severity(found) == "critical"]

    assert critical == [f"yes no {loss} no {users}" for loss, users in product(LOSSES, ("few", "many"))]


LOSSES = ("none", "one", "essential")
COMBINATIONS = list(product(("yes", "no"), ("yes", "no"), LOSSES, ("yes", "no"), ("few", "many")))


@pytest.mark.parametrize("users", ["few", "many"])
def test_high_is_an_essential_function_with_a_workaround(users: str) -> None:
    found = classify(OFFER.shared, answers(f"yes yes essential yes {users}"))

    assert (found.severity, found.matched) == ("high", True)


def test_medium_is_one_function_with_a_workaround_for_few_users() -> None:
    assert [severity(f"yes {usable} one yes few") for usable in ("yes", "no")] == ["medium", "medium"]


def test_low_is_no_loss_while_usable_or_no_production() -> None:
    low = {" ".join(found) for found in COMBINATIONS if severity(" ".join(found)) == "low"}

    assert low == {" ".join(c) for c in COMBINATIONS if c[0] == "no" or (c[2] == "none" and c[1] == "yes")}


def test_eight_of_forty_eight_answers_fall_to_the_default() -> None:
    uncovered = gaps(OFFER.shared)
    [problem] = problems(FOLDER / "maxence/offer.yaml", "SEV1")

    assert (len(uncovered), len(COMBINATIONS)) == (8, 48)
    assert "of 48 combinations of answers 8 match no severity" in problem.message


# --- Answers


def test_four_hours_are_counted_in_the_service_times() -> None:
    found = run(BASIC, case(MONDAY, "critical"), MONDAY, "respond")

    assert found.due == at(OFFER, "2026-11-24T11:00")


def test_four_hours_within_are_still_in_time_at_the_instant() -> None:
    due = at(OFFER, "2026-11-24T11:00")
    later = due + timedelta(days=1)
    states = [
        run(BASIC, case(MONDAY, "critical", Replied(when)), later, "respond").state for when in (due, due + MICROSECOND)
    ]

    assert states == ["kept", "broken"]


def test_professional_answers_within_two_hours_of_the_extended_times() -> None:
    evening, saturday = at(OFFER, "2026-11-23T19:00"), at(OFFER, "2026-11-21T13:30")
    dues = [run(PROFESSIONAL, case(start, "critical"), start, "respond").due for start in (evening, saturday)]

    assert dues == [at(OFFER, "2026-11-24T08:00"), at(OFFER, "2026-11-23T08:30")]


def test_extended_times_that_leave_service_times_out_are_an_error(tmp_path: Path) -> None:
    late = changed(tmp_path, "maxence/offer", ("mon-fri: 07:00-20:00", "mon-fri: 10:00-20:00"))
    [problem] = problems(late, "CAL4")

    assert problem.message.startswith("'extended-times' is closed")


@pytest.mark.parametrize("severity", ["high", "medium", "low"])
def test_what_is_not_critical_is_measured_and_never_broken(severity: str) -> None:
    year = MONDAY + timedelta(days=365)
    [waiting] = runs(BASIC, case(MONDAY, severity), year)
    [answered] = runs(BASIC, case(MONDAY, severity, Replied(MONDAY + timedelta(days=30))), year)

    assert (waiting.state, waiting.due, waiting.severity) == ("running", None, severity)
    assert (answered.state, answered.used) == ("ended", timedelta(days=30))
