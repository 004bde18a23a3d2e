"""Comarch's severities: asked from the worst, set by the vendor, open to objection."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.agreements.papers import FOLDER, at, case, changed, clock, duties, paper, problems, shown
from upheld.events import Classified, Objected, Replied, Reported
from upheld.severity import classify

OFFER = paper("comarch/offer")
PREMIUM = OFFER.terms("premium")
MONDAY = at(OFFER, "2026-11-23T15:00")
ASKED = ["down", "production", "impaired"]


@pytest.mark.parametrize(("answers", "severity"), [("yyy", "down"), ("nyy", "production"), ("nny", "impaired")])
def test_the_first_yes_decides_the_severity(answers: str, severity: str) -> None:
    given = {name: {"y": "yes", "n": "no"}[answer] for name, answer in zip(ASKED, answers, strict=True)}

    assert classify(OFFER.shared, given).severity == severity


def test_without_a_yes_it_is_guidance() -> None:
    found = classify(OFFER.shared, dict.fromkeys(ASKED, "no"))

    assert (found.severity, found.otherwise) == ("guidance", True)


def test_every_request_needs_its_severity_before_a_clock_runs() -> None:
    [found] = duties(PREMIUM, case(MONDAY), MONDAY, "clock")

    assert (found.state, found.due) == ("waiting", None)


def test_an_example_shared_by_two_severities_decides_nothing() -> None:
    shared = [problem.message for problem in problems(FOLDER / "comarch/offer.yaml", "SEV3")]
    unable = {"down": "no", "production": "no", "impaired": "yes"}

    assert any("'New instances cannot be released; running ones work'" in message for message in shared)
    assert classify(OFFER.shared, unable).severity == "impaired"


def test_every_severity_shows_its_examples() -> None:
    assert shown(OFFER, "Production system impaired")[-1] == "The platform was interrupted for a while"
    assert shown(OFFER, "General guidance")[-1] == "Releasing new instances takes unusually long"


def test_the_vendor_classifies_and_tells_and_the_customer_may_object() -> None:
    """The one who classified cannot decide the objection; a second person can."""
    times = [MONDAY + n * timedelta(minutes=10) for n in range(5)]
    log = [
        Reported(times[0], channel="ticket"),
        Classified(times[1], severity="impaired", by="nowak"),
        Replied(times[2], by="nowak"),
        Objected(times[3], reason="production stands still", by="f.richter"),
    ]
    decided = [[*log, Classified(times[4], severity="production", by=name)] for name in ("nowak", "seidel")]
    found = [
        {duty.name: duty.state for duty in duties(PREMIUM, each, times[4], "procedure") if duty.number == 1}
        for each in (log, *decided)
    ]

    assert [(each["tell class"], each["objection"]) for each in found] == [
        ("kept", "running"),
        ("kept", "running"),
        ("kept", "kept"),
    ]


def test_new_facts_count_from_the_change_and_a_correction_from_the_report() -> None:
    hour = timedelta(hours=1)
    changes = [Classified(MONDAY + hour, "impaired", ground=ground) for ground in ("new facts", "correction")]
    dues = [clock(PREMIUM, [*case(MONDAY, "guidance"), change], MONDAY + hour, "respond").due for change in changes]

    assert dues == [MONDAY + 13 * hour, MONDAY + 12 * hour]


def test_the_production_fault_has_two_names_and_is_one_severity() -> None:
    [production] = [severity for severity in OFFER.shared.severities if severity.id == "production"]

    assert (production.name.in_language("de"), production.also_called) == (
        "Störung des Produktionssystems",
        ("Defektes Produktionssystem",),
    )


def test_severities_are_numbered_from_the_worst() -> None:
    assert [(severity.rank, severity.id) for severity in OFFER.shared.severities] == [
        (1, "down"),
        (2, "production"),
        (3, "impaired"),
        (4, "guidance"),
    ]


def test_each_severity_is_defined_once(tmp_path: Path) -> None:
    again = "classification:  ", "  impaired: {name: Systemstörung}\nclassification:  "
    [problem] = problems(changed(tmp_path, "comarch/offer", again), "FMT2")

    assert problem.message.startswith("the key 'impaired' stands twice")
