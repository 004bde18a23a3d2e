from dataclasses import replace
from datetime import date

from tests.engine.terms.house import SIGNED, version
from tests.engine.world import clause
from upheld.terms import page


def test_an_offer_shows_its_plans_side_by_side() -> None:
    first = page(version(), "en").sections[0]

    assert (first.title, first.blocks[0].header) == ("Plans compared", ("", "Small", "Large"))  # type: ignore[union-attr]


def test_one_plan_may_be_shown_alone() -> None:
    first = page(version(), "en", "large").sections[0]

    assert (first.title, first.blocks[0].header) == ("What is agreed", ("", "Large"))  # type: ignore[union-attr]


def test_an_agreement_shows_who_signed_what() -> None:
    facts = dict(page(version(SIGNED), "de").facts)

    assert facts == {
        "Anbieter": "Nordlicht",
        "Kunde": "Keller GmbH",
        "Vereinbarung": "H-1",
        "Unterzeichnet": "Mi 07.01.2026",
        "Laufzeit": "ab So 01.02.2026",
        "Kündigungsfrist": "3 Monate",
        "Zeitzone": "Europe/Berlin",
        "Maßgebliche Sprache": "Englisch",
        "Fassung": "0123456789ab",
    }


def test_an_amendment_says_its_number_and_its_day() -> None:
    signed = replace(SIGNED, amendment=2, effective=date(2026, 10, 1), ends=date(2027, 1, 31))

    facts = dict(page(version(signed), "en").facts)

    assert facts["Amendment"] == "no. 2, from Thu 1 Oct 2026"
    assert facts["In force"] == "Sun 1 Feb 2026 to Sun 31 Jan 2027"


def test_an_agreement_shows_the_plan_that_was_signed() -> None:
    table = page(version(SIGNED), "en").sections[0].blocks[0]

    assert table.header == ("", "Small")  # type: ignore[union-attr]


def test_what_is_to_be_agreed_is_listed() -> None:
    last = page(version(holes=(clause("plans.large.channels", "to be agreed"),)), "sv").sections[-1]

    assert (last.title, last.blocks[0].items) == ("Återstår att avtala", ("plans.large.channels",))  # type: ignore[union-attr]
