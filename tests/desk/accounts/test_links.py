"""A link signs in once, until it expires."""

from datetime import timedelta

import pytest

from tests.desk.world import MONDAY, World, account
from upheld_desk.accounts import links
from upheld_desk.errors import NotFound
from upheld_desk.people.models import Link

HOUR = timedelta(hours=1)


def made(world: World) -> str:
    return links.make(account(world.huber), MONDAY, HOUR).rpartition("/")[2]


def test_a_link_says_whom_it_signs_in(world: World) -> None:
    assert links.use(made(world), MONDAY) == world.huber.account


def test_looking_at_a_link_does_not_use_it_up(world: World) -> None:
    secret = made(world)
    links.look(secret, MONDAY)

    assert links.use(secret, MONDAY) == world.huber.account


def test_a_link_works_once(world: World) -> None:
    secret = made(world)
    links.use(secret, MONDAY)

    with pytest.raises(NotFound):
        links.use(secret, MONDAY)


def test_a_link_works_up_to_its_end_and_not_at_it(world: World) -> None:
    secret = made(world)

    assert links.look(secret, MONDAY + HOUR - timedelta(seconds=1)) == world.huber.account
    with pytest.raises(NotFound):
        links.look(secret, MONDAY + HOUR)


def test_the_secret_itself_is_kept_nowhere(world: World) -> None:
    secret = made(world)

    assert secret not in str(Link.objects.values().get())


def test_a_link_of_an_account_that_was_closed_does_not_work(world: World) -> None:
    secret = made(world)
    account(world.huber).is_active = False
    account(world.huber).save()

    with pytest.raises(NotFound):
        links.use(secret, MONDAY)
