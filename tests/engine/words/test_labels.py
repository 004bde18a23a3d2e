import ast
import re
from collections.abc import Iterator
from pathlib import Path

from upheld.words import labels
from upheld.words.labels import LABELS, label

ENGINE = Path(labels.__file__).parents[1]
SPEAKS_LABELS = ("terms", "promise_line", "cli")


def texts() -> Iterator[str]:
    """Every text in the rooms that use labels."""
    for room in SPEAKS_LABELS:
        for path in (ENGINE / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def labelled() -> Iterator[str]:
    """Every text that is given to `label` or to a `say` as it stands."""
    for room in SPEAKS_LABELS:
        for path in (ENGINE / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.Call(
                        func=ast.Name(id="label" | "say") | ast.Attribute(attr="say"),
                        args=[ast.Constant(value=str(text)), *_],
                    ):
                        yield text


def test_a_label_is_said_in_every_language() -> None:
    assert [label("Due by", language) for language in ("en", "de", "sv")] == ["Due by", "Fällig bis", "Senast"]


def test_the_places_of_a_label_are_filled() -> None:
    assert label("as {severity}", "de", severity="Störung") == "wie Störung"


def test_every_label_in_use_has_words_in_german_and_swedish() -> None:
    assert set(labelled()) <= set(LABELS)


def test_no_label_is_left_over() -> None:
    used = set(texts())
    computed = {text for text in LABELS if text.startswith("each ")}  # "each miss": made of the agreement's own word

    values = {"in advance", "in arrears", "none", "advice", "advice and fixing"}  # an agreement's own words

    assert set(LABELS) - used - computed - values == set()


def test_translations_have_the_places_of_the_english_text() -> None:
    def places(text: str) -> list[str]:
        return sorted(re.findall(r"\{(\w+)\}", text))

    assert [
        english for english, others in LABELS.items() if {tuple(places(o)) for o in others} != {tuple(places(english))}
    ] == []
