"""What is in the outbox leaves once; what cannot leave is tried again, and then given up where people see it."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from socket import socket
from threading import Event, Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import connection, transaction

from upheld_desk.outbox import sending
from upheld_desk.outbox.letters import Letter, message_id, put
from upheld_desk.outbox.models import Outgoing
from upheld_desk.people.models import Customer, Person, Vendor
from upheld_desk.store.models import Agreement, Log

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = MONDAY + timedelta(minutes=1)


class Sink:
    """A mail server that keeps what it takes, and answers as it is told."""

    def __init__(self) -> None:
        self.answer = "250 OK"
        self.recipient_answer = "250 OK"
        self.taken: list[tuple[str, list[str], Message]] = []
        self.happens: Callable[[], None] = lambda: None  # while a mail is handed over

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del server, session
        content: Any = envelope.content
        await asyncio.to_thread(self.happens)
        if self.answer.startswith("250"):
            self.taken.append((envelope.mail_from or "", envelope.rcpt_tos, message_from_bytes(content)))
        return self.answer


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:  # noqa: ANN401 - pytest-django's own
    kept = Sink()
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        host, port = probe.getsockname()
    controller = Controller(kept, hostname=host, port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = host, port
    yield kept
    controller.stop()


def cut_off() -> None:
    """End all connections to the database but one's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    connection.close()


def send_and_leave() -> None:
    sending.send_next(LATER)
    connection.close()


def letter(key: str = "replied/1") -> Letter:
    vendor, _ = Vendor.objects.get_or_create(
        slug="v", defaults={"name": "Vendor, Inc.", "prefix": "SOS", "mail_address": "help@vendor.example"}
    )
    customer, _ = Customer.objects.get_or_create(vendor=vendor, slug="c", name="Customer")
    agreement, _ = Agreement.objects.get_or_create(vendor=vendor, customer=customer, number="A-1")
    log, _ = Log.objects.get_or_create(
        vendor=vendor, kind="case", reference="SOS-1042", customer=customer, agreement=agreement
    )
    return Letter(
        key=key,
        kind="replied",
        to="elin@customer.example",
        name="Elin Lund",
        subject="[SOS-1042] Störung",
        text="Grüße",
        html="<p>Grüße</p>",
        vendor=vendor,
        log=log,
        references=["first@customer.example"],
    )


def test_the_same_key_is_put_once() -> None:
    put(letter(), MONDAY)
    put(letter(), LATER)

    assert Outgoing.objects.get().created == MONDAY


def test_what_is_rolled_back_never_leaves() -> None:
    with transaction.atomic():
        put(letter(), MONDAY)
        transaction.set_rollback(True)

    assert not sending.send_next(LATER)


def test_a_letter_leaves_with_a_way_back_to_its_case(sink: Sink) -> None:
    put(letter(), MONDAY)

    assert sending.send_next(LATER)
    (came_from, came_to, mail), log = sink.taken[0], Log.objects.get()
    assert came_from.startswith("help+sos-1042.")
    assert came_to == ["elin@customer.example"]
    assert came_from in mail["Reply-To"]
    assert mail["From"] == '"Vendor, Inc." <help@vendor.example>'
    assert mail["Message-ID"] == f"<{message_id('replied/1')}>"
    assert mail["References"].split() == [f"<case-{log.pk}@{settings.MAIL_DOMAIN}>", "<first@customer.example>"]
    assert (mail["Auto-Submitted"], mail["X-Loop"]) == ("auto-generated", "help@vendor.example")


def test_what_was_taken_is_not_sent_again(sink: Sink) -> None:
    put(letter(), MONDAY)

    assert [sending.send_next(LATER), sending.send_next(LATER)] == [True, False]
    assert len(sink.taken) == 1


def test_a_letter_waits_for_its_time() -> None:
    put(replace(letter(), not_before=MONDAY + timedelta(hours=1)), MONDAY)

    assert not sending.send_next(LATER)


