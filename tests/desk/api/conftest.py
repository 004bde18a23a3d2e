"""Programs that talk to the desk: each has a token of somebody."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.desk import world as worlds
from tests.desk.world import MONDAY, World
from upheld_desk import clock
from upheld_desk.accounts import tokens
from upheld_desk.people.models import Person


@dataclass(frozen=True)
class Answer:
    """What a program got."""

    status: int
    type: str
    headers: Any
    data: Any


@dataclass(frozen=True)
class Program:
    """Something that talks to the API with a token."""

    secret: str

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        return self.ask("get", path, headers=headers)

    def post(self, path: str, body: object, headers: dict[str, str] | None = None) -> Answer:
        return self.ask("post", path, data=json.dumps(body), content_type="application/json", headers=headers)

    def ask(self, method: str, path: str, *, headers: dict[str, str] | None = None, **more: Any) -> Answer:  # noqa: ANN401
        signed = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        found = getattr(Client(), method)(f"/api/v1{path}", headers={**signed, **(headers or {})}, **more)
        content = b"".join(found.streaming_content) if found.streaming else found.content
        data = json.loads(content) if "json" in found.headers.get("Content-Type", "") else content
        return Answer(found.status_code, found.headers.get("Content-Type", ""), found.headers, data)


Programs = Callable[..., Program]


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """It is an hour after everything that the world tells of."""
    at = MONDAY + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: at)
    return at


@pytest.fixture
def world(db: None) -> World:
    del db  # it is there
    return worlds.world()


@pytest.fixture
def program() -> Programs:
    """Make a program of somebody, with the scopes that are named, or all."""

    def make(person: Person, *scopes: str) -> Program:
        return Program(tokens.make(person, "test", scopes or tokens.SCOPES, clock.now())[1])

    return make
