import inspect
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from tests.engine.reading.worlds import AGREEMENT, AMENDMENT, DESK, HEAD, OFFER
from upheld.reading import forms, json_schema
from upheld.reading.forms.phrases import PHRASES

ROOT = Path(__file__).parents[3]
AGREEMENTS = sorted((ROOT / "agreements").glob("*/*.yaml"))
GOOD = sorted((ROOT / "tests" / "lint").glob("*/good.yaml"))
SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def as_an_editor_reads(text: str) -> object:
    """Return a document with the types of YAML 1.2, which knows no dates."""
    return _without_dates(YAML(typ="safe", pure=True).load(text))


def _without_dates(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _without_dates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_dates(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def faults(text: str) -> list[str]:
    """Return what the schema finds wrong, deepest first, as paths."""
    errors = VALIDATOR.iter_errors(as_an_editor_reads(text))
    return [str(leaf.json_path) for error in errors for leaf in _leaves(error)]


def _leaves(error: Any) -> Iterator[Any]:  # noqa: ANN401 - the library gives no name to it
    for below in error.context:
        yield from _leaves(below)
    if not error.context:
        yield error


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", [*AGREEMENTS, *GOOD], ids=lambda path: "/".join(path.parts[-2:]))
def test_what_upheld_reads_is_right_in_an_editor(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("text", [OFFER, AGREEMENT, AMENDMENT])
def test_each_kind_of_document_is_right(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (OFFER + "plns: {}\n", "$"),
        (OFFER.replace("currency: SEK\n", ""), "$"),
        (OFFER.replace("to: restored", "to: fixed"), "$.clocks.restore.to"),
        (OFFER.replace("{mon-fri: 08:00-17:00}", "08:00-17:00"), "$.calendars.desk.week"),
        (OFFER.replace("24/7", "24/8"), "$.calendars.always"),
        (HEAD + "clocks: {c: {name: C}}\n", "$.clocks.c"),
        (HEAD + DESK + "plans: {a: {promises: {any: {respond: 4}}}}\n", "$.plans.a.promises.any.respond"),
        (HEAD + "roles: {a: {of: us}}\n", "$.roles.a.of"),
        (AGREEMENT.replace("plan: basic", "plan: [basic]"), "$.plan"),
        (AGREEMENT.replace("signed: 2026-01-12\n", ""), "$"),
        (AGREEMENT.replace("from: 2026-02-01", "form: 2026-02-01"), "$.valid"),
        (AMENDMENT.replace("because: a second desk\n", ""), "$"),
        (AMENDMENT.replace("changes: {", "changes: [").replace("hours}", "hours]"), "$.changes"),
        ("format: support-agreement/1\n", "$"),
    ],
)
def test_what_is_wrong_is_wrong_in_an_editor_too(text: str, path: str) -> None:
    assert path in faults(text)


def test_an_agreement_may_say_little_and_take_away_what_its_offer_has() -> None:
    assert (
        faults(
            AGREEMENT + "clocks: {restore: {pauses: never}}\nplans: {premium: ~, basic: {price: ~, roles: {lead: ~}}}\n"
        )
        == []
    )


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.name)
def test_the_examples_of_every_phrase_are_right_in_an_editor(phrase: Any) -> None:  # noqa: ANN401 - a parameter
    kind = SCHEMA["$defs"][phrase.name.replace(" ", "-")]

    for example in phrase.examples:
        Draft202012Validator(kind).validate(as_an_editor_reads(f"a: {example}")["a"])  # type: ignore[index]


@pytest.mark.parametrize(
    "name", [name for name, _ in inspect.getmembers(forms, inspect.isclass) if name in SCHEMA["$defs"]]
)
def test_an_editor_shows_what_every_key_is_for(name: str) -> None:
    form = SCHEMA["$defs"][name]

    assert form["description"]
    assert [key for key, node in form["properties"].items() if not node.get("description")] == []


def test_an_editor_shows_examples_beside_a_key() -> None:
    assert SCHEMA["$defs"]["Slice"]["properties"]["rate"]["description"] == (
        "The share of the use that is owed. Like `19%`, `2.5%`."
    )


def test_nothing_refers_to_what_is_not_there() -> None:
    text = json.dumps(SCHEMA)
    named = {part.partition('"')[0] for part in text.split('"$ref": "#/$defs/')[1:]}

    assert named <= set(SCHEMA["$defs"])
    assert "x-kind" not in text
