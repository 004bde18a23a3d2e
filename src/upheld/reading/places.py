"""Places: the public holidays of a country or state, as dates with names.

The dates come from the `holidays` library once, when a version is made; from then on the version holds them itself.

>>> dates("SE", 2026, 2026, "sv")[date(2026, 12, 25)]
'Juldagen'
>>> dates("DE-NW", 2026, 2026, "de")[date(2026, 6, 4)]
'Fronleichnam'
"""

from collections.abc import Mapping, Sequence
from datetime import date

import holidays


def dates(place: str, first: int, last: int, language: str) -> dict[date, str]:
    """Return the holidays of `place` from year `first` to New Year's Day after year `last`, with their names.

    The names are in `language` where the library has it, else in the place's own. ValueError for an unknown place.
    """
    country, dash, state = place.partition("-")
    supported = holidays.list_supported_countries()
    if country not in supported:
        raise ValueError(f"'{place}' is not a place whose holidays are known; {_advice(place, supported)}")
    if dash and state not in supported[country]:
        there = ", ".join([country, *(f"{country}-{code}" for code in supported[country])])
        raise ValueError(f"'{place}' is not a state of {country}; write one of: {there}")
    known = holidays.country_holidays(country, subdiv=state or None)
    spoken = (one for one in known.supported_languages or () if one.partition("_")[0] == language)
    name = next(spoken, known.default_language)
    listed = holidays.country_holidays(country, subdiv=state or None, language=name, years=range(first, last + 2))
    return {day: str(listed[day]) for day in sorted(listed) if day <= date(last + 1, 1, 1)}


def _advice(place: str, supported: Mapping[str, Sequence[str]]) -> str:
    if place.upper().partition("-")[0] in supported:
        return f"did you mean '{place.upper()}'?"
    return "write a country's two letters, like DE, or a state of it, like DE-NW"
