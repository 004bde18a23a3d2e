"""A mail that no person wrote is known, so that nothing answers it."""

from email import message_from_bytes

import pytest

from upheld_desk.mail.nature import MOST_HOPS, Nature, judged

OWN = {"help@vendor.example"}


def nature(headers: str, envelope_from: str | None = "elin@firm.example") -> Nature:
    return judged(message_from_bytes(f"{headers}\r\n\r\nHello".encode()), envelope_from, OWN)


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("From: elin@firm.example", "person"),
        ("From: elin@firm.example\r\nAuto-Submitted: no", "person"),
        ("From: elin@firm.example\r\nAuto-Submitted: auto-replied (vacation)", "automatic"),
        ("From: elin@firm.example\r\nAuto-Submitted: auto-generated", "automatic"),
        ("From: elin@firm.example\r\nX-Autoreply: yes", "automatic"),
        ("From: elin@firm.example\r\nPrecedence: auto_reply", "automatic"),
        (
            "From: elin@firm.example\r\nContent-Type: multipart/report; report-type=disposition-notification",
            "automatic",
        ),
        ("From: elin@firm.example\r\nPrecedence: bulk", "mailing list"),
        ("From: elin@firm.example\r\nList-Id: <news.firm.example>", "mailing list"),
        ("From: MAILER-DAEMON@firm.example", "bounce"),
        ("From: x@firm.example\r\nX-Failed-Recipients: y@firm.example", "bounce"),
        ("From: x@firm.example\r\nContent-Type: multipart/report; report-type=delivery-status", "bounce"),
        ("From: help@vendor.example", "loop"),
        ("From: help+sos-1.abc@vendor.example", "loop"),
        ("From: elin@firm.example\r\nX-Loop: help@vendor.example", "loop"),
        ("From: elin@firm.example" + "\r\nReceived: x" * (MOST_HOPS + 1), "loop"),
    ],
)
def test_what_kind_of_mail_it_is(headers: str, kind: str) -> None:
    found = nature(headers)

    assert found.kind == kind
    assert found.answerable == (kind == "person")


def test_an_empty_envelope_sender_is_a_machine() -> None:
    assert nature("From: elin@firm.example", "").kind == "automatic"


def test_without_an_envelope_the_return_path_tells() -> None:
    assert nature("From: elin@firm.example\r\nReturn-Path: <>", None).kind == "automatic"


@pytest.mark.parametrize("headers", ["From: elin@firm.example\r\nX-Auto-Response-Suppress: All", "Subject: no sender"])
def test_a_person_may_not_want_or_be_able_to_be_answered(headers: str) -> None:
    assert nature(headers) == Nature("person", answerable=False)
