"""Places: the public holidays of a country or state, as dates with names.

The dates come from the `holidays` library once, when a version is made; from then on the version holds them itself.

>>> dates("SE", 2026, 2026, "sv")[date(2026, 12, 25)]
'Juldagen'
>>> dates("DE-NW", 2026, 2026, "de")[date(2026, 6, 4)]
'Fronleichnam'
"""

from datetime import date
from difflib import get_close_matches

import holidays


def dates(place: str, first: int, last: int, language: str) -> dict[date, str]:
    """Return the holidays of `place` from year `first` to New Year's Day after year `last`, with their names.

    The names are in `language` where the library has it, else in the place's own. ValueError for an unknown place.
    """
    country, _, state = place.partition("-")
    supported = holidays.list_supported_countries()
    if country not in supported:
        raise ValueError(f"'{place}' is not a place whose holidays are known; {_nearest(country, list(supported))}")
    if state and state not in supported[country]:
        known = ", ".join(f"{country}-{code}" for code in supported[country])
        raise ValueError(f"'{place}' is not a state of {country}; write {country}, or one of {known}")
    try:
        found = holidays.country_holidays(country, subdiv=state or None, language=language)
        in_language = language in (found.supported_languages or ())
    except (KeyError, NotImplementedError) as error:
        raise ValueError(f"'{place}' is not a place whose holidays are known; write a country's code") from error
    name = language if in_language else found.default_language
    listed = holidays.country_holidays(country, subdiv=state or None, language=name, years=range(first, last + 2))
    return {day: str(listed[day]) for day in sorted(listed) if day <= date(last + 1, 1, 1)}


def _nearest(country: str, known: list[str]) -> str:
    near = get_close_matches(country.upper(), known, n=1)
    return f"did you mean '{near[0]}'?" if near else "write a country's two letters, like DE, or a state, like DE-NW"
