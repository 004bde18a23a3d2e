"""The OpenAPI document says what there is, and the page of documentation says the same."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from upheld_desk.accounts.tokens import SCOPES
from upheld_desk.api.acts import ACTS
from upheld_desk.api.interface import table
from upheld_desk.api.urls import api

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "api.md"
DOCUMENT: dict[str, Any] = api.get_openapi_schema()
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}

FORMS = {act.form.__name__ for act in ACTS.values()} | {"Report", "File"}


@pytest.mark.usefixtures("db")
def test_it_is_openapi_3_1_and_there_for_everybody() -> None:
    found = Client().get("/api/v1/openapi.json").json()

    assert found["openapi"] == "3.1.0"
    assert found["paths"].keys() == DOCUMENT["paths"].keys()


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_every_operation_says_how_it_can_fail(operation: dict[str, Any]) -> None:
    wrong = {status: answer for status, answer in operation["responses"].items() if status >= 400}

    assert set(wrong) >= {400, 401, 403, 404, 405, 409, 413, 415, 422, 429}
    assert {media for answer in wrong.values() for media in answer["content"]} == {"application/problem+json"}


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_every_operation_asks_for_a_scope_that_there_is(operation: dict[str, Any]) -> None:
    scopes = {scope for need in operation["security"] for scope in need["Bearer"]}

    assert scopes
    assert scopes <= set(SCOPES)


def test_what_is_not_agreed_to_be_sent_is_refused() -> None:
    forms = {name: found for name, found in DOCUMENT["components"]["schemas"].items() if name in FORMS}

    assert [name for name, found in forms.items() if found["additionalProperties"] is not False] == []


@pytest.mark.usefixtures("db")
def test_the_page_for_people_needs_no_script_of_others() -> None:
    page = Client().get("/api/v1/docs").content.decode()

    assert "/api/v1/cases/{reference}/acts/reply" in page
    assert "https://" not in page


def test_the_page_of_documentation_has_the_table() -> None:
    assert table(api) in PAGE.read_text(encoding="utf-8")
