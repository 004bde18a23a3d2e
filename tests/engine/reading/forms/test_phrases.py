from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from upheld.reading.forms.phrases import PHRASES, Amount, Phrase, Time
from upheld.reading.forms.values import KIND, Context


def refused(kind: Any, value: object, currency: str = "") -> str:  # noqa: ANN401 - any type expression
    with pytest.raises(ValidationError) as refusal:
        TypeAdapter(kind).validate_python(value, context=Context(currency=currency))
    return refusal.value.errors()[0]["msg"]


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.name)
def test_every_example_is_right(phrase: Phrase) -> None:
    adapter = TypeAdapter(Annotated[object, phrase])

    for example in phrase.examples:
        adapter.validate_python(example, context=Context())


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.name)
def test_what_is_no_text_is_led_to_one(phrase: Phrase) -> None:
    message = f"this is a list or a mapping; write a text like '{phrase.examples[0]}'"

    assert refused(Annotated[object, phrase], ["within 8 hours"]) == message


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.name)
def test_a_number_may_be_what_an_editor_takes_for_one(phrase: Phrase) -> None:
    schema = TypeAdapter(Annotated[object, phrase]).json_schema()
    numeric = any(example.replace(".", "").isdecimal() for example in phrase.examples)

    assert schema["type"] == (["string", "number"] if numeric else "string")
    assert (schema[KIND], tuple(schema["examples"])) == (phrase.name, phrase.examples)


def test_each_kind_of_phrase_has_its_own_name() -> None:
    assert len({phrase.name for phrase in PHRASES}) == len(PHRASES)


def test_a_text_that_goes_on_and_on_is_cut() -> None:
    assert refused(Time, "within " * 100) == (
        "'within within within within within within within within wit…' is too long to be right; "
        "write it like 'within 8 working hours'"
    )


def test_a_text_of_several_lines_is_told_in_one() -> None:
    assert "\n" not in refused(Time, "within\n8 hours")


def test_more_time_than_can_be_counted_is_told() -> None:
    assert refused(Time, "within 99999999999999 hours") == (
        "'within 99999999999999 hours' is more than can be counted; write less"
    )


def test_money_is_in_the_currency_of_the_agreement() -> None:
    assert refused(Amount, "90 EUR", currency="SEK") == (
        "'90 EUR' is not in SEK, the currency of the agreement; write it in SEK"
    )
