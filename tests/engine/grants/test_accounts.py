"""Accounts: what a ledger says of itself."""

from decimal import Decimal

import pytest

from tests.engine.grants.accounts_of import CASES, at, booked
from upheld.errors import BadAmount
from upheld.events import Reserved, Settled

FOUND = booked(
    CASES,
    Reserved(at("2026-02-01"), "cases", Decimal(1), "case-1"),
    Settled(at("2026-02-02"), "case-1"),
    Reserved(at("2026-02-03"), "cases", Decimal(1), "case-2", severity="high"),
)


def test_a_balance_is_what_lies_in_an_account() -> None:
    assert [FOUND.balance("cases", account) for account in ("granted", "available", "reserved", "used")] == [
        -10,
        8,
        1,
        1,
    ]


def test_an_account_without_movements_is_empty() -> None:
    assert FOUND.balance("cases", "expired") == 0


def test_an_open_reservation_is_a_hold() -> None:
    (hold,) = FOUND.holds

    assert (hold.ref, hold.severity, str(hold.amount), hold.since) == ("case-2", "high", "1", at("2026-02-03"))


def test_the_statement_for_people_has_what_was_left_each_time() -> None:
    lines = [(line.reason.code, line.ref, str(line.amount), str(line.left)) for line in FOUND.of("cases")]

    assert lines == [
        ("granted by agreement", "", "10", "10"),
        ("reserved", "case-1", "1", "9"),
        ("used", "case-1", "1", "9"),
        ("reserved", "case-2", "1", "8"),
    ]


def test_another_allowance_has_no_movements() -> None:
    assert FOUND.of("hours") == ()


def test_an_unknown_allowance_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadAmount, match="'case' is not an allowance of the agreement; it has: cases"):
        FOUND.allowance("case")


def test_a_ledger_is_plain_data_with_amounts_as_text() -> None:
    data = FOUND.as_data()

    assert data["balances"] == {
        "cases": {
            "granted": "-10",
            "available": "8",
            "reserved": "1",
            "used": "1",
            "expired": "0",
            "corrected": "0",
            "overdrawn": "0",
            "beyond": "0",
        }
    }
    assert data["changes"] == "2026-04-01T00:00:00+02:00"
