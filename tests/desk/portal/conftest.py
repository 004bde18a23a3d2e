"""The instant at which everybody looks, and the browser of somebody of a customer."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.desk.intake.houses import MONDAY
from upheld_desk import clock
from upheld_desk.people.models import Account, Person

LATER = MONDAY + timedelta(hours=1)  # 11:00 in Berlin

Look = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def look_at(monkeypatch: pytest.MonkeyPatch) -> Look:
    """Set the instant at which pages are shown and acts are done."""

    def look(instant: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: instant)

    look(LATER)
    return look


def browser(person: Person, language: str = "en") -> Client:
    """Return the browser of somebody who signed in."""
    if person.account is None:
        person.account = Account.objects.create_user(person.email or f"{person.handle}@vendor.example")
        person.save()
    person.account.language = language
    person.account.save()
    found = Client()
    found.force_login(person.account)
    return found
