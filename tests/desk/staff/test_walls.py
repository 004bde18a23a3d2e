"""Nobody but the vendor's own staff finds anything here: for others every address is 404."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from tests.desk.staff.conftest import LATER, Sign
from tests.desk.world import World, report, say
from upheld.events import Replied
from upheld_desk.facts import Fact
from upheld_desk.mail.models import RawMessage
from upheld_desk.store import attachments

pytestmark = pytest.mark.django_db

Address = Callable[[World], str]


def reference(world: World) -> str:
    return report(world.huber, "production").reference


def attached(world: World) -> str:
    log, file = report(world.huber), attachments.take("a.txt", "text/plain", b"secret")
    say(log, Fact.of(Replied(LATER, by="m.schulz"), text="See there.", attachments=[file.data()]))
    return f"/staff/cases/{log.reference}/files/{file.digest}"


def stray(world: World) -> RawMessage:
    return RawMessage.objects.create(
        vendor=world.comarch, digest=attachments.put(b"Subject: x\n\nx"), size=13, source="smtp", received=LATER,
        state="triage", outcome="stranger", not_before=LATER,
    )  # fmt: skip


OF_ONE_VENDOR: list[Address] = [
    lambda world: f"/staff/cases/{reference(world)}/",
    lambda world: f"/staff/cases/{reference(world)}/print",
    lambda world: f"/staff/cases/{reference(world)}/news",
    attached,
    lambda world: f"/staff/customers/{world.papierwerk.slug}/",
    lambda world: f"/staff/people/{world.huber.handle}/",
    lambda world: f"/staff/people/{world.staff.handle}/",
    lambda world: f"/staff/call/?caller={world.huber.handle}",
    lambda world: f"/staff/call/?customer={world.papierwerk.slug}",
    lambda world: f"/staff/mail/{stray(world).pk}/",
    lambda world: f"/staff/mail/{stray(world).pk}/raw",
]
OF_STAFF: list[Address] = [
    lambda _: "/staff/",
    lambda _: "/staff/today/news",
    lambda _: f"/staff/today/{uuid4()}/clock/respond/1",
    lambda _: "/staff/cases/",
    lambda _: "/staff/call/",
    lambda _: "/staff/call/look-up?q=huber",
    lambda _: "/staff/customers/",
    lambda _: "/staff/refused/",
    lambda _: "/staff/people/",
    lambda _: "/staff/mail/",
    lambda _: "/staff/settings/",
]


@pytest.mark.parametrize("address", OF_ONE_VENDOR)
def test_staff_of_another_vendor_finds_nothing(world: World, sign_in: Sign, address: Address) -> None:
    found = address(world)

    assert sign_in(world.weber).get(found).status_code == 404


@pytest.mark.parametrize("address", [*OF_ONE_VENDOR, *OF_STAFF])
def test_a_customer_finds_nothing(world: World, sign_in: Sign, address: Address) -> None:
    found = address(world)

    assert sign_in(world.adler).get(found).status_code == 404


@pytest.mark.parametrize("address", OF_STAFF)
def test_a_stranger_is_asked_to_sign_in(world: World, address: Address) -> None:
    answer = Client().get(address(world))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("ending", ["acts/reply", "acts/start-work", "drafts/reply"])
def test_nobody_else_acts_on_a_case(world: World, sign_in: Sign, ending: str) -> None:
    address = f"/staff/cases/{reference(world)}/{ending}"
    given = {"form": str(uuid4()), "text": "Hello"}

    assert sign_in(world.weber).post(address, given).status_code == 404
    assert sign_in(world.huber).post(address, given).status_code == 404


def test_lists_hold_nothing_of_another_vendor(world: World, sign_in: Sign) -> None:
    log, browser = report(world.huber, "production"), sign_in(world.weber)

    for address in (
        "/staff/?whose=all",
        "/staff/cases/?status=all",
        "/staff/customers/",
        "/staff/call/look-up?q=huber",
    ):
        shown = browser.get(address).content.decode()
        assert log.reference not in shown
        assert "Papierwerk" not in shown


def test_only_the_administrator_sees_the_settings(world: World, sign_in: Sign) -> None:
    assert sign_in(world.lead).get("/staff/settings/").status_code == 404
    assert sign_in(world.admin).get("/staff/settings/").status_code == 200
