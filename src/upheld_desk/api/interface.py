"""The interface itself: how it reads, how it documents itself. Its operations are in `operations`."""

import json
from typing import Any, Final, NoReturn

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser

from upheld_desk.api import problems
from upheld_desk.api.door import Bearer

VERSION: Final = "1"
_JSON: Final = "application/json"


class Strict(Parser):
    """Reads JSON that says it is, and nothing that is only nearly so."""

    def parse_body(self, request: HttpRequest) -> Any:  # noqa: ANN401  whatever JSON holds
        """Return what was sent."""
        if request.content_type != _JSON:
            raise problems.WrongType(request.content_type or "")
        return json.loads(request.body, parse_constant=_no_number)


def _no_number(word: str) -> NoReturn:
    raise json.JSONDecodeError(f"{word} is no number", word, 0)


class Listing(DocsBase):
    """A page that lists the operations; it needs no script."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
        """Show it."""
        del kwargs
        found = operations(api)
        return render(request, "api/docs.html", {"section": "api", "operations": found, "schema": "openapi.json"})


class Document(OpenAPISchema):
    """The OpenAPI document: of every operation it says which scope it asks for, and that every error is a problem."""

    def operation_security(self, operation: Operation) -> list[dict[str, Any]]:
        """Return which scope a token needs."""
        super().operation_security(operation)  # it notes the scheme
        door = _door(operation)
        return [{"Bearer": [scope]} for scope in (door.scope, door.lesser) if scope]

    def operation_parameters(self, operation: Operation) -> list[dict[str, Any]]:
        """Return the parameters; those of the query are what the door lets through."""
        found = super().operation_parameters(operation)
        assert {each["name"] for each in found if each["in"] == "query"} == set(_door(operation).parameters)
        return found

    def responses(self, operation: Operation) -> dict[int, dict[str, Any]]:
        """Return the answers, the errors in their form."""
        found = super().responses(operation)
        for status in problems.DECLARED:
            found[status]["content"] = {problems.MEDIA_TYPE: found[status]["content"].pop(_JSON)}
        return found

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        """Add shapes and forms by their names, of which no two have the same."""
        assert all(self.schemas.get(name, found) == found for name, found in definitions.items()), definitions
        super().add_schema_definitions(definitions)


def _door(operation: Operation) -> Bearer:
    (door,) = operation.auth_callbacks
    assert isinstance(door, Bearer)
    return door


class Interface(NinjaAPI):
    """The API, with its own document."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the OpenAPI document."""
        return Document(self, self.get_root_path(path_params or {}) if path_prefix is None else path_prefix)


def operations(api: NinjaAPI) -> list[tuple[str, str, str, str]]:
    """Return the method, address, scope and purpose of every operation, in the order of the document."""
    return [
        (method.upper(), path, details["security"][0]["Bearer"][0], details["summary"])
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method, details in methods.items()
    ]


def table(api: NinjaAPI) -> str:
    """Return the operations as Markdown, as the page of documentation has them."""
    lines = ["| operation | scope | what it does |", "|---|---|---|"]
    lines += [f"| `{method} {path}` | {scope} | {summary} |" for method, path, scope, summary in operations(api)]
    return "".join(f"{line}\n" for line in lines)


api = Interface(
    title="Upheld",
    version=VERSION,
    description="Reporting, reading and acting on cases. Each program signs in with a token of a person.",
    parser=Strict(),
    docs=Listing(),
    docs_decorator=require_safe,
    urls_namespace="api",
)
problems.handle(api)
