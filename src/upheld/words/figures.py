"""Figures: dates, times, durations, numbers and amounts as people write them, in English, German and Swedish.

Times are said in the zone asked for; one that a clock change makes occur twice is said with its offset.

>>> reported = datetime(2026, 11, 23, 14, 0, tzinfo=time_zone("UTC"))
>>> [instant(reported, language, "Europe/Berlin") for language in LANGUAGES]
['Mon 23 Nov 2026, 15:00', 'Mo 23.11.2026, 15:00', 'mån 23 nov 2026 15:00']
>>> [duration(timedelta(hours=8), language, working=True) for language in LANGUAGES]
['8 working hours', '8 Arbeitsstunden', '8 arbetstimmar']
>>> [money(Decimal("1690"), "EUR", language) for language in LANGUAGES]
['1,690.00 EUR', '1.690,00 EUR', '1 690,00 EUR']
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, Literal, get_args

from upheld.calendars import time_zone

Language = Literal["en", "de", "sv"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_IN_HOURS_UP_TO = timedelta(days=3)  # longer plain durations are said in days


@dataclass(frozen=True, slots=True)
class _Habits:
    """How a language writes figures."""

    weekdays: tuple[str, ...]  # from Monday
    months: tuple[str, ...]  # from January; empty: the day is written in digits
    day: str
    day_without_year: str
    instant: str  # of a day and a time
    decimal: str
    thousands: str
    conjunction: str
    units: Mapping[str, tuple[str, str]]  # one, several
    working_units: Mapping[str, tuple[str, str]]


_HABITS: Final[Mapping[Language, _Habits]] = {
    "en": _Habits(
        weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        day="{weekday} {day} {month} {year}",
        day_without_year="{weekday} {day} {month}",
        instant="{day}, {time}",
        decimal=".",
        thousands=",",
        conjunction=" and ",
        units={
            "second": ("second", "seconds"),
            "minute": ("minute", "minutes"),
            "hour": ("hour", "hours"),
            "day": ("day", "days"),
        },
        working_units={
            "second": ("working second", "working seconds"),
            "minute": ("working minute", "working minutes"),
            "hour": ("working hour", "working hours"),
            "day": ("working day", "working days"),
        },
    ),
    "de": _Habits(
        weekdays=("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
        months=(),
        day="{weekday} {day:02}.{number:02}.{year}",
        day_without_year="{weekday} {day:02}.{number:02}.",
        instant="{day}, {time}",
        decimal=",",
        thousands=".",
        conjunction=" und ",
        units={
            "second": ("Sekunde", "Sekunden"),
            "minute": ("Minute", "Minuten"),
            "hour": ("Stunde", "Stunden"),
            "day": ("Tag", "Tage"),
        },
        working_units={
            "second": ("Arbeitssekunde", "Arbeitssekunden"),
            "minute": ("Arbeitsminute", "Arbeitsminuten"),
            "hour": ("Arbeitsstunde", "Arbeitsstunden"),
            "day": ("Arbeitstag", "Arbeitstage"),
        },
    ),
    "sv": _Habits(
        weekdays=("mån", "tis", "ons", "tors", "fre", "lör", "sön"),
        months=("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"),
        day="{weekday} {day} {month} {year}",
        day_without_year="{weekday} {day} {month}",
        instant="{day} {time}",
        decimal=",",
        thousands=" ",
        conjunction=" och ",
        units={
            "second": ("sekund", "sekunder"),
            "minute": ("minut", "minuter"),
            "hour": ("timme", "timmar"),
            "day": ("dag", "dagar"),
        },
        working_units={
            "second": ("arbetssekund", "arbetssekunder"),
            "minute": ("arbetsminut", "arbetsminuter"),
            "hour": ("arbetstimme", "arbetstimmar"),
            "day": ("arbetsdag", "arbetsdagar"),
        },
    ),
}


def day(value: date, language: Language, *, with_year: bool = True, with_weekday: bool = True) -> str:
    """Return a date with its weekday."""
    habits = _HABITS[language]
    pattern = habits.day if with_year else habits.day_without_year
    if not with_weekday:
        pattern = pattern.removeprefix("{weekday} ")
    return pattern.format(
        weekday=habits.weekdays[value.weekday()],
        day=value.day,
        number=value.month,
        month=habits.months[value.month - 1] if habits.months else "",
        year=value.year,
    )


def weekday(number: int, language: Language) -> str:
    """Return the short name of a day of the week, from 0 for Monday."""
    return _HABITS[language].weekdays[number]


def short_day(value: date, language: Language) -> str:
    """Return weekday and day of the month, for where there is little room."""
    return f"{_HABITS[language].weekdays[value.weekday()]} {value.day}{'.' if language == 'de' else ''}"


def clock(value: time) -> str:
    """Return a time of day: hours and minutes, finer parts only where there are any."""
    if value.microsecond:
        return value.isoformat(timespec="microseconds")
    return value.isoformat(timespec="seconds" if value.second else "minutes")


def instant(value: datetime, language: Language, zone: str, *, with_year: bool = True) -> str:
    """Return an instant as date and time in `zone`."""
    local = value.astimezone(time_zone(zone))
    said = _HABITS[language].instant.format(
        day=day(local.date(), language, with_year=with_year), time=clock(local.time())
    )
    return said + _offset_if_ambiguous(local)


def time_in(value: datetime, zone: str) -> str:
    """Return the time of day of an instant in `zone`."""
    local = value.astimezone(time_zone(zone))
    return clock(local.time()) + _offset_if_ambiguous(local)


def _offset_if_ambiguous(local: datetime) -> str:
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return ""
    return f" (UTC{local.isoformat()[-6:]})"


def duration(value: timedelta, language: Language, *, working: bool = False) -> str:
    """Return a duration in words; working time is never said in days, whose length is the calendar's."""
    parts = [
        counted(Decimal(number), unit, language, working=working)
        for unit, number in _parts(abs(value), in_days=not working)
        if number
    ]
    return " ".join(parts) or counted(Decimal(0), "minute", language, working=working)


