"""JSON Schema: what editors need to complete and check an agreement file, from the models that read it."""

from collections.abc import Callable
from typing import Any, Final

from upheld.reading import schema as forms

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
REQUIRED: Final = ("format", "agreement", "on", "customer", "signed", "valid")


def json_schema() -> dict[str, Any]:
    """Return the schema of the three kinds of document.

    An agreement is laid on its offer: it says only what it adds, so nothing below its head is required of it.
    """
    offer = forms.OfferForm.model_json_schema()
    agreement = forms.AgreementForm.model_json_schema(ref_template="#/$defs/{model}.added")
    amendment = forms.AmendmentForm.model_json_schema()
    added = {f"{name}.added": _changed(form, _without_required) for name, form in agreement.pop("$defs").items()}
    documents = {
        "offer": offer,
        "agreement": agreement | {"required": list(REQUIRED)},
        "amendment": amendment,
    }
    return {
        "$schema": DIALECT,
        "title": "Support agreement",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in documents],
        "$defs": offer.pop("$defs") | added | documents,
    }


def _without_required(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if key != "required" or not isinstance(value, list)}


def _changed(node: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    if isinstance(node, dict):
        return change({key: _changed(value, change) for key, value in node.items()})
    return [_changed(item, change) for item in node] if isinstance(node, list) else node
