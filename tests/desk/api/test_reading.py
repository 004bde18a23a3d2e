"""What a program reads: cases, their entries, what is due in them and why, what is attached."""

from datetime import timedelta

from tests.desk.api.conftest import Programs
from tests.desk.world import MONDAY, World, report, say
from upheld.events import CustomerReplied, EffortLogged
from upheld_desk.facts import Fact
from upheld_desk.store import attachments

LATER = MONDAY + timedelta(minutes=10)


def test_a_contact_reads_their_case(world: World, program: Programs) -> None:
    log = report(world.huber, "production")

    case = program(world.huber).get(f"/cases/{log.reference}").data

    assert (case["status"], case["severity"], case["reported"]) == ("new", "production", "2026-11-23T09:00:00Z")


def test_a_duty_says_why_it_is_due_in_words_and_as_data(world: World, program: Programs) -> None:
    log = report(world.huber, "production")

    duties = program(world.huber).get(f"/cases/{log.reference}/duties").data["items"]
    clock = next(duty for duty in duties if duty["kind"] == "clock" and duty["due"])
    promise = next(reason for reason in clock["reasons"] if reason["code"] == "promise")

    assert promise["clause"]["path"].startswith("plans.")
    assert promise["sentence"]


def test_words_are_in_the_language_that_is_asked_for(world: World, program: Programs) -> None:
    log, machine = report(world.huber, "production"), program(world.huber)
    path = f"/cases/{log.reference}/duties"

    german, swedish = (machine.get(path, {"Accept-Language": language}) for language in ("de", "sv"))

    assert german.headers["Content-Language"] == "de"
    assert german.data["items"][0]["reasons"][0]["sentence"] != swedish.data["items"][0]["reasons"][0]["sentence"]


def test_what_is_internal_is_not_told_to_the_customer(world: World, program: Programs) -> None:
    log = report(world.huber, "production")
    say(
        log,
        Fact.own("noted", LATER, "m.schulz", text="They forgot the plug."),
        Fact.of(EffortLogged(LATER, by="m.schulz", minutes=30), internal=True),
    )

    theirs, ours = (program(who).get(f"/cases/{log.reference}/entries").data for who in (world.huber, world.staff))
    case = program(world.huber).get(f"/cases/{log.reference}").data

    assert [entry["kind"] for entry in theirs["items"]] == ["reported", "classified"]
    assert [entry["kind"] for entry in ours["items"]] == ["reported", "classified", "noted", "effort logged"]
    assert (case["effort"], case["assignee"], case["watchers"]) == (None, None, [])


def test_entries_come_in_parts(world: World, program: Programs) -> None:
    log, machine = report(world.huber, "production"), program(world.staff)
    path = f"/cases/{log.reference}/entries"

    first = machine.get(f"{path}?limit=1").data
    rest = machine.get(f"{path}?limit=1&from={first['next']}").data

    assert [entry["number"] for entry in first["items"] + rest["items"]] == [1, 2]
    assert rest["next"] is None


def test_what_is_attached_comes_as_it_was_sent(world: World, program: Programs) -> None:
    log, digest = report(world.huber), attachments.put(b"hello")
    attached = {"name": "log.txt", "type": "text/plain", "digest": digest, "size": 5}
    say(log, Fact.of(CustomerReplied(LATER, by="l.huber"), text="Look.", attachments=[attached]))
    machine = program(world.staff)

    entry = machine.get(f"/cases/{log.reference}/entries").data["items"][-1]
    answer = machine.get(entry["attachments"][0]["href"].removeprefix("/api/v1"))

    assert answer.data == b"hello"


def test_a_list_goes_on_where_the_page_before_ended(world: World, program: Programs) -> None:
    logs = [report(world.huber, at=MONDAY + timedelta(minutes=n // 2)) for n in range(5)]
    machine = program(world.huber)
    pages = [machine.get("/cases?limit=2").data]
    while pages[-1]["next"]:
        pages.append(machine.get(f"/cases?limit=2&cursor={pages[-1]['next']}").data)
    seen = [case["reference"] for page in pages for case in page["items"]]

    assert sorted(seen) == sorted(log.reference for log in logs)


def test_a_list_is_filtered(world: World, program: Programs) -> None:
    hers = report(world.huber, "production")
    report(world.richter)
    machine = program(world.staff)

    by_customer = machine.get("/cases?customer=papierwerk-isar").data["items"]
    by_status = machine.get("/cases?status=closed&status=waiting").data["items"]
    by_time = machine.get("/cases?reported_from=2026-11-24T00:00:00Z").data["items"]

    assert [case["reference"] for case in by_customer] == [hers.reference]
    assert by_status == by_time == []


def test_an_instant_may_have_any_offset(world: World, program: Programs) -> None:
    hers = report(world.huber, "production")

    found = program(world.huber).get("/cases?reported_from=2026-01-01T00:00:00-22:55").data["items"]

    assert [case["reference"] for case in found] == [hers.reference]
