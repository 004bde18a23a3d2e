"""Reference: the tables of the format's page, made from the models that read a file.

A page holds the prose; between `<!-- keys of NAME -->` and `<!-- end -->` stands the table of a form, between
`<!-- phrases -->` and `<!-- end -->` that of the small texts. `make docs` writes them again, and a test finds a page in
which they are not as they should be.

>>> print(keys_of("Slice"))
| key | value | meaning |
|---|---|---|
| **`above`** | [number](#phrases) | The border; what is exactly on it belongs to the slice before. |
| **`rate`** | [percentage](#phrases) | The share of the use that is owed. |
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from upheld.reading import forms
from upheld.reading.forms.phrases import PHRASES
from upheld.reading.json_schema import Schema, json_schema

_TABLE = re.compile(r"<!-- (keys of (\w+)|phrases) -->\n.*?<!-- end -->", re.DOTALL)
_WORDS = {
    "text": "[text](#texts)",
    "opening hours": "[opening hours](#opening-hours)",
    "milestone": "[milestone](#clock)",
    "wait": "[wait](#clock)",
}


def filled(page: str) -> str:
    """Return a page with its tables made anew."""

    def table(match: re.Match[str]) -> str:
        return f"<!-- {match[1]} -->\n\n{keys_of(match[2]) if match[2] else phrases()}\n\n<!-- end -->"

    return _TABLE.sub(table, page)


def keys_of(name: str) -> str:
    """Return the table of a form: its own keys, those that must be there in bold."""
    form = getattr(forms, name)
    schema = _schema(form)
    rows = [
        (f"**`{key}`**" if key in schema.get("required", ()) else f"`{key}`", _value(schema["properties"][key]), about)
        for key, about in _own(form)
    ]
    return _table(("key", "value", "meaning"), rows)


def phrases() -> str:
    """Return the table of all phrases: name, grammar, examples."""
    rows = [(p.name, p.grammar, " · ".join(f"`{example}`" for example in p.examples)) for p in PHRASES]
    return _table(("phrase", "grammar", "examples"), rows)


def _table(head: tuple[str, str, str], rows: list[tuple[str, str, str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, *rows)).replace("\n", "\n|---|---|---|\n", 1)


def _own(form: type[forms.Form]) -> Iterator[tuple[str, str]]:
    """Yield the keys that a form has beside those of the form it builds on, and what they mean."""
    built_on = {key for base in form.__mro__[1:] if issubclass(base, forms.Form) for key in base.model_fields}
    for name, info in form.model_fields.items():
        if name not in built_on:
            yield info.alias or name, info.description or ""


@cache
def _all() -> Schema:
    return json_schema()


def _schema(form: type[forms.Form]) -> Schema:
    """Return the schema of a form; what offers and agreements share is described with the offer."""
    defs: Schema = _all()["$defs"]
    names = {"Part": "offer", "Body": "offer", "Offer": "offer", "Agreement": "agreement", "Amendment": "amendment"}
    name = names.get(form.__name__, form.__name__)
    found: Schema = defs.get(name) or defs[f"{name}.added"]
    return found


def _value(node: Any) -> str:  # noqa: ANN401 - JSON is anything
    """Return in a few words what a key may hold."""
    if not isinstance(node, dict):
        return "anything"
    if "$ref" in node:
        return _named(node["$ref"].removeprefix("#/$defs/").removesuffix(".added"))
    words: list[str] = node.get("enum", [node["const"]] if "const" in node else [])
    if words:
        return " or ".join(f"`{word}`" for word in words)
    kinds = [kind for kind in node.get("anyOf") or node.get("oneOf") or [] if kind != {"type": "null"}]
    return _either(kinds) if kinds else _single(node)


def _single(node: Schema) -> str:
    if node.get("type") == "array":
        return f"list of {_value(node['items'])}"
    if node.get("type") == "object":
        key = _value(node["propertyNames"]) if "$ref" in node.get("propertyNames", {}) else "name"
        return f"{key}: {_value(node['additionalProperties'])}"
    return "word" if node.get("type") == "string" else "anything"


def _either(kinds: list[Schema]) -> str:
    alone = [kind for kind in kinds if kind.get("items") in kinds]
    said = [_value(kind) for kind in kinds if kind not in alone]
    one = " or ".join(dict.fromkeys(said))
    return one + (("; or a list of these" if ": " in one else ", or a list") if alone else "")


def _named(name: str) -> str:
    """Return a link to where a kind of value is explained."""
    if hasattr(forms, name):
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
        return f"[{words}](#{words.replace(' ', '-')})"
    title = _all()["$defs"][name]["title"]
    if title.startswith("name of "):
        what, *also = title.removeprefix("name of ").split(" or ")
        return " or ".join(
            [f"{what.removeprefix('a ').removeprefix('an ')}", *(f"`{word.strip(chr(39))}`" for word in also)]
        )
    return _WORDS.get(title, f"[{title}](#phrases)")


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
