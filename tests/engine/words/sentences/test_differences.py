from datetime import UTC, datetime, timedelta
from decimal import Decimal

from upheld.reasons import Field, Reason
from upheld.words import LANGUAGES, say

LATER: dict[str, Field] = {
    "before": "within 4 working hours",
    "after": "within 8 working hours",
    "later": timedelta(hours=20),
    "at": datetime(2026, 11, 20, 14, tzinfo=UTC),
}


def test_a_later_due_time_says_by_how_much_and_when() -> None:
    said = [say(Reason("due later", {**LATER, "same": False}), language, "UTC") for language in LANGUAGES]

    assert said == [
        (
            "within 8 working hours instead of within 4 working hours: due up to 20 hours later "
            "(reported Fri 20 Nov 2026, 14:00)."
        ),
        (
            "innerhalb von 8 Arbeitsstunden statt innerhalb von 4 Arbeitsstunden: fällig bis zu 20 Stunden später "
            "(gemeldet Fr 20.11.2026, 14:00)."
        ),
        (
            "inom 8 arbetstimmar i stället för inom 4 arbetstimmar: upp till 20 timmar senare "
            "(anmält fre 20 nov 2026 14:00)."
        ),
    ]


def test_the_same_words_in_other_hours_are_said_to_be_so() -> None:
    said = say(Reason("due later", {**LATER, "after": LATER["before"], "same": True}), "en", "UTC")

    assert said.startswith("within 4 working hours as before, in other hours: ")


def test_a_price_says_at_which_use_it_rises() -> None:
    fields: dict[str, Field] = {
        "more": Decimal(90),
        "currency": "EUR",
        "dearer meter": "visits",
        "dearer at": Decimal(7),
    }

    assert say(Reason("costs", fields), "de", "UTC") == "ein Monat kostet bis zu 90,00 EUR mehr (visits: 7)."
