from datetime import date
from decimal import Decimal

from upheld.reasons import Field, Reason
from upheld.words import LANGUAGES, say

ASKED: dict[str, Field] = {
    "allowance": "cases",
    "unit": "case",
    "amount": Decimal(1),
    "left": Decimal(0),
    "lacking": Decimal(1),
}


def test_a_charge_says_what_it_costs() -> None:
    reason = Reason("request charged", {**ASKED, "cost": Decimal(90), "currency": "EUR"})

    assert [say(reason, language, "UTC") for language in LANGUAGES] == [
        "cases: 1 asked for, 0 are there: 1 are charged, 90.00 EUR.",
        "Fälle: 1 verlangt, 0 sind da: 1 werden berechnet, 90,00 EUR.",
        "ärenden: 1 begärda, 0 finns: 1 debiteras, 90,00 EUR.",
    ]


def test_a_refusal_says_that_it_was_agreed() -> None:
    assert say(Reason("request refused", ASKED), "en", "UTC") == (
        "cases: 1 asked for, 0 are there: refused, as agreed."
    )


def test_what_expires_is_there_up_to_the_day_before() -> None:
    granted: dict[str, Field] = {
        "on": date(2026, 3, 15),
        "unit": "case",
        "amount": Decimal(60),
        "expires": date(2027, 3, 15),
    }

    assert [say(Reason("granted by agreement", granted), language, "UTC") for language in LANGUAGES] == [
        "Sun 15 Mar 2026, cases: 60 granted by the agreement, until Sun 14 Mar 2027.",
        "So 15.03.2026, Fälle: 60 nach der Vereinbarung gewährt, bis So 14.03.2027.",
        "sön 15 mars 2026, ärenden: 60 tilldelas enligt avtalet, till och med sön 14 mars 2027.",
    ]
