from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tests.engine.world import clause, definitions, said, terms
from upheld import rhythms
from upheld.agreements import Credit, Fee, Meter, Metered, Price, Slice, Terms
from upheld.differences.costs import costs
from upheld.differences.difference import Difference
from upheld.money import Money

DAY = date(2027, 1, 1)
FEES = Meter("fees", "EUR", rhythms.parse("month"), said("fees"), "billing", clause("meters.fees"))
LATE = Credit("late", "solve", (), Decimal("0.05"), None, "miss", Decimal("0.3"), clause("credits.late", "5 %"))


def priced(base: str | None, *slices: tuple[str, str], mode: Any = "graduated") -> Terms:  # noqa: ANN401
    """Terms with a base a month (None: to be agreed) and slices of the fees, each a border and a rate."""
    rows = tuple(Slice(Decimal(above), Decimal(rate), clause(f"price.{above}")) for above, rate in slices)
    price = Price(
        source="price",
        included=False,
        base=Fee(Money(Decimal(base), "EUR") if base else None, clause("price.base")),
        per=rhythms.parse("month"),
        plus=(Metered("fees", mode, rows, None, clause("price.plus")),) if rows else (),
        minimum=None,
        indexed=None,
        clause=clause("price"),
    )
    return terms(prices=(price,), shared=definitions(meters={"fees": FEES}))


def only(before: Terms, after: Terms) -> Difference:
    (found,) = costs(before, after, DAY)
    return found


def test_a_higher_base_is_worse() -> None:
    found = only(priced("100"), priced("120"))

    assert (found.verdict, found.reason.fields["more"]) == ("worse", Decimal("20.00"))


def test_a_lower_base_is_better() -> None:
    found = only(priced("100"), priced("80"))

    assert (found.verdict, found.reason.fields["less"]) == ("better", Decimal("20.00"))


def test_a_higher_rate_says_from_which_use_it_is_felt() -> None:
    found = only(priced("100", ("1000", "0.1")), priced("100", ("1000", "0.2")))

    assert (found.verdict, found.reason.fields["dearer meter"], found.reason.fields["dearer at"]) == (
        "worse",
        "fees",
        Decimal(10000),
    )


def test_cheaper_for_few_and_dearer_for_many_is_both() -> None:
    found = only(priced("100", ("1000", "0.1")), priced("50", ("1000", "0.2")))

    assert found.verdict == "mixed"


def test_what_is_to_be_agreed_cannot_be_judged() -> None:
    assert only(priced("100"), priced(None)).verdict == "other"


def test_the_same_price_is_no_difference() -> None:
    assert list(costs(priced("100", ("1000", "0.1")), priced("100", ("1000", "0.1")), DAY)) == []


def test_a_credit_more_is_better_and_one_less_is_worse() -> None:
    none, one = terms(), terms(credits=(LATE,))

    assert [only(none, one).verdict, only(one, none).verdict] == ["better", "worse"]


def test_a_larger_credit_is_better_and_a_lower_cap_is_worse() -> None:
    larger, capped = replace(LATE, share=Decimal("0.1")), replace(LATE, cap=Decimal("0.1"))

    verdicts = [only(terms(credits=(LATE,)), terms(credits=(c,))).verdict for c in (larger, capped)]

    assert verdicts == ["better", "worse"]


def test_a_credit_for_something_else_cannot_be_judged() -> None:
    other = replace(LATE, each="started hour late", clause=clause("credits.late", "else"))

    assert only(terms(credits=(LATE,)), terms(credits=(other,))).verdict == "other"
