from dataclasses import replace

from tests.engine.terms.house import LARGE, SMALL, version
from tests.engine.world import clause
from upheld.agreements import Unpromised
from upheld.terms.page import Cell
from upheld.terms.plans import Column, comparison
from upheld.terms.wording import Wording
from upheld.words import Language


def rows(language: Language = "en", *, unpromised: Unpromised | None = None) -> dict[str, tuple[Cell, ...]]:
    offer = version(plans={"small": replace(SMALL, unpromised=unpromised), "large": LARGE})
    columns = [Column(name, offer.plans[name], offer.terms(name, ())) for name in offer.plans]
    return {row.heading: row.cells for row in comparison(columns, Wording(offer, language)).rows}


def test_a_row_has_a_cell_for_each_plan() -> None:
    assert rows()["reply: p1"] == (("within 4 working hours",), ("in under 30 minutes",))


def test_what_a_plan_does_not_promise_stays_empty() -> None:
    assert rows()["reply: p2"] == ((), ("within 2 hours",))


def test_a_severity_without_a_promise_says_what_it_gets() -> None:
    found = rows("de", unpromised=Unpromised("p1", clause("plans.small.unpromised")))

    assert found["reply: p2"][0] == ("wie p1",)


def test_a_severity_may_be_measured_only() -> None:
    found = rows(unpromised=Unpromised(None, clause("plans.small.unpromised")))

    assert found["reply: p2"][0] == ("measured only",)


def test_a_row_that_says_nothing_is_left_out() -> None:
    assert "Credits" not in rows()


def test_prices_and_allowances_stand_in_their_rows() -> None:
    found = rows("sv")

    assert found["Pris"][1][0] == "1 500,00 EUR per månad"
    assert found["Ärenden"][0] == ("10 per kvartal", "när det är slut: avvisas")
