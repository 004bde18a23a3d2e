from upheld.replay.rows import Broken


def test_a_broken_row_says_its_place_and_its_column() -> None:
    assert str(Broken(12, "at", "noon", "'noon' is not an instant")) == "row 12: at: 'noon' is not an instant"


def test_a_row_that_is_broken_as_a_whole_names_no_column() -> None:
    assert str(Broken(12, "", "a,b", "the row has 2 fields")) == "row 12: the row has 2 fields"
