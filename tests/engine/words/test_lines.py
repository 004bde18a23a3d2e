from hypothesis import given
from hypothesis import strategies as st

from upheld.words.lines import wrapped


def test_a_text_is_broken_between_its_words() -> None:
    assert wrapped("closed, the day before Christmas", 14) == ["closed, the", "day before", "Christmas"]


def test_a_number_is_never_broken() -> None:
    assert wrapped("minst 10 000,00 EUR", 9) == ["minst", "10 000,00", "EUR"]


def test_lines_may_be_indented() -> None:
    assert wrapped("one two three", 8, "- ", "  ") == ["- one", "  two", "  three"]


@given(st.lists(st.text("abc", min_size=1, max_size=8), min_size=1), st.integers(8, 40))
def test_no_line_is_longer_than_there_is_room(words: list[str], width: int) -> None:
    assert max(map(len, wrapped(" ".join(words), width))) <= width
