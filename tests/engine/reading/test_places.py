from datetime import date

import pytest

from upheld.reading.places import dates


def test_a_states_holidays_are_more_than_its_countrys() -> None:
    country, state = dates("DE", 2026, 2026, "de"), dates("DE-BY", 2026, 2026, "de")

    assert set(country) < set(state)
    assert state[date(2026, 1, 6)] == "Heilige Drei Könige"


def test_the_day_after_the_last_year_is_there_for_its_eve() -> None:
    assert max(dates("SE", 2026, 2027, "sv")) == date(2028, 1, 1)


def test_a_language_may_be_known_by_one_of_its_lands() -> None:
    assert dates("DE", 2026, 2026, "en")[date(2026, 5, 1)] == "Labor Day"


def test_a_language_that_a_place_does_not_know_gives_its_own_names() -> None:
    assert dates("SE", 2026, 2026, "de")[date(2026, 6, 20)] == "Midsommardagen"


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("se", "'se' is not a place whose holidays are known; did you mean 'SE'?"),
        ("de-nw", "'de-nw' is not a place whose holidays are known; did you mean 'DE-NW'?"),
        ("SE-", "'SE-' is not a state of SE; write one of: SE"),
        ("GB-LON", "'GB-LON' is not a state of GB; write one of: GB, GB-ENG, GB-NIR, GB-SCT, GB-WLS"),
    ],
)
def test_a_place_that_is_not_known_is_told(place: str, sentence: str) -> None:
    with pytest.raises(ValueError, match="is not a") as refusal:
        dates(place, 2026, 2026, "en")

    assert str(refusal.value) == sentence


@pytest.mark.parametrize("place", ["", "-", "Sweden", "XX", "XX-NW", "\u0100"])
def test_what_is_no_place_at_all_is_led_to_one(place: str) -> None:
    with pytest.raises(ValueError, match="write a country's two letters, like DE, or a state of it, like DE-NW"):
        dates(place, 2026, 2026, "en")
