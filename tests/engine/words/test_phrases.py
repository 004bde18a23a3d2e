from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from upheld.words.figures import LANGUAGES
from upheld.words.phrases import Speaker, quantity

ENGLISH = Speaker("en", "Europe/Berlin", {"yes": "yes", "no": "no", "p3": "Standard", "phone": "phone"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "within 8 working hours",
            ["within 8 working hours", "innerhalb von 8 Arbeitsstunden", "inom 8 arbetstimmar"],
        ),
        ("under 30 minutes", ["in under 30 minutes", "in weniger als 30 Minuten", "på mindre än 30 minuter"]),
        ("every 60 minutes", ["every 60 minutes", "alle 60 Minuten", "med högst 60 minuters mellanrum"]),
        ("within 3 working days", ["within 3 working days", "innerhalb von 3 Arbeitstagen", "inom 3 arbetsdagar"]),
        ("within 1 hour", ["within 1 hour", "innerhalb von 1 Stunde", "inom 1 timme"]),
        ("as soon as possible", ["as soon as possible", "so bald wie möglich", "så snart som möjligt"]),
        ("to be agreed", ["to be agreed", "noch zu vereinbaren", "återstår att avtala"]),
    ],
)
def test_a_quantity_is_said_in_every_language(text: str, said: list[str]) -> None:
    assert [quantity(text, language) for language in LANGUAGES] == said


def test_a_quantity_names_its_calendar() -> None:
    assert quantity("within 4 hours in service-times", "de") == "innerhalb von 4 Stunden (Servicezeiten)"


def test_the_first_form_whose_fields_are_there_is_taken() -> None:
    sentence = ("{day}: closed, {name}", "{day}: closed")

    forms = [ENGLISH.fitting(sentence, {"day": "Friday", "name": name}) for name in ("Christmas Day", "")]

    assert forms == ["{day}: closed, {name}", "{day}: closed"]


def test_each_kind_of_field_is_put_as_people_write_it() -> None:
    form = "{at} {at:time} {day} {span} {span:working} {number} {share:percent} {amount:amount} {so} {names} {id}"

    said = ENGLISH.put(
        form,
        {
            "at": datetime(2026, 11, 23, 14, tzinfo=UTC),
            "day": date(2026, 11, 24),
            "span": timedelta(hours=2),
            "number": Decimal("2.5"),
            "share": Decimal("0.19"),
            "amount": Decimal(90),
            "currency": "EUR",
            "so": True,
            "names": ("p3", "phone"),
            "id": "start_work",
        },
    )

    assert said == (
        "Mon 23 Nov 2026, 15:00 15:00 Tue 24 Nov 2026 2 hours 2 working hours 2.5 19% 90.00 EUR yes "
        "Standard and phone start_work"
    )
