"""Killed in the middle: what was taken is kept, what was kept is worked once, what was confirmed is not sent again."""

import os
import signal
import smtplib
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes
from socket import create_connection, create_server
from threading import Event
from typing import Any
from urllib.parse import quote

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import connection

from tests.desk.intake import houses
from tests.desk.intake.houses import MONDAY, person
from tests.desk.mail.letters import write
from upheld_desk.mail import keeping, queue
from upheld_desk.mail.models import RawMessage
from upheld_desk.outbox import sending
from upheld_desk.outbox.letters import Letter, put
from upheld_desk.outbox.models import Outgoing
from upheld_desk.store import attachments
from upheld_desk.store.models import Log

pytestmark = pytest.mark.django_db(transaction=True)

LONG_AGO = MONDAY - timedelta(days=30)  # for processes that read the clock


@contextmanager
def process(room: str, **own: str) -> Iterator[subprocess.Popen[bytes]]:
    """A part of the desk in a process of its own, on the same database and data folder."""
    told = connection.settings_dict
    where = f"host={quote(str(told['HOST']), safe='')}&port={told['PORT']}"
    database = f"postgresql://{told['USER']}:{quote(str(told['PASSWORD']))}@/{told['NAME']}?{where}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "upheld_desk.settings",
        "DATABASE_URL": database,
        "UPHELD_DATA": str(settings.DATA),
        "UPHELD_SECRET_KEY": settings.SECRET_KEY,
        **own,
    }
    start = f"from upheld_desk.{room} import run; from threading import Event; run(Event())"
    code = f"import django; django.setup(); {start}"
    running = subprocess.Popen([sys.executable, "-c", code], env=environment)  # noqa: S603
    try:
        yield running
    finally:
        running.kill()
        running.wait(timeout=20)


def until(true: Callable[[], bool]) -> bool:
    pause = Event()
    return any(true() or pause.wait(0.05) for _ in range(600))


def free_port() -> int:
    with create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    try:
        create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return False
    return True


def test_a_mail_that_was_confirmed_is_there_after_a_kill() -> None:
    firm = houses.stratiteq()
    port, confirmed = free_port(), []
    with process("mail.smtp", UPHELD_SMTP_PORT=str(port)) as listener:
        assert until(lambda: listens(port))
        with smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
            for number in range(12):
                letter = write("elin@firm.example", firm.vendor.mail_address, text=f"number {number}")
                client.send_message(letter)
                confirmed.append(f"number {number}".encode())
            listener.send_signal(signal.SIGKILL)
            listener.wait(timeout=20)
            client.close()
    kept = [attachments.read(row.digest) for row in RawMessage.objects.order_by("pk")]

    assert [word in raw for word, raw in zip(confirmed, kept, strict=True)] == [True] * 12


def test_each_mail_becomes_one_case_however_often_the_queue_is_killed() -> None:
    firm = houses.stratiteq()
    elin = person(firm, "elin.lund")
    for number in range(10):
        raw = write(elin.email, firm.vendor.mail_address, text=f"number {number}").as_bytes()
        keeping.keep(firm.vendor, raw, LONG_AGO, source="smtp")
    for wanted in (2, 5):
        with process("mail.queue") as running:
            assert until(lambda wanted=wanted: RawMessage.objects.filter(state="done").count() >= wanted)  # type: ignore[misc]
            running.send_signal(signal.SIGKILL)
            running.wait(timeout=20)
    RawMessage.objects.filter(state="new").update(not_before=LONG_AGO)  # what was being worked waits for a moment
    while queue.work_next(MONDAY):
        pass

    assert Log.objects.filter(kind="case").count() == 10
    assert set(RawMessage.objects.values_list("outcome", flat=True)) == {"reported"}


class Deadly:
    """A mail server that ends who sends the first mail to it, before saying whether it took it."""

    def __init__(self) -> None:
        self.victim: subprocess.Popen[bytes] | None = None
        self.taken: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del server, session
        content: Any = envelope.content
        if self.victim:
            self.victim.send_signal(signal.SIGKILL)
            self.victim = None
            return "451 nobody hears this"
        self.taken.append(message_from_bytes(content)["Message-ID"])
        return "250 OK"


def test_a_letter_that_was_not_confirmed_leaves_once_all_the_same() -> None:
    server, port = Deadly(), free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    for number in range(3):
        put(Letter(key=f"{number}", kind="x", to="a@b.example", subject="x", text="x", vendor=None), LONG_AGO)
    with process("outbox.sending", UPHELD_MAIL_OUT=f"smtp://127.0.0.1:{port}") as running:
        server.victim = running
        assert running.wait(timeout=30) == -signal.SIGKILL
    unsent = Outgoing.objects.filter(sent=None).count()
    Outgoing.objects.update(claimed_until=None)  # the claim of who was killed has run out
    with process("outbox.sending", UPHELD_MAIL_OUT=f"smtp://127.0.0.1:{port}"):
        assert until(lambda: not Outgoing.objects.filter(sent=None).exists())
    controller.stop()

    assert unsent == 3
    assert sorted(server.taken) == sorted(f"<{row.message_id}>" for row in Outgoing.objects.all())
    assert not sending.send_next(MONDAY)
