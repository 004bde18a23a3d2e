"""What a program reports, and what it learns before."""

from tests.desk.api.conftest import Programs
from tests.desk.world import World, person
from upheld_desk.store.models import CaseRow, Entry, Log

BODY = {"subject": "Presses stand still", "text": "Since nine.", "answers": {}}


def test_a_report_is_a_case(world: World, program: Programs) -> None:
    answer = program(world.huber).post("/cases", BODY)
    log = Log.objects.get(kind="case")

    assert (answer.status, answer.headers["Location"]) == (201, f"/api/v1/cases/{log.reference}")
    assert answer.data["subject"] == "Presses stand still"


def test_the_same_key_is_the_same_case(world: World, program: Programs) -> None:
    machine, key = program(world.huber), {"Idempotency-Key": "order-66"}

    answers = [machine.post("/cases", BODY, key) for _ in range(3)]

    assert {(answer.status, answer.data["reference"]) for answer in answers} == {(201, CaseRow.objects.get().reference)}


def test_another_report_under_the_same_key_is_a_conflict(world: World, program: Programs) -> None:
    machine, key = program(world.huber), {"Idempotency-Key": "order-66"}
    machine.post("/cases", BODY, key)

    answer = machine.post("/cases", {**BODY, "text": "Since ten."}, key)

    assert (answer.status, answer.data["code"]) == (409, "key-used")


def test_a_refusal_says_why_by_which_clause_and_what_to_do(world: World, program: Programs) -> None:
    stranger = person(world.lernraum, "a.neu", "Anton Neu")

    answer = program(stranger).post("/cases", BODY, {"Accept-Language": "de"})
    problem = answer.data

    assert (answer.status, answer.type) == (422, "application/problem+json")
    assert set(problem["fields"]) == {"reasons", "clauses", "alternatives"}
    assert problem["detail"].startswith("Es tut uns leid")
    assert Entry.objects.filter(kind="refused").count() == 1


def test_a_report_that_says_nothing_is_no_case(world: World, program: Programs) -> None:
    answer = program(world.huber).post("/cases", {"text": " "})

    assert (answer.data["code"], answer.data["fields"]["field"]) == ("text-missing", "text")
    assert not CaseRow.objects.exists()


def test_an_answer_to_no_question_is_named(world: World, program: Programs) -> None:
    machine, wrong = program(world.huber), {**BODY, "answers": {"down": "no", "produktion": "yes", "impaired": "maybe"}}

    told = [machine.post(path, wrong).data for path in ("/cases", "/cases/preview")]

    assert [(each["code"], each["fields"]["names"]) for each in told] == [("answers", "produktion, impaired")] * 2
    assert not CaseRow.objects.exists()


def test_a_preview_promises_what_the_report_then_has(world: World, program: Programs) -> None:
    machine = program(world.huber)

    promised = machine.post("/cases/preview", BODY).data
    reference = machine.post("/cases", BODY).data["reference"]
    duties = machine.get(f"/cases/{reference}/duties").data["items"]

    assert promised["may_be_sent"]
    assert [duty["due"] for duty in promised["duties"]] == [d["due"] for d in duties if d["kind"] == "clock"]


def test_a_preview_keeps_nothing(world: World, program: Programs) -> None:
    program(world.huber).post("/cases/preview", BODY)

    assert not Log.objects.filter(kind="case").exists()


def test_staff_write_down_what_a_caller_reports(world: World, program: Programs) -> None:
    answer = program(world.staff).post("/cases", {**BODY, "reporter": "l.huber"})

    assert (answer.data["reporter"], answer.data["channel"]) == ("l.huber", "phone")


def test_staff_say_who_reports(world: World, program: Programs) -> None:
    answer = program(world.staff).post("/cases", BODY)

    assert (answer.status, answer.data["code"]) == (422, "reporter-missing")


def test_a_file_is_attached(world: World, program: Programs) -> None:
    machine = program(world.huber)
    file = {"name": "log.txt", "type": "text/plain", "content": "aGVsbG8="}

    reference = machine.post("/cases", {**BODY, "attachments": [file]}).data["reference"]
    entry = machine.get(f"/cases/{reference}/entries").data["items"][0]

    assert (entry["attachments"][0]["name"], entry["attachments"][0]["size"]) == ("log.txt", 5)


# --- Monitoring -------------------------------------------------------------------------------------------------------

FOUND = {"channel": "monitoring", "subject": "Disk is full", "kind": "incident"}


def test_a_machine_reports_by_the_channel_of_monitoring(world: World, program: Programs) -> None:
    answer = program(world.leitstand, "cases:monitor").post("/cases", FOUND)

    assert (answer.status, CaseRow.objects.get().channel) == (201, "monitoring")


def test_a_machine_of_the_vendor_names_whose_system_it_watches(world: World, program: Programs) -> None:
    watching = program(world.weber, "cases:monitor")

    answer = watching.post("/cases", {**FOUND, "reporter": world.leitstand.handle})

    assert (answer.status, CaseRow.objects.get().channel) == (201, "monitoring")


def test_where_monitoring_was_not_agreed_a_machine_is_refused(world: World, program: Programs) -> None:
    answer = program(world.huber, "cases:monitor").post("/cases", FOUND)

    assert (answer.status, answer.data["code"]) == (422, "channel")


def test_only_a_token_made_for_it_reports_as_monitoring(world: World, program: Programs) -> None:
    answer = program(world.leitstand, "cases:write").post("/cases", FOUND)

    assert (answer.status, answer.data["fields"]) == (403, {"scope": "cases:monitor"})


def test_such_a_token_does_nothing_else(world: World, program: Programs) -> None:
    watching = program(world.leitstand, "cases:monitor")

    answers = [watching.post("/cases", BODY), watching.get("/cases"), watching.post("/cases/preview", BODY)]

    assert [answer.status for answer in answers] == [403, 403, 403]
