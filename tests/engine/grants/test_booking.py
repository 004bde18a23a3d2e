"""Booking: a year of cases, hours by the quarter, expiry at midnight, late entries, corrections, warnings."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.grants.accounts_of import CASES, HOURS, START, at, balances, booked, era, having
from tests.engine.world import clause, said
from upheld.agreements import Checkpoint, Era, Measure
from upheld.errors import BadAmount, NaiveTime
from upheld.events import Corrected, Event, Granted, Released, Reserved, Settled
from upheld.grants import Ledger, ledger
from upheld.grants.booking import rounded_up
from upheld.rhythms import parse


def bought(day: str, amount: int, expires: str | None = None, name: str = "hours") -> Granted:
    return Granted(at(day), name, Decimal(amount), "order", date.fromisoformat(expires) if expires else None)


def taken(day: str, amount: str, ref: str = "a", name: str = "hours") -> Reserved:
    return Reserved(at(day), name, Decimal(amount), ref)


def done(day: str, amount: str | None = None, ref: str = "a", worked: str | None = None) -> Settled:
    return Settled(at(day, 13), ref, None if amount is None else Decimal(amount), worked and date.fromisoformat(worked))  # type: ignore[arg-type]


# --- Periods and expiry


def test_a_quarter_s_cases_are_gone_at_its_last_midnight() -> None:
    midnight = datetime(2026, 3, 31, 22, 0, tzinfo=UTC)  # 1 April, 00:00 in Berlin
    before = booked(CASES, taken("2026-02-01", "4", name="cases"), now=midnight - timedelta(microseconds=1))
    after = booked(CASES, taken("2026-02-01", "4", name="cases"), now=midnight)

    assert balances(before, "cases") == {"granted": "-10", "available": "6", "reserved": "4"}
    assert balances(after, "cases") == {"granted": "-20", "available": "10", "reserved": "4", "expired": "6"}


def test_what_is_carried_over_stays() -> None:
    assert booked(replace(CASES, carry_over=True), now="2026-07-01").available("cases") == 30


def test_a_reservation_keeps_its_units_although_their_grant_expires() -> None:
    found = booked(CASES, taken("2026-03-30", "1", name="cases"), done("2026-04-10"), now="2026-04-11")

    assert balances(found, "cases") == {"granted": "-20", "available": "10", "used": "1", "expired": "9"}
    assert [grant.used for grant in found.grants] == [1, 0]


def test_what_is_released_of_an_expired_quarter_is_gone() -> None:
    found = booked(CASES, taken("2026-03-30", "1", name="cases"), Released(at("2026-04-10"), "a"), now="2026-04-11")

    assert balances(found, "cases") == {"granted": "-20", "available": "10", "expired": "10"}


def test_bought_units_expire_on_their_own_day_or_as_the_agreement_says() -> None:
    yearly = replace(HOURS, expires=parse("12 months"))
    found = booked(yearly, bought("2026-01-10", 5, "2026-02-01"), bought("2026-01-10", 7), now="2027-01-09")

    assert [str(grant.expires) for grant in found.grants] == ["2026-02-01", "2027-01-10"]
    assert found.available("hours") == 7


def test_units_that_never_expire_stay() -> None:
    assert booked(HOURS, bought("2026-01-10", 5), now="2046-01-10").available("hours") == 5


# --- Reserving, settling, releasing


def test_use_is_counted_in_quarter_hours() -> None:
    found = booked(HOURS, bought("2026-01-10", 5), taken("2026-01-11", "1.1"), done("2026-01-12", "0.3"))

    assert balances(found, "hours") == {"granted": "-5", "available": "4.50", "used": "0.50"}
    assert found.of("hours")[1].reason.fields["asked"] == Decimal("1.1")


def test_less_than_reserved_gives_the_rest_back() -> None:
    found = booked(HOURS, bought("2026-01-10", 5), taken("2026-01-11", "3"), done("2026-01-12", "1"))

    assert [(line.reason.code, str(line.amount)) for line in found.of("hours")[2:]] == [
        ("used", "1"),
        ("released", "2"),
    ]


def test_more_than_reserved_takes_more() -> None:
    found = booked(HOURS, bought("2026-01-10", 5), taken("2026-01-11", "1"), done("2026-01-12", "3"))

    assert balances(found, "hours") == {"granted": "-5", "available": "2", "used": "3"}


def test_a_duplicate_does_not_count() -> None:
    found = booked(CASES, taken("2026-01-11", "1", name="cases"), Released(at("2026-01-12"), "a"))

    assert found.available("cases") == 10


def test_the_eleventh_case_stands_beyond_the_allowance() -> None:
    log = [taken("2026-02-01", "1", ref=f"case-{number}", name="cases") for number in range(11)]
    found = booked(CASES, *log)

    assert balances(found, "cases") == {"granted": "-10", "reserved": "11", "beyond": "-1"}


def test_an_overdraft_is_paid_back_by_what_is_bought_next() -> None:
    log = [taken("2026-01-11", "3"), done("2026-01-12"), bought("2026-02-01", 5)]
    found = booked(replace(HOURS, overdraft=True), *log)

    assert balances(found, "hours") == {"granted": "-5", "available": "2", "used": "3"}


def test_of_a_paid_debt_what_was_not_used_goes_back() -> None:
    log = [taken("2026-01-11", "3"), bought("2026-02-01", 5), done("2026-02-02", "2")]
    found = booked(replace(HOURS, overdraft=True), *log)

    assert balances(found, "hours") == {"granted": "-5", "available": "3", "used": "2"}


def test_an_amount_granted_once_is_there_from_the_first_day() -> None:
    assert booked(replace(HOURS, amount=Decimal(24)), now="2026-01-01").available("hours") == 24


# --- The day of the work


def test_work_is_taken_from_the_grant_of_its_own_day() -> None:
    late = [taken("2026-04-02", "2", name="cases"), done("2026-04-02", worked="2026-03-30")]
    found = booked(CASES, *late, now="2026-04-03")

    assert [grant.used for grant in found.grants] == [2, 0]
    assert found.available("cases") == 10


def test_a_late_entry_gives_the_same_ledger_as_a_prompt_one() -> None:
    prompt = [taken("2026-03-05", "9", name="cases"), done("2026-03-05", worked="2026-03-05")]
    other = [taken("2026-03-20", "9", ref="b", name="cases"), done("2026-03-20", ref="b")]
    late = [taken("2026-03-25", "9", name="cases"), done("2026-03-25", worked="2026-03-05")]

    one, two = booked(CASES, *prompt, *other, now="2026-03-26"), booked(CASES, *other, *late, now="2026-03-26")

    assert balances(one, "cases") == balances(two, "cases")
    assert [(line.day, line.ref) for line in two.of("cases") if line.target == "used"] == [
        (date(2026, 3, 5), "a"),
        (date(2026, 3, 20), "b"),
        (date(2026, 3, 20), "b"),
    ]


# --- Corrections and notes


def test_a_correction_gives_back_or_takes_with_its_reason() -> None:
    found = booked(
        CASES,
        Corrected(at("2026-02-01"), "cases", Decimal(2), "case-3 was our fault"),
        Corrected(at("2026-02-02"), "cases", Decimal(-1), "counted twice"),
        now="2026-04-01",
    )

    assert balances(found, "cases") == {"granted": "-20", "available": "10", "expired": "11", "corrected": "-1"}
    assert found.of("cases")[1].reason.fields["reason"] == "case-3 was our fault"


def test_a_fact_on_an_unknown_allowance_is_noted() -> None:
    found = booked(CASES, bought("2026-02-01", 5, name="points"))

    assert [(note.code, note.fields["name"]) for note in found.notes] == [("allowance unknown", "points")]


# --- Versions


def test_a_period_follows_the_version_of_its_first_day() -> None:
    eras = [era(CASES, ends=date(2026, 3, 1)), era(replace(CASES, amount=Decimal(4)), starts=date(2026, 3, 1))]

    assert ledger(eras, (), at("2026-03-31")).available("cases") == 10
    assert ledger(eras, (), at("2026-04-01")).available("cases") == 4


def test_units_of_a_former_version_are_still_there() -> None:
    eras = [era(CASES, ends=date(2026, 3, 1)), era(HOURS, starts=date(2026, 3, 1))]
    found = ledger(eras, [taken("2026-03-02", "1", name="cases")], at("2026-03-03"))

    assert found.available("cases") == 9
    assert [allowance.id for allowance in found.terms.allowances] == ["hours"]


def test_an_offer_has_no_ledger() -> None:
    with pytest.raises(BadAmount, match="an offer has no days on which it grants"):
        ledger((), (), at("2026-01-01"))


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveTime, match="now: '2026-01-01 00:00:00' has no time zone"):
        ledger([era(CASES)], (), datetime(2026, 1, 1))  # noqa: DTZ001  it is the point


# --- Warnings and the next look


def watching(*log: Event, now: str = "2026-03-31") -> Ledger:
    point = Checkpoint(
        "nearly", Measure("allowance", "cases", Decimal("0.8")), ("owner",), said("tell"), "vendor", clause("nearly")
    )
    return ledger([Era(having(CASES, checkpoints=(point,)), START, None, START)], log, at(now))


def test_a_warning_comes_when_the_share_is_reached_and_once_a_quarter() -> None:
    log = [taken(f"2026-02-{day:02}", "1", ref=f"case-{day}", name="cases") for day in range(1, 11)]
    (passed,) = watching(*log).passed

    assert (passed.checkpoint, passed.at, f"{passed.taken} of {passed.of}") == ("nearly", at("2026-02-08"), "8 of 10")
    assert passed.reason.clause == clause("nearly")


def test_a_warning_comes_again_after_a_new_grant() -> None:
    log = [
        taken("2026-02-01", "8", name="cases"),
        taken("2026-04-05", "9", ref="b", name="cases"),
        done("2026-04-04", ref="a"),
    ]

    assert [passed.at for passed in watching(*log, now="2026-04-30").passed] == [at("2026-02-01"), at("2026-04-05")]


def test_the_next_look_is_the_next_grant_or_expiry() -> None:
    assert booked(CASES).changes == datetime(2026, 3, 31, 22, 0, tzinfo=UTC)
    assert booked(HOURS, bought("2026-01-10", 5, "2026-03-15")).changes == datetime(2026, 3, 14, 23, 0, tzinfo=UTC)
    assert booked(HOURS, bought("2026-01-10", 5)).changes is None


@pytest.mark.parametrize(("amount", "steps"), [("0", "0"), ("0.01", "0.25"), ("0.25", "0.25"), ("1.26", "1.50")])
def test_a_step_begun_counts_in_full(amount: str, steps: str) -> None:
    assert rounded_up(Decimal(amount), Decimal("0.25")) == Decimal(steps)


# --- Properties

days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
quarters = st.integers(0, 40).map(lambda number: Decimal(number) / 4)
refs = st.sampled_from(["a", "b", "c", "d"])
facts = st.one_of(
    st.builds(lambda d, a, e: Granted(at(d), "units", a, "", e), days, quarters, st.none() | days),
    st.builds(lambda d, a, r: Reserved(at(d), "units", a, r), days, quarters, refs),
    st.builds(lambda d, r, a, w: Settled(at(d), r, a, w), days, refs, st.none() | quarters, st.none() | days),
    st.builds(lambda d, r: Released(at(d), r), days, refs),
    st.builds(lambda d, a: Corrected(at(d), "units", a, "test"), days, quarters.map(lambda amount: amount - 5)),
)
logs = st.lists(facts, max_size=25)
kinds = st.sampled_from(
    [
        replace(CASES, id="units"),
        replace(CASES, id="units", carry_over=True, expires=parse("5 months")),
        replace(HOURS, id="units"),
        replace(HOURS, id="units", overdraft=True),
        replace(CASES, id="units", overdraft=True, step=Decimal("0.5")),
    ]
)


@given(kinds, logs, days)
def test_the_accounts_sum_to_nothing(allowance: object, log: Sequence[Event], day: date) -> None:
    found = booked(allowance, *log, now=at(day))  # type: ignore[arg-type]

    assert sum(found.balances.values()) == 0


@given(kinds, logs, days)
def test_nothing_is_ever_less_than_nothing(allowance: object, log: Sequence[Event], day: date) -> None:
    found = booked(allowance, *log, now=at(day))  # type: ignore[arg-type]

    assert all(found.balance("units", account) >= 0 for account in ("available", "reserved", "used", "expired"))
    assert all(movement.left >= 0 and movement.amount > 0 for movement in found.movements)
    assert all(min(g.amount, g.available, g.reserved, g.used, g.expired) >= 0 for g in found.grants)


@given(kinds, logs, days)
def test_a_grant_is_the_sum_of_where_its_units_are(allowance: object, log: Sequence[Event], day: date) -> None:
    found = booked(allowance, *log, now=at(day))  # type: ignore[arg-type]

    assert all(g.amount == g.available + g.reserved + g.used + g.expired for g in found.grants)
    assert found.available("units") == sum(g.available for g in found.grants)


@given(kinds, logs, days)
def test_only_what_may_be_overdrawn_is_and_nobody_has_a_debt_and_units(
    allowance: object, log: Sequence[Event], day: date
) -> None:
    found = booked(allowance, *log, now=at(day))  # type: ignore[arg-type]
    debt = found.balance("units", "overdrawn")

    assert debt <= 0
    assert debt == 0 or (allowance.overdraft and not found.available("units"))  # type: ignore[attr-defined]


@given(kinds, logs, st.randoms(use_true_random=False))
def test_the_order_of_the_list_does_not_matter_where_the_instants_differ(
    allowance: object, log: Sequence[Event], random: object
) -> None:
    apart = [replace(fact, at=fact.at + timedelta(seconds=number)) for number, fact in enumerate(log)]
    mixed = list(apart)
    random.shuffle(mixed)  # type: ignore[attr-defined]

    assert booked(allowance, *apart, now="2026-12-31") == booked(allowance, *mixed, now="2026-12-31")  # type: ignore[arg-type]


@given(kinds, logs, days)
def test_what_happens_later_changes_nothing_that_was_asked_before(
    allowance: object, log: Sequence[Event], day: date
) -> None:
    known = [fact for fact in log if fact.at <= at(day)]

    assert booked(allowance, *log, now=at(day)) == booked(allowance, *known, now=at(day))  # type: ignore[arg-type]


@given(kinds, logs)
def test_a_ledger_is_the_same_whatever_the_precision_around_it(allowance: object, log: Sequence[Event]) -> None:
    with localcontext(prec=1):
        found = booked(allowance, *log, now="2026-12-31")  # type: ignore[arg-type]

    assert found == booked(allowance, *log, now="2026-12-31")  # type: ignore[arg-type]