def test_after_a_failure_each_wait_is_twice_as_long(sink: Sink) -> None:
    sink.answer = "451 later"
    put(letter(), MONDAY)
    waits = []
    for _ in range(4):
        before = Outgoing.objects.get().not_before
        sending.send_next(before)
        waits.append((Outgoing.objects.get().not_before - before).total_seconds())

    assert waits == [30, 60, 120, 240]
    assert "451" in Outgoing.objects.get().error


def test_a_letter_is_given_up_after_four_days(sink: Sink) -> None:
    sink.answer = "451 later"
    put(letter(), MONDAY)

    sending.send_next(MONDAY + sending.PATIENCE)

    assert Outgoing.objects.get().given_up == MONDAY + sending.PATIENCE


def test_a_letter_to_nobody_is_given_up_at_once(sink: Sink) -> None:
    sink.recipient_answer = "550 nobody here"
    put(letter(), MONDAY)

    sending.send_next(LATER)

    assert Outgoing.objects.get().given_up == LATER


@pytest.mark.parametrize("who", [Person, Customer])
def test_who_is_let_go_before_a_letter_leaves_does_not_get_it(sink: Sink, who: type[Person] | type[Customer]) -> None:
    put(letter(), MONDAY)
    Person.objects.create(
        vendor=Vendor.objects.get(),
        customer=Customer.objects.get(),
        handle="e.lund",
        role="contact",
        email="elin@customer.example",
    )
    who.objects.update(active=False)

    sending.send_next(LATER)

    assert (Outgoing.objects.get().given_up, sink.taken) == (LATER, [])


def test_a_letter_that_cannot_be_sent_does_not_hold_up_the_next(sink: Sink) -> None:
    put(letter("bad"), MONDAY)
    Outgoing.objects.update(subject="two\nlines")
    put(letter("good"), MONDAY)

    while sending.send_next(LATER):
        pass

    assert [mail["Message-ID"] for _, _, mail in sink.taken] == [f"<{message_id('good')}>"]
    assert Outgoing.objects.get(key="bad").given_up == LATER


def test_who_was_killed_after_claiming_is_succeeded_when_the_claim_runs_out(sink: Sink) -> None:
    put(letter(), MONDAY)
    Outgoing.objects.update(claimed_until=LATER + sending.LEASE, tries=1)

    assert not sending.send_next(LATER + timedelta(minutes=1))
    assert sending.send_next(LATER + sending.LEASE)
    assert len(sink.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_another_is_claiming_is_passed_over(sink: Sink) -> None:
    put(letter("one"), MONDAY)
    put(letter("two"), MONDAY)

    with transaction.atomic():
        Outgoing.objects.select_for_update().get(key="one")
        other = Thread(target=send_and_leave)
        other.start()
        other.join()

    assert [mail["Message-ID"] for _, _, mail in sink.taken] == [f"<{message_id('two')}>"]


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_was_taken_is_marked_even_if_the_database_goes_away_meanwhile(sink: Sink) -> None:
    put(letter(), MONDAY)
    sink.happens = cut_off
    sending.send_next(LATER)

    assert (Outgoing.objects.get().sent, sending.send_next(LATER), len(sink.taken)) == (LATER, False, 1)


@pytest.mark.django_db(transaction=True)
def test_it_runs_until_told_to_stop(sink: Sink) -> None:
    put(letter(), MONDAY - timedelta(days=365))
    stop = Event()
    loop = Thread(target=sending.run, args=[stop])
    loop.start()
    for _ in range(100):
        if Outgoing.objects.exclude(sent=None).exists() or stop.wait(0.1):
            break
    stop.set()
    loop.join(timeout=10)

    assert (loop.is_alive(), len(sink.taken)) == (False, 1)


def test_without_a_mail_server_a_mail_becomes_a_file(settings: Any, tmp_path: Path) -> None:  # noqa: ANN401
    settings.EMAIL_BACKEND = "upheld_desk.outbox.folder.EmailBackend"
    settings.DATA = tmp_path
    put(letter(), MONDAY)

    sending.send_next(LATER)

    (file,) = (tmp_path / "mail-out").iterdir()
    assert message_from_bytes(file.read_bytes())["To"] == "Elin Lund <elin@customer.example>"
