"""How figures are said to the reader: in their language and zone, which are those that Django has active.

>>> from datetime import UTC
>>> from django.utils import timezone, translation
>>> at = datetime(2026, 11, 23, 14, tzinfo=UTC)
>>> with translation.override("de"), timezone.override("Europe/Berlin"):
...     instant(at, at), ago(at, at + timedelta(hours=2, minutes=59)), left(timedelta(hours=3, minutes=20))
('Mo 23.11., 15:00', 'vor 2 Stunden', '3 h 20 min')
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from babel.dates import format_timedelta
from django.utils import timezone
from django.utils.translation import get_language, pgettext

from upheld.words import LANGUAGES, Language
from upheld.words.figures import decimal, short_duration
from upheld.words.figures import instant as said

A_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_TO_THE_SECOND: Final = timedelta(minutes=10)  # from here on the seconds are worth seeing
_LONG: Final = 3 * A_DAY
_UNITS: Final = ("B", "kB", "MB", "GB")
# Most browsers call themselves by the names of others as well: the first part that is found tells.
_PROGRAMS: Final = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
_SYSTEMS: Final = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}
_THOUSAND: Final = 1000


def language() -> Language:
    """Return the language of the reader."""
    active = (get_language() or "en")[:2]
    return active if active in LANGUAGES else "en"


def zone() -> str:
    """Return the name of the reader's time zone."""
    return timezone.get_current_timezone_name()


def instant(at: datetime, now: datetime, *, seconds: bool = False) -> str:
    """Return date and time in the reader's zone, to the minute, the year only where it is not the present one."""
    here, at = timezone.get_current_timezone(), at.replace(second=at.second if seconds else 0, microsecond=0)
    return said(at, language(), zone(), with_year=at.astimezone(here).year != now.astimezone(here).year)


def ago(at: datetime, now: datetime) -> str:
    """Return how long ago it was, or in how long it will be, in whole minutes or hours; the script says it alike."""
    if timedelta(0) <= now - at < _MINUTE:
        return pgettext("a moment ago", "now")
    unit = _MINUTE if abs(at - now) < _HOUR else _HOUR
    whole = max(1, abs(at - now) // unit) * unit
    return format_timedelta(whole if at > now else -whole, threshold=1, add_direction=True, locale=language())


def left(time: timedelta, *, in_days: bool = False) -> str:
    """Return hours and minutes, or minutes and seconds where it is close; the script in the page says it alike.

    A long time may be told `in_days`, if it runs day and night.
    """
    if in_days and time >= _LONG:
        return f"{time // A_DAY} d"
    if time < _TO_THE_SECOND:
        minutes, seconds = divmod(int(time.total_seconds()), 60)
        return f"{minutes}:{seconds:02} min"
    return short_duration(time // _MINUTE * _MINUTE)


def size(number: int) -> str:
    """Return the size of a file."""
    value, unit = float(number), 0
    while value >= _THOUSAND and unit < len(_UNITS) - 1:
        value, unit = value / _THOUSAND, unit + 1
    return f"{decimal(_rounded(value), language())} {_UNITS[unit]}"


def browser(agent: str) -> str:
    """Return which browser on which system one uses, from how it calls itself; what is not known is said as it is."""
    program = next((name for part, name in _PROGRAMS.items() if part in agent), "")
    system = next((name for part, name in _SYSTEMS.items() if part in agent), "")
    return ", ".join(filter(None, (program, system))) or agent[:60]


def _rounded(value: float) -> Decimal:
    """Return one decimal place below ten, none above."""
    return Decimal(f"{value:.1f}" if value < 10 else f"{value:.0f}")  # noqa: PLR2004
