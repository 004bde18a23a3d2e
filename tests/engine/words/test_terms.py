from dataclasses import replace
from typing import get_args

import pytest

from tests.engine.terms.house import version
from tests.engine.world import said
from upheld import rhythms
from upheld.agreements import Milestone, Party, Wait
from upheld.words.figures import LANGUAGES
from upheld.words.terms import NAMES, TERMS, every, length, names, per, term


@pytest.mark.parametrize("word", [*get_args(Milestone), *get_args(Wait), *get_args(Party)])
def test_every_word_of_the_engine_is_known(word: str) -> None:
    assert word in TERMS


def test_an_id_without_a_word_is_said_as_the_words_it_is_made_of() -> None:
    assert [term(name, "de") for name in ("gate-desk", "flow_usage")] == ["gate desk", "flow usage"]


@pytest.mark.parametrize("text", ["OTRS-Produktivsystem", "plans.gold.price", "s.yilmaz"])
def test_what_is_no_id_is_said_as_it_stands(text: str) -> None:
    assert term(text, "de") == text


def test_what_agreements_often_leave_without_a_name_has_one_in_every_language() -> None:
    assert [term("support-week", language) for language in LANGUAGES] == [
        "support week",
        "Supportwoche",
        "supportvecka",
    ]


def test_no_name_is_given_to_a_word_of_the_engine() -> None:
    assert TERMS.keys() & NAMES.keys() == set()


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


def test_the_kinds_and_calendars_of_an_agreement_have_names_in_every_language() -> None:
    shared = replace(version().shared, kinds={"third-party": said("of others")})

    assert [names(shared, language)["third-party"] for language in LANGUAGES] == [
        "software of others",
        "Software Dritter",
        "programvara från andra",
    ]
