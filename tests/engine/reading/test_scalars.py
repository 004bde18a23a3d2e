from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from upheld.agreements import ANY, Measure
from upheld.money import Money
from upheld.quantities import parse as quantity
from upheld.reading import scalars
from upheld.rhythms import parse as rhythm

EUR_90 = Money(Decimal(90), "EUR")
MON_TO_FRI = ("mon", "tue", "wed", "thu", "fri")


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (scalars.number, "5000", Decimal(5000)),
        (scalars.number, "2.5", Decimal("2.5")),
        (scalars.whole, "3", 3),
        (scalars.yes_no, "yes", True),
        (scalars.yes_no, "no", False),
        (scalars.day, "2026-11-23", date(2026, 11, 23)),
        (scalars.month_and_day, "04-01", (4, 1)),
        (scalars.windows, "08:00-17:00", (("08:00", "17:00"),)),
        (scalars.windows, "08:00-12:00,13:00-24:00", (("08:00", "12:00"), ("13:00", "24:00"))),
        (scalars.windows, "22:00-06:00", (("22:00", "06:00"),)),
        (scalars.windows, "closed", ()),
        (scalars.weekdays, "sat", ("sat",)),
        (scalars.weekdays, "mon-fri", MON_TO_FRI),
        (scalars.weekdays, "mon, wed-thu", ("mon", "wed", "thu")),
        (scalars.years, "2024-2032", (2024, 2032)),
        (scalars.percent, "19%", Decimal("0.19")),
        (scalars.percent, "2.5 %", Decimal("0.025")),
        (scalars.money, "90 EUR", EUR_90),
        (scalars.fee, "90 EUR per month", (EUR_90, rhythm("month"))),
        (scalars.fee, "to be agreed", (None, rhythm("month"))),
        (scalars.amount, "10 per quarter", (Decimal(10), rhythm("quarter"))),
        (scalars.amount, "20", (Decimal(20), None)),
        (scalars.amount, "to be agreed", (None, None)),
        (scalars.period, "contract year", rhythm("contract year")),
        (scalars.period, "to be agreed", rhythm("to be agreed")),
        (scalars.contacts, "1 named", (1, 1)),
        (scalars.contacts, "2-5 named", (2, 5)),
        (scalars.contacts, "unlimited", (1, None)),
        (scalars.span, "1 hour", timedelta(hours=1)),
        (scalars.span, "3 weeks", timedelta(weeks=3)),
        (scalars.notice, "90 days", timedelta(days=90)),
        (scalars.notice, "3 months", rhythm("3 months")),
        (scalars.renewal, "renews by 12 months", rhythm("12 months")),
        (scalars.renewal, "ends", None),
        (scalars.step, "15 minutes", Decimal("0.25")),
        (scalars.step, "0.5", Decimal("0.5")),
        (scalars.measure, "any at 75%", Measure("share", ANY, Decimal("0.75"))),
        (scalars.measure, "restore missed", Measure("missed", "restore")),
        (scalars.measure, "effort over 4 hours", Measure("effort", ANY, time=quantity("within 4 hours"))),
        (
            scalars.measure,
            "forecast over 1 working day",
            Measure("forecast", ANY, time=quantity("within 1 working day")),
        ),
        (
            scalars.measure,
            "no work for 4 working hours",
            Measure("no work", ANY, time=quantity("within 4 working hours")),
        ),
        (scalars.missed, "restore missed", "restore"),
        (scalars.credit, "5% of base per started hour late", (Decimal("0.05"), None, "started hour late")),
        (scalars.credit, "90 EUR per miss", (None, EUR_90, "miss")),
        (scalars.used_up, "accept and flag", ("accept and flag", None, "")),
        (scalars.used_up, "charge 90 EUR", ("charge", EUR_90, "")),
        (scalars.used_up, "charge to be agreed", ("charge", None, "")),
        (scalars.used_up, "offer on-demand", ("offer", None, "on-demand")),
        (scalars.used_up, "to be agreed", ("to be agreed", None, "")),
        (scalars.unpromised, "as impaired", "impaired"),
        (scalars.unpromised, "measured only", None),
    ],
)
def test_a_phrase_means_one_thing(read: Callable[[str], object], text: str, value: object) -> None:
    assert read(text) == value


WRONG = {
    scalars.number: ["", "-1", "1,5", "1e3", "five", "٣"],
    scalars.whole: ["", "1.0", "-1", "٣"],
    scalars.yes_no: ["true", "Yes", "1"],
    scalars.day: ["2026-02-30", "2026-4-1", "1.4.2026", "2026-W10-1", "0001-01-01", "9999-12-31"],
    scalars.month_and_day: ["02-29", "4-1", "W10-1", "13-01"],
    scalars.windows: ["", "8-17", "08:00–17:00", "08:00-25:00", "24:00-25:00", "09:00-12:00;13:00-17:00"],
    scalars.weekdays: ["", "monday", "fri-mon", "mon-mon", "mon-", "Mon"],
    scalars.years: ["2026", "2032-2024", "0001-0002", "2026-9999"],
    scalars.percent: ["19", "101%", "-1%", "%"],
    scalars.money: ["90", "90 eur", "90 €", "EUR 90", "1.500,00 EUR"],
    scalars.fee: ["90 EUR", "90 EUR per each release", "90 EUR per to be agreed", "90 per month"],
    scalars.amount: ["ten", "10 per", "10 per each release", "-1"],
    scalars.period: ["each release", "week", ""],
    scalars.contacts: ["0 named", "5-2 named", "5", "many"],
    scalars.span: ["4h", "1 month", "-1 hours", "1.5 hours"],
    scalars.notice: ["0 months", "a quarter", "3 months before the end"],
    scalars.renewal: ["renews", "renews by itself", "renews by 0 months", "stops"],
    scalars.step: ["0", "0 minutes", "-0.5"],
    scalars.measure: ["any", "any at 750%", "effort over 4 hrs", "effort over to be agreed", "no work"],
    scalars.missed: ["missed", "restore", "restore at 75%", " missed"],
    scalars.credit: ["5%", "5% per miss", "5% of base per hour", "150% of base per miss", "5 per miss"],
    scalars.used_up: ["reject", "charge", "charge 90", "offer"],
    scalars.unpromised: ["as", "as the worst", "none"],
}


@pytest.mark.parametrize(("read", "text"), [(read, text) for read, texts in WRONG.items() for text in texts])
def test_what_is_not_the_phrase_says_what_is_so_and_what_to_write(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(ValueError, match=r"^'.*' (is not|does not|counts|can) .*; (write|name|did) .*"):
        read(text)


def test_a_length_of_time_is_no_longer_than_a_hundred_years() -> None:
    with pytest.raises(ValueError, match="'36526 days' is not a length of time that can be meant; write less than a"):
        scalars.span("36526 days")
