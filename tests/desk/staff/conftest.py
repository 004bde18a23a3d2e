"""A world, somebody of the vendor signed in, and the instant at which they look."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.desk import world as worlds
from tests.desk.world import MONDAY, World
from upheld_desk import clock
from upheld_desk.people.models import Person

LATER = MONDAY + timedelta(hours=1)  # when everybody looks, unless a test says otherwise


@pytest.fixture
def world(db: None) -> World:
    del db
    return worlds.world()


@pytest.fixture(autouse=True)
def look_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the instant at which pages are shown and acts are done."""

    def look(instant: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: instant)

    look(LATER)
    return look


Sign = Callable[[Person], Client]


@pytest.fixture
def sign_in() -> Sign:
    """Return the browser of somebody who signed in; their language is English."""

    def sign(person: Person) -> Client:
        account = worlds.account(person)
        account.language = "en"
        account.save()
        browser = Client()
        browser.force_login(account)
        return browser

    return sign
