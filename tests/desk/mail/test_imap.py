"""Mail is fetched from a real IMAP server; it is marked there only after it is stored here."""

from collections.abc import Callable
from threading import Event, Thread
from typing import Any
from zlib import crc32

import pytest
from imap_tools import MailBoxUnencrypted

from tests.desk.mail.conftest import PASSWORD, USER, client
from tests.desk.mail.letters import write
from upheld_desk.mail import imap
from upheld_desk.mail.imap import Source
from upheld_desk.mail.models import Mailbox, RawMessage
from upheld_desk.people.models import Vendor
from upheld_desk.store import attachments

pytestmark = pytest.mark.django_db

HELP = "help@vendor.example"
ELIN = "elin@firm.example"


@pytest.fixture(autouse=True)
def vendor() -> Vendor:
    return Vendor.objects.create(slug="v", name="Vendor", prefix="SOS", mail_address=HELP)


def arrive(port: int, text: str, to: str = HELP, flags: str = "") -> None:
    with client(port) as connected:
        assert connected.append("INBOX", flags, "", write(ELIN, to, text=text).as_bytes())[0] == "OK"


def source(port: int, options: str = "") -> Source:
    return Source.at(f"imap://{USER}:{PASSWORD}@127.0.0.1:{port}/INBOX{options}")


def fetch(port: int, options: str = "") -> None:
    found = source(port, options)
    with MailBoxUnencrypted("127.0.0.1", port, timeout=20).login(USER, PASSWORD) as mailbox:
        imap.fetch(mailbox, found)


def unseen(port: int) -> int:
    with client(port) as connected:
        return len(connected.search(None, "UNSEEN")[1][0].split())


def until(true: Callable[[], bool]) -> bool:
    pause = Event()
    return any(true() or pause.wait(0.1) for _ in range(200))


def test_what_is_new_is_stored_and_marked(imap_port: int, vendor: Vendor) -> None:
    arrive(imap_port, "first")
    arrive(imap_port, "second")
    fetch(imap_port)
    rows = RawMessage.objects.order_by("pk")

    assert [(row.vendor, row.source, row.sender, row.envelope_from) for row in rows] == [
        (vendor, "imap", ELIN, None)
    ] * 2
    assert b"first" in attachments.read(rows[0].digest)
    assert unseen(imap_port) == 0


def test_it_goes_on_where_it_stopped(imap_port: int) -> None:
    arrive(imap_port, "first")
    fetch(imap_port)
    arrive(imap_port, "read by somebody already", flags=r"(\Seen)")
    fetch(imap_port)
    fetch(imap_port)

    assert RawMessage.objects.count() == 2


def test_old_mails_of_a_mailbox_are_not_ours(imap_port: int) -> None:
    arrive(imap_port, "years ago", flags=r"(\Seen)")
    arrive(imap_port, "new")
    fetch(imap_port)

    assert RawMessage.objects.count() == 1


def test_with_another_validity_nothing_is_stored_twice_and_nothing_is_missed(imap_port: int) -> None:
    arrive(imap_port, "first")
    fetch(imap_port)
    with client(imap_port) as connected:
        connected.store("1:*", "-FLAGS", r"(\Seen)")
    Mailbox.objects.update(validity=crc32(b"another"), last=999)
    arrive(imap_port, "second")
    fetch(imap_port)

    assert RawMessage.objects.count() == 2


def test_what_cannot_be_stored_stays_unseen_and_is_fetched_later(imap_port: int, settings: Any, tmp_path: Any) -> None:  # noqa: ANN401
    arrive(imap_port, "first")
    kept, settings.DATA = settings.DATA, tmp_path
    (tmp_path / "attachments").write_text("no folder can be here")
    with pytest.raises(OSError, match="attachments"):
        fetch(imap_port)
    assert (unseen(imap_port), RawMessage.objects.count()) == (1, 0)
    settings.DATA = kept
    fetch(imap_port)

    assert (unseen(imap_port), RawMessage.objects.count()) == (0, 1)


def test_what_is_too_large_stays_in_the_mailbox(imap_port: int, settings: Any) -> None:  # noqa: ANN401
    arrive(imap_port, "x" * 5000)
    settings.ATTACHMENT_LIMIT = 1000
    fetch(imap_port)

    assert (unseen(imap_port), RawMessage.objects.count()) == (1, 0)


def test_stored_mails_are_moved_where_the_address_says_so(imap_port: int) -> None:
    with client(imap_port) as connected:
        connected.create("Done")
    arrive(imap_port, "first")
    fetch(imap_port, "?move=Done")

    with client(imap_port) as connected:
        assert connected.select("Done")[1] == [b"1"]


def test_a_mail_goes_to_the_vendor_that_it_names(imap_port: int) -> None:
    Vendor.objects.create(slug="w", name="Other", prefix="OTH", mail_address="help@other.example")
    arrive(imap_port, "first", to="Help+oth-1.abc@other.example")
    fetch(imap_port)

    assert RawMessage.objects.get().vendor.slug == "w"


def test_what_names_nobody_goes_to_the_usual_vendor_or_stays(imap_port: int) -> None:
    Vendor.objects.create(slug="w", name="Other", prefix="OTH", mail_address="help@other.example")
    arrive(imap_port, "first", to="undisclosed@elsewhere.example")
    fetch(imap_port)
    stayed = unseen(imap_port)
    arrive(imap_port, "second", to="undisclosed@elsewhere.example")
    fetch(imap_port, "?vendor=w")

    assert (stayed, [row.vendor.slug for row in RawMessage.objects.all()]) == (1, ["w"])


@pytest.mark.django_db(transaction=True)
def test_news_are_fetched_as_they_come_and_after_a_break(imap_port: int, settings: Any) -> None:  # noqa: ANN401
    settings.MAIL_IN = f"imap://{USER}:{PASSWORD}@127.0.0.1:{imap_port}/INBOX"
    stop = Event()
    running = Thread(target=imap.run, args=[stop])
    running.start()
    found = until(Mailbox.objects.exists)
    arrive(imap_port, "while it listens")
    found = found and until(RawMessage.objects.exists)
    stop.set()
    running.join(timeout=10)

    assert (found, running.is_alive()) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_a_server_that_cannot_be_reached_is_tried_again(settings: Any) -> None:  # noqa: ANN401
    settings.MAIL_IN = "imap://nobody:x@127.0.0.1:1/INBOX"
    stop = Event()
    running = Thread(target=imap.run, args=[stop])
    running.start()
    running.join(timeout=0.5)
    tried = running.is_alive()
    stop.set()
    running.join(timeout=10)

    assert (tried, running.is_alive()) == (True, False)


def test_an_address_says_everything() -> None:
    found = Source.at("imaps://me%40firm.example:se%3Acret@mail.firm.example/Desk%20mail?vendor=v&move=Done")

    assert (found.user, found.password, found.host, found.port) == (
        "me@firm.example",
        "se:cret",
        "mail.firm.example",
        993,
    )
    assert (found.encrypted, found.folder, found.vendor, found.move) == (True, "Desk mail", "v", "Done")
    assert "se:cret" not in str(found)
