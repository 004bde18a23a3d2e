from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.words import figures
from upheld.words.figures import LANGUAGES, Language

MONDAY = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # 15:00 in Berlin


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Mon 23 Nov 2026, 15:00"), ("de", "Mo 23.11.2026, 15:00"), ("sv", "mån 23 nov 2026 15:00")],
)
def test_an_instant_is_said_in_the_zone_asked_for(language: Language, said: str) -> None:
    assert figures.instant(MONDAY, language, "Europe/Berlin") == said


def test_an_instant_is_said_at_a_fixed_offset_too() -> None:
    assert figures.instant(MONDAY, "en", "+01:00") == "Mon 23 Nov 2026, 15:00"


def test_an_hour_that_occurs_twice_is_said_with_its_offset() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    said = [figures.instant(at, "en", "Europe/Berlin") for at in (first, first + timedelta(hours=1))]

    assert said == ["Sun 25 Oct 2026, 02:30 (UTC+02:00)", "Sun 25 Oct 2026, 02:30 (UTC+01:00)"]


def test_the_year_may_be_left_out() -> None:
    said = [figures.instant(MONDAY, language, "UTC", with_year=False) for language in LANGUAGES]

    assert said == ["Mon 23 Nov, 14:00", "Mo 23.11., 14:00", "mån 23 nov 14:00"]


@pytest.mark.parametrize(
    ("at", "said"),
    [(time(9), "09:00"), (time(9, 0, 5), "09:00:05"), (time(9, 0, 0, 1), "09:00:00.000001")],
)
def test_a_time_of_day_is_as_fine_as_it_must_be(at: time, said: str) -> None:
    assert figures.clock(at) == said


def test_a_day_has_its_weekday() -> None:
    ascension = date(2026, 5, 14)

    said = [figures.day(ascension, language) for language in LANGUAGES]

    assert said == ["Thu 14 May 2026", "Do 14.05.2026", "tors 14 maj 2026"]


def test_where_there_is_little_room_a_day_is_weekday_and_number() -> None:
    assert [figures.short_day(date(2026, 5, 4), language) for language in LANGUAGES] == ["Mon 4", "Mo 4.", "mån 4"]


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(minutes=1), ["1 minute", "1 Minute", "1 minut"]),
        (timedelta(minutes=90), ["1 hour 30 minutes", "1 Stunde 30 Minuten", "1 timme 30 minuter"]),
        (timedelta(hours=36), ["36 hours", "36 Stunden", "36 timmar"]),
        (timedelta(days=5, hours=3), ["5 days 3 hours", "5 Tage 3 Stunden", "5 dagar 3 timmar"]),
        (timedelta(seconds=1.5), ["1.5 seconds", "1,5 Sekunden", "1,5 sekunder"]),
        (timedelta(), ["0 minutes", "0 Minuten", "0 minuter"]),
    ],
)
def test_a_duration_is_said_in_the_units_that_it_has(span: timedelta, said: list[str]) -> None:
    assert [figures.duration(span, language) for language in LANGUAGES] == said


def test_working_time_is_never_said_in_days() -> None:
    said = [figures.duration(timedelta(days=5), language, working=True) for language in LANGUAGES]

    assert said == ["120 working hours", "120 Arbeitsstunden", "120 arbetstimmar"]


def test_a_short_duration_has_symbols() -> None:
    assert figures.short_duration(timedelta(hours=5, minutes=30)) == "5 h 30 min"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "1,690.00 EUR"), ("de", "1.690,00 EUR"), ("sv", "1 690,00 EUR")],
)
def test_an_amount_has_two_places(language: Language, said: str) -> None:
    assert figures.money(Decimal(1690), "EUR", language) == said


def test_an_amount_keeps_the_places_it_has() -> None:
    assert figures.money(Decimal("0.0125"), "EUR", "de") == "0,0125 EUR"


@pytest.mark.parametrize(("language", "said"), [("en", "7.5%"), ("de", "7,5 %"), ("sv", "7,5 %")])
def test_a_share_is_said_as_a_percentage(language: Language, said: str) -> None:
    assert figures.percent(Decimal("0.075"), language) == said


@given(st.decimals(min_value=0, max_value=10**12, places=4))
def test_a_number_is_said_exactly(number: Decimal) -> None:
    said = figures.decimal(number, "en")

    assert Decimal(said.replace(",", "")) == number


def test_items_are_listed_as_an_enumeration() -> None:
    assert [figures.listed(["a", "b", "c"], language) for language in LANGUAGES] == [
        "a, b and c",
        "a, b und c",
        "a, b och c",
    ]
