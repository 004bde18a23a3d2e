"""Scalars: the small phrases inside an agreement file, each read by one function that says how to write it.

Every function takes the text of a value and returns what it means, or raises `ValueError` with one sentence in two
parts, "what is wrong; what to write". Nothing is guessed from how a value looks.

>>> amount("10 per quarter")
(Decimal('10'), Rhythm(text='quarter', months=3, contract=False, each=''))
>>> percent("19%")
Decimal('0.19')
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Literal

from upheld import quantities, rhythms
from upheld.agreements import ANY, Measure
from upheld.money import Money
from upheld.quantities import HOLE, Quantity
from upheld.rhythms import Rhythm

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Window = tuple[str, str]
Deed = Literal["refuse", "accept and flag", "charge", "offer", "to be agreed"]
Each = Literal["miss", "started hour late", "started day late"]

_DATE = re.compile(r"(19|20|21)\d\d-\d\d-\d\d", re.ASCII)
_YEARS = re.compile(r"((?:19|20|21)\d\d)-((?:19|20|21)\d\d)", re.ASCII)
_WINDOW = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(([01]\d|2[0-3]):[0-5]\d|24:00)", re.ASCII)
_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?%", re.ASCII)
_MONEY = re.compile(r"(\d+(?:\.\d+)?) ([A-Z]{3})", re.ASCII)
_CONTACTS = re.compile(r"(\d+)(?:-(\d+))? named", re.ASCII)
_SPAN = re.compile(r"(\d+) (minute|hour|day|week)s?", re.ASCII)
_MONTHS = re.compile(r"([1-9]\d*) months?", re.ASCII)
_SPANS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_MEASURES = (
    (re.compile(r"(?P<subject>\S+) at (?P<share>.+%)"), "share"),
    (re.compile(r"(?P<subject>\S+) missed"), "missed"),
    (re.compile(r"(?P<what>effort|forecast) over (?P<time>.+)"), ""),
    (re.compile(r"no work for (?P<time>.+)"), "no work"),
)
_ALONE: Final[Mapping[str, Deed]] = {"refuse": "refuse", "accept and flag": "accept and flag", HOLE: "to be agreed"}
_EACH: Final[Mapping[str, Each]] = {
    "miss": "miss",
    "started hour late": "started hour late",
    "started day late": "started day late",
}
_GIVES = re.compile(rf"(?:(?P<share>.+%) of base|(?P<amount>.+)) per (?P<each>{'|'.join(_EACH)})")


def _bad(value: str, what: str, write: str) -> ValueError:
    return ValueError(f"'{value}' is not {what}; write {write}")


def number(value: str) -> Decimal:
    """Return a plain number: "5000" or "2.5"."""
    if not _NUMBER.fullmatch(value):
        raise _bad(value, "a number", "digits with a point, like 5000 or 2.5")
    return Decimal(value)


def whole(value: str) -> int:
    """Return a whole number."""
    if not value.isascii() or not value.isdigit():
        raise _bad(value, "a whole number", "digits only, like 3")
    return int(value)


def yes_no(value: str) -> bool:
    """Return True for "yes", False for "no"."""
    if value not in {"yes", "no"}:
        raise _bad(value, "yes or no", "'yes' or 'no'")
    return value == "yes"


def day(value: str) -> date:
    """Return a date from 1900 to 2199: "2026-11-23"."""
    found = _date(value)
    if found is None:
        raise _bad(value, "a date", "year, month and day, like 2026-11-23")
    return found


def month_and_day(value: str) -> tuple[int, int]:
    """Return a day that every year has: "04-01" is (4, 1)."""
    found = _date(f"2023-{value}")
    if found is None:
        raise _bad(value, "a day of every year", "month and day, like 04-01")
    return found.month, found.day


def _date(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if _DATE.fullmatch(value) else None
    except ValueError:
        return None


def windows(value: str) -> tuple[Window, ...]:
    """Return opening hours: "08:00-12:00, 13:00-17:00", or "closed" for none."""
    return () if value == "closed" else tuple(_window(part) for part in re.split(r",\s*", value))


def _window(value: str) -> Window:
    if not _WINDOW.fullmatch(value):
        raise _bad(value, "opening hours", "them like 08:00-17:00, or 08:00-12:00, 13:00-17:00")
    opens, _, closes = value.partition("-")
    return opens, closes


def weekdays(value: str) -> tuple[str, ...]:
    """Return the days that a key of a week names: "mon-fri", "sat", "mon, wed"."""
    days: list[str] = []
    for part in re.split(r",\s*", value):
        first, *rest = part.split("-")
        last = rest[-1] if rest else first
        named = DAYS[DAYS.index(first) : DAYS.index(last) + 1] if {first, last} <= set(DAYS) else ()
        if len(named) <= len(rest) or len(rest) > 1:  # a range names more than one day
            raise _bad(value, "a day or a range of days", "them like mon-fri, sat or mon, wed")
        days += named
    return tuple(days)


def years(value: str) -> tuple[int, int]:
    """Return first and last year: "2024-2032"."""
    match = _YEARS.fullmatch(value)
    if not match or match[1] > match[2]:
        raise _bad(value, "a range of years", "first and last year, like 2024-2032")
    return int(match[1]), int(match[2])


def percent(value: str) -> Decimal:
    """Return a share between 0 and 1: "19%" is 0.19."""
    match = _PERCENT.fullmatch(value)
    if not match or Decimal(match[1]) > 100:  # noqa: PLR2004  per cent
        raise _bad(value, "a percentage", "a number from 0 to 100 with the sign, like 19%")
    return Decimal(match[1]) / 100


def money(value: str) -> Money:
    """Return an amount of money: "1500 EUR"."""
    match = _MONEY.fullmatch(value)
    if not match:
        raise _bad(value, "an amount of money", "it like 1500 EUR or 1500.00 EUR")
    return Money(Decimal(match[1]), match[2])


def fee(value: str) -> tuple[Money | None, Rhythm]:
    """Return an amount and the period it is owed for: "1500 EUR per month"; None is to be agreed."""
    if value == HOLE:
        return None, rhythms.parse("month")
    amount_text, per, period = value.partition(" per ")
    if not per:
        raise _bad(value, "a price per period", "it like 1500 EUR per month")
    return money(amount_text), _period(period)


def amount(value: str) -> tuple[Decimal | None, Rhythm | None]:
    """Return how much is granted and for which period: "10 per quarter", "20" once, None is to be agreed."""
    if value == HOLE:
        return None, None
    count, per, period = value.partition(" per ")
    return number(count), _period(period) if per else None


def _period(value: str) -> Rhythm:
    """Return a rhythm that divides time into periods: not "each release"."""
    try:
        found = rhythms.parse(value)
    except ValueError:
        found = None
    if found is None or not found.months:
        raise _bad(value, "a period", "it like month, quarter, contract year or 18 months")
    return found


def period(value: str) -> Rhythm:
    """Return a rhythm that divides time into periods, or a hole."""
    return rhythms.parse(value) if value == HOLE else _period(value)


def contacts(value: str) -> tuple[int, int | None]:
    """Return least and most named contacts: "1 named", "2-5 named", "unlimited"."""
    if value == "unlimited":
        return 1, None
    match = _CONTACTS.fullmatch(value)
    least, most = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not match or not 1 <= least <= most:
        raise _bad(value, "a number of contacts", "it like 1 named, 2-5 named or unlimited")
    return least, most


def span(value: str) -> timedelta:
    """Return a plain length of time: "15 minutes", "3 weeks"."""
    match = _SPAN.fullmatch(value)
    if not match:
        raise _bad(value, "a length of time", "it like 15 minutes, 4 hours, 14 days or 3 weeks")
    found = int(match[1]) * _SPANS[match[2]]
    if found > quantities.LONGEST:
        raise _bad(value, "a length of time that can be meant", "less than a hundred years")
    return found


def notice(value: str) -> timedelta | Rhythm:
    """Return how long before something: "90 days", "3 months"."""
    return _months(value) or span(value)


def renewal(value: str) -> Rhythm | None:
    """Return by how much a term is renewed: "renews by 12 months"; None is "ends"."""
    renewed = _months(value.removeprefix("renews by ")) if value.startswith("renews by ") else None
    if value != "ends" and renewed is None:
        raise _bad(value, "what follows a term", "'ends', or it like 'renews by 12 months'")
    return renewed


def _months(value: str) -> Rhythm | None:
    match = _MONTHS.fullmatch(value)
    return rhythms.parse(f"{match[1]} months") if match else None


def step(value: str) -> Decimal:
    """Return the smallest amount that is counted, in units: "15 minutes" is a quarter of an hour, "0.5" is half."""
    units = Decimal(value) if _NUMBER.fullmatch(value) else Decimal(span(value) // timedelta(seconds=1)) / 3600
    if not units:
        raise _bad(value, "an amount to count by", "more than 0")
    return units


def measure(value: str) -> Measure:
    """Return what a checkpoint watches: "any at 75%", "restore missed", "effort over 4 hours", "no work for ..."."""
    for phrase, kind in _MEASURES:
        match = phrase.fullmatch(value)
        if match:
            return _measure(kind, match.groupdict())
    write = "'any at 75%', 'restore missed', 'effort over 4 hours', 'no work for 4 working hours' or 'cases at 80%'"
    raise _bad(value, "something a checkpoint can watch", write)


def missed(value: str) -> str:
    """Return the clock whose promise was not kept: "restore missed"."""
    clock, _, rest = value.partition(" ")
    if not clock or rest != "missed":
        raise _bad(value, "a promise that was missed", "the name of a clock like 'restore missed'")
    return clock


def _measure(kind: str, said: Mapping[str, str]) -> Measure:
    if kind == "share":
        return Measure("share", said["subject"], percent(said["share"]))
    if kind == "missed":
        return Measure("missed", said["subject"])
    time = _time(said["time"])
    if kind == "no work":
        return Measure("no work", ANY, time=time)
    return Measure("effort" if said["what"] == "effort" else "forecast", ANY, time=time)


def _time(value: str) -> Quantity:
    try:
        return quantities.parse(f"within {value}")
    except ValueError as error:
        raise _bad(value, "a time", "it like 4 hours, or 4 working hours") from error


def credit(value: str) -> tuple[Decimal | None, Money | None, Each]:
    """Return share, amount and occasion of a credit: "5% of base per started hour late", "100 EUR per miss"."""
    match = _GIVES.fullmatch(value)
    if not match:
        raise _bad(value, "a credit", "it like 5% of base per started hour late, or 100 EUR per miss")
    each: Each = _EACH[match["each"]]
    if match["share"]:
        return percent(match["share"]), None, each
    return None, money(match["amount"]), each


def used_up(value: str) -> tuple[Deed, Money | None, str]:
    """Return what happens when an allowance is used up: deed, price, module."""
    if value in _ALONE:
        return _ALONE[value], None, ""
    deed, _, rest = value.partition(" ")
    if deed == "offer" and rest:
        return "offer", None, rest
    if deed == "charge" and rest:
        return "charge", None if rest == HOLE else money(rest), ""
    raise _bad(value, "a rule", f"'refuse', 'accept and flag', 'charge 90 EUR', 'offer MODULE' or '{HOLE}'")


def unpromised(value: str) -> str | None:
    """Return the severity whose clocks are used ("as impaired"), or None for "measured only"."""
    if value == "measured only":
        return None
    if not value.startswith("as ") or len(value.split()) > 2:  # noqa: PLR2004  "as" and a name
        raise _bad(value, "a rule for severities without a promise", "'as SEVERITY' or 'measured only'")
    return value.removeprefix("as ")
