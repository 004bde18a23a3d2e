"""Tokens: shown once, kept as a digest, ended, expired."""

from datetime import timedelta

import pytest

from tests.desk.world import MONDAY, World
from upheld_desk.accounts import tokens
from upheld_desk.errors import NotFound, Refused
from upheld_desk.people.models import Token

DAY = timedelta(days=1)


def test_a_token_says_who_it_is_and_what_it_may(world: World) -> None:
    _token, secret = tokens.make(world.huber, "export", ["cases:read"], MONDAY)

    assert tokens.who(secret, MONDAY) == (world.huber, frozenset({"cases:read"}))


def test_a_secret_is_known_by_its_beginning_and_kept_nowhere(world: World) -> None:
    token, secret = tokens.make(world.huber, "export", ["cases:read"], MONDAY)

    assert secret.startswith("uph_")
    assert token.start == secret[:10]
    assert secret not in str(Token.objects.values().get())


def test_another_secret_is_nobody(world: World) -> None:
    tokens.make(world.huber, "export", ["cases:read"], MONDAY)

    assert tokens.who("uph_something", MONDAY) is None
    assert tokens.who("", MONDAY) is None


def test_a_token_expires(world: World) -> None:
    _token, secret = tokens.make(world.huber, "export", ["cases:read"], MONDAY, MONDAY + DAY)

    assert tokens.who(secret, MONDAY + DAY - timedelta(seconds=1))
    assert tokens.who(secret, MONDAY + DAY) is None


def test_a_token_can_be_ended_by_its_person(world: World) -> None:
    token, secret = tokens.make(world.huber, "export", ["cases:read"], MONDAY)
    with pytest.raises(NotFound):
        tokens.end(world.wimmer, token.pk, MONDAY)
    tokens.end(world.huber, token.pk, MONDAY)

    assert tokens.who(secret, MONDAY) is None


def test_a_token_does_nothing_for_who_is_no_longer_there(world: World) -> None:
    _token, secret = tokens.make(world.huber, "export", ["cases:read"], MONDAY)
    world.huber.active = False
    world.huber.save()

    assert tokens.who(secret, MONDAY) is None


def test_a_token_does_nothing_for_a_customer_that_is_no_longer_one(world: World) -> None:
    _token, secret = tokens.make(world.huber, "export", ["cases:read"], MONDAY)
    world.papierwerk.active = False
    world.papierwerk.save()

    assert tokens.who(secret, MONDAY) is None


def test_the_last_use_is_noted_once_a_minute(world: World) -> None:
    token, secret = tokens.make(world.huber, "export", ["cases:read"], MONDAY)
    uses = []
    for seconds in (0, 30, 60):
        tokens.who(secret, MONDAY + timedelta(seconds=seconds))
        token.refresh_from_db()
        uses.append(token.used)

    assert uses == [MONDAY, MONDAY, MONDAY + timedelta(seconds=60)]


@pytest.mark.parametrize(
    ("name", "scopes", "code"),
    [
        (" ", ["cases:read"], "name-missing"),
        ("export", [], "scopes-missing"),
        ("export", ["everything"], "scopes-missing"),
    ],
)
def test_a_token_needs_a_name_and_scopes_that_there_are(world: World, name: str, scopes: list[str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        tokens.make(world.huber, name, scopes, MONDAY)
    assert refused.value.code == code


def test_a_token_cannot_end_before_it_begins(world: World) -> None:
    with pytest.raises(Refused) as refused:
        tokens.make(world.huber, "export", ["cases:read"], MONDAY, MONDAY)
    assert refused.value.code == "expires-early"
