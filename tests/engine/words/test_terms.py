from typing import get_args

import pytest

from upheld import rhythms
from upheld.agreements import Milestone, Party, Wait
from upheld.words.figures import LANGUAGES
from upheld.words.terms import TERMS, every, length, per, term


@pytest.mark.parametrize("word", [*get_args(Milestone), *get_args(Wait), *get_args(Party)])
def test_every_word_of_the_engine_is_known(word: str) -> None:
    assert word in TERMS


def test_what_has_no_word_is_said_as_it_stands() -> None:
    assert term("gate-desk", "de") == "gate-desk"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("month", ["per month", "pro Monat", "per månad"]),
        ("contract year", ["per contract year", "pro Vertragsjahr", "per avtalsår"]),
        ("3 months", ["every 3 months", "alle 3 Monate", "var 3:e månad"]),
    ],
)
def test_an_amount_is_granted_per_period(text: str, said: list[str]) -> None:
    assert [per(rhythms.parse(text), language) for language in LANGUAGES] == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("quarter", ["every quarter", "einmal im Quartal", "varje kvartal"]),
        ("6 per year", ["6 times a year", "6-mal im Jahr", "6 gånger om året"]),
        ("1 per year", ["once a year", "einmal im Jahr", "en gång om året"]),
        ("each release", ["each release", "je Release", "vid varje release"]),
        ("to be agreed", ["to be agreed", "noch zu vereinbaren", "återstår att avtala"]),
    ],
)
def test_what_comes_round_is_said_with_how_often(text: str, said: list[str]) -> None:
    assert [every(rhythms.parse(text), language) for language in LANGUAGES] == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("contract year", ["one contract year", "ein Vertragsjahr", "ett avtalsår"]),
        ("month", ["one month", "ein Monat", "en månad"]),
        ("18 months", ["18 months", "18 Monate", "18 månader"]),
        ("to be agreed", ["to be agreed", "noch zu vereinbaren", "återstår att avtala"]),
    ],
)
def test_a_period_is_said_by_its_length(text: str, said: list[str]) -> None:
    assert [length(rhythms.parse(text), language) for language in LANGUAGES] == said
