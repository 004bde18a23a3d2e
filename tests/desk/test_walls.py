"""Walls: every address that names something, tried by those whom it does not belong to.

The addresses are those of the map, so a new page is tried as soon as it has one. Whatever is named is Lena Huber's; the
strangers are her colleague, another customer's contact, and both sides of another vendor.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Final

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.desk import world as worlds
from tests.desk.world import MONDAY, World, account, report, say
from upheld.events import CustomerReplied
from upheld_desk import clock
from upheld_desk.accounts import tokens
from upheld_desk.facts import Fact
from upheld_desk.mail.models import RawMessage
from upheld_desk.people.models import Person
from upheld_desk.store import attachments
from upheld_desk.store.models import DutyRow, Log

# Addresses for everybody: what a link says is in the link, and plans are there to be compared.
OPEN: Final = ("account/link/", "account/^", "at/", "looks/", "static/")
# What a customer's people may all see.
SHARED: Final = frozenset({"agreement", "agreement_number", "number", "customer", "handle", "edition"})
HIDDEN: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED})


@dataclass(frozen=True)
class Address:
    """An address of the map that names something."""

    route: str
    names: frozenset[str] = field(compare=False)

    def path(self, named: dict[str, str]) -> str:
        made = self.route
        for place, name in re.findall(r"(?=\b(\w+)>?/<(?:\w+:)?(\w+)>)", self.route):
            hers = named.get(f"{place}/{name}") or named.get(name)
            assert hers, f"'{self.route}' names a '{name}': say in this file which one is Lena Huber's"
            made = re.sub(rf"<(\w+:)?{name}>", hers, made)
        return f"/{made}?whose=all"  # of what is due, that of everybody whom one may see


def addresses(*, named: bool = True) -> list[Address]:
    found = _below(get_resolver(), "", frozenset())
    return [each for each in found if bool(each.names) is named and not each.route.startswith(OPEN)]


def _below(resolver: URLResolver, route: str, names: frozenset[str]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here, named = f"{route}{entry.pattern}", names | frozenset(entry.pattern.converters)
        if isinstance(entry, URLPattern):
            yield Address(here, named)
        else:
            yield from _below(entry, here, named)


# --- What is Lena Huber's ---------------------------------------------------------------------------------------------


@dataclass
class Hers:
    """The world, and what in it is Lena Huber's, by the names that addresses have for it."""

    world: World
    log: Log
    named: dict[str, str]


@pytest.fixture
def hers(db: None) -> Hers:
    del db  # it is there
    world = worlds.world()
    digest = attachments.put(b"hello")
    log = report(world.huber, "production")
    attached = {"name": "log.txt", "type": "text/plain", "digest": digest, "size": 5}
    say(
        log, Fact.of(CustomerReplied(MONDAY + timedelta(minutes=1), by="l.huber"), text="Look.", attachments=[attached])
    )
    token, _secret = tokens.make(world.huber, "export", ["cases:read"], clock.now())
    mail = RawMessage.objects.create(
        vendor=world.comarch,
        digest=digest,
        size=5,
        source="smtp",
        received=MONDAY,
        not_before=MONDAY,
        state="triage",
        sender="stranger@example.org",
        log=log,
    )
    named = {
        "reference": log.reference,
        "case": log.reference,
        "log": str(log.pk),
        "duty": DutyRow.objects.filter(log=log).values_list("duty", flat=True)[0],
        "digest": digest,
        "agreement": str(log.agreement_id),
        "number": "1",
        "agreements/number": world.papierwerks.number,
        "customer": world.papierwerk.slug,
        "handle": world.huber.handle,
        "person": str(world.huber.pk),
        "token": str(token.pk),
        "mail": str(mail.pk),
        "acts/slug": "reply",
        "drafts/kind": "reply",
        "customers/slug": world.papierwerk.slug,
        "reference/slug": "reply",
        "handle/slug": "invite",
        "handle/what": "invite",
        "mail/what": "aside",
        "orders/order": f"{world.papierwerks.number}-B1",
        "allowances/allowance": "cases",
    }
    return Hers(world, log, named)


