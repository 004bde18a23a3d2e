"""The interface itself: how it reads, how it documents itself. Its operations are in `operations`."""

import json
from typing import Any, Final, NoReturn

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from upheld_desk.api import problems

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


class Interface(NinjaAPI):
    """The API, whose document says of every error that it is a problem."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:  # noqa: ANN401  as the base has it
        """Return the OpenAPI document."""
        schema = super().get_openapi_schema(**kwargs)
        for methods in schema["paths"].values():
            for operation in methods.values():
                for status in set(operation["responses"]) & set(problems.STATUSES):
                    content = operation["responses"][status]["content"]
                    operation["responses"][status]["content"] = {problems.MEDIA_TYPE: content.pop(_JSON)}
        return schema


def operations(api: NinjaAPI) -> list[dict[str, str]]:
    """Return every operation with its method, address, scope and what it does, in the order of the document."""
    found = api.get_openapi_schema()
    return [
        {"method": method.upper(), "path": path, "scope": details["x-scope"], "summary": details["summary"]}
        for path, methods in found["paths"].items()
        for method, details in methods.items()
    ]


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
