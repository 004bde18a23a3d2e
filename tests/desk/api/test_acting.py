"""What a program does on a case: every act there is, one at a time, and what stops it."""

from datetime import datetime, timedelta

from tests.desk.api.conftest import Programs
from tests.desk.world import World, report, say
from upheld.events import SolutionProposed
from upheld_desk.actions.rules import RULES
from upheld_desk.api.acts import ACTS
from upheld_desk.facts import Fact
from upheld_desk.store import logs


def test_every_act_that_there_is_has_an_address() -> None:
    assert {act.name for act in ACTS.values()} == set(RULES)


def test_a_case_goes_from_report_to_close(world: World, program: Programs) -> None:
    customer, vendor = program(world.huber), program(world.staff)
    reference = customer.post("/cases", {"subject": "Presses stand still", "text": "Since nine."}).data["reference"]
    acts = f"/cases/{reference}/acts"

    answers = [
        vendor.post(f"{acts}/classify", {"severity": "production"}),
        vendor.post(f"{acts}/start-work", {}),
        vendor.post(f"{acts}/log-effort", {"minutes": 20, "text": "Looked at the pumps."}),
        vendor.post(f"{acts}/wait", {"on": "customer", "reason": "Which pump?"}),
        customer.post(f"{acts}/reply", {"text": "The left one."}),
        vendor.post(f"{acts}/propose", {"text": "Turn the valve."}),
        customer.post(f"{acts}/approve", {"text": "Thank you."}),
        vendor.post(f"{acts}/close", {}),
    ]

    assert [answer.status for answer in answers] == [200] * 8, [answer.data for answer in answers]
    assert answers[-1].data["case"]["status"] == "closed"


def test_an_act_answers_with_the_case_and_the_number_of_its_entry(world: World, program: Programs) -> None:
    log = report(world.huber, "production")

    answer = program(world.staff).post(f"/cases/{log.reference}/acts/reply", {"text": "We are on it."})

    assert answer.data["entry"] == answer.data["case"]["length"] == logs.load(log.pk).length == 3


def test_who_decided_on_a_shorter_log_is_told(world: World, program: Programs, now: datetime) -> None:
    log, machine = report(world.huber, "production"), program(world.staff)
    say(log, Fact.own("noted", now - timedelta(minutes=1), "o.kern", text="Wait!"))

    late = machine.post(f"/cases/{log.reference}/acts/close", {"text": "Done.", "after": 2})
    fresh = machine.post(f"/cases/{log.reference}/acts/reply", {"text": "We wait.", "after": 3})

    assert (late.status, late.data["code"], late.data["fields"]) == (409, "stale", {"length": 3, "after": 2})
    assert fresh.status == 200


def test_what_a_case_does_not_allow_is_a_conflict(world: World, program: Programs) -> None:
    log = report(world.huber, "production")

    answer = program(world.huber).post(f"/cases/{log.reference}/acts/approve", {})

    assert (answer.status, answer.data["code"]) == (409, "nothing-proposed")


def test_what_a_role_does_not_allow_is_forbidden(world: World, program: Programs) -> None:
    log = report(world.huber, "production")

    answer = program(world.finance).post(f"/cases/{log.reference}/acts/reply", {"text": "Pay first."})

    assert (answer.status, answer.data["code"]) == (403, "not-yours")


def test_what_nobody_of_a_side_does_is_not_there(world: World, program: Programs) -> None:
    log = report(world.huber, "production")

    answer = program(world.huber).post(f"/cases/{log.reference}/acts/note", {"text": "Psst."})

    assert answer.status == 404


def test_what_lacks_in_an_act_is_said_by_its_field(world: World, program: Programs) -> None:
    log = report(world.huber, "production")

    answer = program(world.staff).post(f"/cases/{log.reference}/acts/classify", {"severity": "purple"})

    assert (answer.status, answer.data["fields"]["field"]) == (422, "severity")


def test_what_can_be_done_is_told_with_why_not(world: World, program: Programs, now: datetime) -> None:
    log = report(world.huber, "production")
    say(log, Fact.of(SolutionProposed(now - timedelta(minutes=1), by="m.schulz"), text="Turn the valve."))

    found = {act["act"]: act for act in program(world.huber).get(f"/cases/{log.reference}/acts").data}

    assert found["approve"]["allowed"]
    assert found["reopen"]["why_not"]
    assert "note" not in found


def test_two_cases_are_joined(world: World, program: Programs) -> None:
    one, other = report(world.huber, "production"), report(world.wimmer, "production")

    answer = program(world.staff).post(f"/cases/{one.reference}/acts/merge", {"into": other.reference, "after": 2})

    assert answer.data["case"]["into"] == other.reference


def test_a_customer_does_not_say_that_they_asked_by_phone(world: World, program: Programs) -> None:
    log = report(world.huber, "production")
    body = {"severity": "production", "channel": "phone"}

    answer = program(world.huber).post(f"/cases/{log.reference}/acts/ask-severity", body)

    assert (answer.status, answer.data["code"]) == (422, "channel-given")
