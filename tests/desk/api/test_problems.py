"""What goes wrong is told in one form, whatever it is, and says what to do."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.desk.api.conftest import Answer, Program, Programs
from tests.desk.world import World, account, report
from upheld_desk.accounts import tokens
from upheld_desk.api import limits

PROBLEM = "application/problem+json"
PARTS = {"type", "title", "status", "detail", "instance", "code", "fields"}


def told(answer: Answer) -> tuple[int, str]:
    """Return status and code, if it has the form."""
    assert answer.type == PROBLEM, answer.data
    assert set(answer.data) == PARTS
    assert answer.data["status"] == answer.status
    return answer.status, answer.data["code"]


@pytest.mark.parametrize("secret", ["", "uph_nobodys", "ü"])
@pytest.mark.usefixtures("db")
def test_without_a_token_nobody_gets_in(secret: str) -> None:
    answer = Program(secret).get("/cases")

    assert told(answer) == (401, "no-token")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_session_lets_nobody_in(world: World) -> None:
    browser = Client()
    browser.force_login(account(world.huber))

    assert browser.get("/portal/cases").status_code == 200
    assert browser.get("/api/v1/cases").status_code == 401


def test_a_token_that_ended_lets_nobody_in(world: World, program: Programs, now: datetime) -> None:
    machine = program(world.huber)
    tokens.end_all(world.huber, now)

    assert told(machine.get("/cases")) == (401, "no-token")


def test_a_token_reaches_no_further_than_its_scopes(world: World, program: Programs) -> None:
    reader = program(world.huber, "cases:read")

    answers = [reader.post("/cases", {}), reader.get("/agreements"), reader.get("/cases")]

    assert [answer.status for answer in answers] == [403, 403, 200]
    assert told(answers[0]) == (403, "scope-missing")


def test_too_many_requests_are_told_when_to_go_on(
    world: World, program: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PER_MINUTE", 2)
    machine = program(world.huber)

    answers = [machine.get("/cases") for _ in range(3)]

    assert [answer.status for answer in answers] == [200, 200, 429]
    assert told(answers[2]) == (429, "too-many")
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60


def test_a_limit_begins_again_with_the_minute(
    world: World, program: Programs, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr(limits, "PER_MINUTE", 1)
    machine = program(world.huber)
    machine.get("/cases")
    monkeypatch.setattr("upheld_desk.clock.now", lambda: now + timedelta(minutes=1))

    assert machine.get("/cases").status == 200


@pytest.mark.parametrize("path", ["/cases/COM-9999", "/cases/%00", "/agreements/nothing", "/nowhere", "/cases/"])
def test_what_is_not_there_is_not_found(world: World, program: Programs, path: str) -> None:
    assert told(program(world.huber).get(path)) == (404, "not-found")


def test_a_person_that_there_is_not_is_not_found(world: World, program: Programs) -> None:
    log = report(world.huber, "production")

    assert told(program(world.staff).post(f"/cases/{log.reference}/acts/assign", {"to": "nobody"}))[0] == 404


def test_a_method_that_there_is_not_says_which_there_are(world: World, program: Programs) -> None:
    answer = program(world.huber).ask("delete", "/cases")

    assert told(answer) == (405, "method")
    assert answer.data["fields"]["allowed"] == ["GET", "POST"]


@pytest.mark.parametrize("path", ["/docs", "/openapi.json"])
def test_what_is_only_read_says_so(world: World, program: Programs, path: str) -> None:
    assert told(program(world.huber).post(path, {})) == (405, "method")


def test_what_is_no_json_says_from_where_on(world: World, program: Programs) -> None:
    answer = program(world.huber).ask("post", "/cases", data='{"text": "a",\n oops}', content_type="application/json")

    assert told(answer) == (400, "no-json")
    assert answer.data["fields"] == {"line": 2, "column": 2}


@pytest.mark.parametrize("body", ['{"text": NaN}', "\xff", "[" * 100_000])
def test_what_is_nearly_json_is_none(world: World, program: Programs, body: str) -> None:
    answer = program(world.huber).ask("post", "/cases", data=body.encode("latin-1"), content_type="application/json")

    assert told(answer) == (400, "no-json")


def test_what_does_not_say_that_it_is_json_is_not_read(world: World, program: Programs) -> None:
    answer = program(world.huber).ask("post", "/cases", data="text=a", content_type="text/plain")

    assert told(answer) == (415, "content-type")


def test_what_is_too_large_is_not_read(world: World, program: Programs) -> None:
    answer = program(world.huber).post("/cases", {"text": "a" * 6_000_000})

    assert told(answer) == (413, "too-large")


@pytest.mark.parametrize("body", [{"txt": "a"}, {"text": "a\0b"}, {"text": "\ud800"}, {"text": 1}, [], None])
def test_what_does_not_fit_the_form_is_told_with_its_place(world: World, program: Programs, body: object) -> None:
    answer = program(world.huber).post("/cases", body)

    assert told(answer) == (422, "invalid")
    assert answer.data["fields"]["errors"][0]["place"].startswith("body")


@pytest.mark.parametrize(
    "query",
    [
        "status=lost",
        "limit=0",
        "cursor=a",
        "statsu=new",
        "reported_from=yesterday",
        "reported_from=0001-01-01T00:00:00%2B01:00",
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(world: World, program: Programs, query: str) -> None:
    assert told(program(world.huber).get(f"/cases?{query}"))[0] == 422


def test_a_problem_is_told_in_the_language_that_is_asked_for(world: World, program: Programs) -> None:
    answer = program(world.huber).get("/cases/COM-9999", {"Accept-Language": "sv"})

    assert answer.data["detail"] == "Det finns inget med det här namnet för dig."
