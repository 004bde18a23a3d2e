"""Facts: the order in which they count, and those that cannot be booked."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tests.engine.grants.accounts_of import at
from upheld.errors import BadAmount, NaiveTime
from upheld.events import Closed, Corrected, Event, Granted, Released, Reserved, Settled
from upheld.grants.facts import Entry, entries
from upheld.reasons import Reason

BERLIN = ZoneInfo("Europe/Berlin")
ONE = Decimal(1)


def read(*log: Event, now: str = "2026-12-31") -> tuple[list[Entry], list[Reason]]:
    return entries(log, at(now), BERLIN)


def kinds(*log: Event) -> list[tuple[str, str]]:
    found, _ = read(*log)
    return [(type(entry.fact).__name__, str(entry.day)) for entry in found]


def test_facts_count_on_the_local_day_of_their_entry() -> None:
    midnight = datetime(2026, 3, 31, 22, 0, tzinfo=UTC)  # 00:00 on 1 April in Berlin

    assert kinds(Granted(midnight, "cases", ONE)) == [("Granted", "2026-04-01")]


def test_a_settlement_counts_on_the_day_of_the_work() -> None:
    log = [
        Reserved(at("2026-03-01"), "cases", ONE, "a"),
        Granted(at("2026-03-20"), "cases", ONE),
        Settled(at("2026-04-02"), "a", worked=date(2026, 3, 10)),
    ]

    assert kinds(*log) == [("Reserved", "2026-03-01"), ("Settled", "2026-03-10"), ("Granted", "2026-03-20")]


def test_work_before_its_reservation_takes_the_place_of_it() -> None:
    log = [
        Reserved(at("2026-04-02"), "cases", ONE, "a"),
        Settled(at("2026-04-02"), "a", worked=date(2026, 3, 10)),
    ]
    found, _ = read(*log)

    assert [(str(entry.day), entry.before) for entry in found] == [("2026-03-10", True), ("2026-04-02", True)]


def test_work_cannot_come_after_its_entry() -> None:
    log = [Reserved(at("2026-03-01"), "cases", ONE, "a"), Settled(at("2026-03-02"), "a", worked=date(2026, 9, 9))]

    assert kinds(*log)[1] == ("Settled", "2026-03-02")


def test_the_order_of_the_instants_counts_and_not_that_of_the_list() -> None:
    log = [Granted(at("2026-03-02"), "cases", ONE), Granted(at("2026-03-01"), "cases", ONE)]

    assert kinds(*log) == kinds(*reversed(log))


def test_what_comes_later_than_now_is_not_looked_at() -> None:
    assert read(Granted(at("2026-03-02"), "cases", ONE), now="2026-03-01") == ([], [])


def test_other_facts_are_none_of_the_ledger_s_business() -> None:
    assert read(Closed(at("2026-03-02"))) == ([], [])


def test_a_reference_names_one_reservation_at_a_time() -> None:
    found, notes = read(Reserved(at("2026-03-01"), "cases", ONE, "a"), Reserved(at("2026-03-02"), "cases", ONE, "a"))

    assert len(found) == 1
    assert [(note.code, note.fields["name"]) for note in notes] == [("reserved already", "a")]


def test_a_reference_may_be_used_again_once_it_is_free() -> None:
    log = [
        Reserved(at("2026-03-01"), "cases", ONE, "a"),
        Released(at("2026-03-02"), "a"),
        Reserved(at("2026-03-03"), "cases", ONE, "a"),
        Settled(at("2026-03-04"), "a"),
    ]
    found, notes = read(*log)

    assert [entry.number for entry in found] == [0, 0, 2, 2]
    assert notes == []


@pytest.mark.parametrize("fact", [Settled(at("2026-03-01"), "b"), Released(at("2026-03-01"), "b")])
def test_what_was_never_reserved_can_be_neither_used_nor_released(fact: Event) -> None:
    found, notes = read(fact)

    assert found == []
    assert [(note.code, note.fields["name"]) for note in notes] == [("nothing reserved", "b")]


@pytest.mark.parametrize("amount", ["-1", "NaN", "1E+999999"])
def test_an_amount_that_is_none_is_refused_with_its_place(amount: str) -> None:
    with pytest.raises(BadAmount, match=r"'granted' at 2026-03-01T12:00:00\+00:00: '.*' is not an amount; write a num"):
        read(Granted(at("2026-03-01"), "cases", Decimal(amount)))


def test_a_correction_may_take_away() -> None:
    assert kinds(Corrected(at("2026-03-01"), "cases", Decimal(-1), "booked twice")) == [("Corrected", "2026-03-01")]


def test_in_the_hour_that_occurs_twice_facts_count_by_their_instants() -> None:
    second = datetime(2026, 10, 25, 2, 15, tzinfo=BERLIN, fold=1)
    log = [Released(second, "a"), Reserved(second.replace(minute=30, fold=0), "cases", ONE, "a")]

    assert [name for name, _ in kinds(*log)] == ["Reserved", "Released"]


def test_a_fact_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveTime, match="at: '2026-03-01 12:00:00' has no time zone"):
        read(Released(datetime(2026, 3, 1, 12), "a"))  # noqa: DTZ001  it is the point
