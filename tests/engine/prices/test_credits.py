"""Credits: a share of the month's base for each miss or started hour, up to the cap of the month."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tests.engine.prices.comarch import eur
from tests.engine.world import clause, terms
from upheld.agreements import Credit, Era
from upheld.errors import NaiveTime
from upheld.prices.credits import Miss, credit_lines
from upheld.prices.lines import Line

STOPPED = Credit(
    id="stopped",
    clock="restore",
    severities=("stop",),
    share=Decimal("0.05"),
    amount=None,
    each="started hour late",
    cap=Decimal("0.30"),
    clause=clause("credits.stopped"),
)
BASE = eur("4200.00")
SIXTH = datetime(2026, 5, 6, 12, tzinfo=UTC)


def miss(hours: float, days: int = 0, severity: str = "stop") -> Miss:
    return Miss("restore", severity, SIXTH + timedelta(days=days), timedelta(hours=hours), f"case-{days}")


def credited(*misses: Miss, credit: Credit = STOPPED, base: object = BASE) -> list[Line]:
    era = Era(terms(credits=(credit,)), date(2026, 4, 1), None, date(2026, 4, 1))
    return list(credit_lines(base, misses, [era]))  # type: ignore[arg-type]  # a test passes none


def amounts(lines: list[Line]) -> list[str]:
    return [str(line.amount) for line in lines]


@pytest.mark.parametrize(
    ("hours", "amount"),
    [(0, "-210.00 EUR"), (0.5, "-210.00 EUR"), (1, "-210.00 EUR"), (1.01, "-420.00 EUR"), (6, "-1260.00 EUR")],
)
def test_each_started_hour_late_costs_its_share_of_the_base(hours: float, amount: str) -> None:
    assert amounts(credited(miss(hours))) == [amount]


def test_the_misses_of_a_month_stop_at_the_cap_together() -> None:
    lines = credited(miss(4), miss(4, days=1), miss(4, days=2))

    assert amounts(lines) == ["-840.00 EUR", "-420.00 EUR", "0.00 EUR"]
    assert [line.code for line in lines] == ["credit", "credit up to its cap", "credit up to its cap"]


def test_misses_count_in_the_order_of_their_due_times() -> None:
    assert credited(miss(4, days=1), miss(4)) == credited(miss(4), miss(4, days=1))


def test_a_credit_says_how_it_came_about() -> None:
    (line,) = credited(miss(7))

    assert line.reason.fields["counted"] == 7
    assert (line.reason.fields["uncapped"], line.reason.fields["cap"]) == (Decimal("-1470.00"), Decimal("1260.00"))
    assert line.clause == clause("credits.stopped")


def test_another_severity_or_clock_costs_nothing() -> None:
    assert credited(miss(4, severity="slow"), replace(miss(4), clock="respond")) == []


def test_no_severities_means_all() -> None:
    assert amounts(credited(miss(1, severity="slow"), credit=replace(STOPPED, severities=()))) == ["-210.00 EUR"]


def test_an_amount_is_owed_once_a_miss() -> None:
    fixed = replace(STOPPED, share=None, amount=eur("100"), each="miss", cap=None)

    assert amounts(credited(miss(9), miss(1, days=1), credit=fixed)) == ["-100.00 EUR", "-100.00 EUR"]


def test_each_started_day_late_counts() -> None:
    assert amounts(credited(miss(25), credit=replace(STOPPED, each="started day late"))) == ["-420.00 EUR"]


def test_a_share_of_a_base_that_nobody_has_agreed_is_to_be_agreed() -> None:
    assert amounts(credited(miss(1), base=None)) == ["None"]


def test_the_terms_in_force_at_the_report_decide() -> None:
    april = Era(terms(credits=(STOPPED,)), date(2026, 4, 1), date(2026, 5, 6), date(2026, 4, 1))
    may = Era(terms(), date(2026, 5, 6), None, date(2026, 4, 1))
    before = replace(miss(1), reported=datetime(2026, 5, 5, 21, 59, tzinfo=UTC))  # 23:59 in Berlin
    after = replace(miss(1), reported=datetime(2026, 5, 5, 22, 0, tzinfo=UTC))

    assert amounts(list(credit_lines(BASE, [before], [april, may]))) == ["-210.00 EUR"]
    assert amounts(list(credit_lines(BASE, [after], [april, may]))) == []


def test_a_miss_at_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveTime, match="due: '2026-05-06 12:00:00' has no time zone"):
        replace(miss(1), due=SIXTH.replace(tzinfo=None))


def test_in_the_hour_that_occurs_twice_the_first_miss_takes_from_the_cap_first() -> None:
    second = datetime(2026, 10, 25, 2, 15, tzinfo=ZoneInfo("Europe/Berlin"), fold=1)
    early, late = replace(miss(6), due=second.replace(minute=30, fold=0), case="early"), replace(miss(6), due=second)

    found = credited(late, early)

    assert found[0].reason.fields["case"] == "early"
