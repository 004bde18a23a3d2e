"""Walls that have no address of their own: lists and filters, and what a body names.

The addresses themselves are tried with all others of the desk, in `tests/desk/test_walls.py`.
"""

from datetime import timedelta

import pytest

from tests.desk.api.conftest import Programs
from tests.desk.world import MONDAY, World, report, say
from upheld_desk.facts import Fact
from upheld_desk.people.models import Customer, Person
from upheld_desk.store import attachments

STRANGERS = ["wimmer", "richter", "weber", "brandt"]  # a colleague; another customer; both sides of another vendor
LISTS = ["/cases", "/cases?text=stands", "/cases?customer=papierwerk-isar", "/duties?whose=all", "/duties?whose=team"]


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("path", LISTS)
def test_a_list_has_nothing_of_others(world: World, program: Programs, who: str, path: str) -> None:
    log = report(world.huber, "production")

    seen, own = (program(person).get(path).data["items"] for person in (getattr(world, who), world.admin))

    assert log.reference not in {each["reference"] for each in seen}
    assert own or path.endswith("team")


@pytest.mark.parametrize("act", ["merge", "mark-duplicate", "link", "unlink"])
def test_a_case_is_not_joined_with_one_of_another_vendor(world: World, program: Programs, act: str) -> None:
    ours, theirs = report(world.huber, "production"), report(world.leitstand)
    name = {"merge": "into", "mark-duplicate": "of"}.get(act, "to")

    answers = [
        program(world.admin).post(f"/cases/{ours.reference}/acts/{act}", {name: theirs.reference, **after})
        for after in ({}, {"after": 2})
    ]

    assert [answer.status for answer in answers] == [404, 404]


@pytest.mark.parametrize(("act", "body"), [("assign", "to"), ("watch", "who"), ("heard", "who")])
def test_nobody_of_another_vendor_is_named(world: World, program: Programs, act: str, body: str) -> None:
    log = report(world.huber, "production")

    answer = program(world.admin).post(
        f"/cases/{log.reference}/acts/{act}", {body: world.weber.handle} | ({"text": "Hm."} if act == "heard" else {})
    )

    assert answer.status == 404


def test_nobody_reports_for_people_of_another_vendor(world: World, program: Programs) -> None:
    answer = program(world.staff).post("/cases", {"text": "Help.", "reporter": world.leitstand.handle})

    assert answer.status == 404


def test_who_has_a_case_is_not_asked_by_a_customer(world: World, program: Programs) -> None:
    assert program(world.adler).get("/cases?assignee=m.schulz").status == 404


def test_what_is_attached_to_another_case_is_not_had_by_ones_own(world: World, program: Programs) -> None:
    hers, his, digest = report(world.huber), report(world.wimmer), attachments.put(b"secret")
    attached = {"name": "plan.txt", "type": "text/plain", "digest": digest, "size": 6}
    say(hers, Fact.own("noted", MONDAY + timedelta(minutes=1), "m.schulz", attachments=[attached]))

    asked = [(world.wimmer, his), (world.huber, hers), (world.staff, hers)]
    answers = [program(who).get(f"/cases/{log.reference}/attachments/{digest}").status for who, log in asked]

    assert answers == [404, 404, 200]


def test_a_key_is_ones_own(world: World, program: Programs) -> None:
    body, key = {"text": "It stands still."}, {"Idempotency-Key": "1"}

    references = {program(who).post("/cases", body, key).data["reference"] for who in (world.huber, world.adler)}

    assert len(references) == 2


def test_a_token_ends_with_its_person_and_with_their_firm(world: World, program: Programs) -> None:
    hers, theirs = program(world.huber), program(world.richter)
    Person.objects.filter(pk=world.huber.pk).update(active=False)
    Customer.objects.filter(pk=world.lernraum.pk).update(active=False)

    assert [machine.get("/cases").status for machine in (hers, theirs)] == [401, 401]
