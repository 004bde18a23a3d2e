from decimal import Decimal

from upheld.reasons import Field, Reason
from upheld.words import LANGUAGES, say

SLICE: dict[str, Field] = {"meter": "fees", "unit": "EUR", "share": True, "quantity": Decimal(1000), "currency": "EUR"}


def test_a_slice_says_its_borders() -> None:
    reason = Reason("use in slice", {**SLICE, "above": Decimal(5000), "up_to": Decimal(7000)})

    assert [say(reason, language, "UTC", {"fees": "Fees"}) for language in LANGUAGES] == [
        "Fees: 1,000.00 EUR above 5,000.00 EUR up to 7,000.00 EUR",
        "Fees: 1.000,00 EUR über 5.000,00 EUR bis 7.000,00 EUR",
        "Fees: 1 000,00 EUR över 5 000,00 EUR till 7 000,00 EUR",
    ]


def test_the_last_slice_has_one_border() -> None:
    reason = Reason("use in slice", {**SLICE, "above": Decimal(20000)})

    assert say(reason, "en", "UTC") == "fees: 1,000.00 EUR above 20,000.00 EUR"
