from decimal import Decimal

from tests.engine.world import clause
from upheld.differences.difference import added, changed, compared, removed

CLAUSE = clause("plans.small.contacts", "2 named")


def test_more_is_better_unless_it_is_said_to_be_worse() -> None:
    verdicts = [
        found.verdict
        for better in (True, False)
        for found in [compared(("x",), Decimal(1), Decimal(2), CLAUSE, more_is_better=better)]
        if found
    ]

    assert verdicts == ["better", "worse"]


def test_as_much_as_before_is_no_difference() -> None:
    assert compared(("x",), Decimal(1), Decimal("1.0"), CLAUSE) is None


def test_what_is_added_is_better_and_what_is_removed_is_worse() -> None:
    assert [added(("x",), CLAUSE).verdict, removed(("x",), CLAUSE).verdict] == ["better", "worse"]


def test_only_a_single_value_is_quoted() -> None:
    texts = [added(("x",), c).reason.fields["text"] for c in (CLAUSE, clause("a", "of: vendor; does: things"))]

    assert texts == ["2 named", ""]


def test_a_difference_is_plain_data_with_its_clause() -> None:
    data = changed(("contacts",), "1", "2", CLAUSE, "better").within("small").as_data()

    assert (data["verdict"], data["scope"], data["subject"], data["before"], data["after"]) == (
        "better",
        "small",
        ["contacts"],
        "1",
        "2",
    )