def short_duration(value: timedelta) -> str:
    """Return a duration by its symbols, which are the same in all languages: "5 h 30 min"."""
    symbols = {"day": "d", "hour": "h", "minute": "min", "second": "s"}
    said = " ".join(f"{number} {symbols[unit]}" for unit, number in _parts(abs(value), in_days=False) if number)
    return said or "0 min"


def counted(number: Decimal, unit: str, language: Language, *, working: bool = False) -> str:
    """Return a number of seconds, minutes, hours or days."""
    units = _HABITS[language].working_units if working else _HABITS[language].units
    return f"{decimal(number, language)} {units[unit][number != 1]}"


def _parts(value: timedelta, *, in_days: bool) -> list[tuple[str, int | Decimal]]:
    days, rest = divmod(value, _DAY) if in_days and value > _IN_HOURS_UP_TO else (0, value)
    hours, rest = divmod(rest, _HOUR)
    minutes, rest = divmod(rest, _MINUTE)
    seconds = Decimal(rest // timedelta(microseconds=1)).scaleb(-6).normalize() if rest % _SECOND else rest // _SECOND
    return [("day", days), ("hour", hours), ("minute", minutes), ("second", seconds)]


def decimal(value: Decimal, language: Language, places: int | None = None) -> str:
    """Return a number with the language's marks; without `places`, as exactly as it is and no longer."""
    habits = _HABITS[language]
    if places is None:
        text = f"{value:,f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{value:,.{places}f}"
    marks = {",": habits.thousands, ".": habits.decimal}
    return "".join(marks.get(character, character) for character in text)


def money(amount: Decimal, currency: str, language: Language) -> str:
    """Return an amount with its currency: two decimal places, more only where there are more."""
    places = max(2, -int(amount.normalize().as_tuple().exponent))
    return f"{decimal(amount, language, places)} {currency}"


def percent(share: Decimal, language: Language) -> str:
    """Return a share, 0.05, as a percentage."""
    number = decimal(share * 100, language)
    return f"{number}%" if language == "en" else f"{number} %"


def listed(items: Sequence[str], language: Language) -> str:
    """Return items as an enumeration."""
    *most, last = items or ("",)
    return _HABITS[language].conjunction.join([", ".join(most), last]) if most else last
