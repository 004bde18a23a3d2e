"""A desk that serves the database of the tests, and the people who come to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client, override_settings

from tests.desk.server.process import Process
from upheld_desk.people.models import Account, Customer, Person, Vendor
from upheld_desk.settings import STORAGES
from upheld_desk.store.models import Agreement, CaseRow, Log

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """Two vendors; the first has two customers, of whom the first has two contacts."""

    mara: Person  # staff of the first vendor
    nils: Person  # her colleague
    otto: Person  # staff of the second vendor
    carla: Person  # contact of the first customer, who reported the case
    dirk: Person  # her colleague
    emil: Person  # contact of the second customer
    case: Log  # Carla's
    foreign: Log  # of the second vendor


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a desk that serves the tests' own database, with its styles and scripts."""
    folder = tmp_path_factory.mktemp("served")
    with override_settings(STATIC_ROOT=folder / "static", STORAGES=STORAGES):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture(scope="module")
def desk(django_db_setup: None, served: Path) -> Iterator[Process]:
    """A desk that serves the tests' own database."""
    del django_db_setup
    serving = start_on_test_database(served)
    yield serving
    assert serving.stop() == 0


def start_on_test_database(folder: Path) -> Process:
    """Serve the database of the tests, whichever server it is on."""
    database = connections.databases["default"]
    host = f"{database['HOST']}:{database['PORT']}" if database["PORT"] else database["HOST"]
    place, query = ("", f"?host={host}") if host.startswith("/") else (host, "")
    word = quote(database["PASSWORD"], safe="")
    url = f"postgresql://{database['USER']}:{word}@{place}/{database['NAME']}{query}"
    return Process.start(folder, DATABASE_URL=url, UPHELD_SECRET_KEY=settings.SECRET_KEY)


@pytest.fixture
def world(transactional_db: None) -> World:
    """The people, and a case on each side of the wall."""
    del transactional_db
    first, second = _vendor("Nordlicht", "NL"), _vendor("Sydkraft", "SK")
    kiel, bonn, lund = _customer(first, "Kiel"), _customer(first, "Bonn"), _customer(second, "Lund")
    carla = _person(first, "carla", kiel)
    return World(
        mara=_person(first, "mara"),
        nils=_person(first, "nils"),
        otto=_person(second, "otto"),
        carla=carla,
        dirk=_person(first, "dirk", kiel),
        emil=_person(first, "emil", bonn),
        case=_case(kiel, "NL-1", carla),
        foreign=_case(lund, "SK-1", None),
    )


def cookies_of(person: Person) -> dict[str, str]:
    """Sign somebody in and return their cookies."""
    client = Client()
    assert person.account
    client.force_login(person.account)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def _vendor(name: str, prefix: str) -> Vendor:
    slug = name.lower()
    return Vendor.objects.create(slug=slug, name=name, prefix=prefix, mail_address=f"help@{slug}.example")


def _customer(vendor: Vendor, name: str) -> Customer:
    return Customer.objects.create(vendor=vendor, slug=name.lower(), name=name)


def _person(vendor: Vendor, handle: str, customer: Customer | None = None) -> Person:
    account = Account.objects.create_user(f"{handle}@people.example")
    return Person.objects.create(
        vendor=vendor,
        customer=customer,
        account=account,
        handle=handle,
        name=handle.title(),
        email=account.email,
        role="contact" if customer else "staff",
    )


def _case(customer: Customer, reference: str, reporter: Person | None) -> Log:
    agreement = Agreement.objects.create(vendor=customer.vendor, customer=customer, number=f"A-{reference}")
    log = Log.objects.create(
        kind="case", vendor=customer.vendor, customer=customer, agreement=agreement, reference=reference
    )
    CaseRow.objects.create(
        log=log,
        vendor=customer.vendor,
        customer=customer,
        reference=reference,
        subject="It stands still",
        status="open",
        kind="fault",
        reporter=reporter,
        reported=MONDAY,
        last_at=MONDAY,
        length=0,
    )
    return log