def ask(person: Person, method: str, path: str) -> tuple[int, bytes]:
    """Return the status and the content that somebody gets who is signed in, and has a token for all."""
    _token, secret = tokens.make(person, "all", tokens.SCOPES, clock.now())
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    client.force_login(account(person))
    answer = getattr(client, method)(path)
    return answer.status_code, b"".join(answer.streaming_content) if answer.streaming else answer.content


def reached(person: Person, method: str, path: str) -> str:
    """Return what somebody gets, in words; empty: there is nothing for them."""
    status, content = ask(person, method, path)
    # A line that is asked for again and is not there any more is answered with nothing, so that it goes away.
    gone = status == HTTPStatus.OK and not content
    return "" if gone or status in HIDDEN else f"{status} for {method} by {person.handle}"


@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.route)
def test_what_is_somebody_elses_is_not_there(hers: Hers, address: Address) -> None:
    world, path = hers.world, address.path(hers.named)
    strangers = [world.richter, world.weber, world.brandt]
    if not address.names & SHARED:
        strangers.append(world.wimmer)
    answers = [reached(person, method, path) for person in strangers for method in ("get", "post")]

    assert [answer for answer in answers if answer] == []


@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.route)
def test_what_is_ones_own_is_there(hers: Hers, address: Address) -> None:
    insiders = [hers.world.huber, hers.world.adler, hers.world.staff, hers.world.admin]
    path = address.path(hers.named)

    # Else the test above would say nothing.
    assert any(reached(person, method, path) for person in insiders for method in ("get", "post"))


@pytest.mark.parametrize("address", addresses(named=False), ids=lambda address: address.route)
def test_no_list_and_no_search_shows_what_is_somebody_elses(hers: Hers, address: Address) -> None:
    world, path = hers.world, f"/{address.route}?whose=all&q=stands&customer={hers.world.papierwerk.slug}"
    shown = [
        f"{secret} to {person.handle}"
        for person in (world.wimmer, world.richter, world.weber, world.brandt)
        for content in [ask(person, "get", path)[1].decode()]
        for secret in (hers.log.reference, "It stands still", world.huber.email)
        if secret in content and not (person == world.wimmer and secret == world.huber.email)
    ]

    assert shown == []


# --- Who is nobody ----------------------------------------------------------------------------------------------------

# What there is to say to a stranger: nothing here, sign in first, this is not how one asks. A form that was not given
# out by a page of ours is 403.
TOLD: Final = HIDDEN | {HTTPStatus.FOUND, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
FOR_ALL: Final = ("/account/", "/api/v1/docs", "/api/v1/openapi.json")  # where one signs in; what programs can do


def told(client: Client, method: str, path: str, secrets: tuple[str, ...]) -> str:
    """Return what an address tells, in words; empty: nothing."""
    answer = getattr(client, method)(path)
    content = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
    leaked = [secret for secret in secrets if secret in content]
    return (
        ""
        if not leaked and (path.startswith(FOR_ALL) or answer.status_code in TOLD)
        else f"{answer.status_code} for {method}: {leaked}"
    )


@pytest.mark.parametrize("address", addresses() + addresses(named=False), ids=lambda address: address.route)
def test_who_has_not_signed_in_is_told_nothing(hers: Hers, address: Address) -> None:
    path, secrets = address.path(hers.named), ("It stands still", hers.world.huber.email)

    assert [told(Client(), method, path, secrets) for method in ("get", "post")] == ["", ""]


@pytest.mark.parametrize("address", addresses() + addresses(named=False), ids=lambda address: address.route)
def test_who_is_no_longer_there_is_told_nothing(hers: Hers, address: Address) -> None:
    path, huber = address.path(hers.named), hers.world.huber
    _token, secret = tokens.make(huber, "all", tokens.SCOPES, clock.now())
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    client.force_login(account(huber))
    Person.objects.filter(pk=huber.pk).update(active=False)

    assert [told(client, method, path, ("It stands still",)) for method in ("get", "post")] == ["", ""]
