import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.engine.cli.desk import offer, signed, upheld
from upheld.cli import clock

MONTH = ("--plan", "small", "--month", "2026-11")


def test_the_total_is_an_amount_in_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(upheld(capsys, "price", offer(tmp_path), *MONTH, "--use", "visits=3", "--json")[1])

    assert (told["month"], told["currency"], told["total"]) == ("2026-11", "EUR", "220.00")


def test_every_line_says_what_it_is_and_rests_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(upheld(capsys, "price", offer(tmp_path), *MONTH, "--use", "visits=3", "--json")[1])

    assert [(line["text"], line["clause"]["path"]) for line in told["lines"]] == [
        ("Base price, 1 Nov 2026 to 30 Nov 2026", "plans.small.price.base"),
        ("visits: 3 visit", "plans.small.price.plus.visits"),
    ]


def test_use_goes_by_the_name_that_the_invoice_calls_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    named = offer(tmp_path, **{"{mode: per unit": "{name: {en: Call-outs, de: Einsätze}, mode: per unit"})

    told = json.loads(upheld(capsys, "price", named, *MONTH, "--use", "visits=3", "--lang", "de", "--json")[1])

    assert [line["text"] for line in told["lines"]][1] == "Einsätze: 3 visit"


def test_people_see_quantity_times_rate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = upheld(capsys, "price", offer(tmp_path), *MONTH, "--use", "visits=3", "--lang", "de")[1]

    assert ("3 × 40,00 EUR" in told, "220,00 EUR" in told.splitlines()[-2]) == (True, True)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--use", "visit=3"], "--use: 'visit' is not a meter; did you mean 'visits'?"),
        (["--use", "visits"], "--use: 'visits' is not a use; write it like 'requests=1200'"),
        (["--use", "visits=few"], "--use: 'few' is not an amount of 'visits'; write a number like '1200' or '1200.50'"),
        (["--month", "November"], "--month: 'November' is not a month; write it like '2026-11'"),
        (["--use", "visits=1", "--use", "visits=2"], "--use: 'visits' stands twice; write how much of it in all"),
        (["--use", "visits=NaN"], "visits: 'NaN' is not a use; write a number of up to 24 digits"),
    ],
)
def test_what_cannot_be_priced_is_refused(
    words: list[str], complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert upheld(capsys, "price", offer(tmp_path), *MONTH, *words) == (2, "", f"upheld: {complaint}\n")


@pytest.mark.parametrize("month", ["2026-03", "2027-05"])
def test_a_month_outside_the_term_is_refused(month: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, told = upheld(capsys, "price", signed(tmp_path), "--month", month)

    assert code == 2
    assert f"'{month}' lies outside the term of the agreement, from 2026-04-01 to 2027-04-30; write a month" in told


def test_the_present_month_is_that_of_the_agreement_s_own_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "present", lambda: datetime(2026, 10, 31, 23, 30, tzinfo=UTC))  # November in Berlin

    told = json.loads(upheld(capsys, "price", offer(tmp_path), "--plan", "small", "--json")[1])

    assert told["month"] == "2026-11"


def test_terms_without_a_price_say_so_instead_of_a_total_of_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    free = offer(
        tmp_path, **{"    price: {base: 100 EUR per month, plus: {visits: {mode: per unit, rate: 40 EUR}}}\n": ""}
    )

    assert upheld(capsys, "price", free, *MONTH, "--lang", "de")[1] == "Hier ist kein Preis vereinbart.\n"
