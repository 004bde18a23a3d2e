"""Mail that comes over the wire is stored before its sender is told so."""

import os
import smtplib
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from socket import create_connection, socket
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connections

from upheld_desk.errors import Unstartable
from upheld_desk.mail import smtp
from upheld_desk.mail.models import RawMessage
from upheld_desk.people.models import Vendor
from upheld_desk.store import attachments

pytestmark = pytest.mark.django_db(transaction=True)

HELP = "help@vendor.example"
ELIN = "elin@firm.example"
HEAD = b"From: Elin <elin@firm.example>\r\nSubject: =?utf-8?q?St=C3=B6rung?=\r\nMessage-ID: <1@firm.example>\r\n\r\n"


@pytest.fixture
def listener(settings: Any, vendor: Vendor) -> Iterator[int]:  # noqa: ANN401 - pytest-django's own
    del vendor
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.SMTP_PORT = probe.getsockname()[1]
    settings.HOST = "127.0.0.1"
    stop = Event()
    running = Thread(target=smtp.run, args=[stop])
    running.start()
    for _ in range(100):
        try:
            create_connection(("127.0.0.1", settings.SMTP_PORT)).close()
            break
        except ConnectionRefusedError:
            stop.wait(0.05)
    yield settings.SMTP_PORT
    stop.set()
    running.join(timeout=10)


@pytest.fixture
def vendor() -> Vendor:
    return Vendor.objects.create(slug="v", name="Vendor", prefix="SOS", mail_address="Help@Vendor.example")


def test_a_port_that_is_taken_is_said_with_what_to_do(settings: Any) -> None:  # noqa: ANN401 - pytest-django's own
    settings.HOST = "127.0.0.1"
    with socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        settings.SMTP_PORT = other.getsockname()[1]
        with pytest.raises(Unstartable, match="choose another as UPHELD_SMTP_PORT"):
            smtp.run(Event())


def client(port: int) -> smtplib.SMTP:
    return smtplib.SMTP("127.0.0.1", port, timeout=60)


def send(port: int, raw: bytes, to: str = HELP, sender: str = ELIN) -> None:
    with client(port) as connected:
        connected.sendmail(sender, [to], raw)


def test_a_mail_is_stored_as_it_came(listener: int, vendor: Vendor) -> None:
    send(listener, HEAD + b"Hello\r\n.dot\r\n")
    row = RawMessage.objects.get()

    assert attachments.read(row.digest) == HEAD + b"Hello\r\n.dot\r\n"
    assert (row.vendor, row.state, row.sender, row.subject) == (vendor, "new", ELIN, "Störung")
    assert (row.envelope_from, row.envelope_to, row.message_id) == (ELIN, [HELP], "1@firm.example")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"St\xc3\xb6rung\r\n", id="eight bits"),
        pytest.param(b"St\xf6rung \xff\xfe\r\n", id="eight bits of no charset"),
        pytest.param(b"x" * 100_000 + b"\r\n", id="a line of 100 kB"),
        pytest.param(b"x" * 5_000_000 + b"\r\n", id="a line of 5 MB"),
        pytest.param(b"a\0b\r\n", id="a zero byte"),
        pytest.param(b"", id="no body"),
    ],
)
def test_what_real_mail_holds_is_taken_to_the_byte(listener: int, body: bytes) -> None:
    send(listener, HEAD + body)

    assert attachments.read(RawMessage.objects.get().digest) == HEAD + body


def test_thirty_megabytes_are_taken(listener: int) -> None:
    line = os.urandom(36).hex().encode() + b"\r\n"
    raw = HEAD + line * (30_000_000 // len(line))
    send(listener, raw)

    assert RawMessage.objects.get().size == len(raw)


def test_more_than_the_limit_is_refused(listener: int, settings: Any) -> None:  # noqa: ANN401
    settings.ATTACHMENT_LIMIT = 1000

    with pytest.raises(smtplib.SMTPResponseException) as refused:
        send(listener, HEAD + b"x\r\n" * 1000)
    assert refused.value.smtp_code == 552


@pytest.mark.parametrize("to", ["Help@vendor.EXAMPLE", "help+sos-1001.abcdefgh@vendor.example"])
def test_a_vendors_address_is_taken_in_any_spelling_and_with_a_plus(listener: int, to: str) -> None:
    send(listener, HEAD, to)

    assert RawMessage.objects.get().envelope_to == [to]


@pytest.mark.parametrize("to", ["nobody@vendor.example", "help@elsewhere.example", "elin@firm.example"])
def test_what_is_for_nobody_here_is_refused(listener: int, to: str) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(listener, HEAD, to)
    assert refused.value.recipients[to][0] == 550


def test_the_same_mail_twice_is_stored_once(listener: int) -> None:
    send(listener, HEAD)
    send(listener, HEAD)

    assert RawMessage.objects.count() == 1


def test_a_mail_for_two_vendors_is_stored_for_each(listener: int) -> None:
    Vendor.objects.create(slug="w", name="Other", prefix="OTH", mail_address="help@other.example")
    with client(listener) as connected:
        connected.sendmail(ELIN, [HELP, "help@other.example"], HEAD)

    assert sorted(RawMessage.objects.values_list("vendor__slug", flat=True)) == ["v", "w"]


def test_a_bounce_has_an_empty_envelope_sender(listener: int) -> None:
    send(listener, HEAD, sender="")

    assert RawMessage.objects.get().envelope_from == ""


def test_who_hangs_up_in_the_middle_leaves_nothing(listener: int) -> None:
    connected = client(listener)
    connected.helo()
    connected.mail(ELIN)
    connected.rcpt(HELP)
    connected.putcmd("data")
    connected.getreply()
    connected.send(HEAD + b"half of a")
    connected.close()
    send(listener, HEAD + b"whole")

    assert RawMessage.objects.count() == 1


def test_without_a_database_the_sender_is_asked_to_come_again(listener: int) -> None:
    kept = connections.databases["default"]["PORT"], connections.databases["default"]["HOST"]
    connections.databases["default"].update(HOST="127.0.0.1", PORT="1")
    try:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            send(listener, HEAD)
    finally:
        connections.databases["default"].update(PORT=kept[0], HOST=kept[1])

    assert refused.value.recipients[HELP][0] == 451
    send(listener, HEAD)
    assert RawMessage.objects.count() == 1


def test_a_full_disk_leaves_the_mail_with_its_sender(listener: int, settings: Any, tmp_path: Path) -> None:  # noqa: ANN401
    (tmp_path / "attachments").write_text("no folder can be here")
    settings.DATA = tmp_path

    with pytest.raises(smtplib.SMTPDataError) as refused:
        send(listener, HEAD)
    assert (refused.value.smtp_code, RawMessage.objects.count()) == (451, 0)


def test_with_a_certificate_the_line_is_encrypted(listener: int, settings: Any, tmp_path: Path) -> None:  # noqa: ANN401
    pem = tmp_path / "mail.pem"
    made = tmp_path / "certificate"
    make = f"openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -days 2 -keyout {pem} -out {made}"
    subprocess.run(make.split(), check=True, capture_output=True)  # noqa: S603 - nothing of it comes from outside
    pem.write_bytes(pem.read_bytes() + made.read_bytes())
    settings.SMTP_CERTIFICATE = pem
    context = ssl.create_default_context(cafile=made)
    context.check_hostname = False
    with client(listener) as connected:
        connected.starttls(context=context)
        connected.sendmail(ELIN, [HELP], HEAD)

    assert RawMessage.objects.count() == 1
