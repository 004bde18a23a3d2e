import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.terms.page import Page, Points, Row, Section, Table
from upheld.terms.text import written

PRICE = Row("Price", (("100.00 EUR per month",), ("300.00 EUR per month", "plus 40.00 EUR")))
PLANS = Table(("", "Small", "Large"), (PRICE, Row("Chat", ((), ("always",)))))


def page(*blocks: Table | Points, note: str = "") -> Page:
    return Page("House", "", (("Vendor", "Nordlicht"),), (Section("Plans", tuple(blocks)),), note)


def test_a_table_has_its_columns_below_each_other() -> None:
    assert written(page(PLANS), 60).splitlines()[5:] == [
        "Plans",
        "-----",
        "       Small                 Large",
        "Price  100.00 EUR per month  300.00 EUR per month",
        "                             plus 40.00 EUR",
        "Chat                         always",
    ]


def test_on_a_narrow_screen_rows_stand_below_each_other() -> None:
    assert written(page(PLANS), 40).splitlines()[-6:] == [
        "Price",
        "  Small: 100.00 EUR per month",
        "  Large: 300.00 EUR per month; plus",
        "    40.00 EUR",
        "Chat",
        "  Large: always",
    ]


def test_points_are_listed() -> None:
    assert written(page(Points(("one thing", "another"))), 40).endswith("- one thing\n- another")


@pytest.mark.parametrize("width", [30, 60, 120])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    text = written(page(PLANS, note="This page shows the agreement; the agreement itself decides."), width)

    assert max(map(len, text.splitlines())) <= width


@given(st.lists(st.lists(st.text("ab ", max_size=30), min_size=2, max_size=2), max_size=5), st.integers(60, 100))
def test_any_table_fits(cells: list[list[str]], width: int) -> None:
    table = Table(("", "A", "B"), tuple(Row("row", tuple((text,) for text in row)) for row in cells))

    assert all(len(line) <= width for line in written(page(table), width).splitlines())
