"""What the lines above a mail say is read, whoever wrote them."""

from datetime import UTC, datetime
from email import message_from_bytes

import pytest

from upheld_desk.mail.headers import Address, addresses, first, ids, instant, own_id, words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?q?St=C3=B6rung?=", "Störung"),
        ("=?utf-8?b?U3TDtnI=?= =?utf-8?b?dW5n?=", "Störung"),
        ("=?iso-8859-1?q?St=F6rung?= an Kasse 4", "Störung an Kasse 4"),
        ("=?x-unheard-of?q?Text?=", "Text"),
        ("=?utf-8?b?broken", "=?utf-8?b?broken"),
        ("plain", "plain"),
    ],
)
def test_encoded_words_are_read(written: str, read: str) -> None:
    assert words(written) == read


def test_eight_bits_in_a_header_are_read() -> None:
    parsed = message_from_bytes("Subject: Störung\r\n\r\n".encode())

    assert first(parsed, "Subject") == "Störung"


def test_a_header_in_a_header_stays_a_word() -> None:
    parsed = message_from_bytes(b"Subject: =?utf-8?q?a=0D=0ABcc:_x@y.example?=\r\n\r\n")

    assert first(parsed, "Subject") == "a Bcc: x@y.example"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('"Lund, Elin" <Elin@Firm.example>', (Address("elin@firm.example", "Lund, Elin"),)),
        ("=?utf-8?q?Lund=2C_Elin?= <elin@firm.example>", (Address("elin@firm.example", "Lund, Elin"),)),
        ("a@x.example, b@x.example", (Address("a@x.example"), Address("b@x.example"))),
        ("elin@firm.example (Elin)", (Address("elin@firm.example", "Elin"),)),
        ("Elin at the firm elin@firm.example", (Address("elin@firm.example"),)),
        ("nobody", ()),
        ("<>", ()),
        ("", ()),
    ],
)
def test_addresses_are_read(written: str, read: tuple[Address, ...]) -> None:
    assert addresses([written]) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Fri, 20 Nov 2026 10:00:00 +0100", datetime(2026, 11, 20, 9, tzinfo=UTC)),
        ("20 Nov 2026 10:00:00 -0000", datetime(2026, 11, 20, 10, tzinfo=UTC)),
        ("Fri, 31 Dec 9999 23:59:59 -2300", None),
        ("yesterday", None),
        ("Fri, 99 Nov 2026 10:00:00 +0100", None),
        ("", None),
    ],
)
def test_a_date_is_read_or_there_is_none(written: str, read: datetime | None) -> None:
    assert instant(written) == read


def test_ids_are_read_once_and_in_order() -> None:
    assert ids(["<a@x> <b@x>\t<a@x>", "junk <c@x"]) == ("a@x", "b@x")


def test_an_id_without_angles_is_taken_as_it_stands() -> None:
    assert own_id(message_from_bytes(b"Message-ID: a b@x\r\n\r\n")) == "ab@x"
