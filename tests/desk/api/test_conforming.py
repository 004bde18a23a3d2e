"""Whatever is sent, nothing breaks, and every answer is as the OpenAPI document has it."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import pytest
import schemathesis
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.desk.api.conftest import Programs
from tests.desk.world import World, report
from upheld_desk.api import limits
from upheld_desk.api.urls import api

CHECKS: Final[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """A request takes the test's own connection, and leaves it open."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    yield
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


_desk = cache(WSGIHandler)  # made when the data folder is there


def application(environ: Any, start_response: Any) -> Any:  # noqa: ANN401  as WSGI has it
    return _desk()(environ, start_response)


# Every edge of every field of every act takes minutes: here are a few at random, the same each time, and of the acts
# those whose forms have the most in them.
BOUNDED: Final = schemathesis.Config.from_dict({"phases": {"coverage": {"enabled": False}}})
ACTS: Final = "reply|watch|classify|hand-over|wait|log-effort|close|merge"
schema = schemathesis.openapi.from_dict(api.get_openapi_schema(), config=BOUNDED).include(
    path_regex=rf"/api/v1/((?!.*/acts/).*|.*/acts/({ACTS}))$"
)
schema.app = application


@pytest.mark.usefixtures("_one_connection")
@schema.parametrize()
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_it_was_said(
    case: schemathesis.Case[Any], world: World, program: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PER_MINUTE", 100_000)
    here = {"reference": report(world.huber, "production").reference, "number": world.papierwerks.number}
    case.path_parameters = {name: here.get(name, value) for name, value in case.path_parameters.items()}
    answer = case.call(headers={"Authorization": f"Bearer {program(world.admin).secret}"})

    case.validate_response(answer, checks=CHECKS)
