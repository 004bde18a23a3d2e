import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld_desk.errors import NotFound
from upheld_desk.looks.colours import contrast, readable, sheet

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
LIGHT_GROUNDS = ("#ffffff", "#f3f4f6")
DARK_GROUNDS = ("#111827", "#1f2937")


@given(COLOURS)
def test_any_colour_becomes_readable_on_both_grounds(colour: str) -> None:
    light, dark = readable(colour, on="#f3f4f6"), readable(colour, on="#1f2937")

    assert min(contrast(light, ground) for ground in LIGHT_GROUNDS) >= 4.5
    assert min(contrast(dark, ground) for ground in DARK_GROUNDS) >= 4.5


@given(COLOURS)
def test_the_text_on_a_button_in_the_colour_is_readable(colour: str) -> None:
    light, dark = readable(colour, on="#f3f4f6"), readable(colour, on="#1f2937")

    assert min(contrast("#ffffff", light), contrast("#111827", dark)) >= 4.5


def test_a_colour_that_is_readable_stays_as_it_is() -> None:
    assert readable("#2563c9", on="#ffffff") == "#2563c9"


def test_the_sheet_has_a_colour_for_light_and_one_for_dark() -> None:
    assert ["--tblr-primary:#2563c9" in line for line in sheet("2563c9").splitlines()] == [True, False]


@pytest.mark.parametrize("colour", ["red", "12345", "2563c9}body{display:none", ""])
def test_what_is_no_colour_is_not_there(colour: str) -> None:
    with pytest.raises(NotFound):
        sheet(colour)
