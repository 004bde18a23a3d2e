"""JSON Schema: what editors need to complete and check an agreement file, from the models that read it.

An editor reads YAML by its own rules: `5000` is a number to it and `~` is null, so both are allowed for.
"""

from collections.abc import Callable
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core.core_schema import WithDefaultSchema

from upheld.reading import forms
from upheld.reading.checking import HEAD
from upheld.reading.forms.values import KIND

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def json_schema() -> Schema:
    """Return the schema of the three kinds of document.

    An agreement is laid on its offer, and a plan on the plan that it extends: they say only what they add, so nothing
    is required below an agreement's head, and nothing in a plan.
    """
    offer = forms.Offer.model_json_schema(schema_generator=_WithoutTitles)
    agreement = forms.Agreement.model_json_schema(schema_generator=_WithoutTitles, ref_template="#/$defs/{model}.added")
    amendment = forms.Amendment.model_json_schema(schema_generator=_WithoutTitles)
    added = {
        f"{name}.added": _changed(form, _optional) if name in offer["$defs"] else form
        for name, form in agreement.pop("$defs").items()
    }
    offer["properties"]["plans"]["additionalProperties"] = agreement["properties"]["plans"]["additionalProperties"]
    documents = {"offer": offer, "agreement": agreement | {"required": list(HEAD)}, "amendment": amendment}
    values: dict[str, Schema] = {}
    defs = _changed(offer.pop("$defs") | added | documents, lambda node: _removable(_shared(node, values)))
    return {
        "$schema": DIALECT,
        "title": "Support agreement",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in documents],
        "$defs": defs | values,
    }


class _WithoutTitles(GenerateJsonSchema):
    """The library's own, but a key is title enough for what stands there, and no default is put in."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - the library's signature
        """Return that it should not."""
        return False

    def default_schema(self, schema: WithDefaultSchema) -> Schema:
        """Return the schema of a key without its default, which is no text of a file."""
        return self.generate_inner(schema["schema"])


def _optional(node: Schema) -> Schema:
    """Return an object's schema that requires nothing; what belongs to it may be in the offer."""
    return {key: value for key, value in node.items() if key != "required" or not isinstance(value, list)}


def _shared(node: Schema, values: dict[str, Schema]) -> Schema:
    """Return a reference to a kind of value, which is described once; its examples stay beside the key."""
    kind = node.get(KIND)
    if not isinstance(kind, str):
        return node
    name = kind.replace(" ", "-").replace("'", "")
    rest = {key: value for key, value in node.items() if key not in {KIND, "description"}}
    values.setdefault(name, {"title": kind, **rest})
    about, like = node.get("description", ""), ", ".join(f"`{example}`" for example in node.get("examples", ()))
    described = {"description": f"{about} Like {like}." if like else about} if about else {}
    return {"$ref": f"#/$defs/{name}"} | described


def _removable(node: Schema) -> Schema:
    """Return an object's schema in which what need not be there may be `~`."""
    if node.get("type") != "object":
        return node
    required = node.get("required", ())
    properties = {
        key: value if key in required else _or_null(value) for key, value in node.get("properties", {}).items()
    }
    further = node.get("additionalProperties")
    node = node | ({"properties": properties} if properties else {})
    return node | ({"additionalProperties": _or_null(further)} if isinstance(further, dict) and further else {})


def _or_null(node: Schema) -> Schema:
    about = {key: node[key] for key in ("description", "default") if key in node}
    rest = {key: value for key, value in node.items() if key not in about}
    kinds = rest["anyOf"] if set(rest) == {"anyOf"} else [rest]
    return about | {"anyOf": kinds if {"type": "null"} in kinds else [*kinds, {"type": "null"}]}


def _changed(node: Any, change: Callable[[Schema], Schema]) -> Any:  # noqa: ANN401 - JSON is anything
    if isinstance(node, dict):
        return change({key: _changed(value, change) for key, value in node.items()})
    return [_changed(item, change) for item in node] if isinstance(node, list) else node
