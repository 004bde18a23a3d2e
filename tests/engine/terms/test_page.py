from upheld.terms.page import Row, Table


def test_a_cell_knows_what_stands_over_it() -> None:
    table = Table(("", "Small", "Large"), (Row("Price", (("100 EUR",), ())),))

    assert list(table.cells()) == [("Price", [("Small", ("100 EUR",)), ("Large", ())])]
