from typing import Any, Literal

import pytest
from pydantic import TypeAdapter, ValidationError

from upheld.agreements import ANY, Text
from upheld.reading.forms.values import BySeverity, Context, Form, Many, OrWord, Said, Windows, Words, in_two, problem

DE_EN = Context(languages=("de", "en"))


def read(kind: Any, value: object, context: Context = DE_EN) -> Any:  # noqa: ANN401 - any type expression
    return TypeAdapter(kind).validate_python(value, context=context)


def refused(kind: Any, value: object) -> str:  # noqa: ANN401 - any type expression
    with pytest.raises(ValidationError) as refusal:
        read(kind, value)
    return refusal.value.errors()[0]["msg"]


def test_a_plain_text_is_in_the_leading_language() -> None:
    assert read(Said, " Reaktionszeit ") == Text({"de": "Reaktionszeit"})


def test_a_text_may_be_said_in_each_language_and_be_a_list() -> None:
    assert read(Said, {"de": ["Eins", "Zwei"], "en": "One"}) == Text({"de": "Eins\nZwei", "en": "One"})


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"en": "One"}, "the text is missing in 'de', the binding language; add it"),
        ({"de": "Eins", "sv": "Ett"}, "'sv' is not a language of the agreement; write one of: de, en"),
        ({"de": {"a": "b"}}, "this is not a text; write a text, a list of texts, or one for each language"),
        ([["a"]], "this is not a text; write a text, a list of texts, or one for each language"),
    ],
)
def test_a_text_that_nobody_can_read_is_refused(value: object, sentence: str) -> None:
    assert refused(Said, value) == sentence


def test_without_known_languages_none_is_wrong() -> None:
    assert read(Said, {"sv": "Ett"}, Context()) == Text({"sv": "Ett"})


def test_one_stands_for_a_list_of_one() -> None:
    assert [read(Words, "one"), read(Words, ["one", "two"]), read(Words, [])] == [("one",), ("one", "two"), ()]


def test_a_list_in_a_list_is_no_word() -> None:
    assert refused(Words, [["one"]]) == "Input should be a valid string"  # put into words by `checking`


def test_a_lone_value_is_for_any_severity() -> None:
    kind = BySeverity[str, str]

    assert [read(kind, "refuse"), read(kind, {"p1": "accept"})] == [{ANY: "refuse"}, {"p1": "accept"}]


def test_hours_may_stand_in_one_text_or_in_a_list() -> None:
    windows = (("08:00", "12:00"), ("13:00", "17:00"))

    assert [read(Windows, "08:00-12:00, 13:00-17:00"), read(Windows, ["08:00-12:00", "13:00-17:00"])] == [windows] * 2


@pytest.mark.parametrize("value", [[], {}, [["08:00-12:00"]], ["08:00-12:00", {}]])
def test_what_is_no_text_is_no_hours(value: object) -> None:
    assert refused(Windows, value) == "these are not opening hours; write them like 08:00-12:00, 13:00-17:00"


class Size(Form):
    wide: str


def test_a_word_or_keys_are_told_apart_by_their_shape() -> None:
    kind = OrWord[Size, Literal["none", "all"]]

    assert [read(kind, "all"), read(kind, {"wide": "1"})] == ["all", Size(wide="1")]
    assert refused(kind, "some") == "Input should be 'none' or 'all'"  # put into words by `checking`
    assert refused(kind, {}) == "Field required"


def test_a_key_that_is_not_known_is_refused() -> None:
    assert refused(Size, {"wide": "1", "tall": "2"}) == "Extra inputs are not permitted"


def test_a_lone_item_or_a_list_of_them_is_right_in_an_editor() -> None:
    one = {"type": "string"}

    assert TypeAdapter(Many[str]).json_schema() == {"anyOf": [one, {"type": "array", "items": one}]}
    assert TypeAdapter(BySeverity[str, str]).json_schema() == {
        "anyOf": [one, {"type": "object", "additionalProperties": one}]
    }


def test_a_sentence_falls_into_what_is_so_and_what_to_write() -> None:
    assert [in_two("'a; b' is wrong; write c"), in_two("it is wrong")] == [
        ("'a; b' is wrong", "write c"),
        ("it is wrong", ""),
    ]


def test_a_problem_stands_in_one_line() -> None:
    assert str(problem("FMT3", "'a\n b' is wrong", "write c")) == "'a b' is wrong; write c"
