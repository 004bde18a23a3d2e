"""Mails that are long in the worst places are read all the same, in about the time that their length asks for."""

from time import process_time

import pytest

from upheld_desk.mail import entering, parts
from upheld_desk.mail.parsing import parse

LONG = 200_000
HEAD = b"From: Elin <elin@firm.example>\nSubject: Re: till 4\n"


def html(body: bytes) -> bytes:
    return HEAD + b"Content-Type: text/html\n\n" + body


@pytest.mark.parametrize(
    "raw",
    [
        html(b"help <" + b"a" * LONG),
        html(b"help<table><tr><td>" + b"a" * LONG + b"</td></tr>" + b"<tr><td>x</td></tr>" * 10_000 + b"</table>"),
        html(b"help" + b"<p>x</p>" * (3 * LONG)),
        HEAD + b'Content-Type: text/plain; a="' + b";" * LONG + b"\n\nhelp",
        HEAD + b"To: " + b"a@" * LONG + b"\n\nhelp",
        HEAD + (b"Cc: " + b"a@" * 9_000 + b"\n") * 50 + b"\nhelp",
    ],
)
def test_a_mail_that_is_long_in_the_worst_place_is_read(raw: bytes) -> None:
    message = parse(raw)

    assert message.sender
    assert (message.sender.address, "help" in message.text) == ("elin@firm.example", True)


def test_a_priority_is_found_below_many_empty_lines() -> None:
    assert entering._PRIORITY.findall("-\n" * LONG + "Priority: P1.\n") == ["P1"]  # noqa: SLF001


@pytest.mark.parametrize("kind_of_part", [b"", b"Content-Type: text/html\n", b"Content-Type: image/png\n"])
def test_of_a_mail_of_nothing_but_parts_the_first_ones_are_read(kind_of_part: bytes) -> None:
    tiny = b"\n" + kind_of_part + b"\na\n"
    kind = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    many = HEAD + kind + b"--b\n\nhelp" + (b"\n--b" + tiny) * 100_000

    began = process_time()
    message = parse(many)

    assert (message.is_cut, message.text.split()[0]) == (True, "help")
    assert process_time() - began < 2  # a hundred times as long without the bound


def test_of_a_mail_of_many_parts_none_is_left_out() -> None:
    kind = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    message = parse(HEAD + kind + b"--b\nContent-Type: image/png\n\na\n" * parts.MOST + b"--b--\n")

    assert (message.is_cut, len(message.attachments)) == (False, parts.MOST)
