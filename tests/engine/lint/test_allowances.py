import pytest

from tests.engine.lint.worlds import found, offer, paths

KINDS = "kinds: {incident: Something does not work}\n"


def granting(text: str) -> str:
    return f"{KINDS}plans: {{basic: {{allowances: {{cases: {{{text}}}}}}}}}\n"


FULL = "unit: case, amount: 10 per quarter, counts: [incident], when_used_up: refuse"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            FULL.replace(", when_used_up: refuse", ""),
            "nothing says what happens when 'cases' is used up",
        ),
        (FULL.replace(", counts: [incident]", ""), "nothing says which kinds of case count for 'cases'"),
        (FULL.replace("quarter", "3 months"), "'3 months' does not say from when its periods count"),
    ],
)
def test_an_allowance_says_all_its_rules(text: str, message: str) -> None:
    assert [problem.message for problem in found(offer(granting(text)), "ALW1")] == [message]


@pytest.mark.parametrize("period", ["quarter", "contract quarter", "contract year"])
def test_a_period_of_the_calendar_or_of_the_contract_has_a_start(period: str) -> None:
    assert found(offer(granting(FULL.replace("quarter", period))), "ALW1") == []


def test_what_is_still_to_be_agreed_is_said() -> None:
    assert found(offer(granting(FULL.replace("refuse", "to be agreed"))), "ALW1") == []


def test_items_dearer_than_all_there_is_are_named() -> None:
    text = "unit: point, amount: 20, expires: never, when_used_up: refuse, catalogue: {a: 20, b: 21, c: 30}"

    assert (
        found(offer(granting(text)), "ALW2")[0].message == "'b' and 'c' cost more than the 20 of 'cases' that there are"
    )


def test_an_overdraft_lets_one_buy_what_is_dearer() -> None:
    text = "unit: point, amount: 20, expires: never, overdraft: allowed, catalogue: {a: 21}"

    assert found(offer(granting(text)), "ALW2") == []


def test_an_account_says_when_it_expires() -> None:
    text = "unit: point, amount: 20, when_used_up: refuse"

    assert [problem.level for problem in found(offer(granting(text)), "ALW2")] == ["E"]


def test_a_credit_on_a_time_that_is_never_promised_is_found() -> None:
    version = offer(
        """
plans:
  basic:
    promises: {any: {respond: within 1 hour, restore: as soon as possible}}
    price: {base: 1000 SEK per month}
    credits:
      slow: {when: respond missed, gives: 5% of base per miss, at_most: 30%}
      never: {when: restore missed, gives: 5% of base per miss, at_most: 30%}
"""
    )

    assert paths(version, "CRD1") == ["plans.basic.credits.never"]
