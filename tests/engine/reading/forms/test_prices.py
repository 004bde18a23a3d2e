from decimal import Decimal

import pytest

from tests.engine.reading.worlds import wrong
from upheld.agreements import ANY
from upheld.money import Money
from upheld.reading.forms import Allowance, Price
from upheld.reading.forms.values import Context
from upheld.rhythms import parse


def test_an_allowance_says_little_where_the_usual_holds() -> None:
    allowance = Allowance.model_validate({"unit": "case", "amount": "10 per quarter"}, context=Context())

    assert (allowance.amount, allowance.settle) == ((Decimal(10), parse("quarter")), "closed")
    assert allowance.when_used_up == {ANY: ("to be agreed", None, "")}


def test_a_rule_is_for_any_severity_or_for_each() -> None:
    said = {"unit": "case", "amount": "10"}
    lone = Allowance.model_validate(said | {"when_used_up": "refuse"}, context=Context())
    each = Allowance.model_validate(
        said | {"when_used_up": {"p1": "refuse", "any": "charge 90 SEK"}}, context=Context()
    )

    assert lone.when_used_up == {ANY: ("refuse", None, "")}
    assert each.when_used_up == {"p1": ("refuse", None, ""), "any": ("charge", Money(Decimal(90), "SEK"), "")}


def test_a_price_knows_what_is_to_be_agreed_from_what_is_not_said() -> None:
    open_ = Price.model_validate({"base": "to be agreed"}, context=Context())
    unsaid = Price.model_validate({}, context=Context())

    assert (open_.base, unsaid.base) == ((None, parse("month")), None)


@pytest.mark.parametrize(
    ("fees", "period"),
    [
        ({"minimum": "1000 SEK per year"}, "year"),
        ({"base": "to be agreed", "minimum": "1000 SEK per year"}, "year"),
        ({"base": "90 SEK per quarter", "minimum": "to be agreed"}, "quarter"),
        ({"base": "90 SEK per year", "minimum": "95 SEK per 12 months"}, "year"),
        ({"base": "to be agreed"}, "month"),
        ({}, "month"),
    ],
)
def test_a_price_has_the_period_of_the_fee_that_has_an_amount(fees: dict[str, str], period: str) -> None:
    assert Price.model_validate(fees, context=Context()).per == parse(period)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "price: free",
            "FMT3 price: 'free' is not known here; write 'included' or 'to be agreed', or the keys in full",
        ),
        (
            "price: {base: 90 EUR per month}",
            "FMT3 price.base: '90 EUR per month' is not in SEK, the currency of the agreement; write it in SEK",
        ),
        (
            "price: {base: 900 SEK per month, minimum: 1000 SEK per year}",
            ("FMT3 price.minimum: the minimum is per year, and the base per month; write both for the same period"),
        ),
        (
            "allowances: {a: unlimted}",
            "FMT3 allowances.a: 'unlimted' is not known here; write 'unlimited' or 'to be agreed', or the keys in full",
        ),
        (
            "allowances: {a: {unit: case, amount: 10, catalogue: {training: one}}}",
            "FMT3 allowances.a.catalogue.training: 'one' is not a number; write digits with a point, like 5000 or 2.5",
        ),
        (
            "invoice: {every: each release, when: in arrears}",
            (
                "FMT3 invoice.every: 'each release' is not a period; "
                "write it like month, quarter, contract year or 18 months"
            ),
        ),
        ("meters: {m: {unit: SEK, per: month, source: till}}", "FMT0 meters.m.is: 'is' is missing; add it"),
    ],
)
def test_what_is_wrong_with_a_price_is_told(text: str, sentence: str) -> None:
    assert wrong(text) == [sentence]
