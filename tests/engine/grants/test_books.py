"""Books: movements between accounts, in the order of expiry, with debts that are paid back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.engine.grants.accounts_of import CASES, at
from upheld.agreements import Allowance
from upheld.grants import Account
from upheld.grants.books import Books, Cause, Piece
from upheld.reasons import Reason

OVERDRAWN = replace(CASES, overdraft=True)
DAY = date(2026, 3, 1)


def books() -> Books:
    return Books(DAY, at(DAY))


def cause(allowance: Allowance = CASES) -> Cause:
    return Cause(allowance, Reason("test"), "ref")


def lies(kept: Books, *accounts: Account) -> list[str]:
    return [str(kept.balance("cases", account)) for account in accounts]


def parts(pieces: list[Piece]) -> list[tuple[str, int]]:
    return [(str(piece.amount), piece.lot.number if piece.lot else 0) for piece in pieces]


def test_what_expires_first_is_taken_first_and_of_those_the_oldest() -> None:
    kept = books()
    for expires in (None, date(2026, 9, 1), date(2026, 6, 1), date(2026, 6, 1)):
        kept.add(Decimal(2), "granted", expires, cause())

    assert parts(kept.take(Decimal(7), "used", cause())) == [("2", 3), ("2", 4), ("2", 2), ("1", 1)]


def test_what_is_lacking_goes_beyond_and_no_later_grant_pays_it() -> None:
    kept = books()
    kept.take(Decimal(3), "used", cause())
    kept.add(Decimal(5), "granted", None, cause())

    assert lies(kept, "beyond", "available") == ["-3", "5"]


def test_a_debt_is_paid_back_by_the_next_grant() -> None:
    kept = books()
    kept.take(Decimal(3), "used", cause(OVERDRAWN))
    kept.add(Decimal(2), "granted", None, cause(OVERDRAWN))
    kept.add(Decimal(5), "granted", None, cause(OVERDRAWN))

    assert lies(kept, "overdrawn", "available") == ["0", "4"]
    assert [lot.frozen().used for lot in kept.lots] == [2, 1]


def test_a_paid_debt_that_turns_out_to_be_none_goes_back_to_who_paid() -> None:
    kept = books()
    pieces = kept.take(Decimal(3), "reserved", cause(OVERDRAWN))
    kept.add(Decimal(2), "granted", None, cause(OVERDRAWN))
    kept.add(Decimal(5), "granted", None, cause(OVERDRAWN))
    kept.release(pieces, cause(OVERDRAWN))

    assert lies(kept, "overdrawn", "available") == ["0", "7"]
    assert [lot.available for lot in kept.lots] == [2, 5]


def test_a_released_reservation_pays_the_debt_of_another_one() -> None:
    kept = books()
    kept.add(Decimal(2), "granted", None, cause(OVERDRAWN))
    first = kept.take(Decimal(2), "reserved", cause(OVERDRAWN))
    kept.take(Decimal(1), "used", cause(OVERDRAWN))
    kept.release(first, cause(OVERDRAWN))

    assert lies(kept, "overdrawn", "available") == ["0", "1"]


def test_what_is_released_after_its_grant_has_expired_expires() -> None:
    kept = books()
    kept.add(Decimal(2), "granted", date(2026, 4, 1), cause())
    pieces = kept.take(Decimal(2), "reserved", cause())
    kept.day = date(2026, 4, 1)
    kept.release(pieces, cause())

    assert lies(kept, "available", "expired") == ["0", "2"]


def test_what_came_expired_is_gone_at_once() -> None:
    kept = books()
    kept.add(Decimal(2), "granted", DAY, cause())

    assert kept.balance("cases", "expired") == 2


def test_nothing_makes_no_movement() -> None:
    kept = books()

    assert kept.take(Decimal(0), "used", cause()) == []
    assert kept.movements == []


def test_a_piece_is_used_as_far_as_it_goes() -> None:
    kept = books()
    kept.add(Decimal(5), "granted", None, cause())
    (piece,) = kept.take(Decimal(5), "reserved", cause())

    assert kept.use(piece, Decimal(3), cause()) == 3
    assert (str(piece.amount), lies(kept, "used")) == ("2", ["3"])
